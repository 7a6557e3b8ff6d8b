"""What may go wrong between a span and the collector, with the real SDK."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from ingest.tracing import provider_of
from server.llama import free_port
from server.tracing.traces import KeptTraces
from tests.fakes.collector import Collector

SECOND = 10**9


@contextmanager
def silent() -> Iterator[str]:
    """Takes connections and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def nobody() -> Iterator[str]:
    """An address where nothing listens."""
    yield f"http://127.0.0.1:{free_port()}"


@contextmanager
def refusing() -> Iterator[str]:
    """Answers everything with an error."""
    with Collector(status=503) as collector:
        yield collector.address


@pytest.mark.parametrize("collector", [silent, nobody, refusing])
def test_a_collector_that_fails_holds_up_nothing_and_is_waited_for_two_seconds(collector: type) -> None:
    with collector() as address:
        provider = TracerProvider(shutdown_on_exit=False)
        queue = BatchSpanProcessor(OTLPSpanExporter(address), max_queue_size=512, schedule_delay_millis=10)
        provider.add_span_processor(KeptTraces(queue))
        begun = perf_counter()
        for _ in range(1_000):  # more than the queue holds
            with provider.get_tracer("t").start_as_current_span("root"):
                pass
        assert perf_counter() - begun < 8.0
        begun = perf_counter()
        provider.shutdown()
        assert perf_counter() - begun < 8.0


class Clock:
    """A wall clock that somebody sets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = 0
        self.monotonic = 5 * SECOND
        patch.setattr("server.tracing.ended.monotonic_ns", lambda: self.monotonic)
        for module in ("server.tracing.ended", "opentelemetry.sdk.trace"):
            patch.setattr(f"{module}.time_ns", lambda: 1_700_000_000 * SECOND + self.monotonic + self.ahead)

    def pass_by(self, seconds: float) -> None:
        self.monotonic += int(seconds * SECOND)


@pytest.mark.parametrize("jump_s", [-3_600, -1, 3_600])
def test_times_are_right_though_the_clock_is_set(jump_s: int, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, kept = Clock(monkeypatch), InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(KeptTraces(SimpleSpanProcessor(kept)))
    tracer = provider.get_tracer("t")
    with tracer.start_as_current_span("root"):
        clock.pass_by(0.5)
        with tracer.start_as_current_span("during"):
            clock.pass_by(0.25)
            clock.ahead = jump_s * SECOND
        with tracer.start_as_current_span("after"):
            clock.pass_by(0.125)
    spans = {span.name: span for span in kept.get_finished_spans()}
    zero = spans["root"].start_time or 0
    times = {name: ((span.start_time or 0) - zero, (span.end_time or 0) - zero) for name, span in spans.items()}
    assert times == {
        "root": (0, 0.875 * SECOND),
        "during": (0.5 * SECOND, 0.75 * SECOND),
        "after": (0.75 * SECOND, 0.875 * SECOND),
    }


def test_a_megabyte_makes_no_span_of_a_megabyte() -> None:
    with Collector() as collector:
        provider = provider_of({}, "r")
        provider.add_span_processor(KeptTraces(SimpleSpanProcessor(OTLPSpanExporter(collector.address))))
        with provider.get_tracer("t").start_as_current_span("root") as span:
            span.set_attribute("gen_ai.input.messages", "x" * 1_000_000)
    (request,) = collector.received
    assert 30_000 < request.ByteSize() < 50_000


def test_a_fork_sends_its_own_spans_and_none_of_its_parents() -> None:
    code = """
import os
from opentelemetry import trace
from server.telemetry import set_up_tracing
tracing = set_up_tracing(os.environ, "r")
tracer = trace.get_tracer("t")
with tracer.start_as_current_span("queued"):
    pass
with tracer.start_as_current_span("open"):
    child = os.fork()
    with tracer.start_as_current_span("in child" if child == 0 else "in parent"):
        pass
tracing.shutdown()
if child:
    assert os.waitpid(child, 0)[1] == 0
os._exit(0)
"""
    with Collector() as collector:
        environ = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address, "OTEL_BSP_SCHEDULE_DELAY": "60000"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
        subprocess.run([sys.executable, "-c", code], env=kept | environ, check=True, timeout=60)
    spans = {span.name: span for span in collector.spans()}
    assert sorted(span.name for span in collector.spans()) == ["in child", "in parent", "open", "queued"]
    assert spans["in child"].parent_span_id == spans["open"].span_id
