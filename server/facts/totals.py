"""Sums and means: what tools cost or a team earns; a lower bound where a price is not fixed."""

from collections.abc import Sequence
from statistics import fmean, median

from corpus.vocabulary import Evidence
from server.basis import Basis, whole
from server.conditions import COST, WAGE, Thing
from server.facts.amounts import PRINTED, amount_of, usd
from server.facts.table import RecordTable
from server.query import Query
from server.schema import Items, Value
from server.sheet import Sheet, Statement
from server.wording import listed

_NAMED_AT_MOST = 8


def total_records(table: RecordTable, query: Query) -> Sheet:
    """The sum over the named records, each as often as the query says, or over a set."""
    things, counts, column = _things(table, query)
    if not things:
        text = f"There is nothing to add up: none of the {table.noun} {query.where.words()}"
        nothing = Value(name="total", value=0, unit=table.unit)
        return table.sheet(things, [column], [Statement(text, _evidence(table, query, things, column))], (nothing,))
    unpriced = [thing for thing in things if amount_of(thing, table.basis) is None]
    least = "at least " if unpriced else ""
    bases = tuple(dict.fromkeys((PRINTED, table.basis))) if table.tools and table.basis.assumed else (table.basis,)
    told: list[str] = []
    total = 0.0
    for basis in bases:
        total = whole(sum((amount_of(thing, basis) or 0) * count for thing, count in zip(things, counts, strict=True)))
        seats = f" for {basis.seats}" if table.tools else ""
        told.append(f"{least}{usd(total)} {basis.period}{seats}")
    names, verb = _summands(table, things, counts, bases[0]), "cost" if table.tools else "earn"
    does = f"{names} {verb}s" if list(counts) == [1] else f"Together {names} {verb}"
    text = f"{does} {', which makes '.join(told)}"
    statements = [
        Statement(text, _evidence(table, query, things, column)),
        *_unpriced(table, unpriced, "a lower bound"),
    ]
    if query.amount is not None:
        statements.insert(1, Statement(_verdict(query, total, unpriced), statements[0].evidence))
    values = [Value(name="total, at least" if unpriced else "total", value=total, unit=table.unit)]
    if query.amount is not None and query.combine == "minus" and not (unpriced and total <= query.amount):
        name = "left" if total <= query.amount else "missing, at least" if unpriced else "missing"
        values.append(Value(name=name, value=whole(abs(query.amount - total)), unit=table.unit))
    return table.sheet(things, [column], statements, tuple(values))


def weigh_totals(table: RecordTable, query: Query) -> Sheet:
    """What two groups of the named come to, which comes to less or to more, and by how much; the sum alone where one
    group has nobody."""
    things, counts, _ = _things(table, query)
    often = {thing.name: count for thing, count in zip(things, counts, strict=True)}
    sums = []
    for first in (True, False):
        named = tuple(thing.name for thing in things if query.within.holds(thing) == first)
        total = {"measure": "sum", "named": named, "team": tuple(often[name] for name in named)}
        sums += [total_records(table, query.model_copy(update=total))] if named else []
    if len(sums) == 1:
        return sums[0]
    less, more = sorted(sums, key=lambda each: float(each.values[0].value))
    gap = whole(float(more.values[0].value) - float(less.values[0].value))
    known, bounded = less.values[0].name == "total", more.values[0].name != "total"
    if not known or (bounded and not gap):
        text, picked = "Which of the two comes to less is not known without a fixed price for each", []
    elif not gap:
        text, picked = "Both come to the same", sums
    else:
        names, verb = listed([row.cells[0] for row in less.rows]), "cost" if table.tools else "earn"
        does = f"{verb}s" if len(less.rows) == 1 else f"together {verb}"
        text = f"{names} {does} {'at least ' if bounded else ''}{usd(gap)} {table.basis.period} less"
        picked = {"min": [less], "max": [more]}.get(query.measure, sums)
    values = [each.values[0] for each in sums]
    if known:
        values.append(Value(name=f"difference{', at least' if bounded else ''}", value=gap, unit=table.unit))
    verdict = Statement(text, tuple(place for each in sums for place in each.statements[0].evidence))
    return Sheet(
        tuple(dict.fromkeys((*(said for each in sums for said in each.statements), verdict))),
        Items(
            tools=tuple(name for each in picked for name in each.items.tools),
            roles=tuple(name for each in picked for name in each.items.roles),
        ),
        tuple(values),
        sums[0].columns,
        tuple(row for each in sums for row in each.rows),
    )


