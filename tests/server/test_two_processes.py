"""Two API processes behind nginx with one PostgreSQL: one is killed while it answers."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from ingest.disk import copy_folder
from ingest.layout import Layout
from server.access.keyring import Keyring
from server.journal.file import read
from server.llama import free_port
from server.schema import Answer, FactsEvent, FeedbackRequest, Problem
from tests.fakes.advisor import wait_until
from tests.fakes.openai_server import FakeOpenAI
from tests.postgres import Postgres
from tests.server.conftest import bearer
from ui.client import AdvisorClient

ROOT = Path(__file__).parents[2]
CONF = ROOT / "deploy" / "nginx" / "advisor.conf"
ANSWERS, WINDOW = 500, 4096
FREE = {"question": "Which tools are free for CI?", "narrate": False}
FOLLOW_UP = "And which of them cover version control?"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@dataclass
class Replica:
    """One `python -m server serve`."""

    port: int
    environ: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server", "serve"], cwd=ROOT, env=self.environ, stdout=output, stderr=output
            )

    def ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text("utf-8")
        try:
            parts = httpx.get(f"http://127.0.0.1:{self.port}/readyz", trust_env=False).json()["parts"]
        except httpx.TransportError:
            return False
        return bool(parts["index"] == parts["llm"] == "ready")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    @property
    def answered(self) -> int:
        return self.log.read_text("utf-8").count("route=/v1/ask status=200")


@contextmanager
def nginx(folder: Path, port: int, upstreams: list[int]) -> Iterator[None]:
    """Debian's nginx with our own configuration, told where everything listens here."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("no nginx on this machine: `apt-get install nginx-light` to run this test")
    text = CONF.read_text("utf-8")
    for written, given in zip(("8001", "8002", "8000"), (*upstreams, port), strict=True):
        text = re.sub(rf"127\.0\.0\.1:{written}\b", f"127.0.0.1:{given}", text)
    main = folder / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;"
        f"events {{}} http {{ access_log off; {temporary} add_header X-From $upstream_addr always; {text} }}",
        "utf-8",
    )
    process = subprocess.Popen([program, "-c", str(main), "-e", str(folder / "error.log")])
    try:
        wait_until(lambda: process.poll() is None and _answers(port))
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _copied(data_dir: Path, folder: Path) -> Path:
    """A data folder with an index of its own: without a Qdrant server two processes cannot share one."""
    (folder / "index").mkdir(parents=True)
    (folder / "models").symlink_to(data_dir / "models")
    live, copy = Layout(data_dir), Layout(folder)
    held = live.live()
    assert held is not None
    copy_folder(live.folder(held), copy.folder(held), "open.lock")
    copy.switch(held)
    return folder


Pair = tuple[str, dict[str, str], SecretStr, dict[int, Replica]]


@pytest.fixture
async def pair(data_dir: Path, tmp_path: Path, postgres: Postgres) -> AsyncIterator[Pair]:
    """Two replicas behind nginx: its address, a key's headers, the database, and the replicas by port."""
    where = SecretStr(postgres.database())
    with closing(Keyring(where)) as keyring:
        _, text = keyring.create("drill", ["ask", "feedback"], None, datetime.now(UTC))
    slow = "MLFlow costs $0 a month [1]. " * 40
    async with FakeOpenAI(slow, token_s=0.1) as model:
        replicas: list[Replica] = []
        for number in (1, 2):
            port = free_port()
            environ = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
            environ |= {
                "ADVISOR_DATA_DIR": str(_copied(data_dir, tmp_path / str(number))),
                "ADVISOR_API__PORT": str(port),
                "ADVISOR_API__KEYS": "required",
                "ADVISOR_DATABASE__URL": where.get_secret_value(),
                "ADVISOR_LLM__BASE_URL": model.base_url,
                "ADVISOR_LLM__MODEL": "fake",
                "ADVISOR_LIMITS__REQUESTS_PER_MINUTE": "0",
                "ADVISOR_LIMITS__TOKENS_PER_DAY": str(ANSWERS * WINDOW),
            }
            replicas.append(Replica(port, environ, tmp_path / f"{number}.log"))
        with ExitStack() as stack:
            for replica in replicas:
                replica.start()
                stack.callback(replica.kill)
            await asyncio.to_thread(wait_until, lambda: all(replica.ready() for replica in replicas), 120)
            port = free_port()
            stack.enter_context(nginx(tmp_path, port, [replica.port for replica in replicas]))
            yield f"http://127.0.0.1:{port}", bearer(text), where, {replica.port: replica for replica in replicas}


