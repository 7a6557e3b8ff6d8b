"""Liveness and readiness."""

from typing import Literal

from fastapi import APIRouter, Response

from server.api.dependencies import AdvisorDep
from server.schema import Parts, Readiness, ReadyResponse, Wire

router = APIRouter(tags=["health"])


class Alive(Wire):
    """Body of `/healthz`."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Is the process alive?")
async def healthz() -> Alive:
    """Always 200: says nothing about the parts."""
    return Alive()


@router.get(
    "/readyz",
    response_model=ReadyResponse,
    summary="Do catalogue and index serve?",
    responses={503: {"model": ReadyResponse, "description": "Catalogue or index is loading or down"}},
)
async def readyz(advisor: AdvisorDep) -> Response:
    """200 when catalogue and index serve, 503 otherwise; without the LLM, facts still answer."""
    parts = advisor.parts()
    ready = ReadyResponse(status=serving(parts), parts=parts)
    return Response(ready.model_dump_json(), 200 if ready.status == "ready" else 503, media_type="application/json")


def serving(parts: Parts) -> Readiness:
    """The worse of the two parts that serving needs."""
    needed = {parts.catalogue, parts.index}
    if "down" in needed:
        return "down"
    return "loading" if "loading" in needed else "ready"
