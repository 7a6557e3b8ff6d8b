"""Stacks: which tools may be used at all, and the best of them that cover what is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.vocabulary import PhaseCode, Tool
from server.constraints import PlanConstraints
from server.planning.cover import Option, covers
from server.planning.places import Places

# A tool that covers nothing asked for would not come in whatever the other constraints were.
Bar = Literal[
    "excluded",
    "no_phase",
    "other_cloud",
    "unsuited",
    "not_open_source",
    "open_source",
    "free",
    "no_fixed_price",
    "over_budget",
]


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

    places: Places
    constraints: PlanConstraints

    @cached_property
    def kept(self) -> tuple[Tool, ...]:
        """The tools in use, which stay whatever the other constraints say."""
        return tuple(tool for tool in self.places.catalogue.tools.values() if tool.name in self.constraints.tools)

    @cached_property
    def wanted(self) -> frozenset[PhaseCode]:
        """The phases to cover."""
        return frozenset(self.constraints.wanted)

    @cached_property
    def open(self) -> frozenset[PhaseCode]:
        """The phases wanted that no tool in use covers."""
        return self.wanted.difference(*(self.places.covered[tool.name] for tool in self.kept))

    def bar(self, tool: Tool) -> Bar | None:
        """The strongest reason for which a tool may not be added, in the order of `Bar`."""
        constraints = self.constraints
        bound = self.places.clouds.of(tool.name)
        if tool.name in constraints.without:
            return "excluded"
        if self.places.covered[tool.name].isdisjoint(self.wanted):
            return "no_phase"
        if constraints.cloud and bound and bound != constraints.cloud:
            return "other_cloud"
        if self.places.advice.against(tool.name, constraints):
            return "unsuited"
        if constraints.open_source_only and not tool.open_source:
            return "not_open_source"
        if constraints.closed_source_only and tool.open_source:
            return "open_source"
        if constraints.paid_only and tool.cost.usd == 0:
            return "free"
        if constraints.budget_usd is not None:
            if tool.cost.usd is None:
                return "no_fixed_price"
            if tool.cost.usd > max(0, constraints.budget_usd - Stack(self.kept, ()).usd):
                return "over_budget"
        return None

    @cached_property
    def option(self) -> dict[str, Option]:
        """Every tool as the search sees it, by name in print order: with the open phases that it serves."""
        return {
            name: Option(name, self.open & covered, self.places.catalogue.tools[name].cost.usd, self._matches(name))
            for name, covered in self.places.covered.items()
        }

    @cached_property
    def options(self) -> list[Option]:
        """The tools that may be added, in print order."""
        tools = self.places.catalogue.tools
        return [
            option
            for name, option in self.option.items()
            if name not in self.constraints.tools and self.bar(tools[name]) is None
        ]

    def ranked(self) -> Iterator[Stack]:
        """The stacks that meet the constraints, best first. Of the tables' stacks there are hundreds, so that all
        are at hand for another order than the search's."""
        found = self._by_price()
        return iter(sorted(found, key=self.rank)) if self.constraints.fewest_tools else found

    def _by_price(self) -> Iterator[Stack]:
        """Under a budget every tool added has a fixed price, so that the totals rise and the first one over it ends
        the list."""
        budget = self.constraints.budget_usd
        for chosen in covers(self.options, self.open):
            stack = Stack(self.kept, tuple(self.places.catalogue.tools[option.name] for option in chosen))
            if budget is not None and stack.usd > budget:
                return
            yield stack

    def rank(self, stack: Stack) -> tuple[int, int, int, int]:
        """What the objective says of a stack, print order apart; the lowest is best. It is that of `covers`, or the
        number of tools comes first."""
        mismatch = -sum(self.option[tool.name].matches for tool in stack.tools)
        size = len(stack.tools)
        if self.constraints.fewest_tools:
            return size, len(stack.unpriced), stack.usd, mismatch
        return len(stack.unpriced), stack.usd, size, mismatch

    def best(self) -> Stack | None:
        """The best stack, or None where the constraints cannot all be met."""
        return next(self.ranked(), None)

    def _matches(self, name: str) -> bool:
        return self.constraints.cloud is not None and self.places.clouds.of(name) == self.constraints.cloud
