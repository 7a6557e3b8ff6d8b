"""Sums: what tools cost or a team earns together; a lower bound where a price is not fixed."""

from collections.abc import Sequence

from server.conditions import COST, WAGE, Thing
from server.facts.sheet import Sheet, Statement
from server.facts.table import COST_UNIT, WAGE_UNIT, RecordTable
from server.facts.wording import listed
from server.query import Query
from server.schema import Value

_NAMED_AT_MOST = 8


def total_records(table: RecordTable, query: Query) -> Sheet:
    """The sum over the named records, each as often as the query says, or over a set."""
    things = table.named(query) if query.named else [thing for thing in table.things if query.where.holds(thing)]
    counts = query.team or (1,) * len(things)
    column = COST if table.tools else WAGE
    priced = [
        (value, count)
        for thing, count in zip(things, counts, strict=True)
        if (value := _price(table, thing)) is not None
    ]
    total = sum(value * count for value, count in priced)
    unpriced = [thing for thing in things if _price(table, thing) is None]
    least = "at least " if unpriced else ""
    basis = "cost {}${:,} a month for ten users" if table.tools else "earn {}${:,} a month"
    statements = [
        Statement(
            f"Together {_names(table, things, counts)} {basis.format(least, total)}",
            table.cells(things, column)
            if query.named
            else table.whole_columns([*table.columns_of(query.where), column]),
        )
    ]
    if unpriced:
        verb = "has" if len(unpriced) == 1 else "have"
        text = f"{listed([t.name for t in unpriced])} {verb} no fixed price, so the total is a lower bound"
        statements.append(Statement(text, table.cells(unpriced, column)))
    summed = Value(
        name="total, at least" if unpriced else "total", value=total, unit=COST_UNIT if table.tools else WAGE_UNIT
    )
    return table.sheet(things, [column], statements, (summed,))


def _price(table: RecordTable, thing: Thing) -> int | None:
    return table.measure(thing, "cost" if table.tools else "wage")


def _names(table: RecordTable, things: Sequence[Thing], counts: Sequence[int]) -> str:
    if len(things) > _NAMED_AT_MOST:
        return f"these {len(things)} {table.noun}"
    return listed(
        [f"{count} × {thing.name}" if count > 1 else thing.name for thing, count in zip(things, counts, strict=True)]
    )
