"""The angle from which a follow-up looks at its set: an extreme, the next one, a sum, a mean, a number, a price."""

import re
from dataclasses import dataclass

from server.basis import Basis
from server.conditions import AllOf, Named, OpenSource, Spans
from server.conjunctions import parts_of
from server.ordinals import LATER, ordinal_of
from server.query import Attribute, Measure, Query
from server.understanding.pieces.headcount import MONTHS, ONE, SPAN, USERS, read_basis
from server.understanding.pieces.measures import DEFAULT, number_of
from server.understanding.words import cues as ask
from server.understanding.words.basis import is_about_money
from server.understanding.words.wordlist import phrases

BASIS = (USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS))
SEVERAL_OF = re.compile(r"(?<!all )\b(?P<n>two|three|four|five|six|\d) of (?:those|them|these|each)\b")
NEXT = phrases(
    r"next(?: one)?(?! to)|runners?[- ]?up"
    r"|(?:(?:just|right|straight|directly) )?(?:after|below|above|behind|under) (?:that|those|these|them|it|him|her)\b"
)
_NUMBER_TWO = phrases("number two")
MIDDLE = phrases(r"(?:in the )?(?:very )?middle(?: one)?|in[- ]between|midway|halfway")
_NUMBER = re.compile(r"\b(?:the|a|just the|only the) (?:plain |bare )?number\b(?! of)|\bthe count\b")
_ALTOGETHER = re.compile(r"\b(?:together|altogether|in total|combined|sum)\b|\bone of (?:each|every)\b")
_EACH = re.compile(r"\b(?:both|all)\b")
_COUNTED = re.compile(r"\b(?:all|the|those|these) (?:of )?(?:two|three|four|five|six|\d)\b")
_BROAD = phrases(
    r"broadest|widest|narrowest|most versatile|(?:most|fewest) (?:phases?|stages?|ticks?|columns?|coverage)"
    r"|covers? (?:the )?(?:most|least|fewest)"
)
_BARE_EXTREME = re.compile(r"\bthe (?:most|fewest|least)\b(?=\W*$)")
_MOST = re.compile(r"\b(?:earns?|costs?|gets?|makes?|paid) (?:the )?most\b")
# `the bill without §` behind a sum is a sum again.
_SUMMED = phrases(
    r"to be paid|to pay|"
    r"how much (?:is|was|would|will|does) (?:it|that|this)(?: be)?|bill|budget|payroll|outlay|(?:the|new|monthly"
    r"|yearly|annual|overall)(?: \w+)? (?:costs?|amount|figure)|how much(?= (?:a|per|each|every) (?:month|year))"
)
_EACH_ALONE = phrases("each|every|apiece|individual(?:ly)?|separate(?:ly)?|one by one|respectively")
_AVERAGE = phrases(r"average|avg|mean(?= (?:pay|price|cost|wage|salary))|on average")
_MARGIN = re.compile(
    rf"{ask.MARGIN.pattern}|\bdifference\b|\bcompar\w+|\bsave\b|\bapart\b|\bvs\b|\bversus\b|\bagainst\b"
    r"|\bsame (?:money|wage|salary|pay|price|cost|amount)s?\b"
    r"|\b(?:earn|paid|cost|make|get)s? (?:\w+ )?(?:the same|alike)(?=\W*$)|\bpaid (?:equally|alike|the same)\b"
)
_SPREAD = re.compile(r"\b(?:spread|gap|range|difference|span)\b")
_NAMES = re.compile(r"\b(?:which|who|list|names?|show|give|tell|what are|spell)\b")
_DEAR = (ask.DEARER, ask.EARNS_MORE, ask.MORE_PHASES)
_CHEAP = (ask.COMPARATIVE, ask.EARNS_LESS, ask.FEWER_PHASES)
_OTHER_WORDS = phrases(
    r"sits?|lands?|lies|range|spread|damage|amounts?|order|rank(?:ed)?|place|hiring|hire|employ|rather|instead|codes?|titles?|filed"
)
# What these words say is accounted for, whatever the angle.
WORDS = (
    ask.MIN, ask.MAX, ask.TOTAL, ask.COUNT, ask.MEAN, ask.COST, ask.WAGE, ask.LICENCE, ask.MARGIN, ask.DOL, *_DEAR,
    *_CHEAP, NEXT, MIDDLE, _NUMBER, _AVERAGE, _BROAD, _MARGIN, _OTHER_WORDS,
    LATER, _NUMBER_TWO, *BASIS,
)  # fmt: skip


@dataclass(frozen=True)
class Angle:
    """What is measured, by which attribute; `rank` counts from the extreme, or onwards from the last (`onwards`)."""

    measure: Measure | None = None
    by: Attribute | None = None
    rank: int = 1
    onwards: bool = False


