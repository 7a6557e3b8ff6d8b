"""Teams: the roles at hand and the best ones to add, so that somebody takes part in every phase."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from corpus.catalogue import Catalogue
from corpus.vocabulary import PhaseCode, Role
from server.constraints import PlanConstraints
from server.planning.cover import Option, covers

_PHASES = 7


@dataclass(frozen=True)
class Team:
    """Roles at hand with how many people each, roles to add with the ones that would do as well, and the
    phases that no role is printed for, those apart that may not be added. `least` is the lowest payroll that
    leaves no other phase out; below it, `unpaid` are left out."""

    at_hand: dict[str, int]
    added: tuple[Role, ...]
    equals: dict[str, tuple[str, ...]]
    unprinted: tuple[PhaseCode, ...]
    least: int
    unpaid: tuple[PhaseCode, ...] = ()


def best_team(catalogue: Catalogue, constraints: PlanConstraints) -> Team:
    """The team by the objective of `covers`, its wages being the prices."""
    at_hand = Counter(constraints.team)
    roles = catalogue.roles
    left = [role for role in roles.values() if role.name in at_hand or role.name not in constraints.without]
    unprinted = tuple(phase for phase in constraints.wanted if not any(role.covers(phase) for role in left))
    missing = frozenset(
        phase
        for phase in constraints.wanted
        if phase not in unprinted and not any(roles[name].covers(phase) for name in at_hand)
    )
    options = [
        Option(role.name, frozenset(phase for phase in missing if role.covers(phase)), role.monthly_wage_usd)
        for role in left
        if role.name not in at_hand
    ]
    chosen = next(covers(options, missing))
    least = _wages(chosen)
    if constraints.payroll_usd is not None and constraints.payroll_usd < least:
        chosen = _within(options, constraints.payroll_usd)
    equals = {
        pick.name: tuple(option.name for option in options if option.equals(pick) and option != pick) for pick in chosen
    }
    return Team(
        {name: at_hand[name] for name in roles if name in at_hand},
        tuple(roles[pick.name] for pick in chosen),
        equals,
        unprinted,
        least,
        tuple(phase for phase in constraints.wanted if phase in missing - _served(chosen)),
    )


def _within(options: list[Option], payroll: int) -> tuple[Option, ...]:
    """The options that together serve the most phases within a payroll; of those the ones that earn least, then
    the fewest, then those printed first. With at most seven phases, seven options are enough."""
    paid = [option for option in options if option.serves and _wages([option]) <= payroll]
    sets = (chosen for size in range(min(len(paid), _PHASES) + 1) for chosen in combinations(paid, size))
    affordable = [chosen for chosen in sets if _wages(chosen) <= payroll]
    return max(affordable, key=lambda chosen: (len(_served(chosen)), -_wages(chosen), -len(chosen)))


def _served(options: Iterable[Option]) -> frozenset[PhaseCode]:
    return frozenset[PhaseCode]().union(*(option.serves for option in options))


def _wages(options: Iterable[Option]) -> int:
    return sum(option.usd or 0 for option in options)
