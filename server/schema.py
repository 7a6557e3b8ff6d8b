"""The wire contract: what goes in and out of the HTTP API, and nothing else.

Clients (the chat, the Slack bot, the evaluation) depend on this module alone.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

MAX_QUESTION_CHARS = 4_000

Status = Literal["refused", "clarify", "degraded", "answered"]
Verdict = Literal["supported", "unsupported", "contradicted"]
Readiness = Literal["ready", "loading", "down"]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION_CHARS)]
# A list is judged up to its first fault: one of many faults keeps the event loop for seconds.
Names = Annotated[tuple[str, ...], Field(max_length=100, fail_fast=True)]


class Wire(BaseModel):
    """A message; unknown keys are refused so that a typo is an error and not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filters(Wire):
    """Restricts facts and passages to these codes and names; empty means no restriction."""

    phases: Names = ()
    roles: Names = ()
    tools: Names = ()
    documents: Names = ()


class AskRequest(Wire):
    """A question; `narrate: false` answers from verified facts and passages without the LLM."""

    question: Question
    conversation_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,64}$")
    filters: Filters = Filters()
    narrate: bool = True


class Items(Wire):
    """The entities that are the answer, names exactly as the tables print them, none else."""

    phases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


class Value(Wire):
    """A number that is the answer: a count, a price, a sum, a wage. `value` is text only where
    the table prints text instead of a price (`CB`, `By Request`)."""

    name: str
    value: float | int | str
    unit: str


class FactTable(Wire):
    """The table shown first; `citations[i]` holds the citation numbers of `rows[i]`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citations: tuple[tuple[int, ...], ...]


class Citation(Wire):
    """One numbered place in the corpus, e.g. locator `Table IV, row MLFlow, column CI`. One that is `stale` has a
    source that nobody has looked at for too long."""

    n: int
    kind: Literal["cell", "paraphrase", "quote"]
    document: str
    title: str
    locator: str
    excerpt: str
    url: str | None
    as_of: str
    stale: bool = False

    @property
    def dated(self) -> str:
        """Of when it is, in words."""
        return self.as_of if self.as_of == "undated" else f"as of {self.as_of}"


# What a sentence rests on that is a passage, word for word.
VERBATIM = "the passage itself"


class Claim(Wire):
    """One sentence with its verdict; only supported ones stand in the answer. `marked` is true where the LLM itself
    named what its sentence is judged by, false where it named nothing or the verifier found another source that carries
    it, and None where no LLM wrote the sentence."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    evidence: str
    marked: bool | None = None


class Usage(Wire):
    """What the LLM was asked and gave, in tokens, and what that cost in US dollars."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0


class Timings(Wire):
    """Milliseconds since the question arrived; None for a stage that did not happen."""

    understand: float | None = None
    retrieve: float | None = None
    facts: float | None = None
    first_token: float | None = None
    first_sentence: float | None = None
    total: float | None = None


class Answer(Wire):
    """A whole answer. Every sentence of `answer` ends in the [n] of its citations. `reason` says why a degraded one
    holds less than it could, and is None for any other."""

    status: Status
    reason: str | None = None
    answer: str
    items: Items = Items()
    values: tuple[Value, ...] = ()
    facts: FactTable | None = None
    understood: str | None = None
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    follow_ups: tuple[str, ...] = ()
    conversation_id: str
    release: str
    trace_id: str
    usage: Usage = Usage()
    timings_ms: Timings = Timings()


class FactsEvent(Wire):
    """First event of a stream: what was understood and the facts, before any LLM."""

    understood: str | None
    items: Items
    values: tuple[Value, ...]
    facts: FactTable | None
    citations: tuple[Citation, ...]


class DeltaEvent(Wire):
    """One whole verified sentence, to be appended; never taken back. `citations` are the ones
    that it uses and that no earlier event carried."""

    text: str
    citations: tuple[Citation, ...]


class Conversation(Wire):
    """How many of its last turns are remembered: 0 for one that is unknown or forgotten."""

    conversation_id: str
    turns: int


class FeedbackRequest(Wire):
    """A reader's verdict on the answer with this trace id; the last one counts, the same one again changes nothing."""

    trace_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    verdict: Literal["up", "down"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)] | None = None


class Feedback(FeedbackRequest):
    """A verdict as it is kept; `at` is when it was given."""

    at: AwareDatetime


class SearchRequest(Wire):
    """A search over the passages; scores are the reranker's, comparable within one response only."""

    query: Question
    filters: Filters = Filters()
    top_k: int = Field(default=8, ge=1, le=50)


class SearchHit(Wire):
    """One passage found."""

    score: float
    citation: Citation


class SearchResponse(Wire):
    """Passages, best first."""

    hits: tuple[SearchHit, ...]


class Parts(Wire):
    """Readiness of each part."""

    catalogue: Readiness
    index: Readiness
    llm: Readiness


class ReadyResponse(Wire):
    """Body of `/readyz`; HTTP 200 when catalogue and index serve, 503 otherwise."""

    status: Readiness
    parts: Parts


class Problem(BaseModel):
    """An RFC 9457 problem document; `detail` names the fix."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    trace_id: str
