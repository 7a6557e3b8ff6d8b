"""Reads a question in its conversation: a typed query, prose to retrieve for, or why neither."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial

from corpus.catalogue import Catalogue
from corpus.linker import Linker, key
from corpus.vocabulary import Evidence, PhaseCode
from server.conditions import AllOf, Condition, Covers, Named
from server.conjunctions import all_of, any_of, parts_of
from server.facts.engine import FactEngine
from server.locators import card_at, is_concept
from server.query import Query
from server.schema import Filters
from server.understanding.conversation import Conversations, Turn
from server.understanding.followups.membership import SWAPS
from server.understanding.followups.memory import Turns
from server.understanding.followups.other_ones import named_others
from server.understanding.followups.trouble import with_its_story
from server.understanding.in_turn import InTurn
from server.understanding.parser import Parse, Parser
from server.understanding.pieces.families import Families
from server.understanding.pieces.spelling import evened
from server.understanding.reach.languages import other_language
from server.understanding.reach.quantities import unmeasured, unpriced
from server.understanding.reach.remarks import is_talk
from server.understanding.reach.tasks import wants_a_text
from server.understanding.reach.today import of_today
from server.understanding.reach.tool_parts import leaves_a_choice, price_parts
from server.understanding.reach.uncarried import of_no_role
from server.understanding.reach.unknown import Vocabulary
from server.understanding.reading import Reading
from server.understanding.readings.plan_constraints import told_by_plan
from server.understanding.situations.story import kind_asked
from server.understanding.situations.telling import asks_nothing
from server.understanding.words.basis import is_about_money
from server.understanding.words.injection import without_commands
from server.understanding.words.monotony import shortened
from server.understanding.words.outward import of_the_authors, of_the_tables
from server.understanding.words.shorthand import in_letters

# Asked back where nothing is asked: `hi`, `are you sure?`
_WHAT_ABOUT = "What would you like to know: which phase, role or tool fits, what it costs, or how mature you are?"
_COMMANDS = "commands to its advisor"
_TEXTS = "texts and errands to order"
# Fewer words ask for no tool and nobody: `per year?`
_FEW = 4
# A few kilobytes each.
_REMEMBERED = 1_024


class QuestionReader:
    """Understanding, from wording and conversation alone: no LLM, no index."""

    def __init__(
        self, catalogue: Catalogue, linker: Linker, vocabulary: Vocabulary, turns: Turns | None = None
    ) -> None:
        self._parser = Parser(catalogue, linker, vocabulary)
        self._families = Families(catalogue, linker)
        self._conversations = Conversations(catalogue, linker, self._families.members, vocabulary, turns)
        self._known = vocabulary
        self._llms = vocabulary.llms
        self._roles = catalogue.roles
        self._tools = catalogue.tools
        self._linker = linker
        self._in_turn = InTurn(linker, FactEngine(catalogue), self._read)
        # Without turns before it, a question alone decides how it is read.
        self._alone = lru_cache(maxsize=_REMEMBERED)(partial(self._understood, None))

    def read(self, question: str, conversation_id: str | None, filters: Filters) -> Reading:
        """The reading of one question; filters narrow a typed query over tools or roles."""
        if not self._conversations.remembered(conversation_id):
            return self._alone(question, filters)
        told = with_its_story(question, self._conversations.turns(conversation_id))
        return self._understood(conversation_id, question, filters) if told is None else self._alone(told, filters)

    def _understood(self, conversation_id: str | None, question: str, filters: Filters) -> Reading:
        text, llms = self._llms.generalised(in_letters(shortened(question)))
        reading = self._story(text, conversation_id) or self._several(text, conversation_id, filters)
        reading = reading or self._read(text, self._conversations, conversation_id, filters)
        asides = reading.asides or of_today(text, reading.query)
        prices = tuple(price_parts(reading.query))
        tools = not prices and leaves_a_choice(reading.query)
        parts = (*self._parser.card_parts(reading.question, tools=tools), *prices)
        reading = replace(reading, llms=llms, of_cards=self._parser.of_cards(text), asides=asides, parts=parts)
        return reading if reading.query is not None else replace(reading, language=other_language(question))

    def _story(self, text: str, conversation_id: str | None) -> Reading | None:
        """The reading of a story; one that asks nothing asks what was asked before."""
        asked = without_commands(text)
        if asked != text or wants_a_text(asked):
            return None
        last = next(reversed(self._conversations.turns(conversation_id)), None)
        story = self._parser.story(asked, kind_asked(last.question) if last is not None else None)
        return Reading.of(story) if story is not None else None

    def _several(self, text: str, conversation_id: str | None, filters: Filters) -> Reading | None:
        """The reading of several questions; None for one."""
        parts = self._parser.parts(without_commands(text))
        if len(parts) == 1:
            return self._read(parts[0].text, self._conversations, conversation_id, filters)
        return self._in_turn.read(text, parts, self._conversations, conversation_id, filters) if parts else None

    def _read(
        self, question: str, conversations: Conversations, conversation_id: str | None, filters: Filters
    ) -> Reading:
        asked = without_commands(question)
        if not asked or wants_a_text(asked):
            return Reading(question, uncarried=(_TEXTS if asked else _COMMANDS,))
        asked = conversations.named_in_full(conversation_id, asked)
        asked = named_others(asked, self._linker.link(asked))
        if is_talk(asked, self._linker) and not conversations.goes_on(conversation_id, asked):
            return Reading(question, clarify=_WHAT_ABOUT)
        recent = conversations.recent(conversation_id)
        text = self._families.spelled_out(self._pointed_out(asked, conversations.remembered(conversation_id)), recent)
        conversations = self._unless_false(text, conversations, conversation_id)
        standalone = conversations.standalone(conversation_id, text)
        swaps = conversations.remembered(conversation_id) and any(swap.search(text.lower()) for swap in SWAPS)
        alone = standalone.question == text or standalone.question == evened(text, self._known)
        leans = not standalone.abroad and (standalone.query or standalone.bare or not alone or swaps)
        foreign = self._parser.outsiders(text) if leans else ()
        plan = standalone.query.plan if standalone.query else None
        if foreign := tuple(name for name in foreign if not told_by_plan(name, plan)):
            return Reading(question, foreign=foreign)
        untabled = () if standalone.abroad else self._untabled(text, conversations.turns(conversation_id))
        beyond = tuple(f"a row for {name} in its tables" for name in untabled) or self._of_no_role(text, recent)
        beyond = beyond or self._in_other_terms(text, conversations.turns(conversation_id))
        if beyond:
            return Reading(question, uncarried=beyond)
        if standalone.query is not None:
            lasts = standalone.query.measure in ("months", "heads")
            beyond = (*(() if lasts else unmeasured(text.lower())), *_unpriced(text, standalone.query))
            return Reading(question, _narrowed(standalone.query, filters), uncarried=beyond, carried=True)
        if standalone.options:
            return Reading(question, clarify="Which one do you mean?", options=standalone.options)
        if standalone.situation is not None:
            return Reading(standalone.question, situation=standalone.situation)
        parse = self._parser.parse(standalone.question)
        if standalone.dangling and asked != question:
            return Reading(question, uncarried=(_COMMANDS,))
        if standalone.dangling and not parse.foreign and not _of_a_team(parse.query):
            return Reading(question, clarify="Which tool or role do you mean? Please name it.")
        chosen = any(standalone.question in turn.options for turn in conversations.turns(conversation_id)[-1:])
        doubt = parse.doubt or (None if parse.foreign or chosen else self._families.doubt(text))
        if doubt:
            return Reading(question, clarify=doubt.question, options=doubt.options)
        query = parse.query
        if query is not None:
            query = _narrowed(_among(query, standalone.among), filters)
        stand_ins = self._stand_ins(parse)
        return replace(Reading.of(parse), query=query, narrower=parse.narrower, stand_ins=stand_ins)

    def _unless_false(self, text: str, conversations: Conversations, conversation_id: str | None) -> Conversations:
        """The conversation; none where the text by itself states what is false, whatever was said before."""
        leans = conversations.remembered(conversation_id) and self._parser.refuted(text)
        return conversations.afresh() if leans else conversations

    def _untabled(self, text: str, turns: Sequence[Turn]) -> tuple[str, ...]:
        """The names of no table of which, behind a question that a table answered, the same is asked."""
        names = self._parser.untabled(text) if turns else ()
        if not names:
            return ()  # nearly always: the turns before are not read for it
        before = next((turn for turn in reversed(turns) if not self._parser.untabled(turn.question)), None)
        asked = before.query if before is not None else None
        return names if asked is not None and asked.select in ("tools", "roles", "phases", "maturity") else ()

    def _of_no_role(self, text: str, spoken_of: Sequence[str]) -> tuple[str, ...]:
        """What is asked of the roles that are spoken of, and no column holds."""
        named = any(found.kind in ("tool", "role") for found in self._linker.link(text))
        return () if named or not spoken_of or not set(spoken_of) <= set(self._roles) else of_no_role(text)

    def _in_other_terms(self, text: str, turns: Sequence[Turn]) -> tuple[str, ...]:
        """`per hour?`, `in euros`: the terms alone, behind amounts in those of the tables."""
        if not turns or len(text.split()) > _FEW or self._linker.link(text):
            return ()
        asked = next((turn.query for turn in reversed(turns) if turn.query is not None), None)
        return tuple(_unpriced(text, asked)) if asked is not None else ()

    def _pointed_out(self, asked: str, turns: int) -> str:
        """The question with the authors and, where there are no turns before it, the tables called so."""
        text = of_the_authors(asked)
        if turns:
            return text
        named = any(found.kind in ("tool", "role") for found in self._linker.link(asked))
        return text if named else of_the_tables(text)

    def _stand_ins(self, parse: Parse) -> tuple[tuple[str, str], ...]:
        roles = {mention.text: self._roles[mention.name] for mention in parse.mentions if mention.kind == "role"}
        found = {text: role for text, role in roles.items() if key(text) in map(key, role.stands_for)}
        return tuple((text, role.name) for text, role in found.items())

    def phases_in(self, text: str) -> frozenset[PhaseCode]:
        """The phases that a text names, in whatever words."""
        return frozenset(PhaseCode(found.name) for found in self._linker.link(text) if found.kind == "phase")

    def told_of(self, question: str, opening: Evidence | None) -> tuple[str, ...]:
        """The tool or role whose card the opening sentence of an answer rests on, or the one tool that a concept's card
        names there; none where it is no card's, or the question asks too little to be answered by one."""
        if asks_nothing(question) or len(question.split()) < _FEW:
            return ()
        if opening is not None and is_concept(opening):
            named = {found.name for found in self._linker.link(opening.excerpt) if found.kind == "tool"}
            return tuple(named) if len(named) == 1 else ()
        card = card_at(opening.locator) if opening is not None else None
        return (card,) if card is not None and (card in self._roles or card in self._tools) else ()

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn for follow-ups; what only talks leaves the conversation as it was."""
        if turn.query is not None or not is_talk(turn.question, self._linker):
            self._conversations.remember(conversation_id, turn)

    def remembered(self, conversation_id: str) -> int:
        """How many turns are kept of the conversation."""
        return self._conversations.remembered(conversation_id)


def _among(query: Query, wider: Query | None) -> Query:
    """The query over those of a wider one, where both ask for sets of one kind."""
    if wider is None or query.select != wider.select or query.named or query.plan or query.also:
        return query
    within = Named(names=wider.named) if wider.named else wider.where
    return query.model_copy(update={"where": all_of((*parts_of(within), *parts_of(query.where)))})


def _of_a_team(query: Query | None) -> bool:
    """Whether it is about a team as such, which leans on nothing: `what does a team of five cost?`"""
    return query is not None and query.plan is not None and query.plan.hired


def _unpriced(text: str, query: Query) -> list[str]:
    of_tools = query.select == "tools"
    return unpriced(text.lower(), of_tools=of_tools) if is_about_money(query) else []


def _narrowed(query: Query, filters: Filters) -> Query:
    if query.also:
        first, *others = (_narrowed(each, filters) for each in (query.model_copy(update={"also": ()}), *query.also))
        return first.beside(others)
    if query.select not in ("tools", "roles"):
        return query
    parts: list[Condition] = []
    names = filters.tools if query.select == "tools" else filters.roles
    if names:
        parts.append(Named(names=names))
    if filters.phases:
        parts.append(any_of(Covers(phase=PhaseCode(code)) for code in filters.phases))
    if not parts:
        return query
    stated = query.where.of if isinstance(query.where, AllOf) else (query.where,)
    return query.model_copy(update={"where": AllOf(of=(*stated, *parts))})
