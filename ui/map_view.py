"""Tables III and IV as matrices of what is printed, and the cell that was chosen."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from server.api.records import PhaseRecord, RoleRecord, ToolRecord
from server.schema import Citation
from ui.map_form import CELL, Kind, Place, Selection
from ui.markup import text
from ui.sources import card_html

TICK = "✓"
COST, OPEN_SOURCE = "Cost/Month", "Open Source"
ROLE_PHASES, WAGE = "MLOps Abbreviated Phase", "Monthly Wage Estimate DOL 2023"
NOTHING_CHOSEN = (
    '<section class="sheet empty"><h2>Source</h2><p>Choose a cell to see where it is printed. Arrow keys go from cell '
    "to cell.</p></section>"
)


class Column(NamedTuple):
    """A column: its head and what that stands for."""

    head: str
    meaning: str


class Filled(NamedTuple):
    """A cell that holds something, and the place of the paper that it opens."""

    shown: str
    said: str
    place: Place


Row = tuple[str, Sequence[Filled | None]]


def tools_html(tools: Sequence[ToolRecord], phases: Sequence[PhaseRecord], wanted: Selection, count: int) -> str:
    """The tools that pass the filters, out of `count`."""
    columns = _phase_columns(phases, {phase for tool in tools for phase in tool.phases})
    rows = [
        (
            tool.name,
            (
                Filled(tool.cost.printed, f"{tool.name} costs {tool.cost.printed}", Place("tool", tool.name, COST)),
                _ticked("tool", tool.name, "is open source", OPEN_SOURCE) if tool.open_source else None,
                *(
                    _ticked("tool", tool.name, f"covers {column.head}", column.head)
                    if column.head in tool.phases
                    else None
                    for column in columns
                ),
            ),
        )
        for tool in tools
        if _named(wanted, tool.name)
    ]
    head = (Column("Cost", "monthly cost for ten users"), Column("Open", "open source"), *columns)
    return _matrix("Tool", head, rows, count)


def roles_html(roles: Sequence[RoleRecord], phases: Sequence[PhaseRecord], wanted: Selection) -> str:
    """The roles whose name is wanted."""
    columns = _phase_columns(phases, {phase for role in roles for phase in role.phases})
    rows = [
        (
            role.name,
            (
                Filled(
                    f"${role.monthly_wage_usd:,}",
                    f"{role.name} earns ${role.monthly_wage_usd:,} a month",
                    Place("role", role.name, WAGE),
                ),
                *(
                    _ticked("role", role.name, f"takes part in {column.head}", ROLE_PHASES)
                    if column.head in role.phases
                    else None
                    for column in columns
                ),
            ),
        )
        for role in roles
        if _named(wanted, role.name)
    ]
    return _matrix("Role", (Column("Wage", "monthly wage estimate"), *columns), rows, len(roles))


def cell_html(record: ToolRecord | RoleRecord, column: str) -> str:
    """The source of one cell of the record, with what the table's oddities are noted for."""
    cards = (card_html(citation) for citation in record.citations if _column(citation) == column)
    listed = "".join(f'<li class="source">{card}</li>' for card in cards)
    note = f"<p>{text(record.note)}</p>" if record.note else ""
    return (
        f'<section class="sheet"><h2>{text(record.name)}</h2><p class="understood">{text(column)}</p>'
        f'<div class="cited"><ol>{listed}</ol></div>{note}</section>'
    )


def _column(citation: Citation) -> str:
    return citation.locator.rpartition("column ")[2]


def _named(wanted: Selection, name: str) -> bool:
    return wanted.name.casefold() in name.casefold()


def _phase_columns(phases: Sequence[PhaseRecord], printed: set[str]) -> tuple[Column, ...]:
    """The phases that rows print, those that none prints but that stand alone, and codes of no phase."""
    split = {phase.parent for phase in phases if phase.code in printed}
    shown = [
        Column(phase.code, phase.name)
        for phase in phases
        if phase.code in printed or (phase.parent is None and phase.code not in split)
    ]
    unknown = sorted(printed - {phase.code for phase in phases})
    return (*shown, *(Column(code, "printed, but no phase of Figure 1") for code in unknown))


def _ticked(kind: Kind, name: str, said: str, column: str) -> Filled:
    return Filled(TICK, f"{name} {said}", Place(kind, name, column))


def _matrix(what: str, columns: Iterable[Column], rows: Sequence[Row], count: int) -> str:
    columns = tuple(columns)
    found = f"{len(rows)} of {count} {what.lower()}s"
    if not rows:
        return f'<p class="small" role="status">{text(found)}: leave out a filter</p>'
    head = "".join(
        f'<th scope="col"><abbr title="{text(column.meaning)}">{text(column.head)}</abbr></th>' for column in columns
    )
    first = True
    body = []
    for name, cells in rows:
        shown = []
        for cell in cells:
            shown.append(f"<td>{_button(cell, first=first) if cell else ''}</td>")
            first = first and cell is None
        body.append(f'<tr><th scope="row">{text(name)}</th>{"".join(shown)}</tr>')
    return (
        f'<p class="small" role="status">{text(found)}</p><form class="matrix" aria-label="{what}s by phase">'
        f"<table><caption>{what}s by phase</caption><thead><tr><th scope='col'>{what}</th>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></form>"
    )


def _button(cell: Filled, *, first: bool) -> str:
    return (
        f'<button type="submit" name="{CELL}" value="{text(cell.place.value)}" aria-label="{text(cell.said)}" '
        f'aria-pressed="false" tabindex="{0 if first else -1}">{text(cell.shown)}</button>'
    )
