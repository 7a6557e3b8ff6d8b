"""Reads a question in its conversation: a typed query, prose to retrieve for, or why neither."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.linker import Linker, key
from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Named
from server.conjunctions import any_of
from server.facts.engine import FactEngine
from server.query import Query
from server.schema import Filters, Items
from server.understanding.basis import is_about_money
from server.understanding.conversation import Conversations, Turn
from server.understanding.families import Families
from server.understanding.injection import without_commands
from server.understanding.memory import Turns
from server.understanding.outward import of_the_authors, of_the_tables
from server.understanding.parser import Parse, Parser
from server.understanding.quantities import unpriced
from server.understanding.remarks import is_talk
from server.understanding.situation import Situation
from server.understanding.tasks import wants_a_text
from server.understanding.unknown import Vocabulary


@dataclass(frozen=True)
class Reading:
    """What a question was read as.

    `foreign` are names it is about that the corpus does not know; `uncarried` what it wants of a known name although
    no table holds it; `clarify` is the question to ask back and `options` the readings in doubt, as questions. With
    none of them, `query` is set or the question is prose, which may tell a `situation` that only known questions can
    place. `stand_ins` are titles that Table III lacks, each with the role that was read for it. `claims` are what prose
    takes for granted, in its own words, of which `attributed` are what its source is to have said, or what is to have
    come about. With `more`, the question says more than its query answers; `asides` are what it wants explained
    besides; `llms` are the names that an existing LLM was read for. Of several questions the query may answer only
    some, `partly`: then `foreign` and `uncarried` are those of the others.
    """

    question: str
    query: Query | None = None
    foreign: tuple[str, ...] = ()
    clarify: str | None = None
    uncarried: tuple[str, ...] = ()
    situation: Situation | None = None
    stand_ins: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    more: bool = False
    asides: tuple[str, ...] = ()
    llms: tuple[str, ...] = ()
    partly: bool = False


# Asked back where nothing is asked: `hi`, `are you sure?`
_WHAT_ABOUT = "What would you like to know: which phase, role or tool fits, what it costs, or how mature you are?"
_COMMANDS = "commands to its advisor"
_TEXTS = "texts to order"
_TOLD_AT_MOST = 15
_FEWEST_WORDS = 3  # `and which phase` belongs to what was asked before
_OF_TWO = re.compile(r"\b(?P<both>both )of (?:them|those|these)\b|\bthe two\b(?! of)", re.IGNORECASE)
# What only the question before tells: `and which others are not?`
_ELLIPTIC = re.compile(r"\b(?:too|as well|not|either)\W*$|n['’]t\W*$|\beach of (?:those|them|these)\b", re.IGNORECASE)
_ASIDE = "aside"  # the conversation that the questions of one text are


class QuestionReader:
    """Understanding, from wording and conversation alone: no LLM, no index."""

    def __init__(
        self, catalogue: Catalogue, linker: Linker, vocabulary: Vocabulary, turns: Turns | None = None
    ) -> None:
        self._parser = Parser(catalogue, linker, vocabulary)
        self._families = Families(catalogue, linker)
        self._conversations = Conversations(catalogue, linker, self._families.members, vocabulary, turns)
        self._llms = vocabulary.llms
        self._roles = catalogue.roles
        self._linker = linker
        self._facts = FactEngine(catalogue)

    def read(self, question: str, conversation_id: str | None, filters: Filters) -> Reading:
        """The reading of one question; filters narrow a typed query over tools or roles."""
        text, llms = self._llms.generalised(question)
        whole = self._read(text, self._conversations, conversation_id, filters)
        several = self._in_turn(text, whole, conversation_id, filters) if _may_be_several(whole) else None
        return replace(several or whole, llms=llms)

    def _in_turn(self, question: str, whole: Reading, conversation_id: str | None, filters: Filters) -> Reading | None:
        """Questions of which later ones lean on earlier ones, read one after the other like turns of a conversation;
        None where one of them cannot be."""
        here = self._conversations.aside(conversation_id)
        readings: list[Reading] = []
        for part in self._of_two(self._parser.in_turn(without_commands(question))):
            reading = self._read(part, here, conversation_id or _ASIDE, filters)
            query = reading.query
            beyond = bool(reading.foreign or reading.uncarried)
            if not beyond and (query is None or query.premise or query.plan or reading.partly):
                return None
            if query is not None and not _adds(query, part, readings):
                return self._with_wider(whole, readings[0].query) if query == whole.query else None
            readings.append(reading)
            items = self._facts.answer(query).items if query is not None and not beyond else Items()
            here.remember(conversation_id or _ASIDE, Turn(reading.question, query, items))
        beyond_them = [reading for reading in readings if reading.foreign or reading.uncarried]
        queries = [reading.query for reading in readings if reading.query and reading not in beyond_them]
        if len(readings) < 2 or not queries:
            return None
        return Reading(
            question,
            queries[0].beside(queries[1:]),
            tuple(name for reading in beyond_them for name in reading.foreign),
            uncarried=tuple(aspect for reading in beyond_them for aspect in reading.uncarried),
            asides=tuple(aside for reading in readings for aside in reading.asides),
            partly=bool(beyond_them),
        )

    def _with_wider(self, whole: Reading, wider: Query | None) -> Reading | None:
        """What narrows a list of a few, with that list: `which tools cover X, and which of them are free?`"""
        query = whole.query
        if query is None or wider is None or wider.measure != "list" or wider.named or wider.select != query.select:
            return None
        told = wider.model_copy(update={"told": True})
        few = 1 < len(self._facts.answer(wider).rows) <= _TOLD_AT_MOST
        return replace(whole, query=query.beside([told])) if few and wider != query else None

    def _of_two(self, parts: Sequence[str]) -> list[str]:
        """The questions, with the two that the first names where later ones speak of `both of them`."""
        named = [
            mention for mention in self._linker.link(parts[0] if parts else "") if mention.kind in ("tool", "role")
        ]
        if len(named) != 2:
            return list(parts)
        first, second = (mention.text for mention in named)
        return [_OF_TWO.sub(lambda said: f"{said['both'] or ''}{first} and {second}", part) for part in parts]

    def _read(
        self, question: str, conversations: Conversations, conversation_id: str | None, filters: Filters
    ) -> Reading:
        asked = without_commands(question)
        if not asked or wants_a_text(asked):
            return Reading(question, uncarried=(_TEXTS if asked else _COMMANDS,))
        asked = conversations.named_in_full(conversation_id, asked)
        if is_talk(asked, self._linker):
            return Reading(question, clarify=_WHAT_ABOUT)
        text = self._families.spelled_out(
            self._pointed_out(asked, conversations.remembered(conversation_id)), conversations.recent(conversation_id)
        )
        standalone = conversations.standalone(conversation_id, text)
        leans = standalone.query or standalone.bare or standalone.question != text
        foreign = self._parser.outsiders(text) if leans else ()
        if foreign:
            return Reading(question, foreign=foreign)
        if standalone.query is not None:
            beyond = tuple(unpriced(text.lower())) if is_about_money(standalone.query) else ()
            return Reading(question, _narrowed(standalone.query, filters), uncarried=beyond)
        if standalone.options:
            return Reading(question, clarify="Which one do you mean?", options=standalone.options)
        if standalone.situation is not None:
            return Reading(standalone.question, situation=standalone.situation)
        parse = self._parser.parse(standalone.question)
        if standalone.dangling and asked != question:
            return Reading(question, uncarried=(_COMMANDS,))
        if standalone.dangling and not parse.foreign:
            return Reading(question, clarify="Which tool or role do you mean? Please name it.")
        if parse.doubt:
            return Reading(question, clarify=parse.doubt)
        doubt = None if parse.foreign else self._families.doubt(text)
        if doubt:
            return Reading(question, clarify=doubt.question, options=doubt.options)
        query = parse.query
        if query is not None:
            query = _narrowed(query, filters)
        stand_ins = self._stand_ins(parse)
        return Reading(
            parse.question,
            query,
            parse.foreign,
            None,
            parse.uncarried,
            parse.situation,
            stand_ins,
            claims=parse.claims,
            attributed=parse.attributed,
            more=parse.more,
            asides=parse.asides,
            partly=parse.partly,
        )

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

    def remember(self, conversation_id: str, turn: Turn) -> None:
        """Keep the turn for follow-ups; what only talks leaves the conversation as it was."""
        if turn.query is not None or not is_talk(turn.question, self._linker):
            self._conversations.remember(conversation_id, turn)

    def remembered(self, conversation_id: str) -> int:
        """How many turns are kept of the conversation."""
        return self._conversations.remembered(conversation_id)


def _may_be_several(reading: Reading) -> bool:
    """Whether a question may hold more than it was read as."""
    query = reading.query
    known = query is not None and (query.also or query.plan or query.premise)
    return not (known or reading.partly or reading.clarify or reading.situation or reading.asides)


def _adds(query: Query, part: str, before: list[Reading]) -> bool:
    """Whether a later question asks for more than those before: neither for some of what was listed, nor the same
    again, nor for one of two."""
    if not before:
        return True
    if len(part.split()) < _FEWEST_WORDS or query == Query(select=query.select, by=query.by):
        return False
    if _ELLIPTIC.search(part) or (_OF_TWO.search(part) and len(query.named) < 2):
        return False
    asked = [reading.query for reading in before if reading.query is not None]
    listed = any(each.measure == "list" and not each.named and each.select == query.select for each in asked)
    return not listed and all(_kind(each) != _kind(query) for each in asked)


def _kind(query: Query) -> tuple[str, str, str | None]:
    return query.select, query.measure, query.by


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
