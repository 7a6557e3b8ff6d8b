"""Every query of the dashboards and rules, asked of a real Prometheus that scrapes a real server."""

import asyncio
import json
import math
import os
import re
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import yaml

from server.llama import free_port
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.real_server import ready, server
from tests.fakes.seen_gate import a_gate_ended

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

DEPLOY = Path(__file__).parents[2] / "deploy"
DASHBOARDS = sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
QUESTIONS = ("Which tools for CI are free?", "What does gated approval demand?", "Which tools did Napoleon use?")
TOLD = "Gated Approval demands an authorization before a model may go on to staging [1]. It costs $9,000 [1]."
# What a panel's query is given: several scrapes, and all of the jobs.
VARIABLES = {"$__rate_interval": "30s", "$job": ".+"}


@contextmanager
def prometheus(folder: Path, target: str) -> Iterator[str]:
    """The address of a Prometheus with the deployed rules that scrapes `target` every second."""
    for name in ("targets.rules.yml", "alerts.rules.yml"):
        shutil.copy(DEPLOY / "prometheus" / name, folder)
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    (scrape,) = config["scrape_configs"]
    scrape["static_configs"] = [{"targets": [target.removeprefix("http://")]}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config), "utf-8")
    port = free_port()
    command = [
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--enable-feature=exemplar-storage",
        "--log.level=error",
    ]
    process = subprocess.Popen(command)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scraped(own_data: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """A Prometheus that has seen a server being asked and judged, between scrapes."""
    if shutil.which("prometheus") is None:
        reason = "no Prometheus on this machine: `apt-get install prometheus` to test the dashboards"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    a_gate_ended(own_data)
    async with FakeOpenAI(TOLD) as llm:
        environ = {
            "ADVISOR_DATA_DIR": str(own_data),
            "ADVISOR_LLM__BASE_URL": llm.base_url,
            "ADVISOR_LLM__USD_PER_MILLION_PROMPT_TOKENS": "1",
            "ADVISOR_JOURNAL__ENABLED": "true",
        }
        with server(environ) as url, prometheus(tmp_path_factory.mktemp("prometheus"), url) as address:
            async with (
                httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as client,
                httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as asked,
            ):
                await ready(client)
                # What is counted for the first time is no increase yet.
                for _ in range(2):
                    for question in QUESTIONS:
                        answer = (await client.post("/v1/ask", json={"question": question})).json()
                    verdict = {"trace_id": answer["trace_id"], "verdict": "down"}
                    (await client.post("/v1/feedback", json=verdict)).raise_for_status()
                    await _scrapes(asked, 3)
                yield asked


async def _scrapes(asked: httpx.AsyncClient, more: int) -> None:
    """Wait for so many more scrapes and evaluations of the rules."""
    wanted = f"count_over_time(up[{more}s])"
    begun = time.time()
    async with asyncio.timeout(60):
        while time.time() < begun + more or not await _result(asked, wanted):  # noqa: ASYNC110
            await asyncio.sleep(0.5)  # Prometheus has no event for it


async def _result(asked: httpx.AsyncClient, query: str) -> list[dict[str, Any]]:
    try:
        reply = (await asked.get("/api/v1/query", params={"query": query})).json()
    except httpx.TransportError:
        return []
    assert reply["status"] == "success", reply
    found: list[dict[str, Any]] = reply["data"]["result"]
    return found


def _queries() -> list[tuple[str, str]]:
    """Each panel's title with each of its queries."""
    panels = [panel for path in DASHBOARDS for panel in json.loads(path.read_text("utf-8"))["panels"]]
    return [(panel["title"], target["expr"]) for panel in panels for target in panel.get("targets", ())]


async def test_every_panel_shows_something(scraped: httpx.AsyncClient) -> None:
    assert len(_queries()) > 30
    empty = []
    for title, query in _queries():
        asked = query
        for variable, value in VARIABLES.items():
            asked = asked.replace(variable, value)
        values = [float(each["value"][1]) for each in await _result(scraped, asked)]
        if all(math.isnan(value) for value in values):
            empty.append((title, asked))
    assert not empty


async def test_panels_use_no_metric_that_there_is_not(scraped: httpx.AsyncClient) -> None:
    """And the other way round: what is measured is shown."""
    known = set((await scraped.get("/api/v1/label/__name__/values")).json()["data"])
    shown = {name for _, query in _queries() for name in re.findall(r"advisor_\w+|process_\w+", query)}
    rules = [path.read_text("utf-8") for path in (DEPLOY / "prometheus").glob("*.rules.yml")]
    ruled = {name for text in rules for name in re.findall(r"\badvisor_\w+", text)}
    assert shown | ruled <= known
    measured = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in known if name.startswith("advisor_")}
    used = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown | ruled}
    assert {name for name in measured - used if f"{name}_total" not in used} == set()


async def test_rules_are_evaluated_without_error(scraped: httpx.AsyncClient) -> None:
    groups = (await scraped.get("/api/v1/rules")).json()["data"]["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert {rule["health"] for rule in rules} == {"ok"}
    firing = {rule["name"] for rule in rules if rule.get("state") == "firing"}
    assert firing == {"AdvisorGateFailed"}


async def test_a_slow_point_leads_to_its_trace(scraped: httpx.AsyncClient) -> None:
    window = {"query": "advisor_answer_seconds_bucket", "start": str(time.time() - 300), "end": str(time.time())}
    found = (await scraped.get("/api/v1/query_exemplars", params=window)).json()["data"]
    traces = {each["labels"]["trace_id"] for series in found for each in series["exemplars"]}
    assert traces
    assert all(re.fullmatch(r"[0-9a-f]{32}", trace) for trace in traces)
