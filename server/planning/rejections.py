"""The tools left out, each with the strongest reason that applies, grouped where the reason is shared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from corpus.vocabulary import Tool
from server.constraints import CLOUD_NAMES, Cloud
from server.planning.places import Places
from server.planning.plan import Rejection, ToolPick
from server.planning.stack import Bar, Stack, Stacks
from server.planning.wording import agree, names, printed, total
from server.sheet import Statement
from server.wording import listed


@dataclass(frozen=True)
class Rejections:
    """Says why tools are not in a stack."""

    stacks: Stacks

    @property
    def places(self) -> Places:
        """Where the sentences come from."""
        return self.stacks.places

    def of_plan(self, stack: Stack, picks: Sequence[ToolPick]) -> tuple[Rejection, ...]:
        """Every tool of Table IV that is not picked, by reason."""
        return (*self.barred(), *self._unneeded(stack, picks))

    def barred(self) -> tuple[Rejection, ...]:
        """The tools that the constraints alone leave out."""
        return tuple(self._barred())

    def _barred(self) -> Iterator[Rejection]:
        outside = [tool for tool in self.places.catalogue.tools.values() if tool not in self.stacks.kept]
        bars = {tool.name: self.stacks.bar(tool) for tool in outside}
        for bar in get_args(Bar):
            tools = [tool for tool in outside if bars[tool.name] == bar]
            if tools:
                yield from self._by_constraint(bar, tools)

    def _by_constraint(self, bar: Bar, tools: list[Tool]) -> Iterator[Rejection]:
        constraints = self.stacks.constraints
        listing = tuple(tool.name for tool in tools)
        match bar:
            case "excluded":
                rows = tuple(dict.fromkeys(self.places.catalogue.tool_row(tool) for tool in tools))
                yield Rejection(listing, bar, Statement(f"The request excludes {names(tools)}", rows))
            case "other_cloud":
                for cloud in get_args(Cloud):
                    bound = [tool for tool in tools if self.places.clouds.of(tool.name) == cloud]
                    if bound:
                        text = f"{names(bound)} {agree(bound, 'is', 'are')} bound to {CLOUD_NAMES[cloud]}"
                        place = self.places.clouds.place(cloud)
                        yield Rejection(tuple(tool.name for tool in bound), bar, Statement(text, (place,)))
            case "unsuited":
                text = f"{names(tools)} {agree(tools, 'does', 'do')} not suit these circumstances by what the cards say"
                against = [place for tool in tools for place in self.places.advice.against(tool.name, constraints)]
                yield Rejection(listing, bar, Statement(text, tuple(dict.fromkeys(against))))
            case "not_open_source":
                text = f"{names(tools)} {agree(tools, 'is', 'are')} not ticked as open source"
                yield Rejection(listing, bar, Statement(text, self.places.licences(tools)))
            case "open_source":
                text = f"{names(tools)} {agree(tools, 'is', 'are')} ticked as open source"
                yield Rejection(listing, bar, Statement(text, self.places.licences(tools)))
            case "free":
                text = f"{names(tools)} {agree(tools, 'is', 'are')} free ($0)"
                yield Rejection(listing, bar, Statement(text, self.places.costs(tools)))
            case "no_fixed_price":
                verb = agree(tools, "has", "have")
                text = f"{printed(tools)} {verb} no fixed price, so that no budget can be shown to hold"
                yield Rejection(listing, bar, Statement(text, self.places.costs(tools)))
            case "over_budget":
                left = " leaves beside the tools in use" if self.stacks.kept else ""
                text = f"{printed(tools)} {agree(tools, 'costs', 'cost')} more than the budget of "
                text += f"${constraints.budget_usd:,}{left}"
                yield Rejection(listing, bar, Statement(text, self.places.costs(tools)))
            case "no_phase":
                verb = agree(tools, "tool covers", "tools cover")
                text = f"{len(tools)} more {verb} none of the phases asked for ({listed(constraints.wanted)})"
                yield Rejection((), bar, Statement(text, self.places.columns(constraints.wanted)))

    def _unneeded(self, stack: Stack, picks: Sequence[ToolPick]) -> Iterator[Rejection]:
        allowed = [tool for tool in self._allowed() if tool.name not in stack.names]
        covered = [tool for tool in allowed if not self.stacks.option[tool.name].serves]
        if covered:
            wanted = self.stacks.constraints.wanted
            text = f"The tools in use cover already what {names(covered)} would cover"
            places = (*self.places.ticks(covered, wanted), *self.places.ticks(stack.kept, wanted))
            yield Rejection(tuple(tool.name for tool in covered), "in_use_covers", Statement(text, places))
        equal = {name for pick in picks for name in pick.equals}
        for pick in picks:
            if pick.equals:
                yield self._interchangeable(pick)
        rest = [tool for tool in allowed if tool not in covered and tool.name not in equal]
        dominated = {tool.name: found for tool in rest if (found := self._dominating(tool, stack))}
        for tool in stack.added:
            below = [other for other in rest if dominated.get(other.name) == tool]
            for open_price, group in groupby(sorted(below, key=_open_price), key=_open_price):
                yield self._dominated(tool, list(group), open_price=open_price)
        yield from self._outranked(stack, [tool for tool in rest if tool.name not in dominated])

    @property
    def _asked(self) -> str:
        return "left open by the tools in use" if self.stacks.kept else "asked for"

    def _allowed(self) -> list[Tool]:
        return [self.places.catalogue.tools[option.name] for option in self.stacks.options]

    def _interchangeable(self, pick: ToolPick) -> Rejection:
        alike = [self.places.catalogue.tools[name] for name in pick.equals]
        price = "at the same price" if pick.tool.cost.fixed else "without a fixed price too"
        text = f"{listed(pick.equals)} {agree(alike, 'covers', 'cover')} the same phases {self._asked} as "
        text += f"{pick.tool.name}, {price}, and {agree(alike, 'is', 'are')} printed after it in Table IV"
        places = (*self.places.ticks([pick.tool, *alike], pick.phases), *self.places.costs([pick.tool, *alike]))
        return Rejection(pick.equals, "interchangeable", Statement(text, places))

    def _dominating(self, tool: Tool, stack: Stack) -> Tool | None:
        """A pick that serves every open phase that the tool serves, at no higher a price."""
        option = self.stacks.option[tool.name]
        for pick in stack.added:
            other = self.stacks.option[pick.name]
            cheaper = (pick.cost.usd is None, pick.cost.usd or 0) <= (tool.cost.usd is None, tool.cost.usd or 0)
            if option.serves <= other.serves and cheaper:
                return pick
        return None

    def _dominated(self, pick: Tool, tools: list[Tool], *, open_price: bool) -> Rejection:
        verb = agree(tools, "covers", "cover")
        price = agree(tools, "has", "have") if open_price else agree(tools, "costs", "cost")
        price += " no fixed price" if open_price else " no less"
        text = f"{printed(tools)} {verb} no phase {self._asked} that {printed([pick])} does not, and {price}"
        both = [*tools, pick]
        places = (*self.places.ticks(both, self.stacks.constraints.wanted), *self.places.costs(both))
        return Rejection(tuple(tool.name for tool in tools), "dominated", Statement(text, places))

    def _outranked(self, stack: Stack, tools: Sequence[Tool]) -> Iterator[Rejection]:
        """Solved again with each of these in use: what the best stack with it would be."""
        left = list(tools)
        while left:
            option = self.stacks.option[left[0].name]
            group = [tool for tool in left if self.stacks.option[tool.name].equals(option)]
            left = [tool for tool in left if tool not in group]
            constraints = self.stacks.constraints
            using = constraints.model_copy(update={"tools": (*constraints.tools, group[0].name)})
            text = self._shortfall(group, stack, Stacks(self.places, using).best())
            listing = tuple(tool.name for tool in group)
            yield Rejection(listing, "outranked", Statement(text, self.places.search(constraints)))

    def _shortfall(self, group: Sequence[Tool], stack: Stack, best: Stack | None) -> str:
        either = " or ".join(tool.name for tool in group)
        if best is None:
            return f"No stack with {either} stays within the budget of ${self.stacks.constraints.budget_usd:,}"
        subject = f"The best stack with {either}"
        fewest, size = self.stacks.constraints.fewest_tools, len(best.tools) - len(stack.tools)
        if size and fewest:
            return f"{subject} needs {len(best.tools)} tools instead of {len(stack.tools)}"
        if len(best.unpriced) != len(stack.unpriced):
            return f"{subject} leaves {len(best.unpriced)} prices open instead of {len(stack.unpriced)}"
        if best.usd != stack.usd:
            return f"{subject} costs {total(best)} instead of ${stack.usd:,}"
        if size:
            return f"{subject} costs the same and needs {len(best.tools)} tools instead of {len(stack.tools)}"
        if self.stacks.rank(best) != self.stacks.rank(stack):
            return f"{subject} costs the same with as many tools, fewer of them bound to the cloud asked for"
        return f"{subject} costs the same with as many tools and is printed later in Table IV"


def _open_price(tool: Tool) -> bool:
    return not tool.cost.fixed
