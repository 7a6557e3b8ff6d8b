"""What would change the answer: each constraint altered by itself and the plan solved again, exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, get_args

from corpus.vocabulary import PhaseCode
from server.constraints import CLOUD_NAMES, Cloud, ModelChoice, PlanConstraints
from server.planning.places import Places
from server.planning.plan import Change, ToolPick
from server.planning.stack import Stack, Stacks
from server.planning.wording import MONTHLY, covering, names, swap, total
from server.sheet import Statement
from server.wording import listed

_MODELS: dict[ModelChoice, str] = {
    "own": "If an own model were built (MDT)",
    "llm": "If an existing LLM were used (MDL)",
    "either": "If either kind of model would do",
}


@dataclass(frozen=True)
class Variation:
    """Constraints with one field altered, and the clause that says so."""

    field: str
    clause: str
    constraints: PlanConstraints


@dataclass(frozen=True)
class Changes:
    """Solves variations of the constraints."""

    stacks: Stacks

    @property
    def places(self) -> Places:
        """Where the sentences come from."""
        return self.stacks.places

    def of_plan(self, stack: Stack, picks: tuple[ToolPick, ...]) -> tuple[Change, ...]:
        """The variations that change the picks; leaving a phase out only where that saves money."""
        found = []
        for variation in (*self._dropped(), *self._altered(), *self._without(picks)):
            other = self._best(variation.constraints)
            if other is None or other.names != stack.names:
                found.append(self._swapped(variation, stack, other))
        for variation in self._phases() if stack.usd or stack.unpriced else ():
            other = self._best(variation.constraints)
            if other is not None and (len(other.unpriced), other.usd) < (len(stack.unpriced), stack.usd):
                found.append(self._swapped(variation, stack, other))
        if stack.usd and stack.added and not stack.unpriced and not self.stacks.constraints.fewest_tools:
            text = f"With less than ${stack.usd:,} {MONTHLY}, no stack would meet the constraints"
            found.append(Change(("budget_usd",), None, Statement(text, self.places.search(self.stacks.constraints))))
        return tuple(found)

    def conflicts(self) -> tuple[Change, ...]:
        """The constraints each of which alone stands in the way of every stack."""
        found = []
        for variation in (*self._dropped(), *self._phases()):
            stack = self._best(variation.constraints)
            if stack is not None:
                clause = self._clause(variation, stack)
                found.append(self._met((variation.field,), clause, variation.constraints, stack))
        return tuple(found)

    def nearest(self) -> Change:
        """A stack for all phases asked for that drops the fewest other constraints, the best among those.

        Every phase has tools in Table IV, so that dropping them all always leaves one."""
        dropped = list(self._dropped())
        for size in range(1, len(dropped) + 1):
            met = []
            for chosen in combinations(dropped, size):
                altered = {each.field: getattr(each.constraints, each.field) for each in chosen}
                stack = self._best(self._with(**altered))
                if stack is not None:
                    clauses = [self._clause(each, stack) for each in chosen]
                    clause = listed([clauses[0], *(each[0].lower() + each[1:] for each in clauses[1:])])
                    met.append(
                        (self.stacks.rank(stack), self._met(tuple(altered), clause, self._with(**altered), stack))
                    )
            if met:
                return min(met, key=lambda pair: pair[0])[1]
        raise RuntimeError("no stack covers the phases even without constraints: Table IV has a phase without tools")

    def _dropped(self) -> Iterator[Variation]:
        """Each constraint given, without it."""
        constraints = self.stacks.constraints
        if constraints.budget_usd is not None:
            yield Variation("budget_usd", "If there were no budget", self._with(budget_usd=None))
        if constraints.open_source_only:
            yield Variation("open_source_only", "If open source were not required", self._with(open_source_only=False))
        if constraints.closed_source_only:
            yield Variation("closed_source_only", "If open source would do", self._with(closed_source_only=False))
        if constraints.paid_only:
            yield Variation("paid_only", "If free tools would do", self._with(paid_only=False))
        if constraints.cloud:
            yield Variation("cloud", "If tools of any cloud would do", self._with(cloud=None))
        if constraints.given:
            yield Variation("given", "If the circumstances were others", self._with(given=()))
        if constraints.without:
            clause = f"If {listed(constraints.without)} were allowed"
            yield Variation("without", clause, self._with(without=()))
        if constraints.tools:
            clause = f"If {listed(constraints.tools)} need not stay in use"
            yield Variation("tools", clause, self._with(tools=()))
        if constraints.model != "either":
            yield Variation("model", _MODELS["either"], self._with(model="either"))

    def _altered(self) -> Iterator[Variation]:
        """Each constraint with another value."""
        constraints = self.stacks.constraints
        for cloud in get_args(Cloud):
            if cloud != constraints.cloud:
                yield Variation("cloud", f"On {CLOUD_NAMES[cloud]}", self._with(cloud=cloud))
        if PhaseCode.MD in constraints.phases:
            for model in ("own", "llm"):
                if model != constraints.model:
                    yield Variation("model", _MODELS[model], self._with(model=model))
        if len(constraints.tools) > 1:
            for name in constraints.tools:
                kept = tuple(other for other in constraints.tools if other != name)
                yield Variation("tools", f"If {name} need not stay in use", self._with(tools=kept))
        if len(constraints.without) > 1:
            for name in constraints.without:
                rest = tuple(other for other in constraints.without if other != name)
                yield Variation("without", f"If {name} were allowed", self._with(without=rest))

    def _without(self, picks: tuple[ToolPick, ...]) -> Iterator[Variation]:
        """Each added tool taken away that no other replaces one to one."""
        for pick in picks:
            if not pick.in_use and not pick.equals:
                without = (*self.stacks.constraints.without, pick.tool.name)
                yield Variation("without", f"Without {pick.tool.name}", self._with(without=without))

    def _phases(self) -> Iterator[Variation]:
        wanted = self.stacks.constraints.wanted
        for phase in wanted if len(wanted) > 1 else ():
            rest = tuple(other for other in wanted if other != phase)
            yield Variation("phases", f"If {phase} were left out", self._with(phases=rest))

    def _swapped(self, variation: Variation, stack: Stack, other: Stack | None) -> Change:
        if other is None:
            text = f"{variation.clause}, no stack would meet the constraints"
            return Change((variation.field,), None, Statement(text, self.places.search(variation.constraints)))
        comes, goes = swap(stack, other)
        if comes and goes:
            text = f"{names(comes)} would take the place of {names(goes)}"
        elif comes:
            text = f"{names(comes)} would be added"
        else:
            text = f"{names(goes)} would not be needed"
        places = (*self.places.ticks(comes, variation.constraints.wanted), *self.places.costs(other.tools))
        text = f"{variation.clause}, {text}, for {total(other)} in all"
        return Change((variation.field,), other, Statement(text, places or self.places.costs(goes)))

    def _clause(self, variation: Variation, stack: Stack) -> str:
        """The clause, and for the budget the lowest that would do: the search takes the lowest total."""
        if variation.field == "budget_usd" and not stack.unpriced:
            return f"With a budget of ${stack.usd:,} a month (the lowest that does)"
        return variation.clause

    def _met(self, altered: tuple[str, ...], clause: str, constraints: PlanConstraints, stack: Stack) -> Change:
        wanted = constraints.wanted
        text = f"{clause}, {covering(stack, wanted, would=True)}"
        places = (*self.places.ticks(stack.tools, wanted), *self.places.costs(stack.tools))
        return Change(altered, stack, Statement(text, places))

    def _best(self, constraints: PlanConstraints) -> Stack | None:
        return Stacks(self.places, constraints).best()

    def _with(self, **altered: Any) -> PlanConstraints:
        return self.stacks.constraints.model_copy(update=altered)
