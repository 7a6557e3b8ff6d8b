"""Follow-ups that look at the same tools or roles from another angle: their sum, an extreme, the other kind
of thing for the same phases, another number of users or months."""

import re

from server.basis import Basis
from server.conditions import AllOf, AnyOf, Condition, Covers, Not
from server.query import Attribute, Query
from server.understanding import cues as ask
from server.understanding.basis import is_about_money
from server.understanding.followup import FollowUp
from server.understanding.headcount import MONTHS, ONE, SPAN, USERS, read_basis
from server.understanding.measures import DEFAULT, number_of
from server.understanding.wordlist import phrases

SEVERAL_OF = re.compile(r"\b(?P<n>two|three|four|five|six|\d) of (?:those|them|these)\b")
_BASIS = (USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS))
_ORDINALS = (
    (2, phrases(r"second|2nd|next(?! to)|runner[- ]?up|after that|number two")),
    (3, phrases(r"third|3rd|number three")),
    (4, phrases(r"fourth|4th")),
)
_RANKS = phrases(
    "rank|place|position|highest|lowest|cheapest|dearest|most|least|expensive|best|paid|best[- ]paid|price|cost|costs|"
    "difference|first|second|former|latter|more|other|than|ten|people|users|team|company|total|altogether|"
    "rather than|instead of|per"
)
_MONEY = phrases(
    r"price|prices|priced|cost|costs|costing|pay|pays|paid|earn|earns|wage|wages|salary|salaries"
    r"|money|dollars|a month|per month|monthly|come|comes|sum"
    r"|get|gets|spend|budget|bill|need|set|back|run|amount|out|up|total|together|altogether|combined|hire|hiring|employ|employing|lot|two|three|four|five|each|all|whole|team|stack"
)
_LONG = phrases(r"over|during|whole|full|entire")
_ALL_COST = re.compile(r"\b(?:they|the (?:others|rest)|all) (?:all )?(?:cost|earn|come)\b")
_ALTOGETHER = re.compile(r"\b(?:both|all|together|altogether|in total|combined)\b|\bone of (?:each|every)\b")
_ONE_SIDED = re.compile(r"\bonly (?:the )?(?P<n>first|second|former|latter)\b")
_PHASES = phrases(r"phases?|stages?|lifecycle|parts?|columns?")
_GAP = phrases(
    "uncovered|cover|covers|covered|leave|leaves|left|over|open|miss|missing|lack|lacks|lacking|gaps?|holes?|neither|don['’]t|not|still|where|our|remain|remains|there"
)
_SHARE = phrases("common|share|shares|shared|overlap|overlaps|in common|have|cover|two|between")
_MARGIN = re.compile(rf"{ask.MARGIN.pattern}|\bdifference\b")
_KINDS = {
    "tools": re.compile(r"\btools?\b|\bsoftware\b|\btooling\b"),
    "roles": re.compile(r"\broles?\b|\bpeople\b|\bwho(?:m|['’]s)?\b|\bstaff\b|\bpersons?\b|\bjobs?\b|\bpositions?\b"),
}
_DOES = phrases(
    r"tools?|software|tooling|roles?|people|staff|persons?|jobs?|positions?|who['’]s|work|works|working|involved|needed|need|used|use|run|runs|cover|covers"
    r"|covering|handle|handles|take|takes|part|list|show|give|name|go|goes|belong|phase|phases"
)
_COUNTED = phrases(
    r"tools?|roles?|people|in total|altogether|total|of|make|remain|remaining|left|still|are there|list|set"
)
_NAMES = re.compile(r"\b(?:which|who|list|name|names|show|give|tell|what are|spell)\b")
_NAMING = phrases(r"list|names?|show|give|tell|spell|out|tools?|roles?|ones|people|each|every|their")
_ONES = phrases(
    r"ones?|the|of|tools?|roles?|list|set|get|gets|paid|earns?|costs?|price|priced|salary|wage|out|who['’]s|who|money|among|has|have"
)


def of_the_named(query: Query | None, said: FollowUp, several: tuple[str, ...]) -> Query | None:
    """The same tools or roles by name, asked for their difference, their gap, what they share
    or for so many of them."""
    if not several or said.mentions:
        return None
    tools = query.select == "tools" if query is not None and query.select in ("tools", "roles") else None
    if (
        len(several) == 2
        and _MARGIN.search(said.masked)
        and tools is not None
        and said.only(_MARGIN, _RANKS, _MONEY, ask.MARGIN)
    ):
        kept = Query(select="tools" if tools else "roles", named=several, basis=query.basis if query else Basis())
        return kept.model_copy(update={"measure": "compare", "by": DEFAULT[kept.select]})
    counted = SEVERAL_OF.search(said.masked)
    if counted and query is not None and len(query.named) == 1 and tools is not None and said.only(SEVERAL_OF, _RANKS):
        team = (number_of(counted["n"]) or 1,)
        return query.model_copy(
            update={"where": AllOf(), "premise": False, "measure": "sum", "by": DEFAULT[query.select], "team": team}
        )
    asks_phases = _PHASES.search(said.masked)
    told = query is None  # a statement of what there is leaves nothing but phases to miss
    if (asks_phases or told) and ask.GAP.search(said.masked) and said.only(_PHASES, _GAP, ask.GAP):
        return Query(select="phases", named=several, combine="gap")
    phased = asks_phases or (query is not None and query.select == "phases")
    sided = _ONE_SIDED.search(said.masked)
    if sided and len(several) == 2 and phased and said.only(_ONE_SIDED, _PHASES, _SHARE):
        first, second = several if sided["n"] in ("first", "former") else several[::-1]
        return Query(select="phases", named=(first, second), combine="minus")
    common = ask.COMMON.search(said.masked) or re.search(r"\bin common\b", said.masked)
    if len(several) > 1 and common and phased and said.only(_PHASES, _SHARE, ask.COMMON):
        return Query(select="phases", named=several, combine="common")
    return None


