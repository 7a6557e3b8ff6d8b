"""The client against the fake API over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from server.llama import free_port
from server.schema import MAX_QUESTION_CHARS, Answer, Claim, DeltaEvent, FactsEvent, Problem
from tests.fakes.api_server import SENTENCES, FakeApi, served
from ui.client import AdvisorClient, StreamEvent

Served = tuple[FakeApi, str]


async def _ask(url: str, question: str, conversation_id: str | None = None, timeout_s: float = 10) -> list[StreamEvent]:
    client = AdvisorClient(url, timeout_s=timeout_s)
    try:
        return [event async for event in client.ask(question, conversation_id)]
    finally:
        await client.aclose()


@pytest.mark.parametrize("piece", [1, 7, 4096])
async def test_events_arrive_whole_and_in_order_however_the_stream_is_cut(fake_api: Served, piece: int) -> None:
    api, url = fake_api
    api.piece = piece
    events = await _ask(url, "Which tools?", "earlier-1")
    assert [type(event) for event in events] == [
        FactsEvent,
        *(DeltaEvent, Claim),
        Claim,
        *(DeltaEvent, Claim) * 2,
        Answer,
    ]
    assert [event.text for event in events if isinstance(event, DeltaEvent)] == list(SENTENCES)
    assert isinstance(events[-1], Answer)
    assert events[-1].conversation_id == "earlier-1"
    assert api.requests[0].conversation_id == "earlier-1"


@pytest.mark.parametrize(
    ("question", "title", "fix"),
    [
        ("a problem", "The index is not ready", "python -m ingest"),
        ("http502", "do not understand each other", "ADVISOR_UI__API_URL"),
        ("break", "The answer broke off", "Ask again"),
        ("midway", "The model died", "Ask again"),
        ("x" * (MAX_QUESTION_CHARS + 1), "cannot be sent", str(MAX_QUESTION_CHARS)),
        (" ", "cannot be sent", "at least 1 character"),
    ],
)
async def test_whatever_fails_ends_in_a_problem_that_names_the_fix(
    fake_api: Served, question: str, title: str, fix: str
) -> None:
    problem = (await _ask(fake_api[1], question))[-1]
    assert isinstance(problem, Problem)
    assert title in problem.title
    assert fix in problem.detail


async def test_an_api_that_is_not_there_is_named_with_its_address() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    (problem,) = await _ask(url, "Which tools?")
    assert isinstance(problem, Problem)
    assert problem.status == 503
    assert url in problem.detail
    assert "python -m server" in problem.detail


async def test_silence_ends_in_a_problem(fake_api: Served) -> None:
    problem = (await _ask(fake_api[1], "slow", timeout_s=0.3))[-1]
    assert isinstance(problem, Problem)
    assert problem.status == 504
    assert "ADVISOR_LLM__TIMEOUT_S" in problem.detail


async def test_an_event_outside_the_contract_is_a_problem_and_an_unknown_name_is_skipped() -> None:
    app = FastAPI()

    async def body() -> AsyncIterator[str]:
        yield "event: ping\ndata: 1\n\n"
        yield 'event: delta\ndata: {"text": 1}\n\n'

    app.post("/v1/ask/stream")(lambda: StreamingResponse(body(), media_type="text/event-stream"))
    with served(app) as url:
        (problem,) = await _ask(url, "Which tools?")
    assert isinstance(problem, Problem)
    assert "`delta` event" in problem.detail


async def test_leaving_stops_the_generation(fake_api: Served) -> None:
    api, url = fake_api
    client = AdvisorClient(url, timeout_s=10)
    async with aclosing(client.ask("slow", None)) as events:
        assert isinstance(await anext(events), FactsEvent)
    for _ in range(100):
        if api.abandoned:
            break
        await asyncio.sleep(0.05)
    await client.aclose()
    assert api.abandoned == ["slow"]


async def test_readiness_is_what_the_api_says_and_none_without_one(fake_api: Served) -> None:
    api, url = fake_api
    api.llm = "loading"
    for address, expected in [(url, "loading"), (f"http://127.0.0.1:{free_port()}", None)]:
        client = AdvisorClient(address, timeout_s=1)
        ready = await client.readiness()
        await client.aclose()
        assert (ready.parts.llm if ready else None) == expected
