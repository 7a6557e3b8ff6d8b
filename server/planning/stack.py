"""Stacks: which tools may be used at all, and the best of them that cover what is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.catalogue import Catalogue
from corpus.vocabulary import PhaseCode, Tool
from server.planning.clouds import Clouds
from server.planning.constraints import PlanConstraints
from server.planning.cover import Option, covers

Bar = Literal["excluded", "other_cloud", "not_open_source", "no_fixed_price", "over_budget", "no_phase"]


@dataclass(frozen=True)
class Stack:
    """Tools in use already and tools added, each in print order."""

    kept: tuple[Tool, ...]
    added: tuple[Tool, ...]

    @property
    def tools(self) -> tuple[Tool, ...]:
        """All of them."""
        return (*self.kept, *self.added)

    @property
    def names(self) -> frozenset[str]:
        """Their names."""
        return frozenset(tool.name for tool in self.tools)

    @property
    def usd(self) -> int:
        """The sum of the fixed prices, in US dollars a month for ten users."""
        return sum(tool.cost.usd or 0 for tool in self.tools)

    @property
    def unpriced(self) -> tuple[Tool, ...]:
        """The tools without a fixed price, which make the sum a lower bound."""
        return tuple(tool for tool in self.tools if not tool.cost.fixed)


@dataclass(frozen=True)
class Stacks:
    """The stacks that meet one set of constraints."""

    catalogue: Catalogue
    clouds: Clouds
    constraints: PlanConstraints

    @property
    def kept(self) -> tuple[Tool, ...]:
        """The tools in use, which stay whatever the other constraints say."""
        return tuple(tool for tool in self.catalogue.tools.values() if tool.name in self.constraints.tools)

    @property
    def open(self) -> frozenset[PhaseCode]:
        """The phases wanted that no tool in use covers."""
        wanted = self.constraints.wanted
        return frozenset(phase for phase in wanted if not any(tool.covers(phase) for tool in self.kept))

    def bar(self, tool: Tool) -> Bar | None:
        """The strongest reason for which a tool may not be added, in the order of `Bar`."""
        constraints = self.constraints
        bound = self.clouds.of(tool.name)
        if tool.name in constraints.without:
            return "excluded"
        if constraints.cloud and bound and bound != constraints.cloud:
            return "other_cloud"
        if constraints.open_source_only and not tool.open_source:
            return "not_open_source"
        if constraints.budget_usd is not None:
            if tool.cost.usd is None:
                return "no_fixed_price"
            if tool.cost.usd > constraints.budget_usd - Stack(self.kept, ()).usd:
                return "over_budget"
        return None if any(tool.covers(phase) for phase in constraints.wanted) else "no_phase"

    def options(self) -> list[Option]:
        """The tools that may be added, in print order, with the open phases that each serves."""
        return [
            self.option(tool)
            for tool in self.catalogue.tools.values()
            if tool.name not in self.constraints.tools and self.bar(tool) is None
        ]

    def option(self, tool: Tool) -> Option:
        """A tool as the search sees it."""
        serves = frozenset(phase for phase in self.open if tool.covers(phase))
        matches = self.constraints.cloud is not None and self.clouds.of(tool.name) == self.constraints.cloud
        return Option(tool.name, serves, tool.cost.usd, matches)

    def ranked(self) -> Iterator[Stack]:
        """The stacks that meet the constraints, best first. Under a budget every tool added has a fixed
        price, so that the totals rise and the first one over it ends the list."""
        budget = self.constraints.budget_usd
        for chosen in covers(self.options(), self.open):
            stack = Stack(self.kept, tuple(self.catalogue.tools[option.name] for option in chosen))
            if budget is not None and stack.usd > budget:
                return
            yield stack

    def best(self) -> Stack | None:
        """The best stack, or None where the constraints cannot all be met."""
        return next(self.ranked(), None)
