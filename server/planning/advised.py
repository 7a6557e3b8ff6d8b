"""The stack that the cards advise: for each phase the first choice that the circumstances and the budget allow."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from corpus.vocabulary import Evidence, PhaseCode, Tool
from server.constraints import CLOUD_NAMES, Given
from server.planning.advice import Choice, circumstances, willing
from server.planning.places import Places
from server.planning.plan import ToolPick
from server.planning.stack import Stack, Stacks
from server.planning.wording import MONTHLY, agree, named, names, printed, swap, total
from server.sheet import Statement
from server.wording import listed

_JUDGED = "by this project's judgement, which it reads from the cards"
_CAUTIONS = 3
_RULED_OUT: dict[Given, str] = {
    "in_house": "what they hold lies with a vendor",
    "managed": "somebody has to run them",
    "no_kubernetes": "they are made for Kubernetes",
}
# Other circumstances that a stack is told for, where nothing is said of them.
_OTHERWISE: dict[str, dict[str, Any]] = {
    "on a Kubernetes cluster": {"given": "kubernetes"},
    "for LLM applications": {"model": "llm"},
    "with nothing to run oneself": {"given": "managed"},
    "where data may not leave the house": {"given": "in_house"},
    **{f"on {CLOUD_NAMES[cloud]}": {"cloud": cloud} for cloud in ("aws", "azure")},
}


@dataclass(frozen=True)
class Advised:
    """The advised stack of one set of constraints. A phase for which no choice is left is covered by the tool that
    costs least."""

    stacks: Stacks

    @property
    def places(self) -> Places:
        """Where the sentences come from."""
        return self.stacks.places

    @cached_property
    def chosen(self) -> dict[PhaseCode, Choice]:
        """The choice for each phase that is left open; nothing where the constraints cannot all be met."""
        phases = [phase for phase in self.stacks.constraints.wanted if phase in self.stacks.open]
        if Stacks(self.places, willing(self.stacks.constraints)).best() is None:
            return {}
        options = [tuple(self._options(phase)) for phase in phases]
        found = (
            next((picked for picked in _best_first(options) if self._affordable(picked)), ()) if all(options) else ()
        )
        return dict(zip(phases, found, strict=False))

    @cached_property
    def stack(self) -> Stack:
        """The tools in use and those chosen, in print order."""
        picked = {name for choice in self.chosen.values() for name in choice.tools} - {*self.stacks.constraints.tools}
        tools = self.places.catalogue.tools.values()
        return Stack(self.stacks.kept, tuple(tool for tool in tools if tool.name in picked))

    def summary(self) -> tuple[Statement, ...]:
        """What is taken for which phase, and what it costs."""
        stack = self.stack
        said = [self._in_use()] if stack.kept else []
        if stack.added:
            text = f"{_JUDGED[0].upper()}{_JUDGED[1:]}, take {self._told()}"
            said += [Statement(text, self._advising()), self._cost()]
        return tuple(said)

    def _cost(self) -> Statement:
        stack = self.stack
        alone = Stack((), stack.added)
        text = f"{'Together they cost' if len(stack.added) > 1 else 'It costs'} {total(alone)}{_open(alone)}"
        if stack.kept and (stack.usd, stack.unpriced) != (alone.usd, alone.unpriced):
            text += f", and with {names(stack.kept)} {total(stack)}{_open(Stack((), stack.kept))}"
        return Statement(text, self.places.costs(stack.tools))

    def tools(self) -> tuple[ToolPick, ...]:
        """Every tool of the stack, in the order of the phases; what a card says of several is their common reason."""
        order = [name for choice in self.chosen.values() for name in choice.tools]
        added = sorted(self.stack.added, key=lambda tool: order.index(tool.name))
        return tuple(self._pick(tool) for tool in (*self.stack.kept, *added))

    def notes(self) -> tuple[Statement, ...]:
        """What to mind, what money would buy, and what would be taken under other circumstances."""
        minded = [Statement(place.excerpt.rstrip("."), (place,)) for place in self._cautions()]
        return (*minded, *self._ruled_out(), *self._bought(), *self._otherwise())

    def beside(self, other: Stack) -> tuple[Statement, ...]:
        """Beside a stack found by price: what the cards hold against its tools, and what they advise instead."""
        new = [tool.name for tool in other.added]
        against = self.places.advice.cautions(new, ["kubernetes", "ended"])
        said = [Statement(place.excerpt.rstrip("."), (place,)) for place in dict.fromkeys(against)]
        said += self._ruled_out()
        if self.stack.added and len(other.added) > 1 and self.stack.names != other.names:
            text = f"Ticks and prices alone decide here; {_JUDGED}, rather take {self._told()}, for {total(self.stack)}"
            said.append(Statement(text, (*self._advising(), *self.places.costs(self.stack.tools))))
        return tuple(said)

    def _options(self, phase: PhaseCode) -> Iterator[Choice]:
        """The choices for a phase none of whose tools is ruled out, then each tool that is left, the cheapest first."""
        allowed = {option.name: option for option in self.stacks.options}
        usable = {*allowed, *self.stacks.constraints.tools}
        choices = self.places.advice.of(phase, self.stacks.constraints)
        suited = [each for each in choices if usable.issuperset(each.tools)]
        yield from suited or self._with_servers(choices)
        rest = sorted(
            (option for option in allowed.values() if phase in option.serves),
            key=lambda option: (option.usd is None, option.usd or 0),
        )
        for option in rest:
            cells = self.places.ticks([self.places.catalogue.tools[option.name]], (phase,))
            yield Choice(phase, frozenset(), (option.name,), cells, judged=False)

    def _with_servers(self, choices: Iterable[Choice]) -> Iterator[Choice]:
        """Where all that is managed is ruled out otherwise, what has to be run oneself, and what the cards hold
        against it."""
        constraints = self.stacks.constraints
        if "managed" not in constraints.given:
            return
        stacks = Stacks(self.places, willing(constraints))
        usable = {*(option.name for option in stacks.options), *constraints.tools}
        for each in choices:
            if usable.issuperset(each.tools):
                against = [place for tool in each.tools for place in self.places.advice.against(tool, constraints)]
                yield replace(each, but=tuple(against))

    def _affordable(self, picked: Sequence[Choice]) -> bool:
        budget = self.stacks.constraints.budget_usd
        if budget is None:
            return True
        tools = self.places.catalogue.tools
        added = {name for choice in picked for name in choice.tools} - {*self.stacks.constraints.tools}
        return Stack(self.stacks.kept, tuple(tools[name] for name in added)).usd <= budget

    def _told(self) -> str:
        """`Git and DVC for Version Control (VC) and Jenkins for Continuous Integration (CI)`."""
        phases: dict[tuple[str, ...], list[PhaseCode]] = {}
        for phase, choice in self.chosen.items():
            phases.setdefault(choice.tools, []).append(phase)
        catalogue = self.places.catalogue
        parts = [f"{listed(tools)} for {listed(named(catalogue, served))}" for tools, served in phases.items()]
        return "; ".join(parts)

    def _advising(self) -> tuple[Evidence, ...]:
        return tuple(dict.fromkeys(place for choice in self.chosen.values() for place in choice.places))

    def _in_use(self) -> Statement:
        """What the tools in use cover, and what they leave open."""
        kept, wanted = self.stack.kept, self.stacks.constraints.wanted
        catalogue = self.places.catalogue
        covered = [phase for phase in wanted if phase not in self.stacks.open]
        left = [phase for phase in wanted if phase in self.stacks.open]
        text = f"{names(kept)} {agree(kept, 'covers', 'cover')} {listed(named(catalogue, covered)) or 'no phase'}"
        text += f" and {agree(kept, 'leaves', 'leave')} {listed(named(catalogue, left)) or 'none'} open"
        evidence = (*self.places.ticks(kept, covered), *self.places.columns(left), *self.places.costs(kept))
        return Statement(text, evidence)

    def _pick(self, tool: Tool) -> ToolPick:
        wanted = self.stacks.constraints.wanted
        chosen = [choice for choice in self.chosen.values() if tool.name in choice.tools]
        in_use = tool in self.stack.kept
        serves = tuple(phase for phase in wanted if (tool.covers(phase) if in_use else _for(phase, tool, self.chosen)))
        cells = (*self.places.ticks([tool], serves), *self.places.costs([tool]))
        places = [place for choice in chosen for place in choice.places if place.kind == "paraphrase"]
        advising = next((place for place in places if tool.name in place.excerpt), None)
        if in_use or advising is None:
            text = f"{tool.name} {'is in use already and ' * in_use}covers {listed(serves) or 'no phase asked for'}"
            return ToolPick(tool, serves, in_use, (), cells, Statement(text, cells))
        return ToolPick(tool, serves, in_use, (), cells, Statement(advising.excerpt.rstrip("."), (advising,)))

    def _cautions(self) -> tuple[Evidence, ...]:
        """What the choices say is to be minded, and what is against tools in use."""
        kept = [tool.name for tool in self.stack.kept]
        minded = (place for choice in self.chosen.values() for place in choice.but)
        against = self.places.advice.cautions(kept, ["ended"])
        return tuple(dict.fromkeys((*against, *minded)))[:_CAUTIONS]

    def _ruled_out(self) -> Iterator[Statement]:
        """Which tools for these phases the circumstances rule out, by what the cards say of them."""
        for given, why in _RULED_OUT.items():
            if given in self.stacks.constraints.given:
                against = self.places.advice.ruled_out(given)
                out = [name for name in against if self.places.covered[name] & self.stacks.wanted]
                text = f"{listed(out)} {agree(out, 'is', 'are')} ruled out, since {why}"
                yield Statement(text, tuple(dict.fromkeys(against[name] for name in out)))

    def _bought(self) -> Iterator[Statement]:
        """What money would buy, of what is allowed and affordable."""
        constraints, tools = self.stacks.constraints, self.places.catalogue.tools
        held = circumstances(constraints)
        left = None if constraints.budget_usd is None else constraints.budget_usd - self.stack.usd
        found = [
            each
            for each in self.places.advice.bought
            if each.given <= held
            and any(phase.meets(each.phase) for phase in self.stacks.open)
            and each.tool not in self.stack.names
            and self.stacks.bar(tools[each.tool]) is None
            and (left is None or (tools[each.tool].cost.usd or 0) <= left)
        ]
        if found:
            bought = [tools[each.tool] for each in found]
            text = f"Money would buy {printed(bought)}, {MONTHLY} each"
            yield Statement(text, (*self.places.costs(bought), *(each.place for each in found)))

    def _otherwise(self) -> Iterator[Statement]:
        """What other circumstances would change, where none are told."""
        constraints = self.stacks.constraints
        if (
            constraints.cloud
            or constraints.model == "llm"
            or {*constraints.given} - {"many"}
            or len(constraints.wanted) < 3
        ):
            return
        parts: list[str] = []
        places: list[Evidence] = []
        for clause, altered in _OTHERWISE.items():
            update = {"given": (*constraints.given, altered["given"])} if "given" in altered else altered
            other = Advised(Stacks(self.places, constraints.model_copy(update=update)))
            comes, _ = swap(self.stack, other.stack)
            if comes and all(choice.judged for choice in other.chosen.values()):
                parts.append(f"{names(comes)} {clause}")
                places += self.places.costs(comes)
                places += [place for choice in other.chosen.values() for place in choice.places if _new(choice, comes)]
        if parts:
            text = f"Other circumstances would bring in other tools: {'; '.join(parts)}"
            yield Statement(text, tuple(dict.fromkeys(places)))


def _open(stack: Stack) -> str:
    """`, since A (CB) has no fixed price`, where one has none."""
    verb = agree(stack.unpriced, "has", "have")
    return f", since {printed(stack.unpriced)} {verb} no fixed price" if stack.unpriced else ""


def _for(phase: PhaseCode, tool: Tool, chosen: dict[PhaseCode, Choice]) -> bool:
    return phase in chosen and tool.name in chosen[phase].tools


def _new(choice: Choice, comes: Sequence[Tool]) -> bool:
    return any(tool.name in choice.tools for tool in comes)


def _best_first(options: Sequence[Sequence[Choice]]) -> Iterator[tuple[Choice, ...]]:
    """One choice for each phase, those that stand first all in all before others."""
    start = (0,) * len(options)
    queue, seen = [(0, start)], {start}
    while queue:
        _, at = heapq.heappop(queue)
        yield tuple(choices[place] for choices, place in zip(options, at, strict=True))
        for phase, place in enumerate(at):
            after = (*at[:phase], place + 1, *at[phase + 1 :])
            if place + 1 < len(options[phase]) and after not in seen:
                seen.add(after)
                heapq.heappush(queue, (sum(after), after))
