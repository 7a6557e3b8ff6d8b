"""Needs for one tool: whatever is told may be one, where what carries it best is a card that says when to choose it."""

import re
from dataclasses import dataclass

from server.conditions import AllOf, Condition, Covers, Named, Not, Shares, Spans
from server.conjunctions import all_of, parts_of
from server.constraints import LIFECYCLE
from server.coverage import phase_part
from server.query import Query
from server.understanding.pieces.clauses import join
from server.understanding.pieces.explained import left_over
from server.understanding.pieces.signals import Signals
from server.understanding.situations import situation_cues as cues
from server.understanding.situations.situation import Situation, outright
from server.understanding.situations.story import kind_asked
from server.understanding.situations.telling import asks_nothing, divided
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

# So many words of content that no name, condition or cue accounts for may tell a need; fewer where nothing is asked or
# names are set against each other, more where one tool of a set is asked for.
_TOLD = 3
_TOLD_OF_FEW = 2
_TOLD_BESIDE = 5
_ANYTHING = AllOf()
# `which suits us, A or B?`
_EITHER = re.compile(
    r"§[^§.?!]{0,12}\b(?:or|vs\.?|versus)\b[^§.?!]{0,12}§"
    r"|§[^§.?!]{0,12}\band\b[^§.?!]{0,12}§.*\bwhich (?:one\b|of (?:the two|them|both)\b)"
)
_DIFFER = phrases(r"differs?|difference|compar(?:e|ed|ing)|in common")
# What a need is known by, and bounds no single tool.
_OF_ANY_TOOL = (Covers, Spans, Shares)


@dataclass(frozen=True)
class Need:
    """What must hold of the tool, one of the names `among` which it is to be where these are set against each other;
    `alone`: nothing is asked, and names are no more than told of."""

    where: Condition = _ANYTHING
    among: tuple[str, ...] = ()
    alone: bool = False


def find_need(signals: Signals, query: Query | None, situation: Situation | None) -> Need | None:
    """The need for one tool that a question may tell, whatever else was read; None where it tells none."""
    whole, asking = signals.of(signals.whole), signals.of(divided(signals.whole)[1] or signals.whole)
    if asking.says(ask.WHY, ask.ONCE):
        return None
    if asking.says(cues.SEVERAL) and not (situation is not None and situation.one):
        return None
    if situation is not None and situation.kinds != ("tools",):
        return None
    kind = kind_asked(whole.text)
    if situation is None and kind in ("phases", "roles"):
        return None
    named = tuple(name for name in whole.tools if name.lower() in whole.lower)  # `an open LLM` names none
    among = named if len(named) > 1 and _EITHER.search(whole.masked) else ()
    if among and whole.says(_DIFFER):
        return None
    asked = kind == "tools" if situation is None else situation.for_a_tool
    together = situation is not None and len(situation.works) > 1
    alone = not together and asks_nothing(whole.text) and whole.says(cues.OWN) and not whole.says(_DIFFER)
    few = alone or bool(among)
    if situation is None and not _tells(whole, query, asked=asked, alone=alone, enough=_TOLD_OF_FEW if few else _TOLD):
        return None
    bounds = [piece for piece in whole.stated if not isinstance(piece.condition, _OF_ANY_TOOL)]
    others = (Not(of=Named(names=named)),) if named and not among else ()
    of_the_set = parts_of(query.where) if query is not None and _is_of_tools(query) and outright(whole) else ()
    return Need(all_of((*parts_of(join(whole.text, bounds)), *others, *of_the_set)), among, alone)


def _tells(whole: Signals, query: Query | None, *, asked: bool, alone: bool, enough: int) -> bool:
    """Whether so much is told that a query, if there is one, misses it."""
    told = len(left_over(whole))
    if told < enough:
        return False
    if query is None or (alone and not query.stated):
        return True
    if asked and told >= _TOLD_BESIDE and _is_of_tools(query) and cues.ONE_TOOL.search(whole.lower):
        return True
    if query.named or query.premise or query.order or query.stated or query.also:
        return False
    return _bounds_alone(query) if asked else not outright(whole)


def _is_of_tools(query: Query) -> bool:
    return query.select == "tools" and query.of_a_set


def _bounds_alone(query: Query) -> bool:
    """Whether a query takes all phases, or none, since none is named: what is told tells it nothing."""
    if query.plan is not None:
        return query.select == "stack" and query.plan.phases == LIFECYCLE
    return query.select == "tools" and query.measure in ("list", "sum") and phase_part(query.where) is None
