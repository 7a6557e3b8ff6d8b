"""Typed queries on another basis than the tables': for other users than ten, for longer than a month."""

from server.basis import Basis
from server.conditions import AllOf, AnyOf, Condition, Costs, Earns, Not
from server.conjunctions import affirmed
from server.query import Query


def is_about_money(query: Query) -> bool:
    """Whether an amount is asked for or bounds what is."""
    ranks = query.measure in ("min", "max") and query.by not in ("phases", "tool_count", "role_count")
    return (
        query.by in ("cost", "wage")
        or query.measure in ("sum", "mean", "median", "months", "heads")
        or ranks
        or _bounded(query.where)
        or (query.measure == "check" and isinstance(affirmed(query.where), Costs))
    )


def _bounded(condition: Condition) -> bool:
    match condition:
        case Costs() | Earns():
            return condition.usd != 0
        case Not():
            return _bounded(condition.of)
        case AllOf() | AnyOf():
            return any(_bounded(part) for part in condition.of)
        case _:
            return False


def bounded_on(condition: Condition, basis: Basis) -> Condition:
    """The condition with its amounts meant on the basis."""
    match condition:
        case Costs() if condition.usd:
            return condition.model_copy(update={"basis": basis})
        case Earns():
            return condition.model_copy(update={"basis": Basis(months=basis.months)})
        case Not():
            return Not(of=bounded_on(condition.of, basis))
        case AllOf() | AnyOf():
            return condition.model_copy(update={"of": tuple(bounded_on(part, basis) for part in condition.of)})
        case _:
            return condition


def bounded_for(condition: Condition, users: int) -> Condition:
    """The condition with its prices meant for so many users, over the months that they are meant for."""
    match condition:
        case Costs() if condition.usd:
            return condition.model_copy(update={"basis": Basis(users=users, months=condition.basis.months)})
        case Not():
            return Not(of=bounded_for(condition.of, users))
        case AllOf() | AnyOf():
            return condition.model_copy(update={"of": tuple(bounded_for(part, users) for part in condition.of)})
        case _:
            return condition
