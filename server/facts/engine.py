"""The typed query engine: one query in, one sheet of facts out. No similarity, no LLM."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.plans import load_plans
from corpus.updates import load_updates
from server.conditions import Named
from server.facts.claimed import beside_claim
from server.facts.dated import DatedSources
from server.facts.guidance import Guidance
from server.facts.lasting import lasting_records
from server.facts.lifecycle import Lifecycle
from server.facts.listing import list_records, weigh_records
from server.facts.lookup import check_records, describe_records, look_up
from server.facts.maturity import Maturity
from server.facts.ranking import rank_records, spread_records
from server.facts.seats import Seats
from server.facts.several import several_sheets
from server.facts.shares import share_records
from server.facts.table import RecordTable
from server.facts.totals import average_records, total_records, weigh_totals
from server.query import Query
from server.schema import Items
from server.sheet import Sheet, Statement


@dataclass(frozen=True)
class FactEngine:
    """Answers typed queries over the catalogue."""

    catalogue: Catalogue

    @cached_property
    def _dated(self) -> DatedSources:
        return DatedSources(self.catalogue, load_updates(self.catalogue.tools, self.catalogue.folder / "updates.toml"))

    @cached_property
    def _seats(self) -> Seats:
        return Seats(self.catalogue.tools, load_plans(self.catalogue.tools, self.catalogue.folder))

    def answer(self, query: Query) -> Sheet:
        """The facts for one query, exact and exhaustive, with what dated sources say about them."""
        sheet = self._printed(query)
        if query.premise and query.measure != "check" and query.amount is None:
            sheet = replace(sheet, items=Items(), values=(), refuted=True)
        return self._seats.before(query, self._dated.beside(query, sheet))

    def ended(self, tools: Sequence[str]) -> list[Statement]:
        """What dated sources say of the tools that are no longer offered."""
        return self._dated.ended(tools)

    def _printed(self, query: Query) -> Sheet:
        if query.also:
            return several_sheets(query, self._printed)
        match query.select:
            case "tools" | "roles":
                return self._records(query)
            case "phases":
                return Lifecycle(self.catalogue).answer(query)
            case "maturity":
                return Maturity(self.catalogue).answer(query)
            case "aspects":
                return Guidance(self.catalogue).aspects(query)
            case "decision":
                return Guidance(self.catalogue).decision(query)
            case "stack" | "team":
                raise ValueError("a plan is the planner's to solve")

    def _records(self, query: Query) -> Sheet:
        table = RecordTable(self.catalogue, query.select == "tools", query.basis, self._dated.gone)
        sheet = self._measured(table, query)
        return beside_claim(table, query, sheet) if query.claimed else sheet

    def _measured(self, table: RecordTable, query: Query) -> Sheet:
        match query.measure:
            case "min" | "max" | "compare" if isinstance(query.within, Named):
                return weigh_totals(table, query)
            case "list" | "count":
                return list_records(table, query)
            case "min" | "max":
                return rank_records(table, query)
            case "share":
                return describe_records(table, query) if query.named else share_records(table, query)
            case "sum":
                return total_records(table, query)
            case "months" | "heads":
                return lasting_records(table, query)
            case "mean" | "median":
                return average_records(table, query)
            case "spread":
                return spread_records(table, query)
            case "check":
                return check_records(table, query)
            case "attribute":
                several = any(count > 1 for count in query.team)
                return total_records(table, query) if several else look_up(table, query)
            case "compare" if not query.named:
                return weigh_records(table, query)
            case "compare" | "describe":
                return describe_records(table, query)
