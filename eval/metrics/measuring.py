"""Every judge-free metric that needs the corpus, added to the rows of a finished run."""

from collections.abc import Callable, Sequence
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.document import Document
from eval.claims import places_with_evidence
from eval.metrics.agreeing import agrees
from eval.metrics.citing import CitationReader, citing, sentences
from eval.metrics.contexts import ContextMetrics
from eval.metrics.evidence import EvidenceCheck
from eval.metrics.likeness import likeness
from eval.rows import Row
from ingest.minilm import MiniLM
from server.schema import Answer


class Measures:
    """The metrics over one corpus."""

    def __init__(self, catalogue: Catalogue, documents: Sequence[Document], encoder: Callable[[], MiniLM]) -> None:
        """`encoder` is called, and ragas imported, once a row needs them."""
        self._places = places_with_evidence(catalogue, documents)
        self._reader = CitationReader(EvidenceCheck(catalogue), self._places)
        self._make_encoder = encoder

    async def measured(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with more scores; a row that failed is left as it is."""
        return [await self._measured(row) for row in rows]

    @cached_property
    def _contexts(self) -> ContextMetrics:
        return ContextMetrics(self._places)

    @cached_property
    def _encoder(self) -> MiniLM:
        return self._make_encoder()

    async def _measured(self, row: Row) -> Row:
        if row.reply is None:
            return row
        answer, golden = row.reply.answer, row.golden
        found = citing(self._reader.read(row)).model_dump()
        if row.reply.hits is not None and golden.needs:
            found |= (await self._contexts.judged(golden, row.reply.hits.hits)).model_dump()
        if golden.reference is not None:
            found |= likeness(plain(answer), golden.reference, self._encoder).model_dump()
            if answer.status in ("answered", "degraded"):
                said = [sentence.text for sentence in sentences(answer.answer)]
                found |= {"agrees": float(agrees(said, golden.reference))}
        return row.model_copy(update={"scores": row.scores.model_copy(update=found)})


def plain(answer: Answer) -> str:
    """The answer's sentences without marks and Markdown."""
    return " ".join(sentence.text for sentence in sentences(answer.answer))
