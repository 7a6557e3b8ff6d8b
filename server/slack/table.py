"""The facts as a table of fixed width, narrow enough for a window and short enough for a message."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from server.schema import FactTable
from server.slack.mrkdwn import visible

ROWS = 10
WIDTH = 92
_CELL = 30
_NARROWEST = 6
_LINES = 3


def table(facts: FactTable) -> str:
    """The first rows with the numbers of their sources; long cells are wrapped and, where that is too little, cut."""
    numbers = ["".join(f"[{n}]" for n in row) for row in facts.citations[:ROWS]]
    rows = [[*facts.columns, ""], *([*row, cited] for row, cited in zip(facts.rows[:ROWS], numbers, strict=True))]
    rows = [[" ".join(visible(cell).split()) for cell in row] for row in rows]
    widths = _widths([max(map(len, column)) for column in zip(*rows, strict=True)])
    head, *body = ("\n".join(_lines(row, widths)) for row in rows)
    return "\n".join((head, "  ".join("─" * width for width in widths).rstrip(), *body))


def more_rows(facts: FactTable) -> int:
    """How many rows the table leaves out."""
    return max(0, len(facts.rows) - ROWS)


def _widths(wanted: list[int]) -> list[int]:
    """The widest columns give way until the table is narrow enough."""
    widths = [min(width, _CELL) for width in wanted]
    while sum(widths) + 2 * len(widths) > WIDTH and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [
        textwrap.wrap(cell, max(width, 1), max_lines=_LINES, placeholder="…")
        for cell, width in zip(row, widths, strict=True)
    ]
    for line in zip_longest(*wrapped, fillvalue=""):
        yield "  ".join(map(str.ljust, line, widths)).rstrip()
