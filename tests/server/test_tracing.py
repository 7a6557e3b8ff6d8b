"""Ingest's traces, what goes out with calls to other servers, and what tracing neither holds up nor imports."""

import http.server
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from ingest.adding import Wish, add_path
from ingest.library import Library
from tests.advisors import copied
from tests.fakes.advisor import wait_until
from tests.fakes.collector import Collector, attributes, named
from tests.fakes.real_server import server


def test_an_ingest_run_is_traced(data_dir: Path, tmp_path: Path) -> None:
    copied(data_dir, tmp_path)
    (tmp_path / "kites.md").write_text("# Kites\n\nThey rise.", "utf-8")
    with Library.open(tmp_path) as library:
        add_path(library, tmp_path / "kites.md", Wish(as_of="2025-01-01"))
    with Collector() as collector:
        environ = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address, "ADVISOR_DATA_DIR": str(tmp_path)}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "OTEL_"))}
        subprocess.run([sys.executable, "-m", "ingest", "run"], env=kept | environ, check=True)
    spans = collector.spans()
    root = named(spans, "ingest.run")
    assert attributes(root)["advisor.changed"] is True
    assert attributes(root)["advisor.nodes"] > 100
    assert named(spans, "ingest.write").parent_span_id == root.span_id


def test_a_collector_that_never_answers_holds_up_neither_answers_nor_the_stop(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = {
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "OTEL_BSP_SCHEDULE_DELAY": "10",
            "ADVISOR_DATA_DIR": str(tmp_path),
            "ADVISOR_EMBEDDING__BASE_URL": "http://127.0.0.1:9/v1",
            "ADVISOR_LLM__ENABLED": "false",
        }
        with server(environ) as url, httpx.Client(base_url=url, trust_env=False) as client:
            # Nothing is accepted: the kernel takes the spans, and nobody answers.
            wait_until(lambda: _answers(client), seconds=90)
            question = {"question": "Which tools for CI are free?", "narrate": False}
            assert client.post("/v1/ask", json=question).json()["status"] == "answered"


def _answers(client: httpx.Client) -> bool:
    with suppress(httpx.TransportError):
        return client.get("/healthz").is_success
    return False


@contextmanager
def refusing() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The address of an HTTP server that refuses everything, and the path and `traceparent` of each request to it."""
    asked: list[tuple[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, self.headers.get("traceparent", "")))
            self.send_response(400)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}", asked
        running.shutdown()


def test_calls_to_qdrant_and_to_an_embedding_endpoint_carry_the_trace_on() -> None:
    code = """
import os
import sys
from contextlib import suppress
from opentelemetry import trace
from server.telemetry import set_up_tracing
tracing = set_up_tracing(os.environ, "r")
from openai import BadRequestError
from qdrant_client.http.exceptions import UnexpectedResponse
from ingest.aliases import connect
from ingest.embedding import make_embedding
from ingest.settings import EmbeddingSettings, IngestSettings, QdrantSettings
with trace.get_tracer("t").start_as_current_span("root"):
    with suppress(UnexpectedResponse):
        connect(QdrantSettings(url=sys.argv[1])).query_points("c", query=[0.1])
    with suppress(BadRequestError):
        settings = IngestSettings(embedding=EmbeddingSettings(base_url=sys.argv[1] + "/v1", model="m"))
        make_embedding(settings).get_text_embedding("x")
tracing.shutdown()
"""
    with Collector() as collector, refusing() as (url, asked):
        environ = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address}
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "OTEL_"))}
        subprocess.run([sys.executable, "-c", code, url], env=kept | environ, check=True)
    spans = {span.name: span for span in collector.spans()}
    for path, name in (("/collections/c/points/query", "qdrant.query_points"), ("/v1/embeddings", "openai.embeddings")):
        (sent,) = [parent for reached, parent in asked if reached == path]
        assert sent.split("-")[1:3] == [spans[name].trace_id.hex(), spans[name].span_id.hex()]
        assert spans[name].parent_span_id == spans["root"].span_id


@pytest.mark.parametrize("environ", [{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}])
def test_a_start_imports_nothing_of_openllmetry(environ: dict[str, str]) -> None:
    code = """
import sys
from server.telemetry import set_up_tracing
import os
set_up_tracing(os.environ, "r")
print([name for name in sys.modules if name.startswith(("opentelemetry.instrumentation", "openai", "qdrant_client"))])
if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
    import openai
    print([name for name in sys.modules if name.startswith("opentelemetry.instrumentation")])
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=kept | environ, check=True)
    assert set(run.stdout.split()) == {"[]"}
