"""How far an amount goes: for how many months it pays for what is named, or for how many of one."""

from server.conditions import COST, WAGE
from server.facts.amounts import amount_of, usd
from server.facts.table import RecordTable
from server.query import Query
from server.schema import Value
from server.sheet import Sheet, Statement
from server.wording import listed


def lasting_records(table: RecordTable, query: Query) -> Sheet:
    """The whole months, or the whole heads, that the amount is enough for, and what is left of it then."""
    things, column = table.named(query), COST if table.tools else WAGE
    counts = query.team or (1,) * len(things)
    evidence = table.cells(things, column)
    amounts = [amount_of(thing, table.basis) for thing in things]
    unpriced = [thing.name for thing, amount in zip(things, amounts, strict=True) if amount is None]
    if unpriced:
        text = f"Without a fixed price of {listed(unpriced)} nothing tells how far {usd(query.amount)} go"
        return table.sheet(things, [column], [Statement(text, evidence)])
    names = [
        f"{count} × {thing.name}" if count > 1 else thing.name for thing, count in zip(things, counts, strict=True)
    ]
    total = sum((amount or 0) * count for amount, count in zip(amounts, counts, strict=True))
    seats = f" for {table.basis.seats}" if table.tools else ""
    each = f"{usd(total)} {table.basis.period}{seats}"
    if not total:
        text = f"{listed(names)} cost {each}, so that {usd(query.amount)} are never used up"
        return table.sheet(things, [column], [Statement(text, evidence)])
    many, left = divmod(query.amount or 0, total)
    if query.measure == "months":
        unit = "month" if many == 1 else "months"
        text = f"{usd(query.amount)} pay for {many:,g} full {unit} of {listed(names)}, at {each}, and leave {usd(left)}"
    else:
        unit = "heads"
        text = f"{usd(query.amount)} {table.basis.period} pay for {many:,g} × {listed(names)}, at {each}"
        text += f", and leave {usd(left)}"
    values = (Value(name=unit, value=int(many), unit=unit), Value(name="left", value=left, unit="USD"))
    return table.sheet(things, [column], [Statement(text, evidence)], values)
