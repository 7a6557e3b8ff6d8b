"""Extremes: cheapest, best paid, broadest; the second one, the top three; ties stay together."""

from dataclasses import dataclass

from server.basis import whole
from server.conditions import COST, Named, Thing
from server.facts.amounts import usd
from server.facts.table import RecordTable
from server.ordinals import ordinal
from server.query import Attribute, Query
from server.schema import Value
from server.sheet import Sheet, Statement
from server.wording import listed

_SUPERLATIVES: dict[Attribute, tuple[str, str]] = {
    "cost": ("cheapest", "dearest"),
    "wage": ("lowest paid", "best paid"),
    "phases": ("narrowest", "broadest"),
}
_PRINTED: dict[Attribute, str] = {"cost": "fixed prices", "wage": "wages", "phases": "numbers of phases"}


@dataclass(frozen=True)
class _Measured:
    thing: Thing
    value: float
    count: int = 1


def rank_records(table: RecordTable, query: Query) -> Sheet:
    """What ranks lowest (`min`) or highest (`max`) among the records that the condition holds for."""
    by = query.by or "cost"
    column = table.column_of(by)
    among = [thing for thing in table.things if query.where.holds(thing)]
    counts = _counts(query)
    measured = [
        _Measured(thing, whole(value * counts.get(thing.name, 1)), counts.get(thing.name, 1))
        for thing in among
        if (value := table.measure(thing, by)) is not None
    ]
    columns = list(dict.fromkeys((*table.columns_of(query.where), column)))
    evidence = table.cells(among, column) if query.named and among else table.whole_columns(columns)
    picked = _pick(query, measured)
    statements = [Statement(_sentence(table, query, by, among, picked), evidence)]
    unpriced = [thing for thing in among if table.measure(thing, by) is None]
    if unpriced:
        text = f"{listed([t.name for t in unpriced])} {'has' if len(unpriced) == 1 else 'have'} no fixed price to rank"
        statements.append(Statement(text, table.cells(unpriced, COST)))
    unit = "phases" if by == "phases" else table.unit
    name = {"cost": "monthly cost", "wage": "monthly wage"}.get(by, "number of phases")
    values = tuple(Value(name=name, value=value, unit=unit) for value in dict.fromkeys(entry.value for entry in picked))
    return table.sheet([entry.thing for entry in picked], columns, statements, values)


def spread_records(table: RecordTable, query: Query) -> Sheet:
    """The lowest and the highest together, and the difference between them."""
    low, high = (rank_records(table, query.model_copy(update={"measure": measure})) for measure in ("min", "max"))
    names = tuple(dict.fromkeys((*low.items.tools, *low.items.roles, *high.items.tools, *high.items.roles)))
    things = [thing for thing in table.things if thing.name in names]
    column = table.column_of(query.by or "cost")
    statements = [*low.statements[:1], *high.statements[:1]]
    values: tuple[Value, ...] = ()
    if low.values and high.values:
        gap = whole(float(high.values[0].value) - float(low.values[0].value))
        text = f"The difference between the two is {usd(gap)} {table.basis.period}"
        statements.append(Statement(text, table.cells(things, column)))
        values = (Value(name="difference", value=gap, unit=table.unit),)
    return table.sheet(things, [column], statements, values)


def _pick(query: Query, measured: list[_Measured]) -> list[_Measured]:
    """The rank-th value, or values from the first on until the limit is filled."""
    values = sorted({entry.value for entry in measured}, reverse=query.measure == "max")
    wanted = values[query.rank - 1 : query.rank]
    for value in values[1:] if query.limit > 1 else ():
        if sum(entry.value in wanted for entry in measured) >= query.limit:
            break
        wanted.append(value)
    return sorted((entry for entry in measured if entry.value in wanted), key=lambda entry: wanted.index(entry.value))


def superlative(query: Query) -> str:
    """`cheapest`, `second best paid`."""
    extreme = _SUPERLATIVES[query.by or "cost"][query.measure == "max"]
    return f"{ordinal(query.rank)} {extreme}" if query.rank > 1 else extreme


def _sentence(table: RecordTable, query: Query, by: Attribute, among: list[Thing], picked: list[_Measured]) -> str:
    counts = _counts(query)
    if isinstance(query.where, Named):
        scope = f"Of {listed([_told(table, thing, counts.get(thing.name, 1), by, picked) for thing in among])}"
    elif query.where.words():
        scope = f"Among the {table.noun} that {query.where.words()}"
    else:
        scope = f"Among all {table.noun} of {table.name}"
    extreme = superlative(query)
    if not picked:
        values = {value for thing in among if (value := table.measure(thing, by)) is not None}
        return f"{scope}, there is no {extreme} one: the number of different {_PRINTED[by]} is {len(values)}"
    names = listed([f"{_counted(entry.thing, entry.count)} ({_amount(table, entry.value, by)})" for entry in picked])
    return f"{scope}, the {extreme} {'is' if len(picked) == 1 else 'are'} {names}"


def _counts(query: Query) -> dict[str, int]:
    """How often each of those set against each other counts: `3 X or 4 Y`."""
    return dict(zip(query.named, query.team, strict=True)) if query.team and query.by != "phases" else {}


def _told(table: RecordTable, thing: Thing, count: int, by: Attribute, picked: list[_Measured]) -> str:
    """One of those set against each other; with its amount where that is not told behind."""
    value = table.measure(thing, by)
    if value is None or any(entry.thing is thing for entry in picked):
        return _counted(thing, count)
    return f"{_counted(thing, count)} ({_amount(table, whole(value * count), by)})"


def _counted(thing: Thing, count: int) -> str:
    return f"{count} × {thing.name}" if count > 1 else thing.name


def _amount(table: RecordTable, value: float, by: Attribute) -> str:
    return f"{value} phase{'s' * (value != 1)}" if by == "phases" else f"{usd(value)} {table.basis.period}"
