"""Placing: where what somebody tells belongs, by what the known questions of the index teach."""

from opentelemetry import trace

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence
from server.engines import Engines
from server.locators import advised_at, is_concept
from server.retrieval.filters import UNFILTERED
from server.retrieval.known import Known
from server.retrieval.placement import Placement, Work, advised, done, is_close, placed
from server.retrieval.retriever import Passage
from server.sheet import Statement
from server.understanding.reach.hosting import lies_with_a_vendor, stays_in_house
from server.understanding.reader import QuestionReader
from server.understanding.reading import Reading
from server.understanding.situations.situation import Situation
from server.wording import listed, phase_name

# So many of the passages that carry a need say for which tool it is.
_BEST = 2
# So much more like (a cosine) what a concept's card is known to answer than all that places it, a story is told by it.
_CLEARLY = 0.1

tracer = trace.get_tracer(__name__)


class Placer:
    """Finds the phase, the roles or the one tool that a told situation or need is about."""

    def __init__(self, catalogue: Catalogue, reader: QuestionReader, engines: Engines) -> None:
        self._catalogue = catalogue
        self._reader = reader
        self._engines = engines

    async def placed(self, reading: Reading) -> Placement | None:
        """Where what is told belongs; None where it is read already, refused, or nothing that the corpus is asked."""
        situation = reading.unplaced
        alone = reading.need is not None and reading.need.alone
        if (reading.beyond and not alone) or reading.clarify or (situation is None and reading.need is None):
            return None
        with tracer.start_as_current_span("advisor.place"):
            advice = await self._advice(reading)
            if advice is not None:
                return advised(advice, amounts=situation is not None and situation.amounts)
            if reading.uncarried:
                return None
            works = await self._works(reading.question, situation) if situation is not None else []
            told = situation if situation and all(work.is_of_the_corpus(situation) for work in works) else None
            doing = await self._doing(reading.question, works) if told and told.for_a_role else None
            if told and doing is not None:
                return done(doing, amounts=told.amounts)
            return placed(told, works) if told else None

    async def explained(self, reading: Reading) -> bool:
        """Whether a concept's card, or who is said to see to it, is known to answer it, much the same or clearly more
        like it than what would place it: `which tool can do RAG?`, `our boss wants AI by spring`."""
        if reading.query is not None or reading.beyond or reading.clarify or reading.unplaced is None:
            return False
        best = (await self._carrying(reading.question))[:1]
        if not best or not (is_concept(best[0].evidence) or best[0].is_told_by_its_part):
            return False
        work = await (await self._engines.loaded()).retriever.work(reading.question, frozenset())
        likest = max((known.likeness for known in work.known[:1]), default=0.0)
        return best[0].is_told_by_its_part or best[0].scored.asked >= likest + _CLEARLY

    async def sources(self, placement: Placement) -> list[Evidence]:
        """The passages that it was placed by."""
        retriever = (await self._engines.loaded()).retriever
        return [await retriever.source(known) for known in placement.known]

    def fits(self, placement: Placement, sources: list[Evidence]) -> Statement:
        """What a told situation was taken for, by whose judgement."""
        what = [self._name(known) for known in placement.known]
        return Statement(f"What you describe fits {listed(what)} best, by this project's judgement", tuple(sources))

    async def _advice(self, reading: Reading) -> Known | None:
        """The known need most like what is told, where one tool may be needed and its tool is one that what carries it
        best advises, too; facts wait for no index."""
        if reading.need is None or (reading.query is not None and self._engines.index_state != "ready"):
            return None
        need = reading.need
        retriever = (await self._engines.loaded()).retriever
        advice = await retriever.advice(reading.question, need.among)
        if advice is None or not need.where.holds(self._catalogue.tools[str(advice.tool)]):
            return None
        if stays_in_house(reading.question) and any(map(lies_with_a_vendor, await retriever.card(str(advice.tool)))):
            return None
        best = [advised_at(passage.evidence.locator) for passage in await self._carrying(reading.question)]
        fits = bool(best) if need.among else next(filter(None, best[:_BEST]), None) == advice.tool
        return advice if fits else None

    async def _doing(self, text: str, works: list[Work]) -> Known | None:
        """The likest known question, where much the same is answered by what a role's card says that it does, and just
        that carries best what is told."""
        likest = next(iter(works[0].known), None)
        if likest is None or likest.doer is None or not is_close(likest):
            return None
        best = [passage.evidence.locator for passage in (await self._carrying(text))[:1]]
        return likest if best == [likest.locator] else None

    async def _carrying(self, text: str) -> list[Passage]:
        return await (await self._engines.loaded()).retriever.carrying(text, UNFILTERED)

    async def _works(self, text: str, situation: Situation) -> list[Work]:
        """What is known about each work of a told situation; all that is said tells what one tool is needed for."""
        retriever = (await self._engines.loaded()).retriever
        told = (text,) if situation.one else situation.works
        return [await retriever.work(each, self._reader.phases_in(each)) for each in told]

    def _name(self, known: Known) -> str:
        return phase_name(self._catalogue, known.phase) if known.phase else f"the work of the {listed(known.needs)}"
