"""Real servers: releases switched by the command line while clients ask, and after a kill."""

import asyncio
import contextlib
import io
import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import httpx
import pytest

from eval.__main__ import main
from ingest.disk import copy_folder
from server.advising import whole
from server.llama import free_port
from server.releases.registering import register
from server.releases.registry import Registry
from server.releases.served import served
from server.schema import Answer, AskRequest
from server.settings import LLMSettings, Settings
from tests.advisors import smaller
from tests.kills import ended, moments, swept, told
from tests.server.conftest import bearer, key_for
from tests.vectors import seeded

ROOT = Path(__file__).parents[2]
# Typed and retrieved; the second release has another price and another index.
QUESTIONS = ("What does MLFlow cost?", "What does gated approval demand before a model may go to production?")
PRICES = {"old": 0, "new": 9}


class Ran(NamedTuple):
    """The exit status of a command and what it printed."""

    status: int
    out: str
    err: str


@dataclass
class Place:
    """A data folder with two gated releases, and how to reach it."""

    data_dir: Path
    port: int
    releases: dict[str, str]
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def evaluate(self, *arguments: str) -> Ran:
        """`python -m eval` in this process."""
        out, err = io.StringIO(), io.StringIO()
        with patch.dict(os.environ, self.environ, clear=True), redirect_stdout(out), redirect_stderr(err):
            try:
                status = main(arguments)
            except SystemExit as bad_usage:
                status = int(bad_usage.code or 0)
        return Ran(status, out.getvalue(), err.getvalue())

    def switch(self, *arguments: str) -> str:
        ran = self.evaluate(*arguments, "--approver", "Ada", "--reason", "a test")
        assert ran.status == 0, ran.err
        return ran.out

    def live(self) -> str | None:
        live = Registry(self.data_dir).live()
        return live.name if live else None


