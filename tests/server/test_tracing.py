"""One trace a question, from the API to the LLM's endpoint, over real HTTP."""

import http.server
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ingest.adding import Wish, add_path
from ingest.library import Library
from tests.advisors import copied
from tests.fakes.advisor import wait_until
from tests.fakes.collector import Collector
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.real_server import ready, server

TRACE, FAILED = "4bf92f3577b34da6a3ce929d0e0e4736", "5bf92f3577b34da6a3ce929d0e0e4736"
GATED = "What does gated approval demand before a model may go to production?"
TRUE = (
    "In Model Deployment (D), Gated Approval demands an authorization before a model may go on to staging"
    " or to production"
)
FALSE = "Gated Approval lets everybody push software into production"


def attributes(span: Span) -> dict[str, Any]:
    """The attributes by name; those that are lists as lists."""
    found = {}
    for pair in span.attributes:
        kind = pair.value.WhichOneof("value")
        value = getattr(pair.value, kind)
        found[pair.key] = [each.string_value for each in value.values] if kind == "array_value" else value
    return found


def named(spans: Sequence[Span], name: str) -> Span:
    (found,) = [span for span in spans if span.name == name]
    return found


@dataclass(frozen=True)
class Exported:
    """What a server exported that was asked twice: in the one trace of an LLM that answers, in the other of one that
    fails."""

    collector: Collector
    llm: FakeOpenAI

    def spans(self, trace: str) -> list[Span]:
        return [span for span in self.collector.spans() if span.trace_id.hex() == trace]


async def asked(
    own_data: Path, collector: Collector, llm: FakeOpenAI, questions: dict[str, str], **more: str
) -> Exported:
    """What is exported of the questions, by trace; to the second the LLM fails. `more` is set in the environment."""
    environ = {
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.address,
        "ADVISOR_DATA_DIR": str(own_data),
        "ADVISOR_LLM__BASE_URL": llm.base_url,
        # Somebody else's wish must not bring questions into the spans.
        "TRACELOOP_TRACE_CONTENT": "true",
        **more,
    }
    with server(environ) as url:
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
            await ready(client)
            for trace, question in questions.items():
                headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
                (await client.post("/v1/ask", json={"question": question}, headers=headers)).raise_for_status()
                llm.fault = "500"
    return Exported(collector, llm)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def exported(own_data: Path) -> Exported:
    with Collector() as collector:
        async with FakeOpenAI(f"{TRUE} [1]. {FALSE} [1].", first_token_s=0.2) as llm:
            return await asked(own_data, collector, llm, {TRACE: GATED, FAILED: GATED})


def test_one_trace_from_the_question_to_the_llm(exported: Exported) -> None:
    spans = exported.spans(TRACE)
    root, narrate, chat = (named(spans, name) for name in ("POST /v1/ask", "advisor.narrate", "openai.chat"))
    retrieve = named(spans, "advisor.retrieve")
    assert {narrate.parent_span_id, retrieve.parent_span_id} == {root.span_id}
    assert chat.parent_span_id == narrate.span_id
    searches = [span for span in spans if span.name == "search"]
    assert retrieve.span_id in {span.parent_span_id for span in searches}
    # The LLM's own spans hang under the call.
    headers = exported.llm.headers[0]
    assert headers["traceparent"] == f"00-{TRACE}-{chat.span_id.hex()}-01"
    told = attributes(chat)
    assert told["gen_ai.usage.input_tokens"] > 0
    assert told["gen_ai.usage.output_tokens"] > 0
    assert told["gen_ai.response.finish_reasons"] == ["stop"]
    assert told["gen_ai.request.model"]
    assert attributes(narrate)["gen_ai.response.time_to_first_chunk"] >= 0.2
    verdicts = [attributes(span)["advisor.verdict"] for span in spans if span.name == "advisor.verify"]
    assert verdicts[0] == "supported"
    assert verdicts[1] != "supported"
    outcome = attributes(root)
    assert outcome["advisor.status"] == "answered"
    assert outcome["advisor.verdicts.supported"] >= 1
    assert outcome[f"advisor.verdicts.{verdicts[1]}"] == 1
    everything = str(exported.collector.received)
    assert not [text for text in (GATED, "Gated Approval", "everybody") if text in everything]


def test_what_a_failing_llm_says_is_not_exported(exported: Exported) -> None:
    spans = exported.spans(FAILED)
    assert attributes(named(spans, "POST /v1/ask"))["advisor.status"] == "degraded"
    assert named(spans, "openai.chat").status.code == 2
    assert "scripted failure" not in str(exported.collector.received)


async def test_prompts_are_in_spans_where_they_are_wanted_and_secrets_are_not(own_data: Path) -> None:
    question = f"{GATED} I am jane@mail.example and my key is sk-proj-abcDEF123456."
    with Collector() as collector:
        async with FakeOpenAI(f"{TRUE} [1].") as llm:
            exported = await asked(own_data, collector, llm, {TRACE: question}, ADVISOR_TRACING__CONTENT="true")
    told = str(attributes(named(exported.spans(TRACE), "openai.chat")))
    assert "What does gated approval demand" in told
    assert TRUE in told
    assert "my key is [redacted]" in told
    assert not [secret for secret in ("jane@mail.example", "sk-proj") if secret in str(collector.received)]


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
