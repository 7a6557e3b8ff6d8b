"""Composes an answer's prose: the LLM narrates, the verifier lets through what its sources carry."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from opentelemetry import trace

from corpus.catalogue import PAPER, Catalogue
from corpus.vocabulary import Evidence
from server.conditions import Condition
from server.deadline import OverdueError, within
from server.draft import Draft
from server.engines import Engines
from server.errors import NotReady
from server.locators import advised_at, card_at, part_at
from server.narrator import FirstToken, Narrator, NarratorError, TokenUsage
from server.quoting import quoted
from server.retrieval.beside import advising
from server.retrieval.retriever import Passage, PassageRetriever
from server.schema import VERBATIM, Claim, DeltaEvent, Filters, Usage
from server.sentences import Sentence
from server.settings import LLMSettings, RetrievalSettings
from server.sheet import Sheet, Statement
from server.understanding.reach.card_parts import CardPart
from server.understanding.reach.hosting import lies_with_a_vendor, stays_in_house
from server.understanding.reach.makers import tells_maker
from server.understanding.reach.releases import tells_release
from server.verification import cards
from server.verifier import Judgement, Verifier

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)

TYPED = "typed query over the tables"

Said = DeltaEvent | Claim


class Composer:
    """Writes verified sentences into a draft and yields them as events."""

    def __init__(self, engines: Engines, llm: LLMSettings, retrieval: RetrievalSettings) -> None:
        self._engines = engines
        self._llm = llm
        self._retrieval = retrieval

    def state(self, draft: Draft, statements: Sequence[Statement]) -> list[Said]:
        """Statements of the typed query engine, true by construction over the cells that they cite."""
        return [event for said in statements for event in draft.say(said.text, said.evidence, TYPED)]

    async def passages(self, draft: Draft, question: str, filters: Filters) -> list[Passage]:
        """The passages that carry the question, best first; none when nothing does."""
        loaded = await self._engines.loaded()
        with tracer.start_as_current_span("advisor.retrieve") as span:
            found = await loaded.retriever.carrying(question, filters)
            if stays_in_house(question):
                found = [each for each in found if not await _needs_its_vendor(each.evidence, loaded.retriever)]
            span.set_attribute("advisor.passages", len(found))
        draft.mark("retrieve")
        return found

    async def of_maker(self, question: str) -> list[Evidence]:
        """What the cards of the named tools tell of who made or bought them; nothing without an index."""
        retriever = await self._index()
        if retriever is None:
            return []
        return [told for told in await retriever.cards(question) if tells_maker(question, told.locator, told.excerpt)]

    async def of_release(self, question: str) -> list[Evidence]:
        """What the cards of the named tools tell of their versions; nothing without an index."""
        retriever = await self._index()
        told = await retriever.cards(question) if retriever is not None else []
        return [piece for piece in told if tells_release(piece.locator, piece.excerpt)]

    async def advice(
        self, draft: Draft, question: str, filters: Filters, where: Condition, catalogue: Catalogue
    ) -> list[Evidence]:
        """What cards say which of the tools to take that are asked for; nothing without an index."""
        retriever = await self._index()
        if retriever is None:
            return []
        with tracer.start_as_current_span("advisor.retrieve"):
            told = advising(await retriever.asked(question, filters), where, catalogue)
            found = await _hosted_as_wanted(question, [await retriever.source(known) for known in told], retriever)
        draft.mark("retrieve")
        return found

    async def alternatives(self, tool: str) -> list[Evidence]:
        """What the card of a tool says that one can take instead; nothing without an index."""
        retriever = await self._index()
        told = await retriever.card(tool) if retriever is not None else []
        return [piece for piece in told if part_at(piece.locator) == "Alternatives"]

    async def card_of(self, told: Evidence) -> list[Evidence]:
        """All statements of the card that one stands on; nothing without an index."""
        retriever, title = await self._index(), card_at(told.locator)
        if retriever is None or title is None:
            return []
        return await retriever.card_of(title, Filters(documents=(told.document,)))

    async def parts(self, wanted: Sequence[CardPart], question: str) -> list[Evidence]:
        """What these parts of cards say that the question allows, part by part; nothing without an index."""
        retriever = await self._index() if wanted else None
        if retriever is None:
            return []
        cards = [(part, await retriever.card_of(part.card, part.filters)) for part in wanted]
        told = [each for part, card in cards for each in part.told(card, question)]
        return await _hosted_as_wanted(question, told, retriever)

    async def added(
        self, draft: Draft, question: str, filters: Filters, names: Sequence[str], *, instructions: bool
    ) -> list[Passage]:
        """The added passages that answer what the corpus does not, and use all the names; none without an index."""
        retriever = await self._index()
        if retriever is None:
            return []
        found = await retriever.added(question, filters, names, instructions=instructions)
        draft.mark("retrieve")
        return found

    async def denial(self, claims: Sequence[str], passages: Sequence[Passage]) -> Evidence | None:
        """The passage that says the opposite of what the question takes for granted; None where none does."""
        verifier = (await self._engines.loaded()).verifier
        cited = [passage.evidence for passage in passages]
        for claim in claims:
            position = await asyncio.to_thread(verifier.denial, claim, cited)
            if position is not None:
                return cited[position]
        return None

    async def denied_by_card(self, told: Sequence[tuple[str, str]]) -> Evidence | None:
        """The statement of a tool's card that says otherwise than a claim about it; None where none does, or without
        an index."""
        retriever = await self._index() if told else None
        if retriever is None:
            return None
        for tool, claim in told:
            denial = cards.denied(claim, await retriever.card(tool))
            if denial is not None:
                return denial
        return None

    async def _index(self) -> PassageRetriever | None:
        """What searches the index; None without one."""
        try:
            return (await self._engines.loaded()).retriever
        except NotReady:
            return None

    async def unheard_of(self, told: Sequence[str], passages: Sequence[Passage]) -> bool:
        """Whether none of the passages says what the question has the paper say, for which no other document speaks."""
        verifier = (await self._engines.loaded()).verifier
        cited = [passage.evidence for passage in passages if passage.evidence.document == PAPER]
        for claim in told:
            if await asyncio.to_thread(verifier.unheard_of, claim, cited):
                return True
        return False

    def quote(self, draft: Draft, passages: Sequence[Evidence], question: str) -> list[Said]:
        """Passages statement by statement, unnarrated; what is said already is left out."""
        events: list[Said] = []
        for passage in passages:
            for statement in quoted(passage.excerpt, question):
                if not draft.said(statement):
                    events += draft.say(statement, (passage,), VERBATIM)
        return events

    async def narrate(
        self, draft: Draft, question: str, facts: Sheet | None, passages: Sequence[Evidence]
    ) -> AsyncGenerator[Said, None]:
        """Verified sentences about the passages; what only repeats the facts is left out.

        The draft is degraded when there is no LLM, or it is left alone, fails on the way, or is not at its end within
        `narration_s`.
        """
        narrator = self._engines.narrator
        if narrator is None:
            draft.degrade(self._engines.no_narrator)
            return
        breaker, bound = narrator.breaker, self._llm.narration_s
        begun = breaker.entered()
        if begun is None:
            draft.degrade(breaker.why)
            return
        try:
            narrated = self._narrated(narrator, draft, question, facts, passages)
            async with aclosing(within(bound, narrated)) as events:
                async for event in events:
                    yield event
            breaker.succeeded()
        except NarratorError as error:
            breaker.failed(begun, error.__cause__, error.reason)
            draft.degrade(error.reason)
            log.warning("narration ended early: %s", error)
        except OverdueError:
            draft.degrade(f"the LLM was not at its end after {bound:g} s")
            log.warning("narration ended early: not at its end after %g s", bound)

    async def _narrated(
        self, narrator: Narrator, draft: Draft, question: str, facts: Sheet | None, passages: Sequence[Evidence]
    ) -> AsyncGenerator[Said, None]:
        statements = facts.statements if facts else ()
        sources: list[tuple[Evidence, ...]] = [statement.evidence for statement in statements]
        read = passages[: self._retrieval.passages]
        sources += [(passage,) for passage in read]
        stream = narrator.narrate(question, [said.text for said in statements], read)
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                match piece:
                    case FirstToken():
                        draft.mark("first_token")
                    case TokenUsage():
                        draft.usage = self._priced(piece)
                    case Sentence():
                        for event in await self._verified(draft, piece, sources, len(statements)):
                            yield event

    async def _verified(
        self, draft: Draft, sentence: Sentence, sources: Sequence[tuple[Evidence, ...]], facts: int
    ) -> list[Said]:
        numbers = [number for number in sentence.citations if 1 <= number <= len(sources)]
        if draft.said(sentence.text) or (numbers and all(number <= facts for number in numbers)):
            return []
        named = [evidence for number in numbers for evidence in sources[number - 1]]
        others = [source for number, source in enumerate(sources, start=1) if number not in numbers]
        verifier = (await self._engines.loaded()).verifier
        with tracer.start_as_current_span("advisor.verify") as span:
            cited, judgement = await asyncio.to_thread(_judged, verifier, sentence.text, named, others)
            span.set_attribute("advisor.verdict", judgement.verdict)
        own = bool(named) and cited is named
        if judgement.verdict == "supported":
            if draft.repeats(sentence.text):
                return []
            used = [cited[at] for at in judgement.used]
            return list(draft.say(sentence.text, used, judgement.evidence, own_mark=own))
        return [draft.reject(sentence.text, cited, judgement.verdict, judgement.evidence, own_mark=own)]

    def _priced(self, usage: TokenUsage) -> Usage:
        cost = (
            usage.prompt * self._llm.usd_per_million_prompt_tokens
            + usage.completion * self._llm.usd_per_million_completion_tokens
        ) / 1_000_000
        return Usage(prompt_tokens=usage.prompt, completion_tokens=usage.completion, cost_usd=cost)


async def _hosted_as_wanted(question: str, told: list[Evidence], retriever: PassageRetriever) -> list[Evidence]:
    """Without what says when to choose a vendor's tool, where the question wants all in its own house."""
    if not stays_in_house(question):
        return told
    return [each for each in told if not await _needs_its_vendor(each, retriever)]


async def _needs_its_vendor(told: Evidence, retriever: PassageRetriever) -> bool:
    """Whether it says when to choose a tool that is nothing for what must stay in the house."""
    tool = advised_at(told.locator)
    return tool is not None and any(map(lies_with_a_vendor, await retriever.card(tool)))


def _judged(
    verifier: Verifier, text: str, named: Sequence[Evidence], others: Sequence[Sequence[Evidence]]
) -> tuple[Sequence[Evidence], Judgement]:
    """The verdict and what it was reached on. A small LLM often cites the wrong one of its sources, so
    where those it named do not carry the sentence, each other one may."""
    first = verifier.verify(text, named)
    if first.verdict == "supported":
        return named, first
    for source in others:
        judgement = verifier.verify(text, source)
        if judgement.verdict == "supported":
            return source, judgement
    return named, first