@pytest.fixture(scope="module")
def prepared(models: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A data folder with two gated releases, to be copied."""
    tmp_path = tmp_path_factory.mktemp("releases")
    settings = Settings(data_dir=seeded(tmp_path / "var", models), llm=LLMSettings(enabled=False))
    sources = smaller(tmp_path)
    tools = sources.tables / "tools.toml"
    old, new = 'label = "MLFlow"\ncost = "$0"', 'label = "MLFlow"\ncost = "$9"'
    assert old in tools.read_text("utf-8")
    before = register(settings, "passed", sources).name
    tools.write_text(tools.read_text("utf-8").replace(old, new), "utf-8")
    return settings.data_dir, {"old": before, "new": register(settings, "passed", sources).name}


@pytest.fixture
def place(prepared: tuple[Path, dict[str, str]], tmp_path: Path) -> Place:
    original, releases = prepared
    folder = tmp_path / "var"
    copy_folder(original, folder)
    port = free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
    environ |= {
        "ADVISOR_DATA_DIR": str(folder),
        "ADVISOR_API__PORT": str(port),
        "ADVISOR_UI__API_KEY": key_for(folder, "admin"),
        "ADVISOR_LLM__ENABLED": "false",
    }
    return Place(folder, port, releases, environ)


@contextlib.contextmanager
def server(place: Place) -> Iterator["subprocess.Popen[bytes]"]:
    with (place.data_dir / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "server"], cwd=ROOT, env=place.environ, stdout=log, stderr=log
        )
    try:
        deadline = time.monotonic() + 90
        while True:
            assert process.poll() is None, (place.data_dir / "server.log").read_text("utf-8")
            assert time.monotonic() < deadline
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{place.url}/readyz", trust_env=False).status_code == 200:
                    break
            time.sleep(0.1)
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


def ask(client: httpx.Client, question: str) -> Answer:
    response = client.post("/v1/ask", json={"question": question, "narrate": False})
    assert response.status_code == 200, response.text
    return Answer.model_validate_json(response.content)


def assert_of_one_release(answer: Answer, place: Place) -> None:
    """The price that an answer gives is the one of the release that it names."""
    names = {name: which for which, name in place.releases.items()}
    assert answer.release in names
    if answer.values:
        price = PRICES[names[answer.release]]
        assert [value.value for value in answer.values] == [price]
        assert f"${price}" in answer.answer
        assert any(f"${price}" in citation.excerpt for citation in answer.citations)
    else:
        assert "Gated Approval" in answer.answer


@pytest.mark.timeout(300)
def test_promotion_and_rollback_under_load(place: Place) -> None:
    old, new = place.releases["old"], place.releases["new"]
    assert "no server runs" in place.switch("promote", old)
    answers: list[Answer] = []
    failures: list[str] = []
    stop = threading.Event()

    def client(number: int) -> None:
        with httpx.Client(base_url=place.url, timeout=60, trust_env=False) as http:
            for question in itertools.cycle(QUESTIONS if number % 2 else QUESTIONS[:1]):
                if stop.is_set():
                    return
                try:
                    answers.append(ask(http, question))
                except Exception as error:  # any failure at all is what this test looks for
                    failures.append(repr(error))

    with server(place):
        clients = [threading.Thread(target=client, args=(number,)) for number in range(4)]
        for thread in clients:
            thread.start()
        try:
            assert "serves it" in place.switch("promote", new)
            with httpx.Client(base_url=place.url, timeout=60, trust_env=False) as http:
                assert ask(http, QUESTIONS[0]).release == new
                assert place.live() == new
                place.switch("rollback")
                assert ask(http, QUESTIONS[0]).release == old
        finally:
            stop.set()
            for thread in clients:
                thread.join(timeout=60)
    assert not failures
    for answer in answers:
        assert_of_one_release(answer, place)
    assert {answer.release for answer in answers} == {old, new}
    assert place.evaluate("releases", new).out.count("→") == 5


@pytest.mark.timeout(300)
def test_a_conversation_goes_on_under_the_next_release(place: Place) -> None:
    place.switch("promote", place.releases["old"])
    with server(place), httpx.Client(base_url=place.url, timeout=60, trust_env=False) as http:
        turn = {"question": "Which tools cover monitoring?", "narrate": False, "conversation_id": "talk"}
        assert http.post("/v1/ask", json=turn).json()["release"] == place.releases["old"]
        place.switch("promote", place.releases["new"])
        free = http.post("/v1/ask", json=turn | {"question": "Which of those are free?"}).json()
    assert free["release"] == place.releases["new"]
    assert "Prometheus" in free["items"]["tools"]
    assert "MLFlow" not in free["items"]["tools"]


@pytest.mark.timeout(300)
def test_a_kill_while_switching_leaves_one_release_that_serves(place: Place) -> None:
    old, new = place.releases["old"], place.releases["new"]
    place.switch("promote", old)
    headers = bearer(place.environ["ADVISOR_UI__API_KEY"])
    body = {"action": "promote", "release": new, "who": "Ada", "reason": "a test"}
    for delay in (0.05, 0.6):
        with server(place) as process:
            asking = threading.Thread(target=_asked_in_vain, args=(place, body, headers))
            asking.start()
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=30)
            asking.join(timeout=60)
        states = {release.name: release.state for release in Registry(place.data_dir).all()}
        assert list(states.values()).count("live") == 1
        assert states[old] in ("live", "retired")
    live = place.live()
    with server(place), httpx.Client(base_url=place.url, timeout=60, trust_env=False) as http:
        answer = ask(http, QUESTIONS[0])
    assert answer.release == live
    assert_of_one_release(answer, place)


def _switched(said: Connection, data_dir: Path, name: str | None) -> None:
    """Serve, promote the release, or roll back where none is named, and serve on; an answer before and one afterwards
    are said."""

    async def switch() -> None:
        advisor = served(Settings(data_dir=data_dir, llm=LLMSettings(enabled=False)))
        await advisor.start()
        await advisor.settled(llm=False)
        asked = AskRequest(question=QUESTIONS[0], narrate=False)
        said.send(await whole(advisor.stream(asked)))
        await (advisor.promote(name, "Ada", "a test") if name else advisor.roll_back("Ada", "a test"))
        said.send(await whole(advisor.stream(asked)))
        await advisor.close()

    asyncio.run(switch())


@swept
def test_a_sweep_of_kills_while_promoting(place: Place, tmp_path: Path, times: int) -> None:
    old, new = place.releases["old"], place.releases["new"]
    place.switch("promote", old)

    def copy() -> Path:
        folder = tmp_path / "copy"
        copy_folder(place.data_dir, folder)
        return folder

    folder, killed = copy(), []
    whole_s = ended(_switched, folder, new).seconds
    for _, moment in moments(times, whole_s):
        shutil.rmtree(folder)
        copy()
        end = ended(_switched, folder, new, kill_after_s=moment)
        killed.append(end.killed)
        (live,) = [release.name for release in Registry(folder).all() if release.state == "live"]
        assert live in ([new] if len(end.said) == 2 else [old, new])
        again = ended(_switched, folder, new if live == old else None)
        assert [answer.release for answer in again.said] == [live, new if live == old else old]
        for answer in (*end.said, *again.said):
            assert_of_one_release(answer, place)
    told("promotion", killed)


def _asked_in_vain(place: Place, body: dict[str, str], headers: dict[str, str]) -> None:
    with contextlib.suppress(httpx.HTTPError):
        httpx.post(f"{place.url}/v1/admin/releases", json=body, headers=headers, timeout=30, trust_env=False)


def test_without_a_server_the_record_alone_changes_and_proves_the_copy(place: Place) -> None:
    old, new = place.releases["old"], place.releases["new"]
    place.switch("promote", old)
    prompt = place.data_dir / "releases" / new / "prompts" / "narrate.md"
    prompt.write_text("changed", "utf-8")
    refused = place.evaluate("promote", new, "--approver", "Ada", "--reason", "a test")
    assert (refused.status, "was changed" in refused.err) == (1, True)
    assert place.live() == old
    assert place.evaluate("promote", "f" * 12, "--approver", "Ada", "--reason", "r").status == 1
    assert place.evaluate("promote", new, "--approver", "Ada").status == 2
    assert place.evaluate("rollback", "--approver", " ", "--reason", "r").status == 2
    listed = place.evaluate("releases").out
    assert f"{old}  live" in listed
    assert f"{new}  approved" in listed
