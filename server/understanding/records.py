"""Readings that ask for tools or roles, or about some that the question names."""

import re

from server.conditions import AllOf, Covers, Named
from server.query import Attribute, Measure, Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.pieces import NUMBERS
from server.understanding.relations import compared, where
from server.understanding.signals import Signals

_DEFAULT: dict[Select, Attribute] = {"tools": "cost", "roles": "wage"}
_RANKS = {"second": 2, "third": 3, "fourth": 4, "2nd": 2, "3rd": 3, "4th": 4}
_TOP = re.compile(
    r"\b(?:the )?(?P<n>two|three|four|five|six|\d)\s+(?:cheapest|most|least|highest|lowest|best|priciest|dearest)|"
    r"\btop (?P<m>\d|two|three|four|five)\b"
)
_BY_PHASES = re.compile(
    r"\b(?:most|fewest|least|broadest|widest|narrowest|largest|smallest|highest|lowest|maximum|minimum)\b.{0,20}"
    r"\b(?:phases?|stages?|coverage|versatile|lifecycle)\b|\bversatile\b"
)
_BY_COST = re.compile(r"cheap|expens|pric|cost|dear|affordable")
_LISTED = re.compile(
    r"\b(?:which|who|what) (?:one )?(?:of|is|are|among|between|costs?|earns?)\b|\bor\b|\bvs\.?\b|\bversus\b|\bamong\b|\bout of\b|\bof these\b"
)
_TITLE = re.compile(r"\btitles?\b|\bclassif\w+\b|\bmap\w*\b.*\boccupation\b")
_ALL = re.compile(r"\b(?:all|every|list|complete|full)\b")
_WHOLE = frozenset(
    "are there in the of total table iv iii paper corpus catalogue catalog list listed mlops does do you know about"
    " it mention mentioned mentions name names named have has all a is exist this your on with overall covered".split()
)

_LINKING = frozenset(
    "and or but not no nor in on for of the a an to with without that which is are it both either neither per month monthly also"
    " cost costs only just phase phases please n't whats what's".split()
)


def read_records(signals: Signals) -> Query | None:
    """The typed query over Table III or IV, or None when the question asks for something else."""
    select = _select(signals)
    if select is None:
        return None
    named = signals.tools if select == "tools" else signals.roles
    by = _attribute(signals, select)
    asks = signals.pieces or by == "licence" or compared(signals, select, named)
    yes_or_no = ask.YES_NO.search(signals.lower) or ask.TAGGED.search(signals.masked)
    if yes_or_no and named and asks:
        return _check(signals, select, named)
    if signals.target.noun is None and named:
        return _about(signals, select, named, by)
    if _is_choice(signals, named):
        return _choice(signals, select, named, by)
    condition = where(signals, select, named)
    measure = _measure(signals, select)
    if measure in ("min", "max"):
        rank, limit = _rank(signals)
        extreme = _extreme(signals, select) or _DEFAULT[select]
        return Query(select=select, measure=measure, where=condition, by=extreme, rank=rank, limit=limit)
    if measure == "sum":
        return Query(select=select, measure="sum", where=condition, by=_DEFAULT[select])
    if condition == AllOf() and not _whole_table(signals, measure):
        return None
    return Query(select=select, measure=measure, where=condition, by=by if by in ("cost", "wage") else None)


def _select(signals: Signals) -> Select | None:
    if signals.target.noun == "phases":
        return None
    if signals.target.noun:
        return signals.target.noun
    if signals.tools or signals.roles:
        return "tools" if signals.tools else "roles"
    if signals.says(ask.WAGE) and (signals.pieces or signals.says(ask.MAX, ask.MIN)):
        return "roles"
    if not signals.pieces or ask.WHY.search(signals.lower):
        return None
    ranks = signals.mentions_cost and signals.says(ask.MIN, ask.MAX)
    return "tools" if ranks or signals.says(ask.LISTS) or _is_fragment(signals) else None


def _is_fragment(signals: Signals) -> bool:
    """Conditions and nothing else (`CI but not D`, `deployment, max $30`), more than a phase's bare name."""
    if len(signals.pieces) == 1 and isinstance(signals.pieces[0].condition, Covers):
        return bool(re.search(r"\bcolumn\b", signals.masked))
    return _only_links(signals)


def _only_links(signals: Signals) -> bool:
    """Whether nothing but linking words stands beside the names and conditions."""
    rest = signals.masked
    for piece in signals.pieces:
        rest = f"{rest[: piece.start]}{' ' * (piece.end - piece.start)}{rest[piece.end :]}"
    return all(word in _LINKING for word in re.findall(r"[a-z']+", rest))


