"""Readings of what a question takes for granted: `why does X cost $50`, `since X covers CI, …`."""

import re

from server.conditions import AllOf, Comparison, Condition, Costs, Earns, Spans
from server.query import Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.measures import by_phases
from server.understanding.relations import compared
from server.understanding.signals import Signals

_CLAUSE_END = re.compile(r"[,;?]|$")


def read_premise(signals: Signals) -> Query | None:
    """A check of what is said of the one tool or role that the question presumes something about."""
    why = ask.WHY.search(signals.lower)
    presumes = ask.PRESUMES.search(signals.lower)
    if not presumes and not why:
        return None
    named = signals.tools or signals.roles
    select: Select = "tools" if signals.tools else "roles"
    pieces = signals.pieces
    if presumes and not why:
        end = _CLAUSE_END.search(signals.lower, presumes.end())
        pieces = [piece for piece in pieces if end and presumes.end() <= piece.start < end.start()]
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
    return Query(select=select, measure="check", named=named, where=condition, premise=True)


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
