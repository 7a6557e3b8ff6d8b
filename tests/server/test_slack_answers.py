"""The Slack app end to end: signed requests to the real API over the real advisor, answers in a stand-in of Slack."""

import asyncio
import contextlib
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from server.bootstrap import build
from server.journal.journal import Journal
from server.settings import LLMSettings, Settings, SlackSettings
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.slack_person import SECRET, Person
from tests.fakes.slack_web import CHANNEL, TOKEN, FakeSlackWeb, slack_web
from tests.server.conftest import serving

pytestmark = pytest.mark.model

SOURCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


def obliging(messages: list[dict[str, Any]]) -> str:
    """Retells the last sources word for word, which holds."""
    found: list[tuple[str, str]] = SOURCE.findall(messages[-1]["content"])
    return " ".join(f"{text.rstrip('.')} [{number}]." for number, text in found[-3:])


@contextlib.contextmanager
def running(llm: FakeOpenAI) -> Iterator[FakeOpenAI]:
    """The LLM in a loop of its own."""
    up, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with llm:
            up.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert up.wait(10)
    try:
        yield llm
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


@pytest.fixture(scope="module")
def llm() -> Iterator[FakeOpenAI]:
    with running(FakeOpenAI(obliging)) as fake:
        yield fake


@pytest.fixture(scope="module")
def folder(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the session's data folder, whose own index a server may hold open."""
    copy = tmp_path_factory.mktemp("slack")
    (copy / "models").symlink_to((data_dir / "models").resolve())
    shutil.copytree(data_dir / "index", copy / "index")
    return copy


@pytest.fixture(scope="module")
def served_slack(folder: Path, llm: FakeOpenAI) -> Iterator[tuple[str, FakeSlackWeb]]:
    settings = Settings(data_dir=folder, llm=LLMSettings(base_url=llm.base_url))
    with slack_web() as web:
        slack = SlackSettings(signing_secret=SecretStr(SECRET), bot_token=SecretStr(TOKEN), api_url=web.url)
        with serving(build(settings), Journal(folder, keep_days=1), slack) as url:
            end = time.monotonic() + 60
            while httpx.get(f"{url}/readyz", trust_env=False).json()["parts"]["llm"] != "ready":
                assert time.monotonic() < end
                time.sleep(0.05)
            yield url, web


@pytest.fixture
def slack(served_slack: tuple[str, FakeSlackWeb]) -> FakeSlackWeb:
    """The stand-in, emptied."""
    fake = served_slack[1]
    fake.channels = {CHANNEL}
    for kept in (fake.calls, fake.posted, fake.told, fake.opened, fake.wrong, fake.faults):
        kept.clear()  # type: ignore[attr-defined]
    return fake


@pytest.fixture
def anna(served_slack: tuple[str, FakeSlackWeb], slack: FakeSlackWeb) -> Iterator[Person]:
    with httpx.Client(base_url=served_slack[0], timeout=10, trust_env=False) as http:
        yield Person(http, slack)


def test_a_mention_is_answered_in_its_thread(anna: Person, slack: FakeSlackWeb) -> None:
    response = anna.mention("Which tools are free for monitoring?", ts="1700000001.000001")
    assert response.status_code == 200
    (message,) = anna.answers(1)
    assert (message.channel, message.thread) == (CHANNEL, "1700000001.000001")
    print(message.words)
    assert "7 are free" in message.words
