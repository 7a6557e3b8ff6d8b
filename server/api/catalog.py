"""The catalogue as data: phases, roles, tools and maturity models, filtered by query parameters.

Unknown parameters and unknown values are errors: a filter that is silently ignored gives a wrong list.
"""

from collections import Counter
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import HTTPException
from pydantic import Field

from corpus.vocabulary import Cost, PhaseCode
from server.api.dependencies import AdvisorDep
from server.api.names import model_of, phase_of, role_of, tool_of
from server.api.paging import PageQuery, paged
from server.api.records import (
    ROLE_PHASES,
    MaturityModels,
    Phases,
    Roles,
    Tools,
    maturity_record,
    numbered,
    phase_record,
    role_record,
    tool_record,
)
from server.errors import UnknownName

REPEATABLE = frozenset({"phase"})
_NAMED_COSTS: dict[str, Callable[[Cost], bool]] = {
    "free": lambda cost: cost.usd == 0,
    "fixed": lambda cost: cost.fixed,
    "cb": lambda cost: cost.printed == "CB",
    "by request": lambda cost: cost.printed == "By Request",
}


def _given_once(request: Request) -> None:
    counts = Counter(name for name, _ in request.query_params.multi_items())
    for name, count in counts.items():
        if count > 1 and name not in REPEATABLE:
            raise HTTPException(422, f"{name} is given {count} times: give it once")


router = APIRouter(prefix="/v1/catalog", tags=["catalog"], dependencies=[Depends(_given_once)])


class ToolQuery(PageQuery):
    """Which tools; without parameters all of them."""

    phase: list[str] = Field(default=[], description="Phase code; repeat it for tools that cover all of them")
    cost: str | None = Field(default=None, description="free, fixed, CB, By Request, or a price such as $20")
    open_source: bool | None = None
    name: str | None = Field(default=None, description="Name or alias, in any case")


class RoleQuery(PageQuery):
    """Which roles; without parameters all of them."""

    phase: list[str] = Field(default=[], description="Phase code; repeat it for roles that take part in all of them")
    name: str | None = Field(default=None, description="Name or alias, in any case")


class PhaseQuery(PageQuery):
    """Which phases; without parameters all of them."""

    phase: list[str] = Field(default=[], description="Phase code; repeat it for several")


class MaturityQuery(PageQuery):
    """Which maturity models; without parameters all of them."""

    name: str | None = Field(default=None, description="Name or alias, in any case")


@router.get("/tools", summary="Tools of Table IV")
async def tools(request: Request, query: Annotated[ToolQuery, Query()], advisor: AdvisorDep) -> Tools:
    """Tools that meet every parameter given."""
    catalogue = advisor.catalogue
    phases = [phase_of(value) for value in query.phase]
    columns: list[str] = list(dict.fromkeys(column for phase in phases for column in phase.columns))
    found = [tool_of(catalogue, query.name)] if query.name is not None else list(catalogue.tools.values())
    found = [tool for tool in found if all(tool.covers(phase) for phase in phases)]
    if query.cost is not None:
        affordable = _priced(query.cost, {tool.cost.printed for tool in catalogue.tools.values()})
        found = [tool for tool in found if affordable(tool.cost)]
        columns.append("Cost/Month")
    if query.open_source is not None:
        found = [tool for tool in found if tool.open_source is query.open_source]
        columns.append("Open Source")
    page, after = paged(request, query, found)
    return Tools(
        total=len(found),
        next=after,
        tools=tuple(tool_record(catalogue, tool) for tool in page),
        citations=numbered(catalogue.column("Table IV", column) for column in columns),
    )


@router.get("/roles", summary="Roles of Table III")
async def roles(request: Request, query: Annotated[RoleQuery, Query()], advisor: AdvisorDep) -> Roles:
    """Roles that meet every parameter given."""
    catalogue = advisor.catalogue
    phases = [phase_of(value) for value in query.phase]
    found = [role_of(catalogue, query.name)] if query.name is not None else list(catalogue.roles.values())
    found = [role for role in found if all(role.covers(phase) for phase in phases)]
    page, after = paged(request, query, found)
    return Roles(
        total=len(found),
        next=after,
        roles=tuple(role_record(catalogue, role) for role in page),
        citations=numbered([catalogue.column("Table III", ROLE_PHASES)] if phases else []),
    )


@router.get("/phases", summary="Phases of Figure 1")
async def phases(request: Request, query: Annotated[PhaseQuery, Query()], advisor: AdvisorDep) -> Phases:
    """The phases asked for."""
    wanted = {phase_of(value) for value in query.phase} or set(PhaseCode)
    found = [phase for phase in advisor.catalogue.phases.values() if phase.code in wanted]
    page, after = paged(request, query, found)
    records = tuple(phase_record(advisor.catalogue, phase) for phase in page)
    return Phases(total=len(found), next=after, phases=records)


@router.get("/maturity", summary="Maturity models of Table I")
async def maturity(request: Request, query: Annotated[MaturityQuery, Query()], advisor: AdvisorDep) -> MaturityModels:
    """The maturity models asked for."""
    catalogue = advisor.catalogue
    found = [model_of(catalogue, query.name)] if query.name is not None else list(catalogue.maturity.values())
    page, after = paged(request, query, found)
    records = tuple(maturity_record(catalogue, model) for model in page)
    return MaturityModels(total=len(found), next=after, maturity=records)


def _priced(value: str, printed: set[str]) -> Callable[[Cost], bool]:
    named = _NAMED_COSTS.get(value.strip().casefold())
    if named is not None:
        return named
    price = f"${value.strip().removeprefix('$')}"
    if price not in printed:
        fixed = sorted((name for name in printed if name.startswith("$")), key=lambda name: int(name[1:]))
        raise UnknownName("cost", value, ["free", "fixed", "CB", "By Request", *fixed])
    return lambda cost: cost.printed == price
