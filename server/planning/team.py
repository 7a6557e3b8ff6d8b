"""Teams: the roles at hand and the best ones to add, so that somebody takes part in every phase."""

from collections import Counter
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.vocabulary import PhaseCode, Role
from server.constraints import PlanConstraints
from server.planning.cover import Option, covers


@dataclass(frozen=True)
class Team:
    """Roles at hand with how many people each, roles to add with the ones that would do as well, and the
    phases that no role is printed for."""

    at_hand: dict[str, int]
    added: tuple[Role, ...]
    equals: dict[str, tuple[str, ...]]
    unprinted: tuple[PhaseCode, ...]


def best_team(catalogue: Catalogue, constraints: PlanConstraints) -> Team:
    """The team by the objective of `covers`, its wages being the prices."""
    at_hand = Counter(constraints.team)
    roles = catalogue.roles
    unprinted = tuple(phase for phase in constraints.wanted if not any(role.covers(phase) for role in roles.values()))
    missing = frozenset(
        phase
        for phase in constraints.wanted
        if phase not in unprinted and not any(roles[name].covers(phase) for name in at_hand)
    )
    options = [
        Option(role.name, frozenset(phase for phase in missing if role.covers(phase)), role.monthly_wage_usd)
        for role in roles.values()
        if role.name not in at_hand
    ]
    chosen = next(covers(options, missing))
    equals = {
        pick.name: tuple(option.name for option in options if option.equals(pick) and option != pick) for pick in chosen
    }
    return Team(
        {name: at_hand[name] for name in roles if name in at_hand},
        tuple(roles[pick.name] for pick in chosen),
        equals,
        unprinted,
    )
