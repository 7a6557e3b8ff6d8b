"""Plans: constraints in, a stack and a team out, solved exactly; no LLM is asked."""

from typing import Annotated

from fastapi import APIRouter, Body

from server.api.dependencies import AdvisorDep
from server.api.examples import PLAN_EXAMPLES
from server.planning.response import respond
from server.planning.schema import PlanRequest, PlanResponse
from server.telemetry import trace_id

router = APIRouter(tags=["plan"])


# Not async: the search keeps a core busy, which is a worker thread's business.
@router.post("/v1/plan", summary="Plan a stack and a team")
def plan(body: Annotated[PlanRequest, Body(openapi_examples=PLAN_EXAMPLES)], advisor: AdvisorDep) -> PlanResponse:
    """The cheapest stack and team that meet the constraints, or the advised ones, and what would change them."""
    planner = advisor.planner
    solved = planner.plan(planner.constraints(body))
    return respond(solved, release=advisor.release, trace_id=trace_id())