def of_another_kind(query: Query, said: FollowUp) -> Query | None:
    """`and the roles?` after tools of some phases: the roles of these phases."""
    if query.select not in ("tools", "roles") or said.mentions or query.named:
        return None
    other: Query = Query(select="roles" if query.select == "tools" else "tools")
    if not _KINDS[other.select].search(said.masked) or _KINDS[query.select].search(said.masked):
        return None
    phases = _of_phases(query.where)
    if phases is None or said.pieces(wages=True) or not said.only(_DOES):
        return None
    counts = bool(ask.COUNT.search(said.masked))
    return other.model_copy(update={"where": phases, "measure": "count" if counts else "list"})


def _of_phases(condition: Condition) -> Condition | None:
    """What a condition demands of the phases; None where it demands nothing of them."""
    match condition:
        case Covers():
            return condition
        case Not():
            return condition if _of_phases(condition.of) is not None else None
        case AnyOf():
            return condition if all(_of_phases(part) is not None for part in condition.of) else None
        case AllOf():
            parts = tuple(part for part in condition.of if _of_phases(part) is not None)
            return AllOf(of=parts) if parts else None
        case _:
            return None


def in_other_order(query: Query, said: FollowUp) -> Query | None:
    """`and the dearest?`, `the second?` after an extreme."""
    if query.measure not in ("min", "max") or said.mentions:
        return None
    rank = next((number for number, pattern in _ORDINALS if pattern.search(said.masked)), None)
    if rank and said.only(*(pattern for _, pattern in _ORDINALS), _RANKS):
        return query.model_copy(update={"rank": rank, "limit": 1})
    highest = ask.MAX.search(said.masked)
    if not rank and (highest or ask.MIN.search(said.masked)) and said.only(ask.MIN, ask.MAX, _RANKS, _ONES):
        return query.model_copy(update={"measure": "max" if highest else "min", "rank": 1})
    return None


def on_another_basis(query: Query, said: FollowUp) -> Query | None:
    """`and for 25 users?`, `per year?`."""
    if said.mentions or not is_about_money(query) or (_ALTOGETHER.search(said.masked) and query.measure != "sum"):
        return None
    basis = _basis(query, said)
    return (
        query.model_copy(update={"basis": basis})
        if basis != query.basis and said.only(*_BASIS, _RANKS, _MONEY, _LONG)
        else None
    )


def _basis(query: Query, said: FollowUp) -> Basis:
    """The basis that is asked for; what is not spoken of stays."""
    asked = read_basis(said.masked, roles=query.select == "roles")
    people, span = Basis().users, Basis().months
    spoken = any(pattern.search(said.masked) for pattern in (SPAN, *(pattern for _, pattern in MONTHS)))
    return Basis(
        users=asked.users if asked.users != people or USERS.search(said.masked) else query.basis.users,
        months=asked.months if asked.months != span or spoken else query.basis.months,
    )


def recounted(query: Query, said: FollowUp) -> Query | None:
    """`so how many roles is that?`"""
    asks = _is_set(query) and not said.mentions and bool(ask.COUNT.search(said.masked))
    same = not _KINDS["roles" if query.select == "tools" else "tools"].search(said.masked)
    if not asks or not same or said.pieces(wages=True) or not said.only(ask.COUNT, _COUNTED):
        return None
    return query.model_copy(update={"measure": "count"})


def relisted(query: Query, said: FollowUp) -> Query | None:
    """`which ones?`, `name them` after a count."""
    if query.measure != "count" or query.select not in ("tools", "roles") or said.mentions:
        return None
    asks = _NAMES.search(said.masked) and not ask.COUNT.search(said.masked) and said.only(_NAMING)
    other = _KINDS["tools"].search(said.masked) if query.select == "roles" else None
    return query.model_copy(update={"measure": "list"}) if asks and not other else None


def totalled(query: Query, said: FollowUp) -> Query | None:
    """`all of them together, per year?`, `one of each?`: the sum over the set."""
    if said.mentions or query.select not in ("tools", "roles") or not _is_set(query):
        return None
    if not ask.TOTAL.search(said.masked) and not _ALTOGETHER.search(said.masked):
        return None
    if not said.only(*_BASIS, ask.TOTAL, _MONEY):
        return None
    return query.model_copy(update={"measure": "sum", "by": DEFAULT[query.select], "basis": _basis(query, said)})


def ranked(query: Query, said: FollowUp) -> Query | None:
    """`which is the cheapest?`, `who earns most?` after a set."""
    if said.mentions or not _is_set(query) or said.pieces(wages=query.select == "roles"):
        return None
    highest, lowest = ask.MAX.search(said.masked), ask.MIN.search(said.masked)
    if bool(highest) == bool(lowest) or not said.only(ask.MIN, ask.MAX, _ONES, ask.COST, ask.WAGE):
        return None
    if _KINDS["roles" if query.select == "tools" else "tools"].search(said.masked):
        return None
    by: Attribute = DEFAULT[query.select]
    return query.model_copy(update={"measure": "max" if highest else "min", "by": by, "rank": 1, "limit": 1})


def _is_set(query: Query) -> bool:
    return query.select in ("tools", "roles") and query.measure in ("list", "count") and not query.named


def summed(query: Query, said: FollowUp) -> Query:
    """The sum, where `what do the others cost` asks for one."""
    if query.select not in ("tools", "roles") or not (ask.TOTAL.search(said.masked) or _ALL_COST.search(said.masked)):
        return query
    return query.model_copy(update={"measure": "sum", "by": DEFAULT[query.select]})
