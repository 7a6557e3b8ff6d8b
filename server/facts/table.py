"""Tables III and IV as a place to read from: names, cells as shown, and the evidence of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, PhaseCode, Role, Tool
from server.basis import Basis
from server.conditions import ALL_PHASES, COST, DOL_CODE, DOL_TITLE, LICENCE, ROLE_PHASES, WAGE, Condition, Thing
from server.facts.amounts import PRINTED, amount_of, assumption, estimated
from server.query import Attribute, Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement

COLUMN: dict[Attribute, str] = {
    "cost": COST,
    "licence": LICENCE,
    "wage": WAGE,
    "dol_code": DOL_CODE,
    "dol_title": DOL_TITLE,
}
_HEADINGS = {ALL_PHASES: "Phases", ROLE_PHASES: "Phases", WAGE: "Monthly Wage"}


@dataclass(frozen=True)
class RecordTable:
    """Table IV for `tools` (True) or Table III for roles; amounts are told on `basis`, and `ended` are no longer
    offered."""

    catalogue: Catalogue
    tools: bool
    basis: Basis = PRINTED
    ended: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return "Table IV" if self.tools else "Table III"

    @property
    def noun(self) -> str:
        return "tools" if self.tools else "roles"

    @property
    def things(self) -> list[Thing]:
        """Every record, in print order."""
        return list(self.catalogue.tools.values() if self.tools else self.catalogue.roles.values())

    def named(self, query: Query) -> list[Thing]:
        """The records that the query names, in its order."""
        pool = {thing.name: thing for thing in self.things}
        return [pool[name] for name in query.named]

    def column_of(self, by: Attribute) -> str:
        """The printed column behind an attribute."""
        if by == "phases":
            return ALL_PHASES if self.tools else ROLE_PHASES
        return COLUMN[by]

    def columns_of(self, condition: Condition) -> list[str]:
        """The printed columns that a condition looks at."""
        return list(condition.columns(self.things[0]))

    def overview(self) -> list[str]:
        """The columns to show when a question names none."""
        return [COST, LICENCE, ALL_PHASES] if self.tools else [ROLE_PHASES, WAGE]

    @property
    def unit(self) -> str:
        """The unit of the table's amounts."""
        return self.basis.price_unit if self.tools else self.basis.wage_unit

    def measure(self, thing: Thing, by: Attribute) -> float | None:
        """A record's cost, wage or number of phases; None without a fixed price."""
        return len(thing.phases) if by == "phases" else amount_of(thing, self.basis)

    def cell(self, thing: Thing, column: str) -> str:
        """One cell as the facts table shows it."""
        if column in (ALL_PHASES, ROLE_PHASES):
            return ", ".join(thing.phases)
        if isinstance(thing, Role):
            return {WAGE: f"${thing.monthly_wage_usd:,}", DOL_CODE: thing.dol_code, DOL_TITLE: thing.dol_title}[column]
        if column == COST:
            return thing.cost.printed
        if column == LICENCE:
            return "yes" if thing.open_source else "no"
        return "✓" if PhaseCode(column) in thing.phases else "–"

    def cells(self, things: Sequence[Thing], *columns: str) -> tuple[Evidence, ...]:
        """The evidence of the cells where the records and the columns cross, each once. Where a tool's
        phases are all looked at, its whole row is the one place that holds everything."""
        if ALL_PHASES in columns:
            return tuple(self.row(thing) for thing in things)
        return tuple(dict.fromkeys(self._evidence(thing, column) for thing in things for column in columns))

    def row(self, thing: Thing) -> Evidence:
        """The evidence of a whole row."""
        return self.catalogue.tool_row(thing) if isinstance(thing, Tool) else self.catalogue.role_row(thing)

    def whole_columns(self, columns: Sequence[str]) -> tuple[Evidence, ...]:
        """The evidence of whole columns, which exhaustive and empty results rest on."""
        read = dict.fromkeys(columns) or dict.fromkeys([self.column_of("phases")])
        return tuple(self.catalogue.column(self.name, column) for column in read)

    def sheet(  # noqa: PLR0913 - the parts of a sheet, each named where it differs
        self,
        things: Sequence[Thing],
        columns: Sequence[str],
        statements: Sequence[Statement],
        values: tuple[Value, ...] = (),
        *,
        shown: Sequence[Thing] | None = None,
        refuted: bool = False,
    ) -> Sheet:
        """A sheet whose items are `things`; `shown` are the table's rows where they differ from these."""
        names = tuple(thing.name for thing in things)
        listed = things if shown is None else shown
        rows = tuple(
            Row((thing.name, *(self.cell(thing, column) for column in columns)), self.cells([thing], *columns))
            for thing in listed
        )
        return Sheet(
            (*statements, *self._note(listed, columns), *self._assumption(columns)),
            Items(tools=names) if self.tools else Items(roles=names),
            values,
            ("Tool" if self.tools else "Role", *(_HEADINGS.get(column, column) for column in columns)),
            rows,
            refuted=refuted,
        )

    def _note(self, shown: Sequence[Thing], columns: Sequence[str]) -> list[Statement]:
        """What the paper prints oddly about the one record shown, where its column shows."""
        noted = LICENCE if self.tools else ROLE_PHASES
        if len(shown) != 1 or shown[0].note is None or noted not in columns:
            return []
        return [Statement(shown[0].note, self.cells(shown, noted))]

    def _assumption(self, columns: Sequence[str]) -> list[Statement]:
        if not self.tools and WAGE in columns:
            return [estimated(self.catalogue)]
        assumed = self.tools and self.basis.assumed and COST in columns
        return [assumption(self.catalogue, self.basis)] if assumed else []

    def _evidence(self, thing: Thing, column: str) -> Evidence:
        if isinstance(thing, Role):
            return self.catalogue.role_cell(thing, column)
        return self.catalogue.tool_cell(thing, column)
