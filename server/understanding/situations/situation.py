"""Situations: what the asker tells instead of naming a phase or a role, and the kinds of thing asked for in it."""

import re
from dataclasses import dataclass

from corpus.linker import Mention, key
from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Spans
from server.conjunctions import OF_TOOLS, parts_of
from server.coverage import phase_part
from server.query import Order, Query, Select
from server.understanding.pieces.clauses import join
from server.understanding.pieces.explained import left_over, unexplained
from server.understanding.pieces.kinds import kinds_asked
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import offered
from server.understanding.readings.order import order_asked
from server.understanding.readings.phases import SITS
from server.understanding.situations import situation_cues as cues
from server.understanding.situations.telling import divided
from server.understanding.situations.works import works_of
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked

_ANYTHING = AllOf()
_WORD = re.compile(r"[a-z]{3,}")
_ROOT = 5


@dataclass(frozen=True)
class Situation:
    """`works` are what is done, each of which known questions place; `asked` is the rest of the question, or all of
    it where nothing else is told. `kinds` are asked for, of which `where` holds besides, and `amounts` too.
    `several`: all who take part in a phase are meant, not who does just this; `one`: a single tool is. `story`: so
    much is told that names in it are not asked about. `order`: the phase next to that of the works is asked for.
    `otherwise` is a query to fall back on."""

    works: tuple[str, ...]
    asked: str
    kinds: tuple[Select, ...]
    where: Condition = _ANYTHING
    several: bool = False
    one: bool = False
    story: bool = False
    amounts: bool = False
    order: Order | None = None
    otherwise: Query | None = None

    @property
    def for_a_tool(self) -> bool:
        """Whether it is a single work, which tools alone are asked for."""
        return self.kinds == ("tools",) and len(self.works) == 1

    @property
    def for_a_role(self) -> bool:
        """Whether it is a single work, and who does just this is asked for."""
        return self.kinds == ("roles",) and len(self.works) == 1 and not self.several


def find_situation(signals: Signals, query: Query | None) -> Situation | None:
    """The situation that a question tells, where no query answers it better; None where nothing is told or no kind
    of thing is asked for."""
    if query is not None and query.select == "tools" and offered(signals.masked):
        return None  # `who does that?` says nothing of people
    told, asked = divided(signals.whole)
    asking = signals.of(asked) if told and asked else signals
    bounds = [piece for piece in signals.of(signals.whole).stated if _bounds(piece)]
    kinds = _kinds(asking, bounds)
    if kinds != ("phases",):  # what bounds tools or roles tells nothing; phases have no bounds
        told = tuple(each for each in told if not _states(signals.of(each)))
    one = kinds == ("tools",) and (asking.says(cues.ONE_TOOL) or not (bounds or asking.says(cues.SEVERAL)))
    if ask.WHY.search(signals.lower) or signals.models or cues.A_PERSON.search(signals.whole):
        return None
    if not kinds or signals.tools or signals.roles or (kinds == ("roles",) and asking.says(cues.FIRST_OF_ALL)):
        return None
    if signals.of(blanked(cues.AUTHORITY, asking.lower)).says(cues.OF_THE_TEXT, ask.ONCE, cues.BEYOND_ROWS):
        return None
    listed = kinds == ("tools",) and (query is None or query.measure == "list")  # a sum or a count is of a set
    text = " ".join(told)
    works = works_of(text or signals.whole, signals.whole) if listed and not outright(signals) else ()
    works = works if not any(_states(signals.of(work)) for work in works) else ()
    own = bool(cues.OWN.search(signals.whole.lower()))
    if query is not None and not (works or _guesses(query, signals, asking, kinds, own=own, told=bool(told))):
        return None
    if not (asked or works or bounds or cues.WANTS.search(signals.lower)):
        return None  # a remark, or a task
    if not (own or told or works) and (signals.mentions or not signals.says(SITS, cues.FOR_A_STEP)):
        return None
    return Situation(
        works or (text or asked or signals.whole,),
        asked if told and asked else signals.whole,
        kinds,
        join(signals.whole, bounds) if bounds and "tools" in kinds else _ANYTHING,
        several=asking.says(cues.TAKING_PART),
        one=one and not works,
        amounts=("roles" in kinds or not bounds) and asking.says(ask.WAGE, ask.COST),
        order=order_asked(asking.text) if kinds == ("phases",) and told else None,
        otherwise=query,
    )


