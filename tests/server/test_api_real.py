"""The API over the real advisor, without index and LLM: what the catalogue alone must answer."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ingest.settings import EmbeddingSettings
from server.bootstrap import build
from server.schema import Answer, DeltaEvent
from server.settings import LLMSettings, Settings
from tests.server.conftest import serving
from tests.server.test_stream_events import events

FREE_FOR_CI = {"MLFlow", "Jenkins"}
QUESTION = {"question": "Which free tools cover CI?", "narrate": False}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the real advisor whose data folder is empty."""
    settings = Settings(
        data_dir=Path(tmp_path_factory.mktemp("data")),
        llm=LLMSettings(enabled=False),
        embedding=EmbeddingSettings(base_url="http://127.0.0.1:9/v1"),
    )
    with serving(build(settings)) as url, httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield client


def test_facts_answer_without_index_and_llm(real: httpx.Client) -> None:
    response = real.post("/v1/ask", json=QUESTION)
    answer = Answer.model_validate_json(response.content)
    assert answer.status == "answered"
    assert set(answer.items.tools) == FREE_FOR_CI
    assert answer.trace_id == response.headers["X-Trace-Id"]
    numbers = {citation.n for citation in answer.citations}
    assert all(set(claim.citations) <= numbers for claim in answer.claims)


def test_a_stream_says_what_its_answer_says(real: httpx.Client) -> None:
    found = events(real.post("/v1/ask/stream", json=QUESTION).text)
    names = [name for name, _ in found]
    assert (names[0], names[-1]) == ("facts", "done")
    answer = Answer.model_validate(found[-1][1])
    deltas = [DeltaEvent.model_validate(data).text for name, data in found if name == "delta"]
    assert deltas
    assert all(delta.strip() in answer.answer for delta in deltas)


def test_readiness_and_prose_tell_of_the_missing_index(real: httpx.Client) -> None:
    ready = real.get("/readyz")
    assert ready.status_code == 503
    assert ready.json()["parts"]["catalogue"] == "ready"
    search = real.post("/v1/search", json={"query": "data drift"})
    assert search.status_code == 503
    assert "index" in search.json()["detail"]


async def test_64_real_streams_at_once(real: httpx.Client) -> None:
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(base_url=real.base_url, limits=limits, timeout=60, trust_env=False) as client:
        responses = await asyncio.gather(*(client.post("/v1/ask/stream", json=QUESTION) for _ in range(64)))
    answers = [Answer.model_validate(events(response.text)[-1][1]) for response in responses]
    assert [set(answer.items.tools) for answer in answers] == [FREE_FOR_CI] * 64
    assert len({answer.trace_id for answer in answers}) == 64


def test_a_conversation_is_remembered_by_its_turns_and_an_unknown_one_by_none(real: httpx.Client) -> None:
    answer = Answer.model_validate_json(real.post("/v1/ask", json=QUESTION).content)
    follow_up = {"question": "Which of those cover version control?", "narrate": False}
    real.post("/v1/ask", json=follow_up | {"conversation_id": answer.conversation_id})
    remembered = real.get(f"/v1/conversations/{answer.conversation_id}").json()
    assert remembered == {"conversation_id": answer.conversation_id, "turns": 2}
    assert real.get("/v1/conversations/never-held").json()["turns"] == 0
    assert real.get("/v1/conversations/a%20b").status_code == 422