def angle_of(rest: str, query: Query, *, several: bool, both: bool, states: bool) -> Angle:
    """The angle of a follow-up, from what it says beside its conditions. `several`: there is more than one to
    choose among; `both`: exactly two are spoken of; `states`: it states conditions too."""
    default = DEFAULT[query.select]
    ranked = query.measure in ("min", "max")
    highest = bool(ask.MAX.search(rest) or _MOST.search(rest)) or (several and _any(rest, _DEAR))
    lowest = bool(ask.MIN.search(rest)) or (several and _any(rest, _CHEAP))
    if highest and lowest:
        return Angle("spread", default) if _SPREAD.search(rest) else Angle()
    if both and _MARGIN.search(rest):
        return Angle("compare", default)
    nth = LATER.search(rest)
    rank = ordinal_of(nth["n"]) if nth else 2 if _NUMBER_TWO.search(rest) else 1
    onwards = ranked and bool(NEXT.search(rest))
    if highest or lowest:
        spans = any(isinstance(part, Spans) for part in parts_of(query.where)) and _BARE_EXTREME.search(rest)
        broad = spans or _BROAD.search(rest) or ask.MORE_PHASES.search(rest) or ask.FEWER_PHASES.search(rest)
        by = "phases" if broad else query.by if ranked and not _priced(rest) else default
        return Angle("max" if highest else "min", by, rank=2 if onwards else rank)
    if ranked and (onwards or rank > 1):
        return Angle(query.measure, query.by, rank=rank, onwards=onwards)
    if ask.COUNT.search(rest) or _NUMBER.search(rest):
        return Angle("count")
    if _AVERAGE.search(rest):
        return Angle("mean", default)
    for_all = _EACH.search(rest) and (_priced(rest) or _any(rest, BASIS))
    if ask.TOTAL.search(_COUNTED.sub(" ", rest)) or (not states and (_ALTOGETHER.search(rest) or for_all)):
        return Angle("sum", default)
    if ask.DOL.search(rest) and query.select == "roles":
        return Angle("attribute", "dol_code")
    if query.measure == "sum" and not states and _SUMMED.search(rest) and not _EACH_ALONE.search(rest):
        return Angle("sum", default)
    if not states and (_priced(rest) or (query.named and _any(rest, BASIS) and not is_about_money(query))):
        return Angle("attribute", default)
    if ask.LICENCE.search(rest) and query.select == "tools" and not states:
        return Angle("check", "licence")
    if query.measure == "count" and _NAMES.search(rest):
        return Angle("list")
    return Angle()


def differs(rest: str) -> bool:
    """Whether it asks by how much two differ: `how much less`, `compared with`."""
    return bool(_MARGIN.search(rest))


def compares(rest: str) -> bool:
    """Whether one is held against another: `cheaper`, `how much less than`."""
    return differs(rest) or _any(rest, (*_DEAR, *_CHEAP))


def basis_of(rest: str, query: Query) -> Basis:
    """The basis that is asked for; what is not spoken of stays."""
    asked = read_basis(rest, roles=query.select == "roles")
    spoken = any(pattern.search(rest) for pattern in (SPAN, *(pattern for _, pattern in MONTHS)))
    people = asked.users != Basis().users or USERS.search(rest)
    return Basis(
        users=asked.users if people else query.basis.users,
        months=asked.months if spoken else query.basis.months,
    )


def seen_from(query: Query, angle: Angle, at: tuple[str, ...]) -> Query:
    """The query from this angle. `at` are the names that it stands at, for what is looked up name by name."""
    by = angle.by or DEFAULT[query.select]
    match angle.measure:
        case None:
            return query
        case "attribute" | "compare":
            team = query.team if query.named == at else ()
            return Query(select=query.select, measure=angle.measure, by=by, named=at, team=team, basis=query.basis)
        case "check":
            return Query(select=query.select, measure="check", by=by, named=at, where=OpenSource())
        case "sum" if query.named:
            return query.model_copy(update={"measure": "sum", "by": by, "where": AllOf(), "premise": False})
        case "count" | "list":
            return _as_set(query).model_copy(update={"measure": angle.measure, "by": None})
        case _:
            rank = query.rank + 1 if angle.onwards else angle.rank
            update = {"measure": angle.measure, "by": by, "rank": rank, "limit": 1}
            return _as_set(query).model_copy(update=update)


def team_of(masked: str) -> int | None:
    """`two of those`: how many of the one that was spoken of."""
    counted = SEVERAL_OF.search(masked)
    return number_of(counted["n"]) if counted else None


def _as_set(query: Query) -> Query:
    """What was asked of names, asked of the set that they are."""
    if not query.named:
        return query
    return query.model_copy(update={"named": (), "team": (), "where": Named(names=query.named)})


def _priced(rest: str) -> bool:
    return bool(ask.COST.search(rest) or ask.WAGE.search(rest))


def _any(rest: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return any(pattern.search(rest) for pattern in patterns)
