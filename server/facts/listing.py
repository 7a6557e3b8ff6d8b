"""Sets and counts: every tool or role that a condition holds for."""

import math
import re

from corpus.vocabulary import Role
from server.conditions import DOL_CODE, DOL_TITLE, ROLE_PHASES, AllOf, Condition, Costs, Earns, Named, Thing
from server.facts.amounts import amount_of, printed
from server.facts.table import RecordTable
from server.query import Query
from server.schema import Value
from server.sheet import Sheet, Statement
from server.wording import listed, singular

_PRICED_AT_MOST = 15  # more would be a price list, which the table shows anyway
_MAY_MEAN_DT = re.compile(r"\b(?:D|MDT)\b")


def list_records(table: RecordTable, query: Query) -> Sheet:
    """The set in print order, what has ended last, or in the order that is asked for; it rests on the whole columns
    that the condition looks at."""
    found = _sorted(table, query, [thing for thing in table.things if query.where.holds(thing)])
    columns = table.columns_of(query.where)
    if query.measure == "count" and query.by == "dol_code":
        return _codes(table, found)
    refuted = query.premise and query.amount not in (None, len(found))
    shown = list(dict.fromkeys([*columns, table.column_of(query.by)] if query.by else columns))
    amounts = _amounts(table, query, found)
    statements = [
        Statement(_sentence(table, query, found, amounts), table.whole_columns(shown if amounts else columns))
    ]
    if not table.tools and _MAY_MEAN_DT.search(query.where.words()):
        statements += _left_out(table, found)
    values = (Value(name=f"number of {table.noun}", value=len(found), unit=table.noun),)
    if refuted:
        return table.sheet([], columns or table.overview(), statements, refuted=True)
    return table.sheet(
        found,
        shown or table.overview(),
        statements,
        values if query.measure == "count" else (),
    )


def weigh_records(table: RecordTable, query: Query) -> Sheet:
    """How many `within` holds for against how many `where` does, and how many more the greater set has."""
    first, second = (sum(map(each.holds, table.things)) for each in (query.within, query.where))
    columns = table.columns_of(AllOf(of=(query.within, query.where)))
    counts = f"{first} {query.within.words()} and {second} {query.where.words()}"
    more = f"{abs(first - second)} {'more' if first > second else 'fewer'}" if first != second else "as many"
    text = f"Of the {len(table.things)} {table.noun} in {table.name}, {counts}: {more}"
    values = tuple(
        Value(name=f"{table.noun} that {each.words()}", value=count, unit=table.noun)
        for each, count in ((query.within, first), (query.where, second))
    )
    return table.sheet([], columns, [Statement(text, table.whole_columns(columns))], values)


def _sorted(table: RecordTable, query: Query, found: list[Thing]) -> list[Thing]:
    """What is asked for by its amount in this order, what has no fixed price behind; else as printed, and what is no
    longer offered last."""
    if query.falling is None or query.by is None or query.measure != "list":
        return sorted(found, key=lambda thing: thing.name in table.ended)
    amounts = {thing.name: table.measure(thing, query.by) for thing in found}
    sign = -1 if query.falling else 1
    return sorted(found, key=lambda thing: math.inf if (amount := amounts[thing.name]) is None else sign * amount)


def _codes(table: RecordTable, found: list[Thing]) -> Sheet:
    """How many different codes roles are mapped to; a code is no entity of its own, so the roles are shown."""
    codes = tuple(dict.fromkeys(thing.dol_code for thing in found if isinstance(thing, Role)))
    text = f"The {len(found)} roles asked about are mapped to {len(codes)} different DOL codes: {listed(codes)}"
    value = Value(name="number of DOL codes", value=len(codes), unit="DOL codes")
    statement = Statement(text, table.whole_columns([DOL_CODE]))
    return table.sheet([], [DOL_CODE, DOL_TITLE], [statement], (value,), shown=found)


def _amounts(table: RecordTable, query: Query, found: list[Thing]) -> dict[str, str]:
    """What each of a few costs or earns, where that is asked for and not the same of all."""
    if query.by not in ("cost", "wage") or query.measure != "list" or len(found) > _PRICED_AT_MOST:
        return {}
    amounts = {thing.name: amount_of(thing, table.basis) for thing in found}
    told = {thing.name: printed(thing, amounts[thing.name]) for thing in found}
    exact = any(isinstance(part, Costs | Earns) and part.comparison == "=" for part in _parts(query.where))
    return told if len(set(told.values())) > 1 or not exact else {}


def _sentence(table: RecordTable, query: Query, found: list[Thing], amounts: dict[str, str]) -> str:
    names = [f"{thing.name} ({amounts[thing.name]})" if amounts else thing.name for thing in found]
    asked, condition = scope_of(query.where)
    phrase = condition.words()
    of_all = f"of the {len(asked or table.things)} {table.noun} {'asked about' if asked else f'in {table.name}'}"
    if query.where == AllOf():
        return f"{table.name} lists {len(names)} {table.noun}: {listed(names)}"
    if isinstance(query.where, Named) and names:
        counted = f"{len(names)} of them: " if query.measure == "count" else ""
        return f"{table.name} lists {counted}{listed(names)}"
    if not names:
        return f"None {of_all} {singular(phrase)}"
    if len(names) == 1:
        return f"O{of_all[1:]}, only {names[0]} {singular(phrase)}"
    return f"O{of_all[1:]}, {len(names)} {phrase}: {listed(names)}"


def _parts(where: Condition) -> tuple[Condition, ...]:
    return where.of if isinstance(where, AllOf) else (where,)


def scope_of(where: Condition) -> tuple[tuple[str, ...], Condition]:
    """The names that a follow-up or a filter confines the question to, and what is asked of them."""
    parts = _parts(where)
    named = [part for part in parts if isinstance(part, Named)]
    rest = tuple(part for part in parts if part not in named)
    if len(named) != 1 or not rest:
        return (), where
    return named[0].names, AllOf(of=rest)


def _left_out(table: RecordTable, found: list[Thing]) -> list[Statement]:
    """A role printed with a code that joins no phase is told of where a reader may look for it."""
    return [
        Statement(f"{thing.name} is not counted for DT: {thing.note}", table.cells([thing], ROLE_PHASES))
        for thing in table.things
        if thing.note and thing not in found
    ]
