"""What a comparison records: one system's reply to one question, and its marks."""

from corpus.vocabulary import Evidence
from server.schema import Wire


class Said(Wire):
    """A reply as its reader sees it. `facts` is the table of facts, `sources` is numbered from 1; times are seconds
    from the question, and `first_s` is None where nothing was shown before the end."""

    text: str
    facts: str = ""
    sources: tuple[Evidence, ...] = ()
    first_s: float | None
    total_s: float
    prompt_tokens: int
    completion_tokens: int


class Marks(Wire):
    """Each in 0..1; None where the question, or the reply, gives nothing to judge."""

    exact: float | None = None
    likeness: float | None = None
    declined: float | None = None
    wrongly_declined: float | None = None
    citation_precision: float | None = None
    citation_recall: float | None = None
    unsupported: float | None = None


class PeerRow(Wire):
    """One question to one system."""

    system: str
    id: str
    group: str
    question: str
    said: Said
    marks: Marks


class PeerKey(Wire):
    """What kept replies answer for: the advisor's release, all golden questions, the code, the peers' lock, the LLM."""

    release: str
    golden: str
    code: str
    peers: str
    llm: str
