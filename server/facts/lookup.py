"""Look-ups about named tools and roles: one attribute, a yes or no, a whole row, side by side."""

from corpus.vocabulary import PhaseCode, Role, Tool
from server.basis import Basis, whole
from server.conditions import ALL_PHASES, COST, DOL_CODE, LICENCE, ROLE_PHASES, WAGE, Condition, Costs, Not, Thing
from server.conjunctions import affirmed
from server.facts.amounts import PRINTED, amount_of, says_amount, says_price, usd, values_of
from server.facts.table import COLUMN, RecordTable
from server.query import Attribute, Query
from server.schema import Value
from server.sheet import Sheet, Statement
from server.wording import denied, listed, singular


def look_up(table: RecordTable, query: Query) -> Sheet:
    """One attribute of each named record; of a `premise`, the prices that it would need."""
    things = table.named(query)
    by = query.by or "cost"
    statements = [
        Statement(f"{thing.name} {_says(table, thing, by)}", table.cells([thing], COLUMN[by])) for thing in things
    ]
    if query.premise:
        names = listed([thing.name for thing in things])
        text = f"Without a fixed price of {names} nothing can be called cheaper or dearer"
        statements.append(Statement(text, table.cells(things, COLUMN[by])))
        return table.sheet([], [COLUMN[by]], statements, shown=things, refuted=True)
    values = tuple(value for thing in things for value in _values(table, thing, by))
    unpriced = [thing for thing in things if by == "cost" and amount_of(thing, table.basis) is None]
    if unpriced and table.basis != PRINTED:
        text = f"Without a fixed price of {listed([thing.name for thing in unpriced])} there is no amount to reckon"
        text += f" {table.basis.period} for {table.basis.seats}"
        statements.append(Statement(text, table.cells(unpriced, COST)))
    return table.sheet(things, [COLUMN[by]], statements, values)


def check_records(table: RecordTable, query: Query) -> Sheet:
    """Whether a condition holds for each named record; those that it holds for are the items."""
    things = table.named(query)
    holding = [thing for thing in things if query.where.holds(thing)]
    columns = table.columns_of(query.where) or table.overview()
    if query.by and COLUMN[query.by] not in columns:
        columns.append(COLUMN[query.by])
    statements = []
    for thing in things:
        verdict = _verdict(thing, query.where, holds=thing in holding)
        text = f"{verdict}; the table prints {_printed(table, thing, columns)}"
        statements.append(Statement(text, table.cells([thing], *columns)))
    if query.premise and len(holding) < len(things):
        return table.sheet([], columns, statements, shown=things, refuted=True)
    return table.sheet(holding, columns, statements, shown=things)


def describe_records(table: RecordTable, query: Query) -> Sheet:
    """The row of each named record, or how they compare by one column; side by side they are the answer, one alone is
    only a start."""
    if query.measure == "compare" and query.by not in (None, "cost", "wage"):
        return look_up(table, query)
    things = table.named(query)
    columns = [COST, LICENCE, ALL_PHASES] if table.tools else [ROLE_PHASES, WAGE, DOL_CODE]
    basis = table.basis if query.by == "cost" else PRINTED
    statements = [Statement(_row(thing, basis), (table.row(thing),)) for thing in things]
    if query.by and (len(things) == 2 or query.combine == "minus"):
        return _margin(table, query, things)
    return table.sheet(things if query.measure == "compare" else [], columns, statements, shown=things)