def _bounds(piece: Piece) -> bool:
    return not isinstance(piece.condition, Covers | Spans)


def _guesses(  # noqa: PLR0913 - what a question tells, found once
    query: Query, signals: Signals, asking: Signals, kinds: tuple[Select, ...], *, own: bool, told: bool
) -> bool:
    """Whether a query leaves out what was told, or rests on no more of it than words that may or may not mean a
    phase."""
    if query.named or query.premise or query.order or query.stated or query.plan is not None:
        return False
    if any(isinstance(part, Spans) for part in parts_of(query.where)):
        return False  # how many phases something spans is told by no work
    if query.select == "roles" and phase_part(query.where) != query.where != AllOf():
        return False  # wages and occupation codes are said of roles alone
    if query.measure == "check" and query.select == "maturity":
        return told
    if query.measure != "list" or query.select not in ("tools", "roles", "phases"):
        return False
    if told and kinds and not {query.select, *(other.select for other in query.also)}.issuperset(kinds):
        return True
    unplaced = query.select != "phases" and phase_part(query.where) is None
    # `what could we use?` has no noun of its own: it is about what was told.
    bare = asking.target.noun is None or asking.target.vague
    if unplaced and told and (asking.says(cues.POINTING) or outright(signals) or bare):
        return True
    if unplaced and own and kinds == ("tools",) and unexplained(signals):
        return True
    if outright(signals):
        return False
    if (own or told) and kinds == ("roles",) and asking.says(cues.WHO) and not asking.says(cues.TAKING_PART):
        return True  # who does just this may be known
    if not told or asking.phases or (query.phases and _spells_a_step(signals)):
        return False
    if kinds == ("tools",) and not left_over(signals.of(signals.whole)):
        return False  # nothing is told beside what names the phase
    # Several phases that are told of make a set, which no single known question has.
    return len(_phases(signals)) == 1 or query == Query(select="phases")


def _phases(signals: Signals) -> set[str]:
    return {mention.name for mention in signals.linker.link(signals.whole) if mention.kind == "phase"}


def _spells_a_step(signals: Signals) -> bool:
    return any(found.spells_step for found in signals.linker.link(signals.whole))


def outright(signals: Signals) -> bool:
    """Whether a phase is named by its own code or name."""
    names = {key(name) for phase in signals.catalogue.phases.values() for name in (phase.code, phase.name)}
    phases = [found for found in signals.linker.link(signals.whole) if found.kind == "phase"]
    return any(key(found.text) in names or _says_all(found, signals) for found in phases)


def _says_all(found: Mention, signals: Signals) -> bool:
    """Whether the words are those of a name of several words, shortened or not: `admin and setup`."""
    words = _WORD.findall(signals.catalogue.phases[PhaseCode(found.name)].name.lower())
    said = _WORD.findall(found.text.lower())
    return len(words) > 1 and all(any(word[:_ROOT] == other[:_ROOT] for other in said) for word in words)


def _kinds(asking: Signals, bounds: list[Piece]) -> tuple[Select, ...]:
    kinds: list[Select] = [kind for kind in kinds_asked(asking) if not (asking.target.vague and kind == "tools")]
    kinds += dict.fromkeys(kind for kind, pattern in cues.IMPLIED if kind not in kinds and asking.says(pattern))
    alone = not kinds or asking.says(cues.TOOLS)
    if alone and "tools" not in kinds and any(isinstance(piece.condition, OF_TOOLS) for piece in bounds):
        kinds.append("tools")  # what nothing but a tool can meet asks for tools
    return tuple(kinds)


def _states(sentence: Signals) -> bool:
    return any(_bounds(piece) for piece in sentence.stated)
