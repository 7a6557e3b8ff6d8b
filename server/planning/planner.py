"""The planner: constraints in, a plan out. No similarity, no sampling, no LLM."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import PhaseCode
from server.constraints import PlanConstraints
from server.planning.advice import Advice
from server.planning.advised import Advised
from server.planning.changes import Changes
from server.planning.clouds import Clouds
from server.planning.hires import Hires, load_hires
from server.planning.hiring import Hiring
from server.planning.naming import Naming
from server.planning.picks import Picks
from server.planning.places import Places
from server.planning.plan import Gap, Plan
from server.planning.rejections import Rejections
from server.planning.schema import PlanRequest
from server.planning.stack import Bar, Stack, Stacks
from server.planning.staffing import Staffing
from server.planning.team import best_team
from server.planning.wording import MONTHLY
from server.sheet import Sheet, Statement
from server.wording import listed

_BARS: dict[Bar, str] = {
    "excluded": "excluded by the request",
    "other_cloud": "bound to another cloud",
    "unsuited": "unsuited by what the cards say",
    "not_open_source": "not ticked as open source",
    "open_source": "ticked as open source",
    "free": "free",
    "no_fixed_price": "without a fixed price",
    "over_budget": "over the budget",
}


@dataclass(frozen=True)
class Planner:
    """Plans over one catalogue; holds no state, so that any thread may use it."""

    catalogue: Catalogue
    linker: Linker
    clouds: Clouds
    advice: Advice

    @cached_property
    def _places(self) -> Places:
        return Places(self.catalogue, self.clouds, self.advice)

    @cached_property
    def _hires(self) -> Hires:
        return load_hires(self.catalogue, self.catalogue.folder / "hires.toml")

    def constraints(self, request: PlanRequest) -> PlanConstraints:
        """The request in the tables' own names; raises UnknownName."""
        return Naming(self.catalogue, self.linker).constraints(request)

    def hired(self, constraints: PlanConstraints) -> Sheet:
        """The team that is advised under the constraints, in this project's order of hires."""
        return self._hiring(constraints).sheet()

    def _hiring(self, constraints: PlanConstraints) -> Hiring:
        return Hiring(self._places, self._hires, constraints)

    def plan(self, constraints: PlanConstraints) -> Plan:
        """The best stack and team under the constraints; raises ConstraintsError where they contradict."""
        constraints.check()
        stacks = Stacks(self._places, constraints)
        team = best_team(self.catalogue, constraints)
        staffing = Staffing(self._places, constraints.wanted, team, constraints.payroll_usd)
        if constraints.advised:
            return self._advised(stacks, staffing)
        ranked = list(islice(stacks.ranked(), 1 + constraints.alternatives))
        if not ranked:
            return _infeasible(stacks, staffing, self._places)
        picks = Picks(stacks, ranked[0])
        tools = picks.tools()
        advised = Advised(Stacks(self._places, constraints.model_copy(update={"advised": True})))
        return Plan(
            constraints=constraints,
            stack=ranked[0],
            summary=picks.summary(),
            within=_within(stacks, ranked[0]),
            notes=advised.beside(ranked[0]),
            picks=tools,
            roles=staffing.roles(),
            team=(*staffing.summary(), *self._hiring(constraints).beside(team.added)),
            alternatives=picks.alternatives(ranked[1:]),
            rejected=Rejections(stacks).of_plan(ranked[0], tools),
            changes=Changes(stacks).of_plan(ranked[0], tools),
            gaps=staffing.gaps(),
        )

    def _advised(self, stacks: Stacks, staffing: Staffing) -> Plan:
        """What the cards advise, and whom the order of hires begins with; the tables only bound it."""
        advised, hiring = Advised(stacks), self._hiring(stacks.constraints)
        if stacks.open and not advised.chosen:
            return _infeasible(stacks, staffing, self._places)
        return Plan(
            constraints=stacks.constraints,
            stack=advised.stack,
            summary=advised.summary(),
            within=_within(stacks, advised.stack),
            notes=advised.notes(),
            picks=advised.tools(),
            roles=(*(pick for pick in staffing.roles() if pick.at_hand), *hiring.picks()),
            team=hiring.summary(),
            rejected=Rejections(stacks).barred(),
            gaps=staffing.unprinted(),
        )


def _infeasible(stacks: Stacks, staffing: Staffing, places: Places) -> Plan:
    """Why there is no stack; what would do is told by price alone."""
    constraints = stacks.constraints
    changes = Changes(Stacks(places, constraints.model_copy(update={"fewest_tools": False, "advised": False})))
    text = f"No stack covers {listed(constraints.wanted)} within these constraints"
    gaps = tuple(
        Gap(phase, "tools", _unfilled(stacks, phase))
        for phase in constraints.wanted
        if phase in stacks.open and not any(phase in option.serves for option in stacks.options)
    )
    over = _overspent(stacks)
    return Plan(
        constraints=constraints,
        stack=None,
        summary=(Statement(text, stacks.places.search(constraints)), *over),
        roles=staffing.roles(),
        team=staffing.summary(),
        rejected=Rejections(stacks).barred(),
        gaps=(*gaps, *staffing.gaps()),
        conflicts=changes.conflicts(),
        nearest=changes.nearest(),
    )


def _within(stacks: Stacks, stack: Stack) -> Statement | None:
    """That the stack is within the budget; nothing is shown of open prices."""
    budget = stacks.constraints.budget_usd
    if budget is None or stack.unpriced:
        return None
    return Statement(f"That is within the budget of ${budget:,} {MONTHLY}", stacks.places.costs(stack.tools))


def _overspent(stacks: Stacks) -> tuple[Statement, ...]:
    budget, kept = stacks.constraints.budget_usd, Stack(stacks.kept, ())
    if budget is None or kept.usd <= budget:
        return ()
    text = f"The tools in use alone cost ${kept.usd:,} a month for ten users, more than the budget of ${budget:,}"
    return (Statement(text, stacks.places.costs(kept.tools)),)


def _unfilled(stacks: Stacks, phase: PhaseCode) -> Statement:
    """Why no tool is left for a phase: how many fall to each constraint."""
    tools = [tool for tool in stacks.places.catalogue.tools.values() if tool.covers(phase)]
    bars = Counter(bar for tool in tools if (bar := stacks.bar(tool)))
    counts = listed([f"{bars[bar]} {words}" for bar, words in _BARS.items() if bars[bar]])
    return Statement(f"None of the {len(tools)} tools for {phase} is left: {counts}", stacks.places.columns([phase]))
