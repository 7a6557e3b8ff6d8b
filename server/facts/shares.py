"""Shares: how large a part of a set meets a further condition."""

from server.basis import whole
from server.conditions import AllOf
from server.facts.table import RecordTable
from server.query import Query
from server.schema import Value
from server.sheet import Sheet, Statement


def share_records(table: RecordTable, query: Query) -> Sheet:
    """The records of `within` that `where` holds for too, counted and as a percentage of it."""
    base = [thing for thing in table.things if query.within.holds(thing)]
    found = [thing for thing in base if query.where.holds(thing)]
    columns = table.columns_of(AllOf(of=(query.within, query.where))) or table.overview()
    scope = f" that {query.within.words()}" if query.within.words() else f" of {table.name}"
    evidence = table.whole_columns(columns)
    if not base:
        text = f"There are no {table.noun}{scope}, so there is no share of them"
        return table.sheet([], columns, [Statement(text, evidence)])
    percent = whole(round(100 * len(found) / len(base), 2))
    text = f"{len(found)} of the {len(base)} {table.noun}{scope} {query.where.words()}, which is {percent:g} %"
    value = Value(name=f"share of {table.noun}", value=percent, unit="percent")
    return table.sheet(found, columns, [Statement(text, evidence)], (value,))
