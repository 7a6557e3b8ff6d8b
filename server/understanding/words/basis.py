"""Typed queries on another basis than the tables': for other users than ten, for longer than a month."""

from server.basis import Basis
from server.conditions import AllOf, AnyOf, Condition, Costs, Earns, Not
from server.query import Query


def is_about_money(query: Query) -> bool:
    """Whether an amount is asked for or bounds what is."""
    ranks = query.measure in ("min", "max") and query.by not in ("phases", "tool_count", "role_count")
    return (
        query.by in ("cost", "wage")
        or query.measure in ("sum", "mean", "median", "months", "heads")
        or ranks
        or _bounded(query.where)
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


def on_printed_basis(condition: Condition, basis: Basis) -> Condition:
    """The condition with its amounts brought down to what the tables print."""
    match condition:
        case Costs():
            return condition.model_copy(update={"usd": condition.usd / basis.price(1)})
        case Earns():
            return condition.model_copy(update={"usd": condition.usd / basis.wage(1)})
        case Not():
            return Not(of=on_printed_basis(condition.of, basis))
        case AllOf() | AnyOf():
            return condition.model_copy(update={"of": tuple(on_printed_basis(part, basis) for part in condition.of)})
        case _:
            return condition
