"""The facts as a table of fixed width, narrow enough for a window and short enough for a message."""

from server.schema import FactTable
from server.slack.mrkdwn import visible

ROWS = 10
_CELL = 30
_WIDTH = 92
_NARROWEST = 6


def table(facts: FactTable) -> str:
    """The first rows with the numbers of their sources; cells that are too long are cut."""
    numbers = ["".join(f"[{n}]" for n in row) for row in facts.citations[:ROWS]]
    rows = [[*facts.columns, ""], *([*row, cited] for row, cited in zip(facts.rows[:ROWS], numbers, strict=True))]
    rows = [[" ".join(visible(cell).split()) for cell in row] for row in rows]
    widths = _widths([max(map(len, column)) for column in zip(*rows, strict=True)])
    rows = [[_cut(cell, width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    rows.insert(1, ["─" * width for width in widths])
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def more_rows(facts: FactTable) -> int:
    """How many rows the table leaves out."""
    return max(0, len(facts.rows) - ROWS)


def _widths(wanted: list[int]) -> list[int]:
    """The widest columns give way until the table is narrow enough."""
    widths = [min(width, _CELL) for width in wanted]
    while sum(widths) + 2 * len(widths) > _WIDTH and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _cut(cell: str, width: int) -> str:
    return cell if len(cell) <= width else cell[: width - 1] + "…"
