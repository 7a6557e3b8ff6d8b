"""The API over real HTTP: uvicorn on a free port in a thread of its own."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import httpx
import pytest
import uvicorn

from server.access.door import Door
from server.access.keyring import Keyring
from server.access.keys import Scope
from server.advising import Advising
from server.api.app import create_app
from server.api.slack import make_bot
from server.journal.journal import Journal
from server.llama import free_port
from server.metering.meters import Meters
from server.settings import ApiSettings, SlackSettings
from tests.advisors import copied
from tests.fakes.advisor import ScriptedAdvisor


@contextlib.contextmanager
def serving(
    advisor: Advising,
    journal: Journal | None = None,
    slack: SlackSettings | None = None,
    door: Door | None = None,
    http: type[asyncio.Protocol] | Literal["auto"] = "auto",
) -> Iterator[str]:
    """Base address of an API that serves until the block ends."""
    meters = Meters()
    bot = make_bot(slack or SlackSettings(), advisor, journal, meters)
    app = create_app(advisor, ApiSettings(), journal, meters, bot, door)
    config = uvicorn.Config(app, port=0, http=http, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive(), "the server did not stop"


def key_for(data_dir: Path, *scopes: Scope, expires: datetime | None = None) -> str:
    """A new key of the data folder."""
    with contextlib.closing(Keyring(data_dir / "keys" / "keys.sqlite")) as keyring:
        return keyring.create("test", scopes, expires, datetime.now(UTC))[1]


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@contextlib.contextmanager
def serving_process(environ: dict[str, str], log: Path | None = None, under: Sequence[str] = ()) -> Iterator[str]:
    """Base address of `serve` in a process of its own, over the scripted advisor, without a journal unless `environ`
    asks for one, its stderr in the file `log`, begun by the command `under`; ended by SIGTERM."""
    port = free_port()
    with log.open("wb") if log else contextlib.nullcontext() as output:
        process = subprocess.Popen(
            [*under, sys.executable, "-m", "tests.fakes.cli", "serve"],
            env=os.environ | {"ADVISOR_JOURNAL__ENABLED": "false"} | environ | {"ADVISOR_API__PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=output,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{url}/healthz", trust_env=False)
                break
            assert process.poll() is None, "the server ended early"
            time.sleep(0.05)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 128 + signal.SIGTERM


@pytest.fixture(scope="session")
def own_data(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder like `data_dir` for processes of the test's own: a server may have that one's index open."""
    return copied(data_dir, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def advisor() -> ScriptedAdvisor:
    return ScriptedAdvisor()


@pytest.fixture(scope="module")
def api(advisor: ScriptedAdvisor) -> Iterator[httpx.Client]:
    with serving(advisor) as url, httpx.Client(base_url=url, timeout=10, trust_env=False) as client:
        yield client
