"""Passages of the corpus, best first, without an answer around them."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from server.api.dependencies import AdvisorDep
from server.api.examples import SEARCH_EXAMPLES
from server.api.names import resolved
from server.api.stream import while_connected
from server.schema import SearchRequest, SearchResponse

router = APIRouter(tags=["search"])


@router.post("/v1/search", response_model=SearchResponse, summary="Search the corpus")
async def search(
    request: Request, body: Annotated[SearchRequest, Body(openapi_examples=SEARCH_EXAMPLES)], advisor: AdvisorDep
) -> Response:
    """Passages by meaning and by words, fused; no LLM is asked."""
    wanted = body.model_copy(update={"filters": resolved(body.filters, advisor.catalogue)})
    found = await while_connected(request.receive, advisor.search(wanted))
    return Response(found.model_dump_json(), media_type="application/json")
