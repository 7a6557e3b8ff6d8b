"""Answers from the real LLM, embedding and index, over real HTTP and the command line."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import httpx
import pytest

from server.schema import Answer
from tests.conftest import PATIENCE_S, REPOSITORY, RealApi
from tests.server.test_stream_events import events

pytestmark = [pytest.mark.model, pytest.mark.llm, pytest.mark.timeout(300)]

QUESTION = "Which checks happen in the test environment before deployment?"


def post(api: RealApi, path: str, **body: object) -> httpx.Response:
    return httpx.post(f"{api.url}{path}", json=body, timeout=200, trust_env=False)


def test_a_narrated_answer_is_cited_and_verified_throughout(real_api: RealApi) -> None:
    answer = Answer.model_validate_json(post(real_api, "/v1/ask", question=QUESTION).content)
    assert answer.status == "answered"
    assert answer.usage.completion_tokens > 0
    assert answer.timings_ms.first_token is not None
    shown = [claim for claim in answer.claims if claim.verdict == "supported"]
    assert shown
    numbers = {citation.n for citation in answer.citations}
    for claim in shown:
        assert claim.citations
        assert set(claim.citations) <= numbers
    assert set(map(int, re.findall(r"\[(\d+)\]", answer.answer))) <= numbers
    assert any("Deployment (D), Test" in citation.locator for citation in answer.citations)


def test_facts_are_streamed_before_the_llm_says_anything(real_api: RealApi) -> None:
    found = events(post(real_api, "/v1/ask/stream", question="Which free tools cover monitoring?").text)
    names = [name for name, _ in found]
    assert names[:2] == ["facts", "delta"]
    assert names[-1] == "done"
    answer = Answer.model_validate(found[-1][1])
    assert "Prometheus" in answer.items.tools
    assert answer.timings_ms.facts is not None
    assert answer.timings_ms.first_token is None or answer.timings_ms.facts < answer.timings_ms.first_token


def test_the_command_line_asks_the_running_server(real_api: RealApi) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "server", "ask", "How much does Bitbucket cost?", "--json", "--no-narrate"],
        cwd=REPOSITORY,
        env=os.environ | {"ADVISOR_API__PORT": real_api.url.rsplit(":", 1)[1]},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answer = Answer.model_validate(json.loads(run.stdout))
    assert [value.value for value in answer.values] == [33]


def test_a_dead_llm_is_restarted_with_one_line_of_log(real_api: RealApi) -> None:
    before = real_api.log.read_text("utf-8").count("embedded LLM died")
    children = subprocess.run(
        ["pgrep", "-P", str(real_api.process.pid), "-f", "server.llama"], capture_output=True, text=True, check=True
    )
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while real_api.log.read_text("utf-8").count("embedded LLM died") == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    facts = Answer.model_validate_json(post(real_api, "/v1/ask", question="Which tools cover CI?").content)
    assert "Jenkins" in facts.items.tools
    real_api.wait_for("llm", "ready")
    assert real_api.log.read_text("utf-8").count("embedded LLM died") == before + 1
