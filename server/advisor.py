"""The path of a question: understand, facts, retrieve, narrate, verify, cite, or refuse."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from opentelemetry import trace

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, PhaseCode
from server.advising import Event
from server.composer import Composer
from server.draft import Draft
from server.engines import Engines
from server.errors import NotReady
from server.facts.engine import FactEngine
from server.facts.overviews import summarised
from server.facts.several import several_sheets
from server.freshness import Freshness
from server.locators import card_at, is_concept, part_at, phase_at, phase_printed
from server.offers import of_concept, of_phase, suggest
from server.outcome import note_outcome
from server.placer import Placer
from server.planning.filling import filled
from server.planning.planner import Planner
from server.planning.telling import stack_sheet, team_sheet
from server.query import Query
from server.recollection import Recollection
from server.refusal import Refusals
from server.retrieval.beside import fitting, in_turns
from server.retrieval.placement import Placement
from server.schema import (
    AskRequest,
    Citation,
    Parts,
    SearchHit,
    SearchRequest,
    SearchResponse,
)
from server.sheet import Sheet, Statement
from server.telemetry import trace_id
from server.understanding.conversation import Turn
from server.understanding.followups.memory import owned
from server.understanding.reach.card_parts import in_charge
from server.understanding.reach.instances import gives_an_instance, instance_wanted
from server.understanding.reach.quantities import gives, prices
from server.understanding.reader import QuestionReader
from server.understanding.reading import Reading
from server.wording import listed, phase_name

T = TypeVar("T")

tracer = trace.get_tracer(__name__)

# Read in a few milliseconds; what is longer may take a second, which nobody else should wait for.
_READ_AT_ONCE_CHARS = 500
# One narrated sentence seldom answers a question in prose; the best passages fill it up.
_ENOUGH = 2
_QUOTED = 3
# So many passages stand beside the parts of cards that tell what is wanted.
_BESIDE = 2
_NO_DOCUMENTS = "the documents cannot be searched now"
# Where the card of a tool that is no longer offered says so.
_TELL_AN_END = ("State", "When not to choose it")
# Looked up in a table, these still ask for more than the table holds.
_ASKS_FOR_PROSE = frozenset({"describe", "compare"})
# A few kilobytes each; many questions come to one query.
_SHEETS = 1_024


class Advisor:
    """Answers questions from the catalogue and the index; every shown sentence is verified."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an advisor, put together in one place
        self,
        catalogue: Catalogue,
        reader: QuestionReader,
        refusals: Refusals,
        engines: Engines,
        composer: Composer,
        planner: Planner,
        freshness: Freshness,
        recollection: Recollection | None = None,
    ) -> None:
        """With a `recollection`, conversations are shared with other processes."""
        self.catalogue = catalogue
        self.planner = planner
        self._reader = reader
        self._refusals = refusals
        self._engines = engines
        self._composer = composer
        self._freshness = freshness
        self._recollection = recollection
        self._placer = Placer(catalogue, reader, engines)
        self._facts = FactEngine(catalogue)
        self._sheet = lru_cache(maxsize=_SHEETS)(self._stated)
        self._reading_long = asyncio.Lock()

    @property
    def release(self) -> str:
        """The release that answers are given under."""
        return self._engines.release

    async def remembered(self, conversation_id: str, caller: str | None = None) -> int:
        """How many turns of the caller's conversation a follow-up is understood by."""
        conversation = owned(conversation_id, caller)
        await self._recall(conversation)
        return self._reader.remembered(conversation)

    def parts(self) -> Parts:
        """Readiness of each part."""
        return Parts(catalogue="ready", index=self._engines.index_state, llm=self._engines.llm_state)

    async def start(self) -> None:
        """Begin loading index and LLM in the background; returns at once."""
        await self._engines.start()

    async def settled(self, *, llm: bool) -> None:
        """Wait until the index is ready or down, and the LLM too if asked."""
        await self._engines.settled(llm=llm)

    async def close(self) -> None:
        """Stop what `start` began."""
        await self._engines.close()
        if self._recollection is not None:
            self._recollection.close()

    async def _recall(self, conversation: str) -> None:
        if self._recollection is not None:
            await self._recollection.recall(conversation)

    async def search(self, request: SearchRequest) -> SearchResponse:
        """Passages for a query, best first; raises NotReady without an index."""
        found = await (await self._engines.loaded()).retriever.retrieve(request.query, request.filters, request.top_k)
        hits = (
            SearchHit(score=passage.scored.score, citation=self._citation(number, passage.evidence))
            for number, passage in enumerate(found, start=1)
        )
        return SearchResponse(hits=tuple(hits))

    def _citation(self, number: int, evidence: Evidence) -> Citation:
        return Citation(n=number, stale=self._freshness.stale(evidence), **evidence.model_dump())

    async def stream(self, request: AskRequest, caller: str | None = None) -> AsyncGenerator[Event, None]:
        """The answer's events, the Answer last. Closing the generator stops the LLM."""
        draft = Draft(self._freshness.stale)
        conversation_id = request.conversation_id or uuid.uuid4().hex
        conversation = owned(conversation_id, caller)
        if request.conversation_id is not None:
            await self._recall(conversation)
        with tracer.start_as_current_span("advisor.understand") as span:
            reading = await self._read(request, conversation)
            span.set_attributes({"advisor.typed": reading.query is not None, "advisor.foreign": len(reading.foreign)})
        draft.mark("understand")
        if reading.language or await self._placer.explained(reading):
            reading = replace(reading, situation=None, need=None)
        placement = await self._placer.placed(reading)
        if placement is not None:
            charged = in_charge(self.catalogue, placement.charges)
            reading = replace(reading, query=placement.query, foreign=(), more=True, parts=(*reading.parts, *charged))
        elif reading.situation is not None:
            reading = replace(reading, query=reading.situation.otherwise, more=True)
        async with aclosing(self._answering(draft, request, reading, placement)) as events:
            async for event in events:
                yield event
        draft.follow_ups = reading.options if reading.clarify else await self._leading_on(reading, draft)
        by_cards = reading.query is None or reading.seeks_a_tool
        told = self._reader.told_of(reading.question, draft.opening) if by_cards else ()
        turn = Turn(reading.question, reading.query, draft.items, reading.options, reading.foreign, told)
        self._reader.remember(conversation, turn)
        if self._recollection is not None:
            await self._recollection.keep(conversation)
        yield turn
        answer = draft.answer(conversation_id=conversation_id, release=self.release, trace_id=trace_id())
        note_outcome(trace.get_current_span(), answer)
        yield answer

    async def _leading_on(self, reading: Reading, draft: Draft) -> tuple[str, ...]:
        """What may be asked next: of the concept or the phase that prose opens with, or else of what was found."""
        opening = draft.opening if reading.query is None else None
        if opening is None:
            return suggest(reading.query, draft.items)
        name = card_at(opening.locator)
        if is_concept(opening) and name is not None:
            parts = [part_at(each.locator) or "" for each in await self._composer.card_of(opening)]
            return of_concept(name, part_at(opening.locator), parts)
        code = next((each.code for each in self.catalogue.phases.values() if each.name == name), None)
        code = code or phase_at(opening.locator) or phase_printed(opening.locator)
        return of_phase(phase_name(self.catalogue, code)) if code is not None else suggest(None, draft.items)

    async def _read(self, request: AskRequest, conversation: str) -> Reading:
        asked = request.question, conversation, request.filters
        if len(request.question) <= _READ_AT_ONCE_CHARS:
            return self._reader.read(*asked)
        async with self._reading_long:
            return await asyncio.to_thread(self._reader.read, *asked)

    async def _answering(
        self, draft: Draft, request: AskRequest, reading: Reading, placement: Placement | None
    ) -> AsyncGenerator[Event, None]:
        if reading.language:
            for event in self._refused(draft, self._refusals.in_another_language(reading.language)):
                yield event
        elif reading.clarify:
            yield draft.facts(None)
            yield draft.ask_back(reading.clarify)
        elif reading.beyond and not reading.partly:
            async with aclosing(self._beyond_the_corpus(draft, request, reading)) as events:
                async for event in events:
                    yield event
        elif (denial := await self._composer.denied_by_card(reading.of_cards)) is not None:
            for event in self._corrected(draft, reading, denial):
                yield event
        else:
            answer = (
                self._typed(draft, request, reading, reading.query, placement)
                if reading.query
                else self._prose(draft, request, reading)
            )
            async with aclosing(answer) as events:
                async for event in events:
                    yield event

    async def _beyond_the_corpus(
        self, draft: Draft, request: AskRequest, reading: Reading
    ) -> AsyncGenerator[Event, None]:
        """What the tables do not carry: a card may tell the maker, or how else a tool is sold; where no table is asked,
        a passage may tell a figure, added documents the rest."""
        told: list[Evidence] = []
        if reading.query is None and reading.unit:
            found = await self._composer.passages(draft, reading.question, request.filters)
            own = (each for each in found if each.is_told_by_its_part or not is_concept(each.evidence))
            told = [passage.evidence for passage in own if gives(passage.text, reading.unit)]
        elif reading.of_maker:
            told = await self._composer.of_maker(reading.question)
        elif reading.sold_by is not None:
            tool, unit = reading.sold_by
            found = await self._composer.passages(draft, reading.question, request.filters)
            own = (passage for passage in found if card_at(passage.evidence.locator) == tool)
            told = [passage.evidence for passage in own if prices(passage.text, unit)]
        if reading.query is None and not told:
            added = await self._composer.added(
                draft, reading.question, request.filters, reading.foreign, instructions=reading.instructions
            )
            told = [passage.evidence for passage in added]
        if told:
            async with aclosing(self._told(draft, request, reading, told)) as events:
                async for event in events:
                    yield event
            return
        for event in self._refused(draft, self._beyond(reading)):
            yield event

    def _beyond(self, reading: Reading) -> Sheet:
        if not reading.foreign:
            return self._refusals.uncarried(reading.uncarried)
        refuse = self._refusals.unknown_names if reading.query else self._refusals.unmentioned
        return refuse(reading.foreign)

    def _apart(self, reading: Reading) -> tuple[Statement, ...]:
        """What the corpus does not hold beside what is answered."""
        if not reading.partly:
            return ()
        if reading.foreign and reading.query is None:
            return (self._refusals.beside(reading.foreign),)
        return self._beyond(reading).statements[:1]

    async def _typed(
        self, draft: Draft, request: AskRequest, reading: Reading, query: Query, placement: Placement | None
    ) -> AsyncGenerator[Event, None]:
        """The facts; before them, why a told situation comes to them, or what a card names in a tool's place."""
        with tracer.start_as_current_span("advisor.facts"):
            sheet = self._sheet(query)
        draft.understood = query.words()
        if sheet.refuted:
            for event in (*self._refused(draft, sheet), *await self._in_its_place(draft, reading.in_place_of, reading)):
                yield event
            return
        yield draft.facts(sheet)
        for event in await self._in_its_place(draft, reading.in_place_of, reading) if placement is None else ():
            yield event
        for event in await self._parts(draft, reading, behind=False):
            yield event
        for event in await self._advice(draft, request, reading, query):
            yield event
        reasons = self._llms(reading)
        reasons += self._apart(reading)
        reasons += self._stand_ins(reading) if placement is None else ()
        carried = await self._placer.sources(placement) if placement is not None else []
        if placement is not None and placement.advises:  # its card says when to choose the tool
            events = self._composer.quote(draft, carried, reading.question)
            events += self._composer.state(draft, (*reasons, *sheet.statements))
        else:
            reasons += [self._placer.fits(placement, carried)] if placement is not None else ()
            events = self._composer.state(draft, (*reasons, *sheet.statements))
            events += self._composer.quote(draft, carried, reading.question)
        for event in (*events, *await self._parts(draft, reading, behind=True)):
            yield event
        context = self._context(draft, request, reading, sheet, told=placement is not None)
        async with aclosing(context) as more:
            async for event in more:
                yield event
        for event in await self._in_its_place(draft, reading.replaceable, reading):
            yield event

    async def _parts(self, draft: Draft, reading: Reading, *, behind: bool) -> list[Event]:
        """What the parts of cards say that come before the facts, or behind them."""
        wanted = [part for part in reading.parts if part.behind == behind]
        told = await _unless_silent(draft, self._composer.parts(wanted, reading.question))
        return [*self._composer.quote(draft, told, reading.question)]

    async def _advice(self, draft: Draft, request: AskRequest, reading: Reading, query: Query) -> list[Event]:
        """What cards say which tool to take, before all that there are; facts wait for no index."""
        if not reading.seeks_a_tool or self._engines.index_state != "ready":
            return []
        told = self._composer.advice(draft, reading.question, request.filters, query.where, self.catalogue)
        return [*self._composer.quote(draft, await _unless_silent(draft, told), reading.question)]

    async def _in_its_place(self, draft: Draft, tool: str | None, reading: Reading) -> list[Event]:
        """What the card of a tool names in its place, of all that share a phase with it."""
        told = await _unless_silent(draft, self._composer.alternatives(tool)) if tool is not None else []
        return [*self._composer.quote(draft, told, reading.question)]

    def _summaries(self, reading: Reading) -> list[Statement]:
        """What the phases are for whose cards are to say what they are."""
        told = (PhaseCode(part.name) for part in reading.parts if part.says_what_a_phase_is)
        return [summarised(self.catalogue, code) for code in told]

    def _llms(self, reading: Reading) -> list[Statement]:
        """That a name was read as any existing LLM."""
        if not reading.llms:
            return []
        cell = self.catalogue.phase_cell(self.catalogue.phases[PhaseCode.MDL])
        said = f"The corpus does not name {listed(reading.llms)}; what follows is about any existing LLM"
        return [Statement(f"{said}, whose use is the MDL stage of Model Development (MD)", (cell,))]

    def _stand_ins(self, reading: Reading) -> list[Statement]:
        """Which role was read for a title that Table III lacks, and by whose judgement."""
        roles = (self.catalogue.column("Table III", "MLOps Roles"),)
        return [
            Statement(
                f"Table III has no {said}; {name} is read for it as the nearest role, by this project's judgement",
                roles,
            )
            for said, name in reading.stand_ins
        ]

    def _stated(self, query: Query) -> Sheet:
        if query.plan is None:
            return filled(self.planner, query, self._facts.answer(query))
        if query.also:
            return several_sheets(query, self._sheet)
        if query.plan.hired:
            return self.planner.hired(query.plan)
        plan = self.planner.plan(query.plan)
        return stack_sheet(plan, query.basis) if query.select == "stack" else team_sheet(plan)

    def _refused(self, draft: Draft, sheet: Sheet) -> list[Event]:
        draft.status = "refused"
        return [draft.facts(sheet), *self._composer.state(draft, sheet.statements)]

    async def _context(
        self, draft: Draft, request: AskRequest, reading: Reading, sheet: Sheet, *, told: bool
    ) -> AsyncGenerator[Event, None]:
        """What the documents add to the facts; the facts stand without it, and a plan gives its reasons itself."""
        if reading.query is None or reading.query.plan is not None:
            return
        narrates = request.narrate and self._engines.narrator is not None
        if request.narrate and not narrates:
            draft.degrade(self._engines.no_narrator)
        asks_for_prose = reading.query.measure in _ASKS_FOR_PROSE and reading.query.select != "phases"
        may_fit = reading.more or reading.narrower
        if not (narrates or asks_for_prose or may_fit or reading.asides) or not sheet.rows:
            return
        if self._engines.index_state == "down":
            draft.degrade(_NO_DOCUMENTS)
            return
        asked = reading.asides or (reading.told,)
        try:
            found = [await self._composer.passages(draft, each, request.filters) for each in asked]
        except NotReady:
            draft.degrade(_NO_DOCUMENTS)
            return
        passages = in_turns(found)
        if not passages:
            return
        before = draft.sentences
        if narrates:
            read = [passage.evidence for passage in passages]
            async with aclosing(self._composer.narrate(draft, reading.told, sheet, read)) as events:
                async for event in events:
                    yield event
        wanted = asks_for_prose or bool(reading.asides)
        quoted = passages if wanted else fitting(passages, told=told, of_paper=reading.narrower)
        if (wanted or may_fit) and draft.sentences == before:
            best = [passage.evidence for passage in quoted]
            best = best[: _quoted(best)]
            for event in self._composer.quote(draft, best, reading.told):
                yield event

    async def _prose(self, draft: Draft, request: AskRequest, reading: Reading) -> AsyncGenerator[Event, None]:
        """Passages answer; they are quoted without an LLM, and where too little of the narration held. One that says
        the opposite of what the question takes for granted is the correction."""
        passages = await self._composer.passages(draft, reading.question, request.filters)
        wanted = instance_wanted(reading.question)
        if passages and wanted is not None and reading.query is None:
            passages = [passage for passage in passages if gives_an_instance(passage.evidence.excerpt)]
            if not passages:
                for event in self._refused(draft, self._refusals.without_instance(wanted)):
                    yield event
                return
        parts = () if passages and passages[0].is_told_by_its_part else reading.parts
        first = await self._composer.parts(parts, reading.question) if passages else []
        first += await self._composer.of_release(reading.question) if reading.of_release else []
        if not passages and not first:
            events = await self._in_its_place(draft, reading.replaceable, reading)
            for event in [draft.facts(None), *events] if events else self._refused(draft, self._refusals.off_corpus()):
                yield event
            return
        denial = await self._composer.denial(reading.claims, passages)
        if denial is not None:
            for event in self._corrected(draft, reading, denial):
                yield event
            return
        if await self._composer.unheard_of(reading.attributed, passages):
            for event in self._refused(draft, self._refusals.unsaid()):
                yield event
            return
        others = [passage.evidence for passage in passages if passage.evidence not in first]
        most = max(_QUOTED, len(first) + _BESIDE) if parts else _QUOTED
        told = self._told(draft, request, reading, [*first, *others], most)
        async with aclosing(told) as more:
            async for event in more:
                yield event
        for event in self._composer.state(draft, self._ended(reading, [*first, *others][:_QUOTED])):
            yield event
        for event in await self._in_its_place(draft, reading.replaceable, reading):
            yield event

    def _ended(self, reading: Reading, told: list[Evidence]) -> list[Statement]:
        """That named tools are no longer offered, unless the passages told come from where their cards say so."""
        said = {card_at(each.locator) for each in told if part_at(each.locator) in _TELL_AN_END}
        return self._facts.ended([tool for tool in reading.tools if tool not in said])

    def _corrected(self, draft: Draft, reading: Reading, denial: Evidence) -> list[Event]:
        """A refusal by the passage that says the opposite of what the question takes for granted."""
        draft.status = "refused"
        return [draft.facts(None), *self._composer.quote(draft, [denial], reading.question)]

    async def _told(
        self, draft: Draft, request: AskRequest, reading: Reading, passages: list[Evidence], most: int = _QUOTED
    ) -> AsyncGenerator[Event, None]:
        """An answer from passages alone, of which at most so many are quoted."""
        yield draft.facts(None)
        said = [*self._llms(reading), *self._apart(reading), *self._summaries(reading)]
        for event in self._composer.state(draft, said):
            yield event
        before = draft.sentences
        if request.narrate:
            async with aclosing(self._composer.narrate(draft, reading.question, None, passages)) as events:
                async for event in events:
                    yield event
        told = draft.sentences - before
        if told < _ENOUGH:
            most = max(most, _quoted(passages))
            for event in self._composer.quote(draft, passages[: max(0, most - told)], reading.question):
                yield event


async def _unless_silent(draft: Draft, told: Awaitable[list[T]]) -> list[T]:
    """What the documents tell beside facts, which stand without it where these cannot be searched."""
    try:
        return await told
    except NotReady:
        draft.degrade(_NO_DOCUMENTS)
        return []


def _quoted(passages: Sequence[Evidence]) -> int:
    """How many passages are quoted: one more where they open with the card of a concept, a part of which is told
    whole."""
    return _QUOTED + 1 if passages and is_concept(passages[0]) else _QUOTED
