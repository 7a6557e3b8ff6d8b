"""Logs and spans: one line a request, no question text, and nothing exported without a collector."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from server.telemetry import LineFormatter
from tests.fakes.advisor import wait_until
from tests.fakes.collector import Collector
from tests.server.conftest import serving_process

SECRET = "zebra stripes"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Our log lines, once there are any: a request's line is written after its response is sent."""
    wait_until(lambda: any(r.name.startswith("server") and "request" in r.message for r in list(caplog.records)))
    return [LineFormatter().format(record) for record in caplog.records if record.name.startswith("server")]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_one_line_a_request(api: httpx.Client, caplog: pytest.LogCaptureFixture, path: str) -> None:
    caplog.set_level(logging.DEBUG)
    response = api.post(path, json={"question": SECRET})
    (line,) = lines(caplog)
    expected = f"message=request method=POST route={path} status=200 ms="
    assert expected in line
    assert line.endswith(f"trace_id={response.headers['X-Trace-Id']}")
    assert SECRET not in caplog.text


def test_a_path_that_no_route_has_is_not_logged(api: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="server")
    api.get("/v1/zebra")
    (line,) = lines(caplog)
    assert "route=none status=404" in line
    assert "zebra" not in line


@pytest.mark.parametrize("question", ["crash early", "crash late"])
def test_a_failure_is_logged_with_its_place_and_without_its_message(
    api: httpx.Client, caplog: pytest.LogCaptureFixture, question: str
) -> None:
    caplog.set_level(logging.DEBUG, logger="server")
    trace_id = api.post("/v1/ask/stream", json={"question": question}).headers["X-Trace-Id"]
    text = "\n".join(lines(caplog))
    assert "error=ValueError" in text
    assert re.search(r"advisor\.py:\d+ in _script", text)
    assert trace_id in text
    assert question not in text
    assert "secret" not in text


def test_a_line_stays_one_line() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        record = logging.getLogger().makeRecord("n", 20, "f", 1, 'say "%s"', ("a\nb",), sys.exc_info())
    record.fields = {"count": 3, "ms": 1.26, "empty": "", "equal": "a=b"}
    line = LineFormatter().format(record)
    assert "\n" not in line
    assert r'message="say \"a\nb\""' in line
    assert 'count=3 ms=1.3 empty="" equal="a=b" exception="Traceback' in line


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running


def test_spans_reach_a_collector_without_question_text(collector: Collector) -> None:
    parent = "4bf92f3577b34da6a3ce929d0e0e4736"
    with serving_process({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address}) as url:
        for question in (SECRET, "crash early"):
            headers = {"traceparent": f"00-{parent}-00f067aa0ba902b7-01"}
            httpx.post(f"{url}/v1/ask", json={"question": question}, headers=headers, trust_env=False)
    spans = collector.spans()
    asks = [span for span in spans if span.name == "POST /v1/ask"]
    assert [span.status.code for span in asks] == [0, 2]
    # Probes, which come every few seconds, are not traced.
    assert {span.name for span in spans} == {"POST /v1/ask"}
    assert {span.trace_id.hex() for span in asks} == {parent}
    resource = {
        pair.key: pair.value.string_value for pair in collector.received[0].resource_spans[0].resource.attributes
    }
    assert resource["service.name"] == "mlops-advisor"
    assert resource["service.version"] == "0123456789ab"
    assert SECRET not in str(collector.received)
    assert "crash early" not in str(collector.received)


def test_without_a_collector_nothing_is_queued_but_trace_ids_are_real() -> None:
    code = """
import json, sys
from opentelemetry import trace
from server.telemetry import set_up_tracing, trace_id
provider = set_up_tracing({}, "r")
with trace.get_tracer("t").start_as_current_span("s") as span:
    found = trace_id()
exporters = [name for name in sys.modules if "exporter.otlp" in name]
print(json.dumps([found, len(provider._active_span_processor._span_processors), exporters, span.is_recording()]))
"""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=True)
    found, processors, exporters, recording = json.loads(run.stdout)
    assert re.fullmatch("[0-9a-f]{32}", found)
    assert set(found) != {"0"}
    assert (processors, exporters, recording) == (0, [], False)
