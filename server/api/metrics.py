"""What Prometheus reads; docs/observability.md lists it."""

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import choose_encoder

from server.api.dependencies import MetersDep

router = APIRouter(tags=["health"])


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
def metrics(request: Request, meters: MetersDep) -> Response:
    """In OpenMetrics, with exemplars, for whoever accepts it; in Prometheus' text format otherwise."""
    encode, media_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(meters.registry), headers={"Content-Type": media_type})
