"""A team in the order of hires, told as a sheet: whom to take, why, what they earn, and who is left out meanwhile."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.vocabulary import Evidence, Role
from server.constraints import LIFECYCLE, PlanConstraints
from server.facts.amounts import estimated
from server.planning.hires import Hire, Hires, Order
from server.planning.places import Places
from server.planning.plan import RolePick
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement
from server.wording import listed

_MONTHS = 12
_JUDGED = "by this project's judgement"


@dataclass(frozen=True)
class Hiring:
    """Whom the order of hires adds to the people at hand, within what is stated of their number and pay."""

    places: Places
    hires: Hires
    constraints: PlanConstraints

    @cached_property
    def order(self) -> Order:
        """The order for the kind of model that the team works with."""
        return self.hires.by_model["llm" if self.constraints.model == "llm" else "own"]

    @cached_property
    def at_hand(self) -> Counter[str]:
        """The people at hand, each role with how many."""
        return Counter(self.constraints.team)

    @cached_property
    def open(self) -> tuple[Hire, ...]:
        """Who is still to be hired: first those who take part where people are missing, last those whose work somebody
        at hand does meanwhile."""
        barred = {*self.at_hand, *self.constraints.without}
        left = [hire for hire in self.order.hire if hire.role not in barred]
        return tuple(sorted(left, key=lambda hire: (not self._wanted(hire), self._filled(hire))))

    @cached_property
    def taken(self) -> tuple[Hire, ...]:
        """Those to hire now."""
        constraints = self.constraints
        if constraints.among:
            return tuple(hire for hire in self.order.hire if hire.role in constraints.among)[:1]
        if constraints.payroll_usd is not None:
            return self._paid(constraints.payroll_usd)[: constraints.hires]
        if constraints.hires is not None:
            return self.open[: constraints.hires]
        begin = tuple(hire for hire in self.open if hire.core and not self._filled(hire) and self._wanted(hire))
        return begin or self.open[:1]

    @cached_property
    def left(self) -> tuple[Hire, ...]:
        """Those to hire later, the next first."""
        if self.constraints.among:
            return tuple(hire for hire in self.order.hire if hire.role in self.constraints.among)[1:]
        return tuple(hire for hire in self.open if hire not in self.taken)

    def sheet(self) -> Sheet:
        """The facts: the answer first, then the reasons, what is left out and what no table tells."""
        roles = [self._role(hire) for hire in self.taken]
        said = self._among() if self.constraints.among else self._team()
        total = self._wages(roles)
        values = [
            Value(name="wages to add", value=total, unit="USD per month"),
            Value(name="wages to add", value=total * _MONTHS, unit="USD per year"),
        ]
        if self.at_hand:
            values.insert(0, Value(name="wages at hand", value=self._at_hand_usd, unit="USD per month"))
        rows = tuple(
            Row((hire.role, f"${self._role(hire).monthly_wage_usd:,}", hire.hired), self._cells(hire))
            for hire in self.taken
        )
        items = Items(roles=tuple(role.name for role in roles))
        return Sheet(tuple(said), items, tuple(values), ("Role", "Monthly Wage", "Why"), rows)

    def picks(self) -> tuple[RolePick, ...]:
        """Those to hire now, each with the phases asked for that it takes part in."""
        return tuple(self._pick(self._role(hire), self._reason(hire)) for hire in self.taken)

    def summary(self) -> tuple[Statement, ...]:
        """The team, the people at hand, who comes later and what no table tells: all but why each is hired."""
        return (*self._people(), self._opening(), *self._others())

    def beside(self, added: Sequence[Role]) -> tuple[Statement, ...]:
        """Beside roles that cover the whole lifecycle for the least wages: whom to hire rather."""
        if self.constraints.phases != LIFECYCLE or not added:
            return ()
        rather = [self._role(hire) for hire in self.taken]
        if {*added} == {*rather}:
            return ()
        text = f"Phases and wages alone decide here; {_JUDGED}, {self.order.team} rather begins with "
        text += f"{listed([_one(role.name) for role in rather])}, who earn ${self._wages(rather):,} a month"
        return (Statement(text, (self.hires.whole(self.order), *self.places.wages(rather))),)

    def _team(self) -> list[Statement]:
        reasons = [self._reason(hire) for hire in self.taken[self._alone :]]
        return [*self._people(), self._opening(), *reasons, *self._others()]

    def _others(self) -> list[Statement]:
        return [*self._next(), *self._uncovered(), *self._later(), *self._noted(), *self._untold()]

    def _pick(self, role: Role, reason: Statement) -> RolePick:
        phases = tuple(phase for phase in self.constraints.wanted if role.covers(phase))
        cells = (*self.places.role_phases([role]), *self.places.wages([role]))
        return RolePick(role, 1, phases, False, (), cells, reason)

    def _reason(self, hire: Hire) -> Statement:
        return Statement(f"{self._priced(hire)}: {hire.hired}", self._cells(hire))

    @property
    def _alone(self) -> int:
        """A single hire is told with its reason at once."""
        return int(len(self.taken) == 1)

    def _opening(self) -> Statement:
        """`By this project's judgement, a team … begins with …, who together earn …`"""
        if not self.taken:
            return self._nobody()
        payroll, roles = self.constraints.payroll_usd, [self._role(hire) for hire in self.taken]
        evidence = (self.hires.whole(self.order), *self.places.wages(roles))
        total = self._wages(roles)
        earn = f"together earn ${total:,} a month (${total * _MONTHS:,} a year) by the paper's estimates"
        if self._alone:
            evidence = (*evidence, *self._cells(self.taken[0]))
            earn = f"earns ${total:,} a month by the paper's estimate: {self.taken[0].hired}"
        who = f"{listed([_one(role.name) for role in roles])}, who {earn}"
        if payroll is not None:
            text = f"Within ${payroll:,} a month {self.order.team} first hires, {_JUDGED}, {who}"
            return Statement(f"{text}; that leaves ${payroll - total:,} a month", evidence)
        if self.at_hand:
            return Statement(f"{self._begun} {'is' if self._alone else 'are'}, {_JUDGED}, {who}", evidence)
        verb = "begins with" if self.constraints.hires is None else "first hires"
        return Statement(f"By this project's judgement, {self.order.team} {verb} {who}", evidence)

    @property
    def _begun(self) -> str:
        """Whether all those are at hand whom a team begins with, and that more are to be hired."""
        whole = "Of those whom a team begins with nobody is missing; next" if not self._begin else "Next"
        return f"{whole} to hire"

    def _nobody(self) -> Statement:
        """That the order has nobody left, or nobody whom the payroll pays for."""
        payroll, begin = self.constraints.payroll_usd, [hire for hire in self.open if hire.core] or self.open
        if payroll is None or not begin:
            text = f"By this project's judgement, {self.order.team} has nobody left to hire in this order"
            return Statement(text, (self.hires.whole(self.order),))
        cheapest = min((self._role(hire) for hire in begin), key=lambda role: role.monthly_wage_usd)
        text = (
            f"${payroll:,} a month pays for nobody whom, by this project's judgement, {self.order.team} hires first: "
            f"the lowest wage among them is that of the {cheapest.name}, ${cheapest.monthly_wage_usd:,}"
        )
        within = [r.name for r in self.places.catalogue.roles.values() if r.monthly_wage_usd <= payroll]
        text += f"; of Table III only {listed(within)} earn{'s' * (len(within) == 1)} so little" if within else ""
        return Statement(text, (self.hires.whole(self.order), *self.places.all_wages()))

    def _people(self) -> list[Statement]:
        """The people at hand and what they earn."""
        if not self.at_hand:
            return []
        roles = [self.places.catalogue.roles[name] for name in self.at_hand]
        told = [f"{count} × {name}" if count > 1 else name for name, count in self.at_hand.items()]
        verb = "are" if self.at_hand.total() > 1 else "is"
        text = f"At hand {verb} {listed(told)}, with wages of ${self._at_hand_usd:,} a month"
        return [Statement(text, self.places.wages(roles))]

    def _next(self) -> list[Statement]:
        """Who comes after those that are taken, and what would be missing of the payroll."""
        if not self.left:
            return []
        hire, payroll = self.left[0], self.constraints.payroll_usd
        text = f"Next in this order comes the {self._priced(hire)}: {hire.hired}"
        if payroll is not None:
            over = self._wages([self._role(each) for each in (*self.taken, hire)]) - payroll
            text += f"; ${over:,} a month more would be needed" if over > 0 else ""
        return [Statement(text, self._cells(hire))]

    def _uncovered(self) -> list[Statement]:
        """The phases in which nobody at hand takes part, and those that no role is printed for."""
        if not self.at_hand:
            return []
        roles = self.places.catalogue.roles
        at_hand = [roles[name] for name in self.at_hand]
        printed = [phase for phase in LIFECYCLE if any(role.covers(phase) for role in roles.values())]
        missing = [phase for phase in printed if not any(role.covers(phase) for role in at_hand)]
        nobody = [phase for phase in LIFECYCLE if phase not in printed]
        text = (
            f"By Table III nobody at hand takes part in {listed(missing)}"
            if missing
            else ("By Table III the people at hand take part in every phase that a role is printed for")
        )
        text += f"; {listed(nobody)} is printed for no role" if nobody else ""
        return [Statement(text, (*self.places.role_phases(at_hand), *self.places.all_role_phases()))]

    def _later(self) -> list[Statement]:
        """The rest of the order, each with what is done meanwhile."""
        rest = self.left[1:]
        if not rest:
            return []
        if self.constraints.payroll_usd is not None or self.constraints.hires == 1:  # whom now is what is asked
            text = f"After that come, in this order, {listed([hire.role for hire in rest])}"
            return [Statement(text, (self.hires.whole(self.order),))]
        told = [f"{hire.role} ({hire.spared})" for hire in rest]
        return [Statement(f"Left out for now: {'; '.join(told)}", tuple(self._place(hire) for hire in rest))]

    def _noted(self) -> list[Statement]:
        if self.order.note is None:
            return []
        return [Statement(f"{self.order.note}, {_JUDGED}", (self.hires.note(self.order),))]

    def _untold(self) -> list[Statement]:
        """What neither the tables nor this order tell."""
        more = (self.constraints.hires or 0) - len(self.taken)
        said = "Table III tells which roles take part in a phase and not how many people the work takes"
        if more > 0 and self.constraints.payroll_usd is None:
            said += f"; the other {more} would share the work of these roles, and this order does not say which of them"
        return [Statement(said, self.places.all_role_phases()), estimated(self.places.catalogue)]

    def _among(self) -> list[Statement]:
        """`Of A and B, hire A first: …`, then why the others come later."""
        first, names = self.taken[0], [hire.role for hire in (*self.taken, *self.left)]
        text = f"Of {listed(names)}, hire the {self._priced(first)} first, {_JUDGED}: {first.hired}"
        later = [
            Statement(f"The {self._priced(hire)} comes later: {hire.hired}", self._cells(hire)) for hire in self.left
        ]
        return [Statement(text, self._cells(first)), *later, self._untold()[-1]]

    def _wanted(self, hire: Hire) -> bool:
        """Whether the role takes part in a phase that is named, or none is."""
        phases = self.constraints.phases
        return phases == LIFECYCLE or any(self._role(hire).covers(phase) for phase in phases)

    def _filled(self, hire: Hire) -> bool:
        return any(name in self.at_hand for name in hire.instead)

    def _paid(self, payroll: int) -> tuple[Hire, ...]:
        """As many in order as the payroll pays for; of those whom a team begins with, one that is too dear gives way
        to the next."""
        paid: list[Hire] = []
        for hire in self.open:
            roles = [self._role(each) for each in (*paid, hire)]
            if self._wages(roles) <= payroll and (hire.core or len(paid) >= self._begin):
                paid.append(hire)
            elif not hire.core:
                break
        return tuple(paid)

    @property
    def _begin(self) -> int:
        """How many of the core are still open."""
        return sum(hire.core and not self._filled(hire) for hire in self.open)

    @property
    def _at_hand_usd(self) -> int:
        roles = self.places.catalogue.roles
        return sum(roles[name].monthly_wage_usd * count for name, count in self.at_hand.items())

    def _role(self, hire: Hire) -> Role:
        return self.places.catalogue.roles[hire.role]

    def _wages(self, roles: list[Role]) -> int:
        return sum(role.monthly_wage_usd for role in roles)

    def _priced(self, hire: Hire) -> str:
        return f"{hire.role} (${self._role(hire).monthly_wage_usd:,} a month)"

    def _place(self, hire: Hire) -> Evidence:
        return self.hires.place(self.order, hire)

    def _cells(self, hire: Hire) -> tuple[Evidence, ...]:
        return (self._place(hire), *self.places.wages([self._role(hire)]))


def _one(role: str) -> str:
    """`a Data Engineer`, `an ML Engineer`"""
    return f"{'an' if role.startswith('ML') else 'a'} {role}"
