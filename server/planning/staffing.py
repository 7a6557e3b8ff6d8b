"""The roles of a team, each with its reason, and what can be said of the team as a whole."""

from dataclasses import dataclass

from corpus.vocabulary import Evidence, PhaseCode, Role
from server.planning.places import Places
from server.planning.plan import Gap, RolePick
from server.planning.team import Team
from server.sheet import Statement
from server.wording import listed


@dataclass(frozen=True)
class Staffing:
    """Says why the roles of `team` are in it."""

    places: Places
    wanted: tuple[PhaseCode, ...]
    team: Team
    payroll: int | None = None

    def roles(self) -> tuple[RolePick, ...]:
        """The roles at hand, then those to add."""
        roles = self.places.catalogue.roles
        at_hand = [self._at_hand(roles[name], count) for name, count in self.team.at_hand.items()]
        return (*at_hand, *(self._added(role) for role in self.team.added))

    def gaps(self) -> tuple[Gap, ...]:
        """The phases that no role is printed for, and those that the payroll leaves out."""
        places = (*self.places.all_role_phases(), *self.places.all_wages())
        text = "Within the payroll nobody takes part in {}"
        unpaid = [Gap(phase, "roles", Statement(text.format(phase), places)) for phase in self.team.unpaid]
        return (*self.unprinted(), *unpaid)

    def unprinted(self) -> tuple[Gap, ...]:
        """The phases that no role is printed for."""
        printed = self.places.all_role_phases()
        return tuple(Gap(phase, "roles", Statement(self._nobody(phase), printed)) for phase in self.team.unprinted)

    def _nobody(self, phase: PhaseCode) -> str:
        barred = [role.name for role in self.places.catalogue.roles.values() if role.covers(phase)]
        if not barred:
            return f"No role of Table III is printed for {phase}"
        return f"No role of Table III is printed for {phase} but {listed(barred)}, whom the request excludes"

    def summary(self) -> tuple[Statement, ...]:
        """What the team earns, in which sense it is the best, and what the table cannot tell."""
        added, at_hand = self.team.added, [self.places.catalogue.roles[name] for name in self.team.at_hand]
        said: list[Statement] = []
        if at_hand:
            text = f"The team at hand earns ${self.wages_at_hand:,} a month in all"
            said.append(Statement(text, self.places.wages(at_hand)))
        if added or self.team.unpaid:
            said += self._afforded()
        elif at_hand:
            text = "The team at hand takes part in every phase asked for that a role is printed for"
            said.append(Statement(text, self.places.role_phases(at_hand)))
        if not said:
            return ()
        text = "Table III tells which roles take part in a phase and not how many people the work takes"
        return (*said, Statement(text, self.places.all_role_phases()))

    def _afforded(self) -> list[Statement]:
        """What the roles to add earn, and how that compares with other choices and with the payroll."""
        everything = (*self.places.all_role_phases(), *self.places.all_wages())
        earned = f"The roles to add earn ${self.wages_to_add:,} a month"
        if not self.team.unpaid:
            said = [Statement(f"{earned}, and no other choice for these phases earns less", everything)]
            if self.payroll is not None:
                left = self.payroll - self.wages_to_add
                text = f"That is within the payroll of ${self.payroll:,} a month and leaves ${left:,} of it"
                said.append(Statement(text, self.places.wages(self.team.added)))
            return said
        text = f"No choice of roles for all of these phases earns at most ${self.payroll:,} a month: the least is "
        said = [Statement(f"{text}${self.team.least:,}", everything)]
        if self.team.added:
            text = f"{earned}, and within the payroll no other choice takes part in more of these phases"
            said.append(Statement(text, everything))
        return said

    @property
    def wages_at_hand(self) -> int:
        """Monthly wages of the people at hand, in US dollars."""
        roles = self.places.catalogue.roles
        return sum(roles[name].monthly_wage_usd * count for name, count in self.team.at_hand.items())

    @property
    def wages_to_add(self) -> int:
        """Monthly wages of the roles to add, in US dollars."""
        return sum(role.monthly_wage_usd for role in self.team.added)

    def _at_hand(self, role: Role, count: int) -> RolePick:
        phases = self._phases(role)
        who = f"{count} × {role.name} are" if count > 1 else f"{role.name} is"
        wage = f"${role.monthly_wage_usd:,} a month{' each' if count > 1 else ''} by the paper's estimate"
        verbs = ("take", "earn") if count > 1 else ("takes", "earns")
        text = f"{who} at hand, {verbs[0]} part in {listed(phases) or 'no phase asked for'} and {verbs[1]} {wage}"
        if role.note:
            text += f"; {role.note.rstrip('.')}"
        return RolePick(role, count, phases, True, (), self._cells(role), Statement(text, self._cells(role)))

    def _added(self, role: Role) -> RolePick:
        phases = self._phases(role)
        wage = f"${role.monthly_wage_usd:,} a month by the paper's estimate"
        text = f"{role.name} takes part in {listed(phases)} and earns {wage}"
        everybody = [*(self.places.catalogue.roles[name] for name in self.team.at_hand), *self.team.added]
        others = [other for other in everybody if other != role]
        if others:
            sole = [phase for phase in phases if not any(other.covers(phase) for other in others)]
            text += f"; no other role of this team takes part in {listed(sole)}"
        equals = self.team.equals[role.name]
        alike = [self.places.catalogue.roles[name] for name in equals]
        if equals:
            text += f"; {listed(equals)} would do as well for the same wage"
        shown = [role, *others, *alike]
        places = (*self.places.role_phases(shown), *self.places.wages([role, *alike]))
        return RolePick(role, 1, phases, False, equals, self._cells(role), Statement(text, places))

    def _cells(self, role: Role) -> tuple[Evidence, ...]:
        return (*self.places.role_phases([role]), *self.places.wages([role]))

    def _phases(self, role: Role) -> tuple[PhaseCode, ...]:
        return tuple(phase for phase in self.wanted if role.covers(phase))
