"""vLLM's own router, run with the arguments of the manifest, before two stand-ins for vLLM."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.endpoint import RemoteEndpoint
from server.llama import free_port
from tests.fakes.openai_server import FakeOpenAI
from tests.vllm.real_router import PROGRAM, ready, router_arguments, running_router

KEY = "a key of the test's own"
# Half of every prompt, as the static part is.
STATIC = " ".join(f"rule{number}" for number in range(60))

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(not PROGRAM.exists(), reason="no vLLM router in var/router: `make test-vllm` installs it"),
]


@dataclass
class Routed:
    """A router that answers, its two servers and its process."""

    process: "subprocess.Popen[bytes]"
    client: httpx.AsyncClient
    url: str
    metrics: str
    servers: list[FakeOpenAI]

    async def ask(self, prompt: str) -> int:
        """The status of one question."""
        return (await self.client.post("/v1/chat/completions", json=_body(prompt, stream=True))).status_code

    def asked(self) -> list[list[str]]:
        """What each server was asked, in order."""
        return [[body["messages"][1]["content"] for body in server.requests] for server in self.servers]


def _body(prompt: str, **more: Any) -> dict[str, Any]:
    messages = [{"role": "system", "content": STATIC}, {"role": "user", "content": prompt}]
    return {"model": "fake", "messages": messages} | more


def _prompt(number: int) -> str:
    return " ".join(f"source{number}-{word}" for word in range(60))


@pytest.fixture
async def routed(tmp_path: Path) -> AsyncIterator[Routed]:
    port, metrics = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    headers = {"Authorization": f"Bearer {KEY}"}
    async with FakeOpenAI(key=KEY) as one, FakeOpenAI(key=KEY) as two:
        servers = [one, two]
        urls = [server.base_url.removesuffix("/v1") for server in servers]
        arguments = router_arguments(*urls, **{"port": str(port), "prometheus-port": str(metrics)})
        with running_router(tmp_path / "router.log", *arguments) as process:
            async with httpx.AsyncClient(base_url=url, headers=headers, timeout=30, trust_env=False) as client:
                await ready(url)
                yield Routed(process, client, url, f"http://127.0.0.1:{metrics}/metrics", servers)


async def test_a_prompt_goes_where_it_was_read_and_others_where_there_is_room(routed: Routed) -> None:
    for server in routed.servers:
        server.text, server.token_s = "One. Two. Three.", 0.2
    prompts = [_prompt(number) for number in range(12)]
    assert {*await asyncio.gather(*map(routed.ask, prompts))} == {200}
    first = routed.asked()
    assert all(len(each) >= 3 for each in first)
    for prompt in reversed(prompts):
        assert await routed.ask(prompt) == 200
    again = [each[len(before) :] for each, before in zip(routed.asked(), first, strict=True)]
    assert [sorted(each) for each in again] == [sorted(each) for each in first]


async def test_a_beginning_that_all_share_makes_none_wait_for_another(routed: Routed) -> None:
    for server in routed.servers:
        server.text, server.token_s = "One. Two. Three.", 0.5
    assert await routed.ask(_prompt(0)) == 200
    before = [len(each) for each in routed.asked()]
    under_way = asyncio.create_task(routed.ask(_prompt(1)))
    await asyncio.sleep(0.5)
    assert await routed.ask(_prompt(2)) == await under_way == 200
    assert [len(each) - count for each, count in zip(routed.asked(), before, strict=True)] == [1, 1]


async def test_the_death_of_a_server_is_not_noticed(routed: Routed) -> None:
    prompts = [_prompt(number) for number in range(6)]
    for prompt in prompts:
        assert await routed.ask(prompt) == 200
    dead = max(routed.servers, key=lambda server: len(server.requests))
    await dead.__aexit__(None, None, None)
    (alive,) = (server for server in routed.servers if server is not dead)
    before = len(alive.requests)
    assert [await routed.ask(prompt) for prompt in prompts] == [200] * len(prompts)
    assert len(alive.requests) == before + len(prompts)


async def test_what_fails_everywhere_puts_out_no_last_server(routed: Routed) -> None:
    for server in routed.servers:
        server.fault = "500"
    assert await routed.ask("fails") == 500
    for server in routed.servers:
        server.fault = None
    assert [await routed.ask(_prompt(number)) for number in range(4)] == [200] * 4


async def test_a_stream_passes_as_it_comes_and_ends_at_the_server_when_its_reader_leaves(routed: Routed) -> None:
    for server in routed.servers:
        server.text, server.token_s = "word " * 40, 0.1
    body = _body("stream", stream=True)
    async with routed.client.stream("POST", "/v1/chat/completions", json=body) as response:
        await anext(response.aiter_lines())
        assert sum(server.sent for server in routed.servers) < 10
    async with asyncio.timeout(5):
        while not sum(server.abandoned for server in routed.servers):  # noqa: ASYNC110 -- the server has no event
            await asyncio.sleep(0.05)


async def test_a_router_that_is_told_to_end_lets_streams_come_to_their_end(routed: Routed) -> None:
    for server in routed.servers:
        server.text, server.token_s = "word " * 20, 0.1
    async with routed.client.stream("POST", "/v1/chat/completions", json=_body("stream", stream=True)) as response:
        lines = response.aiter_lines()
        told = [await anext(lines)]
        routed.process.send_signal(signal.SIGTERM)
        told += [line async for line in lines if line]
    assert told[-1] == "data: [DONE]"
    assert len(told) > 20
    assert await asyncio.to_thread(routed.process.wait, 20) == 0


async def test_the_key_is_checked_by_the_servers(routed: Routed) -> None:
    states = {}
    for key in (KEY, "wrong"):
        endpoint = RemoteEndpoint(f"{routed.url}/v1", key)
        await endpoint.start()
        async with asyncio.timeout(30):
            while endpoint.state == "loading":  # noqa: ASYNC110 -- it tells of being ready only
                await asyncio.sleep(0.05)
        states[key] = endpoint.state
        await endpoint.stop()
    assert states == {KEY: "ready", "wrong": "down"}
    assert await routed.ask("key") == 200
    (headers,) = (each for server in routed.servers for each in server.headers)
    assert headers["authorization"] == f"Bearer {KEY}"


async def test_prometheus_reads_its_metrics(routed: Routed) -> None:
    assert await routed.ask("counted") == 200
    text = (await routed.client.get(routed.metrics)).text
    assert 'vllm_router_requests_total{route="/v1/chat/completions"} 1' in text
    assert text.count("vllm_router_worker_health{") == 2
