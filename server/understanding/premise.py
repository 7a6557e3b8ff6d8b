"""Readings of what a question takes for granted: `why does X cost $50`, `since X covers CI, …`."""

import re

from server.conditions import AllOf, Comparison, Condition, Costs, Earns, Not, Spans
from server.query import Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.measures import by_phases, number_of
from server.understanding.pieces import Piece
from server.understanding.relations import compared
from server.understanding.signals import Signals

_NUMBERED = re.compile(
    r"\b(?P<n>\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?P<noun>roles|tools|maturity models)\b"
)
_NONE = re.compile(r"\b(?:no|none|nobody|nothing|not any|not a single)\b")
# `why would I hire X instead of …` asks for advice and takes nothing for granted.
_ADVICE = re.compile(r"\bwhy (?:would|should|could) (?:i|we|you|one|anyone|somebody)\b")
# `§ is open source, so which …`
_STATED = re.compile(r"^\W*(?:the )?§+ (?:is|are|covers?|costs?|works?|takes?|has|earns?)\b[^?.]*?(?=, ?so\b)")
_CLAUSE_END = re.compile(r"[,;?]|$")


def read_premise(signals: Signals) -> Query | None:
    """A check of what is said of the one tool or role that the question presumes something about."""
    if signals.says(_ADVICE):
        return None
    why = ask.WHY.search(signals.lower)
    presumes = ask.PRESUMES.search(signals.lower) or _STATED.match(signals.masked)
    if not presumes and not why:
        return None
    named = signals.tools or signals.roles
    select: Select = "tools" if signals.tools else "roles"
    pieces = signals.pieces
    if why and not named:
        return _counted(signals) or _of_a_set(signals)
    if presumes and not why:
        end = _CLAUSE_END.search(signals.lower, presumes.end())
        clause = range(presumes.start(), end.start() if end else len(signals.text))
        pieces = [piece for piece in pieces if piece.start in clause]
        counted = _miscounted(signals, pieces, signals.masked[presumes.start() : end.start() if end else None])
        if counted is not None:
            return counted
        within = tuple(m.name for m in signals.mentions if m.start in clause and m.kind == select.removesuffix("s"))
        named = within or named[:1]  # `with its $40 fee, does § …` names it afterwards
    comparison = compared(signals, select, named)
    if comparison is not None and why:
        return Query(select=select, measure="check", named=comparison.subject, where=comparison.condition, premise=True)
    if len(named) != 1:
        return None
    parts = [join(signals.anonymous, pieces)] if pieces else []
    extreme = _extreme(signals, select) if why else None
    if extreme is not None:
        parts.append(extreme)
    if not parts:
        return None
    condition = parts[0] if len(parts) == 1 else AllOf(of=tuple(parts))
    thing = signals.catalogue.tools.get(named[0]) or signals.catalogue.roles[named[0]]
    if not why and condition.holds(thing):
        return None  # what is presumed is true: the question is the rest
    return Query(select=select, measure="check", named=named, where=condition, premise=True)


def _counted(signals: Signals) -> Query | None:
    """`why are there 20 roles`: the number is checked; the reason for a true one is prose."""
    stated = _NUMBERED.search(signals.masked)
    count = number_of(stated["n"]) if stated else None
    if stated is None or count is None or signals.pieces:
        return None
    select: Select = "maturity" if stated["noun"][0] == "m" else "roles" if stated["noun"].startswith("r") else "tools"
    actual = {
        "maturity": len(signals.catalogue.maturity),
        "roles": len(signals.catalogue.roles),
        "tools": len(signals.catalogue.tools),
    }[select]
    return None if actual == count else Query(select=select, measure="count", amount=count, premise=True)


_WHOLE = re.compile(r"\b(?:there are|lists?|has|names?|holds?) (?:\w+ )?\w+ (?:tools|roles)\b")


def _miscounted(signals: Signals, pieces: list[Piece], clause: str) -> Query | None:
    """`considering that twelve tools support CI`: the number, where the tables count another one."""
    stated = re.search(
        r"\b(?P<n>\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:[\w-]+ )?(?P<noun>roles|tools)\b",
        clause,
    )
    count = number_of(stated["n"]) if stated else None
    if stated is None or count is None or not (pieces or _WHOLE.search(clause)):
        return None
    select: Select = "roles" if stated["noun"] == "roles" else "tools"
    pool = signals.catalogue.roles.values() if select == "roles" else signals.catalogue.tools.values()
    condition = join(signals.anonymous, pieces)
    if sum(condition.holds(thing) for thing in pool) == count:
        return None
    return Query(select=select, measure="count", where=condition, amount=count, premise=True)


def _of_a_set(signals: Signals) -> Query | None:
    """`why does no tool …`, `why are all … tools …`: a count that must be nought; None where it is."""
    select = signals.subject
    noun = signals.target.end
    if select not in ("tools", "roles") or not signals.pieces:
        return None
    if signals.says(_NONE):
        unsaid = _NONE.sub(lambda match: " " * len(match.group()), signals.anonymous)
        condition = join(unsaid, signals.pieces)
    elif signals.says(r"\b(?:all|every|each)\b"):
        told = [piece for piece in signals.pieces if piece.start >= noun]
        if not told:
            return None
        within = join(signals.anonymous[:noun], [piece for piece in signals.pieces if piece.end <= noun])
        condition = AllOf(of=(within, Not(of=join(signals.anonymous, told))))
    else:
        return None
    pool = signals.catalogue.tools.values() if select == "tools" else signals.catalogue.roles.values()
    if not any(condition.holds(thing) for thing in pool):
        return None
    return Query(select=select, measure="count", where=condition, amount=0, premise=True)


def _extreme(signals: Signals, select: Select) -> Condition | None:
    """`why is X the cheapest`: as a condition that only the cheapest meets."""
    highest = signals.says(ask.MAX)
    if not highest and not signals.says(ask.MIN):
        return None
    sign: Comparison = ">=" if highest else "<="
    best = max if highest else min
    tables = signals.catalogue
    if by_phases(signals):
        pool = tables.tools.values() if select == "tools" else tables.roles.values()
        return Spans(comparison=sign, count=best(len(thing.phases) for thing in pool))
    if select == "roles" and signals.says(ask.WAGE):
        return Earns(comparison=sign, usd=best(role.monthly_wage_usd for role in tables.roles.values()))
    if select == "tools" and signals.mentions_cost:
        prices = [tool.cost.usd for tool in tables.tools.values() if tool.cost.usd is not None]
        return Costs(comparison=sign, usd=best(prices))
    return None
