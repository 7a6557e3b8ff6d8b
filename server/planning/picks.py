"""The tools of a stack and the stacks ranked below it, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.vocabulary import PhaseCode, Tool
from server.constraints import CLOUD_NAMES
from server.facts.amounts import says_price
from server.ordinals import ordinal
from server.planning.places import Places
from server.planning.plan import Alternative, ToolPick
from server.planning.stack import Stack, Stacks
from server.planning.wording import agree, compared, covering, named, names, swap
from server.sheet import Statement
from server.wording import listed


@dataclass(frozen=True)
class Picks:
    """Says why the tools of `stack` are in it."""

    stacks: Stacks
    stack: Stack

    @property
    def places(self) -> Places:
        """Where the sentences come from."""
        return self.stacks.places

    def summary(self) -> tuple[Statement, ...]:
        """The stack as a whole: what it covers, what it costs, and in which sense it is the best."""
        stack, constraints = self.stack, self.stacks.constraints
        serving = (*self.places.ticks(stack.tools, constraints.wanted), *self.places.costs(stack.tools))
        phases = named(self.places.catalogue, constraints.wanted)
        said = [Statement(covering(stack, constraints.wanted, phases), serving)]
        if stack.unpriced:
            verb = agree(stack.unpriced, "has", "have")
            text = f"{names(stack.unpriced)} {verb} no fixed price, so that the total is a lower bound"
            if constraints.budget_usd is not None:
                text += " and the budget is held against the fixed prices alone"
            said.append(Statement(text, self.places.costs(stack.unpriced)))
        if stack.added:
            beside = " and beside the tools in use" if stack.kept else ""
            text = f"Within these constraints{beside}, no other choice{self._rank()}"
            said.append(Statement(text, self.places.search(constraints)))
        else:
            text = "The tools in use cover every phase asked for, so that nothing needs to be added"
            said.append(Statement(text, self.places.ticks(stack.kept, constraints.wanted)))
        if constraints.cloud and not self.places.clouds.tools[constraints.cloud]:
            text = f"No tool of Table IV is bound to {CLOUD_NAMES[constraints.cloud]} by this project's judgement"
            said.append(Statement(text, (self.places.clouds.place(constraints.cloud),)))
        return tuple(said)

    def _rank(self) -> str:
        """In which order the stack is the best."""
        if self.stacks.constraints.fewest_tools:
            fewer = ", none with as few leaves fewer prices open" if self.stack.unpriced else ""
            return f" needs fewer tools{fewer}, and none like it costs less"
        fewer = " leaves fewer prices open, none that leaves as many" if self.stack.unpriced else ""
        return f"{fewer} costs less, and none at that price needs fewer tools"

    def tools(self) -> tuple[ToolPick, ...]:
        """Every tool of the stack."""
        return tuple(self._pick(tool) for tool in self.stack.tools)

    def alternatives(self, ranked: Sequence[Stack]) -> tuple[Alternative, ...]:
        """The stacks ranked below, best first."""
        return tuple(Alternative(stack, self._difference(rank, stack)) for rank, stack in enumerate(ranked, start=2))

    def _pick(self, tool: Tool) -> ToolPick:
        wanted = self.stacks.constraints.wanted
        serves = tuple(phase for phase in wanted if tool.covers(phase))
        in_use = tool in self.stack.kept
        option = self.stacks.option[tool.name]
        cells = (*self.places.ticks([tool], serves), *self.places.costs([tool]))
        if in_use:
            return ToolPick(tool, serves, in_use, (), cells, self._in_use(tool, serves))
        equals = tuple(other.name for other in self.stacks.options if other != option and other.equals(option))
        return ToolPick(tool, serves, in_use, equals, cells, self._chosen(tool, serves, equals))

    def _in_use(self, tool: Tool, serves: tuple[PhaseCode, ...]) -> Statement:
        text = f"{tool.name} is in use already, {says_price(tool)} and covers {listed(serves) or 'no phase asked for'}"
        evidence = [*self.places.ticks([tool], serves), *self.places.costs([tool])]
        if not serves:
            evidence += self.places.columns(self.stacks.constraints.wanted)
        if self.stacks.constraints.open_source_only and not tool.open_source:
            text += "; it stays although it is not ticked as open source"
            evidence += self.places.licences([tool])
        cloud, bound = self.stacks.constraints.cloud, self.places.clouds.of(tool.name)
        if cloud and bound and bound != cloud:
            text += f"; it stays although it is bound to {CLOUD_NAMES[bound]}"
            evidence.append(self.places.clouds.place(bound))
        return Statement(text, tuple(evidence))

    def _chosen(self, tool: Tool, serves: tuple[PhaseCode, ...], equals: tuple[str, ...]) -> Statement:
        """An added tool is the only one in the stack for some phase, since no pick is superfluous."""
        text = f"{tool.name} covers {listed(serves)} and {says_price(tool)}"
        evidence = [*self.places.ticks([tool], serves), *self.places.costs([tool])]
        others = [other for other in self.stack.tools if other != tool]
        if others:
            sole = [phase for phase in serves if not any(other.covers(phase) for other in others)]
            text += f"; no other pick covers {listed(sole)}"
            evidence += self.places.columns(sole)
        bound = self.places.clouds.of(tool.name)
        if bound and bound == self.stacks.constraints.cloud:
            text += f"; it is bound to {CLOUD_NAMES[bound]}, which wins ties"
            evidence.append(self.places.clouds.place(bound))
        if equals:
            alike = [self.places.catalogue.tools[name] for name in equals]
            price = "at the same price" if tool.cost.fixed else "without a fixed price too"
            text += f"; {names(alike)} would do as well, {price}"
            evidence += (*self.places.ticks(alike, serves), *self.places.costs(alike))
        return Statement(text, tuple(evidence))

    def _difference(self, rank: int, stack: Stack) -> Statement:
        comes, goes = swap(self.stack, stack)
        text = (
            f"The {ordinal(rank)} choice takes {names(comes)} in place of {names(goes)}, {compared(self.stack, stack)}"
        )
        wanted = self.stacks.constraints.wanted
        return Statement(text, (*self.places.ticks(comes, wanted), *self.places.costs((*comes, *goes))))
