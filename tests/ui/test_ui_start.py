"""`python -m ui` as a process: what it prints and how it ends."""

import os
import socket
import subprocess
import sys

import pytest

from server.llama import free_port
from tests.fakes.api_server import FakeApi
from tests.ui.conftest import ROOT, chat_process, end, next_line
from ui.__main__ import announce
from ui.client import AdvisorClient


def test_the_address_is_printed_when_the_llm_is_ready(fake_api: tuple[FakeApi, str]) -> None:
    port = free_port()
    process = chat_process(fake_api[1], port)
    try:
        assert next_line(process) == f"MLOps Advisor is ready: http://127.0.0.1:{port} (API {fake_api[1]})"
    finally:
        end(process)


async def test_without_the_llm_it_says_that_answers_are_degraded_until_it_is_back(
    fake_api: tuple[FakeApi, str], capsys: pytest.CaptureFixture[str]
) -> None:
    api, url = fake_api
    api.llm = "down"
    api.recovers_after = 2
    client = AdvisorClient(url, timeout_s=1)
    await announce(client, "http://chat")
    await client.aclose()
    degraded, ready = capsys.readouterr().out.splitlines()
    assert "answers are degraded" in degraded
    assert "http://chat" in degraded
    assert ready == f"MLOps Advisor is ready: http://chat (API {url})"


def test_a_taken_port_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = _run({"ADVISOR_UI__PORT": str(port)})
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in run.stderr
    assert "ADVISOR_UI__PORT" in run.stderr


def test_bad_settings_are_named() -> None:
    run = _run({"ADVISOR_UI__PORT": "many"})
    assert run.returncode == 2
    assert run.stderr.startswith("bad settings: ADVISOR_UI__PORT: ")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("address", ["advisor", "ftp://advisor", "http://advisor:many", "http://"])
def test_an_api_address_that_is_none_is_named(address: str) -> None:
    run = _run({"ADVISOR_UI__API_URL": address})
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "ADVISOR_UI__API_URL" in run.stderr


def test_a_sampler_that_there_is_none_of_is_named() -> None:
    run = _run(
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
            "OTEL_TRACES_SAMPLER": "some",
            "ADVISOR_UI__PORT": str(free_port()),
        }
    )
    assert run.returncode == 1
    assert run.stderr.startswith("OTEL_TRACES_SAMPLER is 'some': set one of ")
    assert run.stderr.count("\n") == 1


def test_a_page_loads_no_engine_and_is_not_traced() -> None:
    code = """
import asyncio, sys
import httpx
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from server.settings import UiSettings
from ui.client import AdvisorClient
from ui.site import build_site

async def visit():
    site = build_site(AdvisorClient("http://127.0.0.1:9", timeout_s=1), UiSettings())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://127.0.0.1") as browser:
        for path in ("/", "/theme.css"):
            (await browser.get(path)).raise_for_status()

provider, ended = TracerProvider(), InMemorySpanExporter()
provider.add_span_processor(SimpleSpanProcessor(ended))
trace.set_tracer_provider(provider)
asyncio.run(visit())
print([span.name for span in ended.get_finished_spans()])
print([name for name in ("llama_index", "qdrant_edge", "qdrant_client", "xllamacpp") if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.split() == ["[]", "[]"]


def _run(settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "ui"],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
