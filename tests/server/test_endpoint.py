"""Whether an LLM endpoint answers, and what is said where it does not."""

import asyncio
import logging

import pytest

from server.endpoint import RemoteEndpoint
from tests.fakes.openai_server import FakeOpenAI


async def told(endpoint: RemoteEndpoint) -> str:
    await endpoint.start()
    try:
        async with asyncio.timeout(5):
            while endpoint.state == "loading":  # noqa: ASYNC110 -- it tells of being ready only
                await asyncio.sleep(0.01)
        return endpoint.state
    finally:
        await endpoint.stop()


async def test_the_right_key_is_let_in() -> None:
    async with FakeOpenAI(key="k") as fake:
        assert await told(RemoteEndpoint(fake.base_url, "k")) == "ready"


async def test_a_wrong_key_is_named_as_the_fault(caplog: pytest.LogCaptureFixture) -> None:
    async with FakeOpenAI(key="k") as fake:
        assert await told(RemoteEndpoint(fake.base_url, "wrong")) == "down"
    (record,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "ADVISOR_LLM__API_KEY" in record.getMessage()
    assert "wrong" not in record.getMessage()


async def test_a_server_that_is_not_there_is_named_with_its_setting(caplog: pytest.LogCaptureFixture) -> None:
    assert await told(RemoteEndpoint("http://127.0.0.1:9/v1", None)) == "down"
    assert "ADVISOR_LLM__BASE_URL" in caplog.text


async def test_an_address_that_is_none_is_named_with_its_setting(caplog: pytest.LogCaptureFixture) -> None:
    assert await told(RemoteEndpoint("http://[none/v1", None)) == "down"
    assert "ADVISOR_LLM__BASE_URL" in caplog.text
