"""Sets and counts: every tool or role that a condition holds for."""

import re

from corpus.vocabulary import Role
from server.conditions import DOL_CODE, DOL_TITLE, ROLE_PHASES, AllOf, Condition, Named, Thing
from server.facts.table import COLUMN, RecordTable
from server.query import Query
from server.schema import Value
from server.sheet import Sheet, Statement
from server.wording import listed, singular

_MAY_MEAN_DT = re.compile(r"\b(?:D|MDT)\b")


def list_records(table: RecordTable, query: Query) -> Sheet:
    """The set in print order; it rests on the whole columns that the condition looks at."""
    found = [thing for thing in table.things if query.where.holds(thing)]
    columns = table.columns_of(query.where)
    if query.measure == "count" and query.by == "dol_code":
        return _codes(table, found)
    refuted = query.premise and query.amount not in (None, len(found))
    statements = [Statement(_sentence(table, query, found), table.whole_columns(columns))]
    if not table.tools and _MAY_MEAN_DT.search(query.where.words()):
        statements += _left_out(table, found)
    values = (Value(name=f"number of {table.noun}", value=len(found), unit=table.noun),)
    if refuted:
        return table.sheet([], columns or table.overview(), statements, refuted=True)
    shown = [*columns, COLUMN[query.by]] if query.by else columns
    return table.sheet(
        found,
        list(dict.fromkeys(shown)) or table.overview(),
        statements,
        values if query.measure == "count" else (),
    )


def _codes(table: RecordTable, found: list[Thing]) -> Sheet:
    """How many different codes roles are mapped to; a code is no entity of its own, so the roles are shown."""
    codes = tuple(dict.fromkeys(thing.dol_code for thing in found if isinstance(thing, Role)))
    text = f"The {len(found)} roles asked about are mapped to {len(codes)} different DOL codes: {listed(codes)}"
    value = Value(name="number of DOL codes", value=len(codes), unit="DOL codes")
    statement = Statement(text, table.whole_columns([DOL_CODE]))
    return table.sheet([], [DOL_CODE, DOL_TITLE], [statement], (value,), shown=found)


def _sentence(table: RecordTable, query: Query, found: list[Thing]) -> str:
    names = [thing.name for thing in found]
    asked, condition = _scope(query.where)
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


def _scope(where: Condition) -> tuple[tuple[str, ...], Condition]:
    """The names that a follow-up or a filter confines the question to, and what is asked of them."""
    parts = where.of if isinstance(where, AllOf) else (where,)
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
