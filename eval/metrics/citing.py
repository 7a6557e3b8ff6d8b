"""Citation precision and recall per sentence, with `EvidenceCheck` as the judge.

*Recall* is the share of an answer's sentences that what they cite bears out. *Precision* is the share of their
citations that carry something of a sentence which is borne out: a name, a number or some of its words. What a
locator holds is read from the corpus, never from the answer. Questions back carry no citations and are not judged.
"""

from collections.abc import Collection, Mapping, Sequence

from corpus.vocabulary import Evidence
from eval.claims import Places
from eval.metrics.evidence import EvidenceCheck, asked_numbers
from eval.places import Place
from eval.rows import Row
from server.schema import Citation, Wire
from server.sentences import Sentence, SentenceSplitter


class Cited(Wire):
    """One shown sentence: the numbers that it cites, those that carry some of it, and whether it is borne out."""

    text: str
    citations: tuple[int, ...]
    bearing: tuple[int, ...]
    borne_out: bool


class Citing(Wire):
    """The two shares of one answer in 0..1; None where there is nothing to share."""

    citation_precision: float | None
    citation_recall: float | None


class CitationReader:
    """Reads answers sentence by sentence against the corpus."""

    def __init__(self, check: EvidenceCheck, places: Places) -> None:
        self._check = check
        self._places = places
        self._documents = {place.document for place in places}

    def read(self, row: Row) -> tuple[Cited, ...]:
        """The sentences of the row's answer; none where the row failed or the answer asks back."""
        if row.reply is None or row.reply.answer.status == "clarify":
            return ()
        answer = row.reply.answer
        given = {number.value for number in row.golden.values or ()}
        given.update(*(asked_numbers(text) for text in (*row.golden.turns, row.golden.question)))
        cited = {citation.n: self._held(citation) for citation in answer.citations}
        return tuple(read_sentence(self._check, sentence, cited, given) for sentence in sentences(answer.answer))

    def _held(self, citation: Citation) -> list[Evidence]:
        if citation.document in self._documents:
            return list(self._places.get(Place(document=citation.document, locator=citation.locator), ()))
        # A document that this repository does not hold: only the answer tells what stands there.
        return [shown_evidence(citation)]


def read_sentence(
    check: EvidenceCheck, sentence: Sentence, cited: Mapping[int, Sequence[Evidence]], given: Collection[float]
) -> Cited:
    """One sentence against what its numbers stand for; `given` are numbers that need no citation."""
    pieces = [piece for n in sentence.citations for piece in cited.get(n, ())]
    borne_out = bool(pieces) and check.bears_out(sentence.text, pieces, given)
    bearing = tuple(
        n
        for n in sentence.citations
        if borne_out and any(check.touches(sentence.text, piece) for piece in cited.get(n, ()))
    )
    return Cited(text=sentence.text, citations=sentence.citations, bearing=bearing, borne_out=borne_out)


def shown_evidence(citation: Citation) -> Evidence:
    """What the answer itself shows of the cited place."""
    return Evidence.model_validate(citation.model_dump(exclude={"n", "stale"}))


def sentences(text: str) -> list[Sentence]:
    """What an answer's text says, sentence by sentence, each with its citation numbers."""
    splitter = SentenceSplitter()
    return [*splitter.feed(text), *splitter.close()]


def citing(read: Sequence[Cited]) -> Citing:
    """The shares over an answer's sentences."""
    given = sum(len(sentence.citations) for sentence in read)
    bearing = sum(len(sentence.bearing) for sentence in read)
    return Citing(
        citation_precision=bearing / given if given else None,
        citation_recall=sum(sentence.borne_out for sentence in read) / len(read) if read else None,
    )
