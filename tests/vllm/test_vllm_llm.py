"""The real path against a real vLLM: streaming, structured output, the prefix cache, cancellation, errors."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from corpus.vocabulary import Evidence
from server.advising import whole
from server.advisor import Advisor
from server.bootstrap import build
from server.endpoint import RemoteEndpoint
from server.llm import make_llm
from server.narrator import FirstToken, Narrated, NarratorError, TokenUsage, load_prompt
from server.schema import Answer, AskRequest
from server.sentences import Sentence
from server.settings import LLMSettings, Settings, VerifierSettings
from server.verification.entailment import PROMPT as ENTAIL
from server.verification.entailment import Entailment
from tests.advisors import started
from tests.server.conftest import serving
from tests.vllm.real_llm import (
    BLOCK,
    CONTEXT,
    OTHER_QUESTION,
    QA,
    QUESTION,
    TESTS,
    evidence_of,
    llm_settings,
    make_narrator,
    serving_llm,
)
from tests.vllm.real_router import PROGRAM, routed
from tests.vllm.real_vllm import RealVLLM

pytestmark = [pytest.mark.vllm, pytest.mark.model, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def vllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealVLLM]:
    with serving_llm(tmp_path_factory.mktemp("vllm") / "llm.log") as server:
        yield server


@asynccontextmanager
async def _opened(data_dir: Path, llm: LLMSettings) -> AsyncIterator[Advisor]:
    async with started(Settings(data_dir=data_dir, llm=llm, verifier=VerifierSettings(entailment="llm"))) as advisor:
        yield advisor


async def test_sentences_are_streamed_and_counted(vllm: RealVLLM) -> None:
    pieces: list[Narrated] = [piece async for piece in make_narrator(vllm).narrate(QUESTION, [], [TESTS])]
    assert isinstance(pieces[0], FirstToken)
    assert any(isinstance(piece, Sentence) for piece in pieces)
    assert isinstance(pieces[-1], TokenUsage)
    assert pieces[-1].completion > 0
    messages = make_narrator(vllm).messages(QUESTION, [], [TESTS])
    plain = [{"role": message.role.value, "content": str(message.content)} for message in messages]
    assert 0 <= pieces[-1].prompt - vllm.tokens(plain) <= 8
    print(f"\nstarted in {vllm.started_s:.0f} s; first token {pieces[0].seconds:.1f} s; {pieces[-1]}")


async def test_what_does_not_change_comes_first_and_is_read_from_the_cache(vllm: RealVLLM) -> None:
    narrator = make_narrator(vllm, max_tokens=16)

    async def share(question: str, evidence: Evidence) -> tuple[float, float]:
        before = [vllm.metric(f"vllm:prefix_cache_{what}_total") for what in ("hits", "queries")]
        async for _ in narrator.narrate(question, [], [evidence]):
            pass
        after = [vllm.metric(f"vllm:prefix_cache_{what}_total") for what in ("hits", "queries")]
        return after[0] - before[0], after[1] - before[1]

    await share(QUESTION, TESTS)
    hits, read = await share(OTHER_QUESTION, QA)
    static = vllm.tokens([{"role": "system", "content": load_prompt().text}])
    print(f"\nanother question: {hits:.0f} of {read:.0f} tokens from the cache, {static} of them the system prompt")
    assert hits >= static // BLOCK * BLOCK
    assert hits < read
    hits, read = await share(OTHER_QUESTION, QA)
    print(f"the same question: {hits:.0f} of {read:.0f}")
    assert hits >= read - 2 * BLOCK


@pytest.mark.skipif(not PROGRAM.exists(), reason="no vLLM router in var/router: `make test-vllm` installs it")
async def test_the_router_learns_a_prompts_tokens_and_knows_it_again(vllm: RealVLLM) -> None:
    counted = await routed(vllm)
    print(f"\n{counted}")
    assert 'kv_routing_inputs_total{transport="http",result="render"} 2' in counted
    assert re.search(r'decisions_total\{.*outcome="prefix_hit"\} 1$', counted, re.MULTILINE)


def test_the_judge_of_entailment_gets_its_schema(vllm: RealVLLM, caplog: pytest.LogCaptureFixture) -> None:
    judge = Entailment(load_prompt(ENTAIL))
    judge.connect(make_llm(llm_settings(vllm), vllm.base_url))
    denied = judge.denies("Bananas grow on trees.", [TESTS.excerpt])
    print(f"\na sentence from elsewhere is {'denied' if denied else 'let through (the model is small)'}")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_whole_path_answers_with_verified_sentences(vllm: RealVLLM, data_dir: Path) -> None:
    async with _opened(data_dir, llm_settings(vllm)) as advisor:
        answer = await whole(advisor.stream(AskRequest(question=QUESTION)))
    assert answer.status == "answered"
    assert answer.usage.completion_tokens > 0
    assert answer.timings_ms.first_token is not None
    known = {citation.n for citation in answer.citations}
    shown = [claim for claim in answer.claims if claim.verdict == "supported"]
    assert shown
    assert all(claim.citations and set(claim.citations) <= known for claim in shown)
    print(f"\n{answer.usage}; {answer.timings_ms}; {len(shown)} of {len(answer.claims)} claims supported")


async def test_a_client_that_leaves_the_api_ends_the_generation(vllm: RealVLLM, data_dir: Path) -> None:
    finished = vllm.metric("vllm:request_success_total")
    advisor = build(Settings(data_dir=data_dir, llm=llm_settings(vllm, max_tokens=1024)))
    with serving(advisor) as url:
        async with httpx.AsyncClient(base_url=url, timeout=600, trust_env=False) as client:
            await _until_narrating(client)
            async with client.stream("POST", "/v1/ask/stream", json={"question": QUESTION}) as response:
                assert response.status_code == httpx.codes.OK
                await _running(vllm, 1)
            await _running(vllm, 0)
    # It runs no more, and not because it was done.
    assert vllm.metric("vllm:request_success_total") == finished


async def _until_narrating(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(300):
        while {*(await client.get("/readyz")).json()["parts"].values()} != {"ready"}:  # noqa: ASYNC110 -- it is polled
            await asyncio.sleep(0.5)


async def _running(vllm: RealVLLM, wanted: int) -> None:
    async with asyncio.timeout(60):
        while await asyncio.to_thread(vllm.metric, "vllm:num_requests_running") != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


@pytest.mark.parametrize(
    ("changes", "text", "said"),
    [
        ({"model": "Qwen/Qwen3-8B"}, TESTS.excerpt, "does not exist"),
        ({"api_key": "wrong"}, TESTS.excerpt, "401"),
        ({}, "monitoring " * CONTEXT, "maximum context length"),
    ],
)
async def test_what_vllm_refuses_is_one_clear_error(
    vllm: RealVLLM, changes: dict[str, object], text: str, said: str
) -> None:
    with pytest.raises(NarratorError, match=r"^the LLM failed: ") as failed:
        async for _ in make_narrator(vllm, **changes).narrate(QUESTION, [], [evidence_of(text)]):
            pass
    print(f"\n{failed.value}: {failed.value.__cause__}")
    assert said in str(failed.value.__cause__)


async def test_what_vllm_refuses_degrades_the_answer(vllm: RealVLLM, data_dir: Path) -> None:
    async with _opened(data_dir, llm_settings(vllm, model="Qwen/Qwen3-8B")) as advisor:
        answer: Answer = await whole(advisor.stream(AskRequest(question=QUESTION)))
    assert answer.status == "degraded"
    assert answer.citations


async def test_a_wrong_key_is_told_before_anybody_asks(vllm: RealVLLM, caplog: pytest.LogCaptureFixture) -> None:
    endpoint = RemoteEndpoint(vllm.base_url, "wrong")
    await endpoint.start()
    async with asyncio.timeout(30):
        while endpoint.state == "loading":  # noqa: ASYNC110 -- it tells of being ready only
            await asyncio.sleep(0.05)
    await endpoint.stop()
    assert endpoint.state == "down"
    assert "ADVISOR_LLM__API_KEY" in caplog.text
