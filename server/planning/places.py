"""Where a plan's sentences come from: cells where tools or roles are named, columns where all are meant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, PhaseCode, Role, Tool
from server.conditions import COST, LICENCE, ROLE_PHASES, WAGE
from server.constraints import PlanConstraints
from server.planning.advice import Advice
from server.planning.clouds import Clouds


@dataclass(frozen=True)
class Places:
    """The evidence of the tables, of the clouds' judgement and of the cards' advice."""

    catalogue: Catalogue
    clouds: Clouds
    advice: Advice

    @cached_property
    def covered(self) -> dict[str, frozenset[PhaseCode]]:
        """The phases that each tool covers; `MD` beside a half of it."""
        return {
            tool.name: frozenset(phase for phase in PhaseCode if tool.covers(phase))
            for tool in self.catalogue.tools.values()
        }

    def costs(self, tools: Iterable[Tool]) -> tuple[Evidence, ...]:
        """The price cells of the tools."""
        return _once(self.catalogue.tool_cell(tool, COST) for tool in tools)

    def licences(self, tools: Iterable[Tool]) -> tuple[Evidence, ...]:
        """The licence cells of the tools."""
        return _once(self.catalogue.tool_cell(tool, LICENCE) for tool in tools)

    def ticks(self, tools: Iterable[Tool], phases: Collection[PhaseCode]) -> tuple[Evidence, ...]:
        """The ticked cells where the tools and the phases cross; `MD` is either half."""
        return _once(
            self.catalogue.tool_cell(tool, column)
            for tool in tools
            for phase in phases
            for column in phase.columns
            if column in tool.phases
        )

    def columns(self, phases: Iterable[PhaseCode]) -> tuple[Evidence, ...]:
        """The whole columns of the phases."""
        return _once(self.catalogue.column("Table IV", column) for phase in phases for column in phase.columns)

    def search(self, constraints: PlanConstraints) -> tuple[Evidence, ...]:
        """Everything that a statement about all stacks rests on."""
        found = [*self.columns(constraints.wanted), self.catalogue.column("Table IV", COST)]
        if constraints.open_source_only or constraints.closed_source_only:
            found.append(self.catalogue.column("Table IV", LICENCE))
        if constraints.cloud:
            found += [self.clouds.place(cloud) for cloud in self.clouds.tools if self.clouds.tools[cloud]]
        return tuple(found)

    def role_phases(self, roles: Iterable[Role]) -> tuple[Evidence, ...]:
        """The phase cells of the roles."""
        return tuple(self.catalogue.role_cell(role, ROLE_PHASES) for role in roles)

    def wages(self, roles: Iterable[Role]) -> tuple[Evidence, ...]:
        """The wage cells of the roles."""
        return tuple(self.catalogue.role_cell(role, WAGE) for role in roles)

    def all_role_phases(self) -> tuple[Evidence, ...]:
        """The phase column of Table III."""
        return (self.catalogue.column("Table III", ROLE_PHASES),)

    def all_wages(self) -> tuple[Evidence, ...]:
        """The wage column of Table III."""
        return (self.catalogue.column("Table III", WAGE),)


def _once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))
