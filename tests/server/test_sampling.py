"""Which traces are kept, with the real SDK."""

import socket
from time import perf_counter

import pytest
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from server.errors import AdvisorError
from server.sampling import KeptTraces, sampler_of


@pytest.fixture
def kept() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(kept: InMemorySpanExporter) -> trace.Tracer:
    """Traces of which nothing is kept but what must be."""
    provider = TracerProvider(shutdown_on_exit=False)
    sampler = sampler_of({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"})
    provider.add_span_processor(KeptTraces(SimpleSpanProcessor(kept), sampler))
    return provider.get_tracer("t")


def names(spans: tuple[ReadableSpan, ...]) -> list[str]:
    return [span.name for span in spans]


@pytest.mark.parametrize("status", ["refused", "degraded"])
def test_a_refusal_is_kept_whole(tracer: trace.Tracer, kept: InMemorySpanExporter, status: str) -> None:
    with tracer.start_as_current_span("root") as root:
        with tracer.start_as_current_span("stage"):
            pass
        root.set_attribute("advisor.status", status)
    assert names(kept.get_finished_spans()) == ["stage", "root"]


def test_an_error_is_kept_without_its_message(tracer: trace.Tracer, kept: InMemorySpanExporter) -> None:
    with (
        tracer.start_as_current_span("root"),
        pytest.raises(ValueError, match="zebra"),
        tracer.start_as_current_span("stage"),
    ):
        raise ValueError("zebra")
    stage, _ = kept.get_finished_spans()
    assert stage.status.status_code is trace.StatusCode.ERROR
    assert "zebra" not in stage.to_json()


def test_a_slow_answer_is_kept_and_a_quick_one_is_not(tracer: trace.Tracer, kept: InMemorySpanExporter) -> None:
    for name, seconds in (("quick", 1), ("slow", 10)):
        tracer.start_span(name, start_time=1).end(seconds * 10**9 + 1)
    assert names(kept.get_finished_spans()) == ["slow"]


def test_a_span_that_ends_after_its_root_goes_where_that_went(tracer: trace.Tracer, kept: InMemorySpanExporter) -> None:
    for status in ("refused", "answered"):
        with tracer.start_as_current_span("root", attributes={"advisor.status": status}):
            late = tracer.start_span(status)
        late.end()
    assert names(kept.get_finished_spans()) == ["root", "refused"]


def test_two_requests_of_one_trace_are_judged_apart(tracer: trace.Tracer, kept: InMemorySpanExporter) -> None:
    remote = trace.SpanContext(1, 2, is_remote=True, trace_flags=trace.TraceFlags(1))
    parent = trace.set_span_in_context(trace.NonRecordingSpan(remote))
    first, second = (tracer.start_span(name, parent) for name in ("first", "second"))
    second.set_attribute("advisor.status", "refused")
    first.end()
    with trace.use_span(second), tracer.start_as_current_span("stage"):
        pass
    second.end()
    assert names(kept.get_finished_spans()) == ["stage", "second"]


def test_nothing_stays_held(kept: InMemorySpanExporter) -> None:
    traces = KeptTraces(SimpleSpanProcessor(kept), sampler_of({}))
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(traces)
    with provider.get_tracer("t").start_as_current_span("root"):
        late = provider.get_tracer("t").start_span("late")
    late.end()
    assert names(kept.get_finished_spans()) == ["root", "late"]
    assert not traces._of


@pytest.mark.parametrize(
    ("environ", "fix"),
    [({"OTEL_TRACES_SAMPLER": "some"}, "set one of always_on"), ({"OTEL_TRACES_SAMPLER_ARG": "2"}, "from 0 to 1")],
)
def test_a_sampler_that_there_is_none_of_is_refused(environ: dict[str, str], fix: str) -> None:
    with pytest.raises(AdvisorError, match=fix):
        sampler_of(environ)


def test_a_collector_that_never_answers_is_waited_for_two_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        exporter = OTLPSpanExporter(f"http://127.0.0.1:{silent.getsockname()[1]}")
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(KeptTraces(BatchSpanProcessor(exporter), sampler_of({})))
        with provider.get_tracer("t").start_as_current_span("root"):
            pass
        begun = perf_counter()
        provider.shutdown()
        assert 2.0 <= perf_counter() - begun < 4.0
