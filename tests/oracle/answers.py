"""How a sheet of facts is compared with the answer that the raw tables give."""

import re
from typing import Any

from tests.oracle import tables
from tests.oracle.question import Question
from tests.oracle.tables import CODES, RECORDS, TICKS, WAGE

_TABLES = {"tools": "Table IV", "roles": "Table III"}
_HEADED = {"Monthly Wage": WAGE}


def differences(sheet: Any, question: Question) -> str | None:
    """What is wrong with a sheet, the worst first; None where nothing is."""
    return _names(sheet, question) or _values(sheet, question) or _cells(sheet, question) or _rests(sheet, question)


def _names(sheet: Any, question: Question) -> str | None:
    items = sheet.items.model_dump()
    listed = list(items.pop(question.kind))
    found = set(listed)
    if len(listed) != len(found) or any(items.values()):
        return f"items {listed} and beside them {items}"
    if found != question.names:
        return f"too many: {sorted(found - question.names)}, missing: {sorted(question.names - found)}"
    for tied in question.order:
        if set(listed[: len(tied)]) != tied:
            return f"{listed} stands where {sorted(tied)} comes first"
        listed = listed[len(tied) :]
    return None


def _values(sheet: Any, question: Question) -> str | None:
    found = [value.value for value in sheet.values]
    if sorted(map(str, found)) != sorted(map(str, question.values)):
        return f"values {found} instead of {list(question.values)}"
    if any("at least" in value.name for value in sheet.values) != question.at_least:
        return f"the bound of {[value.name for value in sheet.values]}"
    return None


def _cells(sheet: Any, question: Question) -> str | None:
    """Every row shows what its record prints, and cites each shown and each asked column of it."""
    expected = question.names if question.shown is None else question.shown
    if {row.cells[0] for row in sheet.rows} != expected or len(sheet.rows) != len(expected):
        return f"rows {[row.cells[0] for row in sheet.rows]} instead of {sorted(expected)}"
    for row in sheet.rows:
        name = row.cells[0]
        if name in tables.PHASES:
            continue  # a phase and its count: compared as values, cited by whole columns
        phases = TICKS if name in tables.TOOLS else CODES
        columns = [phases if heading == "Phases" else _HEADED.get(heading, heading) for heading in sheet.columns[1:]]
        printed = [tables.shown(name, column) for column in columns]
        if list(row.cells[1:]) != printed:
            return f"the row of {name} shows {row.cells[1:]} instead of {printed}"
        for column in {*columns, *question.columns}:
            if not any(tables.cites(place.locator, place.excerpt, name, column) for place in row.evidence):
                return f"{column} of {name} is not among {[place.locator for place in row.evidence]}"
    return None


def _rests(sheet: Any, question: Question) -> str | None:
    """Every statement rests on places that exist; an empty set on the whole columns that were looked at."""
    if not sheet.statements or not all(statement.evidence for statement in sheet.statements):
        return "a statement without evidence"
    places = {place.locator for statement in sheet.statements for place in statement.evidence}
    strange = [locator for locator in places if not _exists(locator)]
    if strange:
        return f"no such place: {strange}"
    if question.kind != "phases" and not sheet.rows:
        looked_at = {f"{_TABLES[question.kind]}, column {column}" for column in question.columns}
        if not looked_at <= places:
            return f"an empty set that does not rest on {sorted(looked_at - places)}"
    return None


def _exists(locator: str) -> bool:
    rows = {tables.row_locator(name) for records in RECORDS.values() for name in records}
    headings = {*tables.COLUMNS, tables.COST, tables.LICENCE, TICKS, CODES, WAGE, "Tool", "MLOps Roles", "DOL Code"}
    row, _, column = locator.rpartition(", column ")
    if not row:
        figure = re.fullmatch(r"Figure 1, phase \w+", locator)
        return figure is not None or locator in rows | tables.DATED | {"Dated sources"}
    return column in headings and (row in rows or row in _TABLES.values())