async def ask(client: httpx.AsyncClient, body: dict[str, object]) -> Answer:
    response = await client.post("/v1/ask", json=body)
    assert response.status_code == 200, response.text
    return Answer.model_validate_json(response.content)


async def killed_midway(url: str, headers: dict[str, str], conversation: str, replicas: dict[int, Replica]) -> Replica:
    """The process that streamed an answer until it was killed; the chat's own client was told so, by an event."""
    chat, asked_of = AdvisorClient(url, 30, headers), list[int]()

    async def note(response: httpx.Response) -> None:
        asked_of.append(int(response.headers["X-From"].rpartition(":")[2]))

    chat._http.event_hooks["response"] = [note]
    stream = chat.ask("Which tools are free for CI?", conversation)
    assert isinstance(await anext(stream), FactsEvent)
    (busy,) = asked_of
    replicas[busy].kill()
    rest = [event async for event in stream]
    assert isinstance(rest[-1], Problem)
    assert "Ask again" in rest[-1].detail
    await chat.aclose()
    return replicas[busy]


async def test_a_process_that_is_killed_costs_the_answer_under_way_and_nothing_else(pair: Pair) -> None:
    url, headers, where, replicas = pair
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
        # Turns of one conversation, wherever they are answered.
        answers = [await ask(client, FREE)]
        conversation = {"conversation_id": answers[0].conversation_id}
        follow_up = {"question": FOLLOW_UP, "narrate": False} | conversation
        other = {"question": "Which roles work there?", "narrate": False} | conversation
        answers += [await ask(client, body) for body in (follow_up, other) * 4]
        assert min(replica.answered for replica in replicas.values()) > 0, "nginx asked one process alone"
        expected = answers[1].items

        began = time.monotonic()
        dead = await killed_midway(url, headers, answers[0].conversation_id, replicas)
        print(f"\nthe client was told {time.monotonic() - began:.2f} s after it asked")

        # Those who ask right after, many at once, are answered by the other one; the conversation goes on there.
        began = time.monotonic()
        answers += await asyncio.gather(*(ask(client, FREE) for _ in range(30)))
        print(f"30 of 30 asked right after were answered within {time.monotonic() - began:.2f} s")
        answers += [await ask(client, FREE | conversation), await ask(client, follow_up)]
        assert answers[-1].items == expected

        # Answers of the one that is gone can be judged, and no verdict is lost.
        for answer in answers:
            said = FeedbackRequest(trace_id=answer.trace_id, verdict="down")
            assert (await client.post("/v1/feedback", json=said.model_dump())).status_code == 200
        kept = {one.answer.trace_id: one.feedback for one in read(where)}
        assert all(kept[answer.trace_id] is not None for answer in answers)
        print(f"{len(answers)} of {len(answers)} verdicts were kept")

        # The other one counts what broke off, in full; questions without the LLM cost nothing.
        left = (await client.get("/v1/models")).headers["RateLimit"].partition("r=")[2].partition(";")[0]
        assert ANSWERS * WINDOW - int(left) == WINDOW

        # Started again, it takes its share.
        before = dead.answered
        dead.start()
        await asyncio.to_thread(wait_until, dead.ready, 120)
        began = time.monotonic()
        while dead.answered == before:
            assert time.monotonic() - began < 30
            await ask(client, FREE)
        print(f"it was asked again {time.monotonic() - began:.1f} s after it was ready")
