"""Tables III and IV as matrices of what is printed, and the cell that was chosen."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from server.api.records import PhaseRecord, RoleRecord, ToolRecord
from server.schema import Citation
from ui.map_form import CELL, FIRST, FREE, OPEN, Kind, Place, filters_html
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


class Row(NamedTuple):
    """What stands beside a name, and what the row is marked with for the filters."""

    name: str
    cells: Sequence[Filled | None]
    marks: Sequence[str] = ()


def map_html(tools: Sequence[ToolRecord], roles: Sequence[RoleRecord], phases: Sequence[PhaseRecord]) -> str:
    """The filters and both matrices, of which they show one."""
    return filters_html() + tools_html(tools, phases) + roles_html(roles, phases)


def tools_html(tools: Sequence[ToolRecord], phases: Sequence[PhaseRecord]) -> str:
    """Every tool: its price, whether its source is open, and its phases."""
    columns = _phase_columns(phases, {phase for tool in tools for phase in tool.phases})
    rows = [
        Row(
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
            [mark for mark, fits in ((FREE, tool.cost.usd == 0), (OPEN, tool.open_source)) if fits],
        )
        for tool in tools
    ]
    head = (Column("Cost", "monthly cost for ten users"), Column("Open", "open source"), *columns)
    return _matrix("tool", head, rows)


def roles_html(roles: Sequence[RoleRecord], phases: Sequence[PhaseRecord]) -> str:
    """Every role: its wage and its phases."""
    columns = _phase_columns(phases, {phase for role in roles for phase in role.phases})
    rows = [
        Row(
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
    ]
    return _matrix("role", (Column("Wage", "monthly wage estimate"), *columns), rows)


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


def _matrix(kind: Kind, columns: Iterable[Column], rows: Sequence[Row]) -> str:
    what = kind.capitalize()
    head = "".join(
        f'<th scope="col"><abbr title="{text(column.meaning)}">{text(column.head)}</abbr></th>' for column in columns
    )
    body = ""
    for row in rows:
        shown = "".join(f"<td>{_button(cell) if cell else ''}</td>" for cell in row.cells)
        body += f'<tr data-marks="{" ".join(row.marks)}"><th scope="row">{text(row.name)}</th>{shown}</tr>'
    body = body.replace('tabindex="-1"', 'tabindex="0"', 1)  # where Tab enters
    return (
        f'<section data-kind="{kind}"{"" if kind == FIRST else " hidden"}><p class="small" role="status">'
        f'{len(rows)} of {len(rows)} {kind}s</p><form class="matrix" aria-label="{what}s by phase">'
        f"<table><caption>{what}s by phase</caption><thead><tr><th scope='col'>{what}</th>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></form></section>"
    )


def _button(cell: Filled) -> str:
    return (
        f'<button type="submit" name="{CELL}" value="{text(cell.place.value)}" aria-label="{text(cell.said)}" '
        f'aria-pressed="false" tabindex="-1">{text(cell.shown)}</button>'
    )
