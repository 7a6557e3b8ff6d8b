"""The wire contract of `POST /v1/plan`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.constraints import LIFECYCLE, Cloud, Given, ModelChoice
from server.planning.plan import Status, Why
from server.schema import Citation, Wire

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Names = Annotated[tuple[Name, ...], Field(max_length=1_000, fail_fast=True)]


class PlanRequest(Wire):
    """What the plan has to meet; without any field it covers the whole lifecycle at the lowest cost."""

    phases: Names = Field(
        default=tuple(code.value for code in LIFECYCLE),
        description="Phases to cover, by code or name. MD is covered by a tool for either half (MDT, MDL) "
        "unless `model` or the half itself is asked for.",
    )
    model: ModelChoice = Field(
        default="either",
        description="Reads MD as MDT (`own`: classical model building) or as MDL (`llm`: an existing LLM).",
    )
    budget_usd: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Most that the tools may cost a month for ten users, those in use included. Tools without a "
        "fixed price (CB, By Request) are not added then; one in use stays and makes the total a lower bound.",
    )
    payroll_usd: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Most that the roles to add may earn a month together, those at hand apart. Where no choice of "
        "roles for all phases is within it, the one that takes part in most phases is given.",
    )
    open_source_only: bool = Field(default=False, description="Add only tools that Table IV ticks as open source.")
    closed_source_only: bool = Field(default=False, description="Add no tool that Table IV ticks as open source.")
    paid_only: bool = Field(default=False, description="Add no tool that Table IV prints at $0.")
    cloud: Cloud | None = Field(
        default=None,
        description="Add no tool bound to another vendor's cloud; a tool bound to this one wins ties.",
    )
    tools: Names = Field(default=(), description="Tools in use: they stay, and their cost counts.")
    without: Names = Field(default=(), description="Tools and roles not to be added.")
    team: Names = Field(default=(), description="Roles at hand, one entry a person.")
    fewest_tools: bool = Field(
        default=False, description="Rank stacks by the number of their tools first, and by cost among as many."
    )
    advised: bool = Field(
        default=False,
        description="Take what the cards advise for each phase and whom this project's order of hires begins with, "
        "instead of the lowest cost. No other stacks are ranked then.",
    )
    given: tuple[Given, ...] = Field(
        default=(),
        max_length=8,
        description="Circumstances. Tools that the cards rule out under them are not added: `no_kubernetes`, "
        "`in_house` (nothing that lies with a vendor), `managed` (no servers to run). Others bear on what is advised: "
        "`kubernetes`, `images`, `documents`, `many` (more than ten people), `large` (a large company).",
    )
    alternatives: int = Field(default=3, ge=0, le=10, description="How many stacks to rank below the plan's.")


class ToolChoice(Wire):
    """A tool of the stack: the phases that it serves in this plan, its monthly cost for ten users as printed and
    in US dollars (null: not fixed), and the tools that would do as well. `reason` ends in its citations,
    `citations` are the tool's own cells."""

    tool: str
    phases: tuple[str, ...]
    cost: str
    usd: int | None
    in_use: bool
    interchangeable_with: tuple[str, ...]
    reason: str
    citations: tuple[int, ...]


class RoleChoice(Wire):
    """A role of the team, how many people, and its monthly wage for one of them."""

    role: str
    count: int
    phases: tuple[str, ...]
    monthly_wage_usd: int
    at_hand: bool
    interchangeable_with: tuple[str, ...]
    reason: str
    citations: tuple[int, ...]


class Totals(Wire):
    """US dollars a month: tools for ten users (null without a stack; `at_least` where a price is not fixed),
    wages at hand and to add."""

    tools_usd: int | None
    at_least: bool
    wages_at_hand_usd: int
    wages_to_add_usd: int


class RankedStack(Wire):
    """A stack ranked below the plan's, 2 being the next best, and how it differs."""

    rank: int
    tools: tuple[str, ...]
    tools_usd: int
    at_least: bool
    difference: str
    citations: tuple[int, ...]


class RejectedTools(Wire):
    """Tools left out and the strongest reason that applies; `no_phase` only counts them."""

    tools: tuple[str, ...]
    why: Why
    reason: str
    citations: tuple[int, ...]


class ChangedPlan(Wire):
    """The stack (null: none) that solving again gives with these request fields altered."""

    altered: tuple[str, ...]
    tools: tuple[str, ...] | None
    tools_usd: int | None
    at_least: bool
    statement: str
    citations: tuple[int, ...]


class Uncovered(Wire):
    """A phase that no tool left, or no role printed, covers."""

    phase: str
    by: Literal["tools", "roles"]
    reason: str
    citations: tuple[int, ...]


class PlanResponse(Wire):
    """A plan; `notes` are what to mind. `infeasible`: no stack meets the constraints; `conflicts` are those that alone
    stand in the way, `nearest` drops as few as possible. Every sentence of `answer` ends in its [n]."""

    status: Status
    understood: str
    answer: str
    picks: tuple[ToolChoice, ...]
    roles: tuple[RoleChoice, ...]
    totals: Totals
    alternatives: tuple[RankedStack, ...]
    notes: tuple[str, ...]
    rejected: tuple[RejectedTools, ...]
    changes: tuple[ChangedPlan, ...]
    uncovered: tuple[Uncovered, ...]
    conflicts: tuple[ChangedPlan, ...]
    nearest: ChangedPlan | None
    citations: tuple[Citation, ...]
    release: str
    trace_id: str
