"""As many connections as descriptors let there be, none of which asks anything: whoever asks is answered."""

import asyncio
import os
import resource
from asyncio import StreamWriter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.patience import HEADERS_S
from tests.load.rig import Served, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MANY = 10_000
_SPARE = 500
_USUAL = 1024
_AT_A_TIME = 200
_ANSWERED_WITHIN_S = 5
_PART = b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
_QUESTION = {"question": "Which tools for CI are free?", "narrate": False}


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Served]:
    """The real server without what typed questions do not need, given the usual descriptors; its clients get all."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (_USUAL, hard))
    bare = {"ADVISOR_LLM__ENABLED": "false", "ADVISOR_EMBEDDING__BASE_URL": "http://127.0.0.1:9/v1"}
    try:
        with serving(tmp_path, **bare) as served:
            served.wait("catalogue")
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            yield served
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def connected(url: str, number: int) -> list[StreamWriter]:
    """Clients of whom one half says nothing, the other a part of a head."""
    port, opened = int(url.rpartition(":")[2]), []
    gate = asyncio.Semaphore(_AT_A_TIME)

    async def connect(turn: int) -> None:
        async with gate:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.append(writer)
            if turn % 2:
                writer.write(_PART)

    await asyncio.gather(*map(connect, range(number)))
    return opened


def descriptors(api: Served) -> int:
    return len(os.listdir(f"/proc/{api.process.pid}/fd"))


async def asked(client: httpx.AsyncClient, within_s: float) -> None:
    reply = await client.post("/v1/ask", json=_QUESTION, timeout=within_s)
    assert reply.json()["status"] == "answered", reply.text


async def test_ten_thousand_who_ask_nothing_keep_nobody_out(api: Served) -> None:
    number = min(MANY, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _SPARE)
    idle = descriptors(api)
    waiting = await connected(api.url, number)
    try:
        # Where opening them takes long, the first are given up on before the last come.
        assert descriptors(api) > idle + _USUAL
        async with httpx.AsyncClient(base_url=api.url, trust_env=False) as client:
            for _ in range(20):
                await asked(client, _ANSWERED_WITHIN_S)
            await asyncio.sleep(HEADERS_S + 5)
            await asked(client, _ANSWERED_WITHIN_S)
        assert descriptors(api) < idle + 10, "who asks nothing is given up on"
    finally:
        for writer in waiting:
            writer.transport.abort()
