"""The embedded LLM's supervisor, on the real process; the model itself only in the slow tests."""

import asyncio
import contextlib
import errno
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from server.llama import Supervisor, free_port

MODEL = Path("var/models/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
needs_model = pytest.mark.skipif(not MODEL.is_file(), reason=f"no model at {MODEL}: run `make run` once")


@contextlib.asynccontextmanager
async def supervised(model: Path) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(model, context_window=1024)
    await supervisor.start()
    try:
        yield supervisor
    finally:
        await supervisor.stop()
        assert supervisor.pid is None
        assert supervisor.state == "down"


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


async def gone(pid: int) -> None:
    async with asyncio.timeout(30):
        while alive(pid):  # noqa: ASYNC110 -- another process ends
            await asyncio.sleep(0.05)


def test_the_process_says_in_one_line_what_it_lacks(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "server.llama", "--model", str(tmp_path / "absent.gguf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        f"no model at {tmp_path / 'absent.gguf'}: fetch it with `python -m ingest`"
    ]


async def test_a_dying_process_is_restarted_with_one_line_each(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="server.llama"):
        async with supervised(tmp_path / "absent.gguf") as supervisor, asyncio.timeout(30):
            assert supervisor.state == "loading"
            while len(caplog.records) < 2:  # noqa: ASYNC110 -- the log is what is awaited
                await asyncio.sleep(0.05)
    messages = [record.getMessage() for record in caplog.records]
    assert messages[0] == "embedded LLM died (exit code 1), restarting in 0.2 s"
    assert messages[1] == "embedded LLM died (exit code 1), restarting in 1 s"


async def test_a_process_that_cannot_be_started_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    with caplog.at_level(logging.WARNING, logger="server.llama"):
        async with supervised(tmp_path / "absent.gguf") as supervisor, asyncio.timeout(30):
            while len(caplog.records) < 2:  # noqa: ASYNC110 -- the log is what is awaited
                await asyncio.sleep(0.05)
            assert supervisor.state == "down"
    why = "embedded LLM died (cannot be started: Too many open files)"
    assert caplog.records[1].getMessage() == f"{why}, restarting in 1 s"


async def test_waiting_for_a_model_that_never_comes_ends(tmp_path: Path) -> None:
    async with supervised(tmp_path / "absent.gguf") as supervisor:
        with pytest.raises(TimeoutError):
            await supervisor.wait_ready(0.1)
        with pytest.raises(RuntimeError, match="call start"):
            await supervisor.start()


def test_a_free_port_is_free() -> None:
    assert 1024 < free_port() < 65536


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.llm
@needs_model
async def test_a_killed_model_comes_back_on_the_same_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="server.llama"):
        async with supervised(MODEL) as supervisor:
            await supervisor.wait_ready(90)
            address, first = supervisor.base_url, supervisor.pid
            assert first is not None
            os.kill(first, signal.SIGKILL)
            await gone(first)
            while supervisor.state == "ready":  # noqa: ASYNC110 -- the supervisor notices within its poll
                await asyncio.sleep(0.02)
            await supervisor.wait_ready(90)
            async with httpx.AsyncClient(trust_env=False) as client:
                assert (await client.get(f"{address}/models")).status_code == 200
            second = supervisor.pid
            assert second not in (None, first)
    assert second is not None
    await gone(second)
    assert [record.getMessage() for record in caplog.records] == [
        "embedded LLM died (exit code -9), restarting in 0.2 s"
    ]


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.llm
@needs_model
async def test_the_model_ends_with_its_parent_even_when_that_is_killed() -> None:
    program = (
        "import asyncio, sys; from pathlib import Path; from server.llama import Supervisor\n"
        "async def main():\n"
        f"    supervisor = Supervisor(Path({str(MODEL)!r}), context_window=1024)\n"
        "    await supervisor.start(); await supervisor.wait_ready(90)\n"
        "    print(supervisor.pid, flush=True); await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(await asyncio.wait_for(parent.stdout.readline(), 100))
    assert alive(child)
    parent.kill()
    await parent.wait()
    await gone(child)
