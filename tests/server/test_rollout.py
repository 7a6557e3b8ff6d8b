"""The real server is told to end while it streams narrated answers: each of them comes whole."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.serving import grace_s
from server.settings import LLMSettings, Settings
from tests.fakes.advisor import wait_until
from tests.fakes.openai_server import FakeOpenAI, running
from tests.fakes.real_server import server, wait_until_ready

QUESTION = "What does gated approval demand before a model may go to production?"
TOLD = (
    "In Model Deployment (D), Gated Approval demands an authorization before a model may go on to staging"
    " or to production [1]."
)
STREAMS = 8
# 22 words take 9 s.
WORD_S = 0.4


def streamed(client: httpx.Client, begun: Callable[[], object]) -> list[tuple[str, Any]]:
    """The events of one narrated answer, to the end of the stream; `begun` is called with the first."""
    events = []
    with client.stream("POST", "/v1/ask/stream", json={"question": QUESTION}) as response:
        name = ""
        for line in response.iter_lines():
            kind, _, value = line.partition(": ")
            if kind == "event":
                name = value
                begun()
            elif kind == "data":
                events.append((name, json.loads(value)))
    return events


@pytest.mark.timeout(300)
def test_answers_under_way_come_whole(own_data: Path) -> None:
    begun = threading.Semaphore(0)
    with (
        running(FakeOpenAI(TOLD, token_s=WORD_S)) as llm,
        ThreadPoolExecutor(STREAMS) as pool,
        ExitStack() as stack,
    ):
        environ = {"ADVISOR_DATA_DIR": str(own_data), "ADVISOR_LLM__BASE_URL": llm.base_url}
        with server(environ) as url:
            client = stack.enter_context(httpx.Client(base_url=url, timeout=60, trust_env=False))
            wait_until_ready(client)
            answers = [pool.submit(streamed, client, begun.release) for _ in range(STREAMS)]
            for _ in answers:
                assert begun.acquire(timeout=30)
            wait_until(lambda: len(llm.requests) == STREAMS, 30)
            assert llm.sent < STREAMS * 10
        for answer in answers:
            *before, (last, whole) = answer.result()
            assert last == "done"
            assert (whole["status"], TOLD in whole["answer"]) == ("answered", True)
            assert "delta" in {name for name, _ in before}
    assert llm.abandoned == 0


def test_who_narrates_longer_is_waited_for_longer() -> None:
    assert grace_s(Settings(llm=LLMSettings(narration_s=300.5))) > 300.5
