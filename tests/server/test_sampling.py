"""Which traces are kept, with the real SDK."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from server.errors import AdvisorError
from server.outcome import note_judgement
from server.schema import FeedbackRequest
from server.tracing.dropped import Dropped
from server.tracing.ended import Ended
from server.tracing.sampling import sampler_of
from server.tracing.traces import KeptTraces


@pytest.fixture
def kept() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(kept: InMemorySpanExporter) -> trace.Tracer:
    """Traces of which nothing is kept but what must be."""
    sampler = sampler_of({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"})
    provider = TracerProvider(sampler, shutdown_on_exit=False)
    provider.add_span_processor(KeptTraces(SimpleSpanProcessor(kept)))
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
    with trace.use_span(second), tracer.start_as_current_span("stage"):
        pass
    second.end()
    first.end()
    assert names(kept.get_finished_spans()) == ["stage", "second"]


def test_nothing_stays_held(kept: InMemorySpanExporter) -> None:
    traces = KeptTraces(SimpleSpanProcessor(kept))
    provider = TracerProvider(sampler_of({}), shutdown_on_exit=False)
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


def down(tracer: trace.Tracer, judged: trace.Span) -> None:
    """A reader says that the answer of this trace was bad."""
    trace_id = trace.format_trace_id(judged.get_span_context().trace_id)
    with tracer.start_as_current_span("feedback") as span:
        note_judgement(span, FeedbackRequest(trace_id=trace_id, verdict="down"))


def test_a_thumb_down_brings_back_what_was_left_out(tracer: trace.Tracer, kept: InMemorySpanExporter) -> None:
    for name in ("good", "bad"):
        with tracer.start_as_current_span(name) as root, tracer.start_as_current_span(f"stage of {name}"):
            pass
    assert not kept.get_finished_spans()
    down(tracer, root)
    down(tracer, root)
    found = kept.get_finished_spans()
    assert names(found) == ["stage of bad", "bad", "feedback", "feedback"]
    # The flag that a queue and a collector go by.
    assert all(span.context and span.context.trace_flags.sampled for span in found)


def test_a_part_that_is_kept_brings_the_whole_trace(tracer: trace.Tracer, kept: InMemorySpanExporter) -> None:
    """As in Slack, where the answer comes after the request was acknowledged."""
    with tracer.start_as_current_span("acknowledged") as request:
        pass
    with (
        trace.use_span(request),
        tracer.start_as_current_span("answer", attributes={"advisor.status": "refused"}) as answer,
        tracer.start_as_current_span("stage"),
    ):
        pass
    assert answer.get_span_context().trace_id == request.get_span_context().trace_id
    assert names(kept.get_finished_spans()) == ["acknowledged", "stage", "answer"]


@pytest.mark.parametrize(
    ("dropped", "left"),
    [(Dropped(traces=3), 3), (Dropped(size=40_000), 4), (Dropped(seconds=0), 1), (Dropped(size=5_000), 0)],
)
def test_what_is_left_out_is_held_within_bounds(dropped: Dropped, left: int) -> None:
    span = ReadableSpan("s", attributes={"text": "x" * 6_000})
    for number in range(10):
        dropped.hold(f"{number:032x}", [Ended(span, 0, 1)])
    assert len(dropped) == left
    assert bool(dropped.taken(f"{9:032x}")) == bool(left)
    assert not dropped.taken(f"{0:032x}")