def _margin(table: RecordTable, query: Query, things: list[Thing]) -> Sheet:
    """By how much one, or so many of it, costs or earns more or less than the others together; a `share` tells it as a
    ratio too."""
    column = COST if table.tools else WAGE
    counts = dict(zip(query.named, query.team or (1,) * len(things), strict=True))
    statements = [
        Statement(_says_of(table, thing, counts[thing.name]), table.cells([thing], column)) for thing in things
    ]
    amounts = {
        thing.name: whole(amount * counts[thing.name])
        for thing in things
        if (amount := amount_of(thing, table.basis)) is not None
    }
    if len(amounts) < len(things):
        unpriced = listed([thing.name for thing in things if thing.name not in amounts])
        statements.append(
            Statement(
                f"Without a fixed price of {unpriced} there is no difference to tell", table.cells(things, column)
            )
        )
        return table.sheet(things, [column], statements)
    first, *others = amounts
    others_together = others[0] if len(others) == 1 else "the others together"
    gap = whole(abs(amounts[first] - sum(amounts[name] for name in others)))
    text = f"The difference between {first} and {others_together} is {usd(gap)} {table.basis.period}"
    statements.append(Statement(text, table.cells(things, column)))
    values = [Value(name="difference", value=gap, unit=table.unit)]
    least, most = min(amounts.values()), max(amounts.values())
    if query.measure == "share" and least:
        more, less = whole(round(100 * gap / least, 1)), whole(round(100 * gap / most, 1))
        times = whole(round(most / least, 2))
        text = f"{usd(gap)} is {more:g}% of the lower of the two amounts and {less:g}% of the higher one, which is "
        statements.append(Statement(f"{text}{times:g} times the lower", table.cells(things, column)))
        values.append(Value(name="more than the lower", value=more, unit="percent"))
        values.append(Value(name="less than the higher", value=less, unit="percent"))
        values.append(Value(name="ratio", value=times, unit="times"))
    return table.sheet(things, [column], statements, tuple(values))


def _says_of(table: RecordTable, thing: Thing, count: int) -> str:
    """`3 × Data Engineer earn $29,760 a month`, and of a single one what else is told of it."""
    amount = amount_of(thing, table.basis)
    if count == 1 or amount is None:
        return f"{thing.name} {says_amount(thing, table.basis)}"
    seats = f" for {table.basis.seats}" if table.tools else ""
    does = "cost" if table.tools else "earn"
    return f"{count} × {thing.name} {does} {usd(whole(amount * count))} {table.basis.period}{seats}"


def _verdict(thing: Thing, condition: Condition, *, holds: bool) -> str:
    if isinstance(affirmed(condition), Costs) and isinstance(thing, Tool) and thing.cost.printed == "By Request":
        return f"Whether {thing.name} {singular(affirmed(condition).words())} is not told"
    if isinstance(condition, Not) and not holds:
        condition, holds = condition.of, True
    phrase = singular(condition.words())
    if holds:
        return f"{thing.name} {phrase}"
    if isinstance(condition, Costs) and condition.usd and amount_of(thing, PRINTED) is None:
        return f"Without a fixed price of {thing.name} the table cannot tell whether it {phrase}"
    if " and " in phrase or " or " in phrase:
        return f"It is not so that {thing.name} {phrase}"
    return f"{thing.name} {denied(phrase)}"


def _printed(table: RecordTable, thing: Thing, columns: list[str]) -> str:
    """What the row prints in the columns looked at; phase columns together as the row's phases."""
    is_phase = [column in PhaseCode.__members__ or column in (ALL_PHASES, ROLE_PHASES) for column in columns]
    parts = [f"the phases {', '.join(thing.phases)}"] if any(is_phase) else []
    for column, phase in zip(columns, is_phase, strict=True):
        if column == LICENCE:
            parts.append(f"{'a' if table.cell(thing, column) == 'yes' else 'no'} tick for open source")
        elif not phase:
            what = {COST: "cost", WAGE: "monthly wage"}.get(column, column)
            parts.append(f"{table.cell(thing, column)} as its {what}")
    return listed(parts)


def _says(table: RecordTable, thing: Thing, by: Attribute) -> str:
    if by in ("cost", "wage"):
        return says_amount(thing, table.basis)
    if isinstance(thing, Tool):
        return f"is {'' if thing.open_source else 'not '}ticked as open source"
    return f"is mapped to DOL code {thing.dol_code} ({thing.dol_title})"


def _values(table: RecordTable, thing: Thing, by: Attribute) -> tuple[Value, ...]:
    if by in ("cost", "wage"):
        return values_of(thing, table.basis)
    if isinstance(thing, Role) and by == "dol_code":
        return (Value(name=thing.name, value=thing.dol_code, unit="DOL code"),)
    return ()


def _row(thing: Thing, basis: Basis) -> str:
    phases = listed(list(thing.phases))
    if isinstance(thing, Tool):
        licence = "is ticked as open source" if thing.open_source else "is not ticked as open source"
        return f"{thing.name} covers {phases}, {says_price(thing, basis)} and {licence}"
    return f"{thing.name} takes part in {phases} and earns ${thing.monthly_wage_usd:,} a month by the paper's estimate"
