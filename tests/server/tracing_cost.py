"""What tracing costs a typed question: servers with a collector and without one, asked in turn in one run.

python -m tests.server.tracing_cost [QUESTIONS]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx

from tests.fakes.advisor import wait_until
from tests.fakes.collector import Collector
from tests.fakes.real_server import server

QUESTION = {"question": "Which tools for CI are free?", "narrate": False}
WARM_UP = 100
# Two processes of the same program differ by a few percent: so there are several of each kind.
PAIRS = 2
# Typed questions need neither index nor models.
BARE = {"ADVISOR_LLM__ENABLED": "false", "ADVISOR_EMBEDDING__BASE_URL": "http://127.0.0.1:9/v1"}


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False


def _seconds(client: httpx.Client) -> float:
    begun = time.perf_counter()
    reply = client.post("/v1/ask", json=QUESTION)
    taken = time.perf_counter() - begun
    assert reply.json()["status"] == "answered", reply.text
    return taken


def main(questions: int) -> None:
    """Print the times without and with tracing, and their ratios."""
    with ExitStack() as stack:
        collector = stack.enter_context(Collector())
        traced = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address}
        clients = [stack.enter_context(_asking(extra)) for extra in ({}, traced) * PAIRS]
        for client in clients * WARM_UP:
            _seconds(client)
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(questions):
            for place in range(len(clients)):
                which = (turn + place) % len(clients)
                times[which % 2].append(_seconds(clients[which]))
    for name, percent in (("p10", 10), ("p50", 50), ("p95", 95)):
        off, on = (statistics.quantiles(each, n=100)[percent - 1] * 1000 for each in times)
        print(f"{name}: {off:.2f} ms without, {on:.2f} ms with tracing, ratio {on / off:.3f}")
    print(f"{len(collector.spans())} spans of {(questions + WARM_UP) * PAIRS} questions arrived")


@contextmanager
def _asking(extra: dict[str, str]) -> Iterator[httpx.Client]:
    with (
        tempfile.TemporaryDirectory() as folder,
        server(BARE | {"ADVISOR_DATA_DIR": folder} | extra) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        wait_until(lambda: _answers(client), seconds=120)
        yield client


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