def _verdict(query: Query, total: float, unpriced: Sequence[Thing]) -> str:
    """`The total of $890 is within $1,000, which leaves $110`."""
    limit, asked = query.amount or 0, query.combine == "minus"
    gap = usd(whole(abs(limit - total)))
    if total > limit:
        return f"The total of {usd(total)} is more than {usd(limit)}{f', by {gap}' if asked else ''}"
    known = " as far as it is known" if unpriced else ""
    leaves = f", which leaves {'at most ' if unpriced else ''}{gap}" if asked else ""
    return f"The total of {usd(total)} is within {usd(limit)}{known}{leaves}"


def average_records(table: RecordTable, query: Query) -> Sheet:
    """The mean or median over the named records or over a set; tools without a fixed price are left out and named."""
    things, counts, column = _things(table, query)
    weights = [
        (amount, count)
        for thing, count in zip(things, counts, strict=True)
        if (amount := amount_of(thing, table.basis)) is not None
    ]
    unpriced = [thing for thing in things if amount_of(thing, table.basis) is None]
    evidence = _evidence(table, query, things, column)
    if not weights:
        text = f"There is nothing to average: none of the {table.noun} asked about has a fixed price"
        return table.sheet([], [column], [Statement(text, evidence)], shown=things)
    amounts = [amount for amount, count in weights for _ in range(count)]
    average = whole((median if query.measure == "median" else fmean)(amounts))
    what = "cost" if table.tools else "wage"
    seats = f" for {table.basis.seats}" if table.tools else ""
    text = f"The {query.measure} {what} of {len(amounts)} {table.noun} is {usd(average)} {table.basis.period}{seats}"
    priced = [thing for thing in things if thing not in unpriced]
    return table.sheet(
        priced,
        [column],
        [Statement(text, evidence), *_unpriced(table, unpriced, "over the others")],
        (Value(name=f"{query.measure} {what}", value=average, unit=table.unit),),
    )


def _things(table: RecordTable, query: Query) -> tuple[list[Thing], tuple[int, ...], str]:
    things = table.named(query) if query.named else [thing for thing in table.things if query.where.holds(thing)]
    return things, query.team or (1,) * len(things), COST if table.tools else WAGE


def _evidence(table: RecordTable, query: Query, things: Sequence[Thing], column: str) -> tuple[Evidence, ...]:
    if query.named:
        return table.cells(things, column)
    return table.whole_columns([*table.columns_of(query.where), column])


def _unpriced(table: RecordTable, unpriced: Sequence[Thing], so: str) -> list[Statement]:
    if not unpriced:
        return []
    verb = "has" if len(unpriced) == 1 else "have"
    text = f"{listed([thing.name for thing in unpriced])} {verb} no fixed price, so the figure is {so}"
    return [Statement(text, table.cells(unpriced, COST))]


def _summands(table: RecordTable, things: Sequence[Thing], counts: Sequence[int], basis: Basis) -> str:
    """`2 × Asana ($110 each) and Taiga ($70)`; a single one is told with its sum alone."""
    if len(things) > _NAMED_AT_MOST:
        return f"these {len(things)} {table.noun}"
    told = []
    for thing, count in zip(things, counts, strict=True):
        amount = amount_of(thing, basis)
        each = f" ({usd(amount)}{' each' if count > 1 else ''})" if amount is not None and len(things) > 1 else ""
        told.append(f"{count} × {thing.name}{each}" if count > 1 else f"{thing.name}{each}")
    return listed(told)
