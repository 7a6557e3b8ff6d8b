"""An LLM whose endpoint says that it is there, and which never says a word: few wait for it, and it is asked again."""

import asyncio
from pathlib import Path
from time import perf_counter

import httpx
import pytest

from ingest.budgets import FAILURES
from server import endpoint
from server.advising import whole
from server.breaker import Breaker
from server.endpoint import RemoteEndpoint
from server.llama import Supervisor
from server.schema import Answer, AskRequest
from server.settings import LLMSettings, Settings
from tests.advisors import started
from tests.fakes.openai_server import FakeOpenAI

ASKED = AskRequest(question="Which free tools cover monitoring?")
SILENT_S = 3
SILENT = ("degraded", f"the LLM said nothing for {SILENT_S} s")


def settings(data_dir: Path, llm: FakeOpenAI) -> Settings:
    return Settings(data_dir=data_dir, llm=LLMSettings(base_url=llm.base_url, first_token_s=SILENT_S))


def told(answer: Answer) -> tuple[str, str | None]:
    return answer.status, answer.reason


async def test_many_who_ask_a_silent_llm_are_told_at_once_after_the_first(own_data: Path) -> None:
    async with FakeOpenAI(first_token_s=3600) as llm, started(settings(own_data, llm)) as advisor:
        begun = perf_counter()
        first = [await whole(advisor.stream(ASKED))]
        one = perf_counter() - begun
        first += await asyncio.gather(*(whole(advisor.stream(ASKED)) for _ in range(FAILURES - 1)))
        asked = len(llm.requests)
        assert advisor.parts().llm == "down"
        begun = perf_counter()
        later = [await whole(advisor.stream(ASKED))]
        assert perf_counter() - begun < one / 2
        later += await asyncio.gather(*(whole(advisor.stream(ASKED)) for _ in range(20)))
        assert len(llm.requests) == asked
    assert {told(answer) for answer in (*first, *later)} == {SILENT}
    assert {answer.answer for answer in later} == {first[0].answer}


async def test_a_silent_llm_that_speaks_again_is_asked_again(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "LLM_PAUSE_S", 1)
    async with FakeOpenAI("NONE", first_token_s=3600) as llm, started(settings(own_data, llm)) as advisor:
        await asyncio.gather(*(whole(advisor.stream(ASKED)) for _ in range(FAILURES)))
        assert advisor.parts().llm == "down"
        llm.first_token_s = 0
        await asyncio.sleep(1.1)
        assert advisor.parts().llm == "ready"
        answers = [await whole(advisor.stream(ASKED)) for _ in range(2)]
        assert {told(answer) for answer in answers} == {("answered", None)}
        assert advisor.parts().llm == "ready"


def opened(breaker: Breaker) -> Breaker:
    for _ in range(FAILURES):
        begun = breaker.entered()
        assert begun is not None
        breaker.failed(begun, httpx.ReadTimeout(""))
    assert breaker.is_open
    return breaker


async def test_an_endpoint_that_comes_back_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "LLM_PROBE_EVERY_S", 0.05)
    async with FakeOpenAI() as fake:
        remote = RemoteEndpoint(fake.base_url, None)
        await remote.start()
        try:
            await remote.wait_ready(5)
            breaker = opened(remote.breaker)
            async with asyncio.timeout(5):
                # That its models are listed all along says nothing of its LLM.
                await asyncio.sleep(0.3)
                assert breaker.is_open
                fake.key = "another"
                while remote.state == "ready":  # noqa: ASYNC110 -- it tells of being ready only
                    await asyncio.sleep(0.01)
                fake.key = None
                while breaker.is_open:  # noqa: ASYNC110 -- likewise
                    await asyncio.sleep(0.01)
        finally:
            await remote.stop()


def test_a_new_process_begins_anew(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, context_window=1024)
    supervisor._set("ready")
    breaker = opened(supervisor.breaker)
    supervisor._set("ready")
    assert breaker.is_open
    supervisor._set("loading")
    supervisor._set("ready")
    assert not breaker.is_open
