"""`/v1/ask/stream` over real HTTP: whole streams as snapshots, leaving clients, many at once."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from syrupy.assertion import SnapshotAssertion

from server.schema import Answer, DeltaEvent, FactsEvent, Problem
from tests.fakes.advisor import ScriptedAdvisor, wait_until

URL = "/v1/ask/stream"
SLOW_EVENT_S = 0.02


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The (name, data) pairs of a stream, which must be framed exactly as the contract says."""
    assert text.endswith("\n\n")
    frames = [re.fullmatch(r"event: (\w+)\ndata: (.+)", frame) for frame in text.removesuffix("\n\n").split("\n\n")]
    assert all(frames)
    return [(frame[1], json.loads(frame[2])) for frame in frames if frame]


@pytest.mark.parametrize("body", [{"question": "narrated"}, {"question": "facts alone", "narrate": False}])
def test_a_whole_stream(api: httpx.Client, snapshot: SnapshotAssertion, body: dict[str, Any]) -> None:
    response = api.post(URL, json=body)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
    assert response.text.replace(response.headers["X-Trace-Id"], "<trace id>") == snapshot


def test_the_events_fit_the_contract(api: httpx.Client) -> None:
    found = events(api.post(URL, json={"question": "q"}).text)
    assert [name for name, _ in found] == ["facts", "delta", "claim", "done"]
    FactsEvent.model_validate(found[0][1])
    delta = DeltaEvent.model_validate(found[1][1])
    assert delta.text in Answer.model_validate(found[3][1]).answer


def test_a_failure_in_the_middle_ends_in_an_error_event(api: httpx.Client) -> None:
    response = api.post(URL, json={"question": "crash late"})
    found = events(response.text)
    assert [name for name, _ in found] == ["facts", "error"]
    problem = Problem.model_validate(found[1][1])
    assert problem.status == 500
    assert problem.trace_id == response.headers["X-Trace-Id"]
    assert "secret" not in response.text


@pytest.mark.parametrize(("question", "status"), [("crash early", 500), ("not ready", 503)])
def test_a_failure_before_the_first_event_has_its_own_status(api: httpx.Client, question: str, status: int) -> None:
    response = api.post(URL, json={"question": question})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text


def test_events_come_one_by_one(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    with api.stream("POST", URL, json={"question": "forever"}) as response:
        lines = response.iter_lines()
        assert next(lines) == "event: facts"
        assert advisor.running == 1


def test_a_client_that_leaves_stops_the_generation(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    wait_until(lambda: advisor.running == 0)
    stopped = advisor.stopped_early
    with api.stream("POST", URL, json={"question": "forever"}) as response:
        lines = response.iter_lines()
        while next(lines) != "event: delta":
            pass
        assert advisor.running == 1
    wait_until(lambda: advisor.running == 0, seconds=1)
    assert advisor.stopped_early == stopped + 1


async def test_64_streams_at_once_lose_nothing(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    wait_until(lambda: advisor.running == 0)
    names = [f"c-{number}" for number in range(64)]
    limits = httpx.Limits(max_connections=len(names))
    advisor.pause_s, pause = SLOW_EVENT_S, advisor.pause_s
    try:
        async with httpx.AsyncClient(base_url=api.base_url, limits=limits, timeout=30, trust_env=False) as client:
            posts = (client.post(URL, json={"question": "q", "conversation_id": name}) for name in names)
            responses = await asyncio.gather(*posts)
    finally:
        advisor.pause_s = pause
    streams = [events(response.text) for response in responses]
    assert [stream[-1][1]["conversation_id"] for stream in streams] == names
    assert {tuple(name for name, _ in stream) for stream in streams} == {("facts", "delta", "claim", "done")}
    assert len({stream[-1][1]["trace_id"] for stream in streams}) == len(names)
    assert advisor.running == 0


async def test_leaving_clients_do_not_disturb_the_others(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    async with httpx.AsyncClient(base_url=api.base_url, timeout=30, trust_env=False) as client:

        async def leave() -> None:
            async with client.stream("POST", URL, json={"question": "forever"}) as response:
                async for _ in response.aiter_lines():
                    return

        async def stay() -> str:
            return events((await client.post(URL, json={"question": "q"})).text)[-1][0]

        ends = await asyncio.gather(*(stay() if number % 2 else leave() for number in range(20)))
    assert ends[1::2] == ["done"] * 10
    wait_until(lambda: advisor.running == 0)
