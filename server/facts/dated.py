"""What dated sources say about the cells that a sheet shows, beside what the table prints."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.updates import STATUS, Update, overview
from corpus.vocabulary import TABLE_IV_COLUMNS
from server.conditions import LICENCE
from server.query import Query
from server.sheet import Sheet, Statement
from server.wording import listed

_SHOWN = 3
_NAMES = frozenset({"Tool", "Name"})
_PROPOSING = frozenset({"list", "min", "max"})


@dataclass(frozen=True)
class DatedSources:
    """Sets dated sources beside the table; items, values and rows stay the table's own."""

    catalogue: Catalogue
    updates: tuple[Update, ...]

    def beside(self, query: Query, sheet: Sheet) -> Sheet:
        """The sheet with what sources say about the cells that it shows, what matters most first."""
        touching = self._touching(query, sheet)
        if not touching:
            return sheet
        shown, rest = touching[:_SHOWN], touching[_SHOWN:]
        # The table's own note on a licence says less than a source about the same cell.
        outdone = {self.catalogue.tools[update.tool].note for update in shown if update.column == LICENCE}
        kept = [statement for statement in sheet.statements if statement.text not in outdone]
        more = [Statement(_remaining(rest), (overview(self.updates),))] if rest else []
        return replace(sheet, statements=(*kept, *map(self._statement, shown), *more))

    @property
    def gone(self) -> frozenset[str]:
        """The tools that are no longer offered."""
        return frozenset(update.tool for update in self.updates if update.ended)

    def ended(self, tools: Sequence[str]) -> list[Statement]:
        """That tools are no longer offered, of those that are not."""
        return [self._statement(update) for update in self.updates if update.ended and update.tool in tools]

    def _touching(self, query: Query, sheet: Sheet) -> list[Update]:
        """A cell's sources where it shows; a product's where it is asked about, or proposed and no longer offered."""
        if not _NAMES.intersection(sheet.columns[:1]):
            return []
        columns = _columns(sheet.columns[1:])
        tools = {row.cells[0] for row in sheet.rows}
        named = bool(query.named) or len(tools) == 1
        found = [update for update in self.updates if update.tool in tools]
        cells = [update for update in found if update.column in columns]
        products = [
            update
            for update in found
            if update.column == STATUS and (named or (update.ended and query.measure in _PROPOSING))
        ]
        return [
            *sorted(products, key=lambda update: not update.ended),
            *sorted(cells, key=lambda update: columns.index(update.column)),
        ]

    def _statement(self, update: Update) -> Statement:
        tool = self.catalogue.tools[update.tool]
        product = update.column == STATUS
        cell = self.catalogue.tool_row(tool) if product else self.catalogue.tool_cell(tool, update.column)
        return Statement(update.beside(tool, cell.as_of), (cell, update.evidence(tool, cell.as_of)))


def _columns(headings: Sequence[str]) -> list[str]:
    """The columns of Table IV under the headings of a facts table; `Phases` stands for all phase columns."""
    return [column for heading in headings for column in (TABLE_IV_COLUMNS if heading == "Phases" else (heading,))]


def _remaining(updates: Sequence[Update]) -> str:
    names = listed(list(dict.fromkeys(update.tool for update in updates)))
    number = f"{len(updates)} more dated sources differ" if len(updates) > 1 else "One more dated source differs"
    return f"{number} from the table, on {names}"
