"""A plan: what was decided, each decision with the sentence that says why and the places that carry it."""

from dataclasses import dataclass
from typing import Literal

from corpus.vocabulary import Evidence, PhaseCode, Role, Tool
from server.constraints import PlanConstraints
from server.planning.stack import Bar, Stack
from server.sheet import Statement

Status = Literal["planned", "infeasible"]
Why = Bar | Literal["in_use_covers", "interchangeable", "dominated", "outranked"]


@dataclass(frozen=True)
class ToolPick:
    """A tool of the stack, the phases wanted that it covers, the tools that would do as well, and its own
    cells (ticks and price)."""

    tool: Tool
    phases: tuple[PhaseCode, ...]
    in_use: bool
    equals: tuple[str, ...]
    cells: tuple[Evidence, ...]
    reason: Statement


@dataclass(frozen=True)
class RolePick:
    """A role of the team, how many people, the phases wanted that it takes part in, the roles that would do
    as well, and its own cells (phases and wage)."""

    role: Role
    count: int
    phases: tuple[PhaseCode, ...]
    at_hand: bool
    equals: tuple[str, ...]
    cells: tuple[Evidence, ...]
    reason: Statement


@dataclass(frozen=True)
class Alternative:
    """A stack ranked below the plan's, with how it differs."""

    stack: Stack
    difference: Statement


@dataclass(frozen=True)
class Rejection:
    """Tools left out for one reason."""

    tools: tuple[str, ...]
    why: Why
    reason: Statement


@dataclass(frozen=True)
class Change:
    """What solving again with the fields `altered` (of PlanConstraints) altered gives; None: no stack."""

    altered: tuple[str, ...]
    stack: Stack | None
    statement: Statement


@dataclass(frozen=True)
class Gap:
    """A phase that no tool left, or no role printed, covers."""

    phase: PhaseCode
    by: Literal["tools", "roles"]
    reason: Statement


@dataclass(frozen=True)
class Plan:
    """The best stack and team, or why there is no stack: then `conflicts` are the constraints each of which
    alone stands in the way, and `nearest` drops as few as possible. `within` says that the budget holds,
    `notes` what to mind."""

    constraints: PlanConstraints
    stack: Stack | None
    summary: tuple[Statement, ...]
    roles: tuple[RolePick, ...]
    team: tuple[Statement, ...]
    rejected: tuple[Rejection, ...]
    gaps: tuple[Gap, ...] = ()
    picks: tuple[ToolPick, ...] = ()
    within: Statement | None = None
    notes: tuple[Statement, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    nearest: Change | None = None

    @property
    def wages_at_hand(self) -> int:
        """Monthly wages of the people at hand, in US dollars."""
        return sum(pick.role.monthly_wage_usd * pick.count for pick in self.roles if pick.at_hand)

    @property
    def wages_to_add(self) -> int:
        """Monthly wages of the roles to add, in US dollars."""
        return sum(pick.role.monthly_wage_usd for pick in self.roles if not pick.at_hand)

    @property
    def status(self) -> Status:
        """`infeasible` where no stack meets the constraints."""
        return "planned" if self.stack else "infeasible"