def _about(signals: Signals, select: Select, named: tuple[str, ...], by: Attribute | None) -> Query | None:
    """Questions about named entities that ask for no kind of thing."""
    if signals.says(ask.TOTAL) and (by in ("cost", "wage") or len(named) > 1):
        return Query(select=select, measure="sum", named=named, by=_DEFAULT[select], team=_team(signals, named))
    if _is_choice(signals, named):
        return _choice(signals, select, named, by)
    if len(named) > 1 and signals.says(ask.COMPARE):
        return Query(select=select, measure="compare", named=named, by=by)
    if by is not None and not ask.WHY.search(signals.lower):
        return Query(select=select, measure="attribute", named=named, by=by, team=_team(signals, named))
    if signals.says(ask.ALTERNATIVE) and select == "tools":
        return Query(select=select, where=where(signals, select, named))
    if signals.pieces and _only_links(signals):
        return _check(signals, select, named)
    if ask.DESCRIBE.match(signals.lower) or not signals.masked.strip(" §?.!"):
        return Query(select=select, measure="describe", named=named)
    return None


def _check(signals: Signals, select: Select, named: tuple[str, ...]) -> Query:
    comparison = compared(signals, select, named)
    if comparison is not None:
        return Query(select=select, measure="check", named=comparison.subject, where=comparison.condition)
    condition = join(signals.text, signals.pieces)
    return Query(select=select, measure="check", named=named, where=condition, by=_attribute(signals, select))


def _is_choice(signals: Signals, named: tuple[str, ...]) -> bool:
    """`which of A and B …`, `is A or B …`: one or some of the named are asked for."""
    if len(named) < 2 or not signals.says(_LISTED) or signals.says(r"\bthan §"):
        return False
    chooses = (ask.COMPARATIVE, ask.DEARER, ask.EARNS_LESS, ask.EARNS_MORE, ask.MORE_PHASES, ask.FEWER_PHASES)
    return bool(signals.pieces) or signals.says(*chooses, ask.MIN, ask.MAX)


def _choice(signals: Signals, select: Select, named: tuple[str, ...], by: Attribute | None) -> Query:
    extreme = _extreme(signals, select) or _DEFAULT[select]
    measure: Measure = "check"
    if signals.says(ask.COMPARATIVE, ask.EARNS_LESS, ask.MIN, ask.FEWER_PHASES):
        measure = "min"
    elif signals.says(ask.DEARER, ask.EARNS_MORE, ask.MAX, ask.MORE_PHASES):
        measure = "max"
    if measure == "check":
        return Query(select=select, measure=measure, named=named, where=join(signals.text, signals.pieces), by=by)
    return Query(select=select, measure=measure, named=named, where=Named(names=named), by=extreme)


def _measure(signals: Signals, select: Select) -> Measure:
    ranks = signals.mentions_cost or select == "roles" or _extreme(signals, select) is not None
    if signals.says(ask.TOTAL) and (signals.mentions_cost or signals.says(ask.WAGE)):
        return "sum"
    if signals.says(ask.MIN) and ranks:
        return "min"
    if signals.says(ask.MAX) and ranks:
        return "max"
    return "count" if signals.says(ask.COUNT) else "list"


def _extreme(signals: Signals, select: Select) -> Attribute | None:
    if signals.says(_BY_PHASES, ask.MORE_PHASES, ask.FEWER_PHASES):
        return "phases"
    if select == "roles" and signals.says(ask.WAGE):
        return "wage"
    if select == "tools" and signals.says(_BY_COST):
        return "cost"
    return None


def _rank(signals: Signals) -> tuple[int, int]:
    rank = next((number for word, number in _RANKS.items() if signals.says(rf"\b{word}\b")), 1)
    top = _TOP.search(signals.masked)
    return rank, _number(top["n"] or top["m"]) or 1 if top else 1


def _attribute(signals: Signals, select: Select) -> Attribute | None:
    if select == "roles":
        if ask.DOL.search(signals.lower):
            return "dol_title" if signals.says(_TITLE) else "dol_code"
        return "wage" if signals.says(ask.WAGE) or signals.mentions_cost else None
    if signals.mentions_cost:
        return "cost"
    return "licence" if signals.says(ask.LICENCE) else None


def _whole_table(signals: Signals, measure: Measure) -> bool:
    """Whether a question without conditions really asks for the whole table."""
    rest = re.findall("[a-z]+", signals.masked[signals.target.end :])
    return (measure == "count" or signals.says(_ALL)) and all(word in _WHOLE for word in rest)


def _team(signals: Signals, named: tuple[str, ...]) -> tuple[int, ...]:
    """How many of each named are counted: `two data engineers and an ML engineer`."""
    counts = dict.fromkeys(named, 1)
    for mention in signals.mentions:
        before = re.search(r"(\w+)\s+$", signals.lower[: mention.start])
        if mention.name in counts and before:
            counts[mention.name] = _number(before.group(1)) or 1
    return tuple(counts.values())


def _number(word: str) -> int | None:
    return NUMBERS.get(word) or (int(word) if word.isdigit() else None)
