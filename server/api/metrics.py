"""Gauges for Prometheus; docs/metrics.md lists them."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from server.freshness import Freshness

router = APIRouter(tags=["health"])


class LibraryCollector(Collector):
    """What the library holds at the moment of being asked."""

    def __init__(self, freshness: Freshness) -> None:
        self._freshness = freshness

    def collect(self) -> Iterator[Metric]:
        """One gauge after the other."""
        sources = self._freshness.sources().values()
        yield GaugeMetricFamily("advisor_sources", "Sources that were added", len(sources))
        yield GaugeMetricFamily(
            "advisor_sources_stale", "Those of them that are stale", self._freshness.stale_sources()
        )
        passages = sum(each.passages for each in sources)
        yield GaugeMetricFamily("advisor_sources_passages", "Passages of all added sources", passages)


@router.get("/metrics", summary="Gauges for Prometheus", response_class=Response)
def metrics(request: Request) -> Response:
    """In Prometheus' text format."""
    registry = CollectorRegistry()
    if request.app.state.freshness is not None:
        registry.register(LibraryCollector(request.app.state.freshness))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
