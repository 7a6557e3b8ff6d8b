"""Bad input: every one is a problem document whose detail names the fix, and nothing leaks."""

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from server.schema import MAX_QUESTION_CHARS, Problem
from tests.fakes.advisor import ScriptedAdvisor

JSON = {"content-type": "application/json"}


def problem_of(response: httpx.Response, status: int) -> Problem:
    """The problem document, checked for what all of them have in common."""
    problem = Problem.model_validate_json(response.content)
    assert (response.status_code, problem.status) == (status, status), problem.detail
    assert response.headers["content-type"] == "application/problem+json"
    assert re.fullmatch("[0-9a-f]{32}", problem.trace_id)
    assert response.headers["X-Trace-Id"] == problem.trace_id
    assert "Traceback" not in response.text
    assert ".py" not in response.text
    return problem


BODIES: list[tuple[Any, str]] = [
    ({"question": ""}, "question is empty"),
    ({"question": " \n\t"}, "question is empty"),
    ({"question": "x" * (MAX_QUESTION_CHARS + 1)}, f"at most {MAX_QUESTION_CHARS} characters"),
    ({"question": 5}, "question should be a valid string"),
    ({"question": None}, "question should be a valid string"),
    ({"question": ["a"]}, "question should be a valid string"),
    ({}, "question is missing"),
    ([1], "the body should be a JSON object"),
    ("text", "the body should be a JSON object"),
    (None, "the body"),
    ({"question": "a", "narrate": "perhaps"}, "narrate should be a valid boolean"),
    ({"question": "a", "conversation_id": "a b"}, "conversation_id should match"),
    ({"question": "a", "conversation_id": "x" * 65}, "conversation_id should match"),
    ({"question": "a", "narate": False}, "narate is unknown: did you mean narrate? known are question"),
    ({"question": "a", "filters": {"phase": ["CI"]}}, "filters.phase is unknown: did you mean phases?"),
    ({"question": "a", "filters": {"phases": "CI"}}, "filters.phases should be a valid tuple"),
    ({"question": "a", "filters": {"phases": ["CI"] * 101}}, "filters.phases has too many entries: send at most 100"),
    ({"question": "a", "filters": {"phases": ["XX"]}}, "unknown phase 'XX': known are BN, AS, MD"),
    ({"question": "a", "filters": {"tools": ["MLFlw"]}}, "unknown tool 'MLFlw': did you mean MLFlow?"),
    ({"question": "a", "filters": {"roles": ["Data Enginer"]}}, "did you mean Data Engineer"),
]


@pytest.mark.parametrize(("body", "detail"), BODIES, ids=[f"{n}-{detail[:24]}" for n, (_, detail) in enumerate(BODIES)])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_wrong_bodies(api: httpx.Client, path: str, body: Any, detail: str) -> None:
    assert detail in problem_of(api.post(path, json=body), 422).detail


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00\x01",
        bytes(range(256)),
        '{"question": "é"}'.encode("latin-1"),
        b"{",
        b'{"question": }',
        b"[" * 60_000,
        b'{"question": ' + b"1" * 5_000 + b"}",
    ],
    ids=["binary", "all bytes", "latin-1", "cut", "hole", "deep", "huge number"],
)
def test_bodies_that_are_not_json(api: httpx.Client, content: bytes) -> None:
    assert "send a JSON object" in problem_of(api.post("/v1/ask", content=content, headers=JSON), 400).detail


def test_a_lone_surrogate_is_refused(api: httpx.Client) -> None:
    problem_of(api.post("/v1/ask", content=b'{"question": "\\ud800"}', headers=JSON), 422)


def test_no_body(api: httpx.Client) -> None:
    assert "send a JSON object" in problem_of(api.post("/v1/ask"), 422).detail


@pytest.mark.parametrize("headers", [{}, {"content-type": "text/plain"}])
def test_a_body_of_another_type(api: httpx.Client, headers: dict[str, str]) -> None:
    response = api.post("/v1/ask", content=b'{"question": "a"}', headers=headers)
    assert "Content-Type: application/json" in problem_of(response, 415).detail


def test_a_100_kb_body_is_refused_with_and_without_its_length(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    asked = len(advisor.asked)
    content = b'{"question": "' + b"x" * 100_000 + b'"}'

    def chunks() -> Iterator[bytes]:
        yield from (content[start : start + 10_000] for start in range(0, len(content), 10_000))

    for body in (content, chunks()):
        assert "larger than 64000 bytes" in problem_of(api.post("/v1/ask", content=body, headers=JSON), 413).detail
    assert len(advisor.asked) == asked
    assert api.get("/healthz").status_code == 200


def test_an_endless_body_is_cut_off(api: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65_536

    # Whether the answer is read before the connection is reset is the network's to say.
    with contextlib.suppress(httpx.TransportError):
        problem_of(httpx.post(f"{api.base_url}/v1/ask", content=endless(), headers=JSON, trust_env=False), 413)
    assert api.get("/healthz").status_code == 200


def test_an_unknown_route_names_the_nearest(api: httpx.Client) -> None:
    assert "did you mean /v1/ask?" in problem_of(api.post("/v1/aks", json={}), 404).detail


def test_a_wrong_method_names_the_right_one(api: httpx.Client) -> None:
    response = api.get("/v1/ask")
    assert "use POST" in problem_of(response, 405).detail
    assert response.headers["Allow"] == "POST"


def test_an_unexpected_failure_tells_nothing_of_the_inside(api: httpx.Client) -> None:
    response = api.post("/v1/ask", json={"question": "crash early"})
    problem_of(response, 500)
    assert "secret" not in response.text
    assert "ValueError" not in response.text


def test_not_ready_says_when_to_come_back(api: httpx.Client) -> None:
    response = api.post("/v1/ask", json={"question": "not ready"})
    assert "loading" in problem_of(response, 503).detail
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"x" * 100_000])
def test_slack_is_refused_whatever_it_sends(api: httpx.Client, content: bytes) -> None:
    headers = {"X-Slack-Signature": "v0=abc", "X-Slack-Request-Timestamp": "1"}
    assert "not signed" in problem_of(api.post("/slack/events", content=content, headers=headers), 401).detail


def test_several_faults_are_all_named(api: httpx.Client) -> None:
    problem = problem_of(api.post("/v1/ask", json={"qestion": "a", "narrate": 7}), 422)
    assert problem.model_extra is not None
    assert [fault["pointer"] for fault in problem.model_extra["errors"]] == ["#/question", "#/narrate", "#/qestion"]


def test_of_thousands_of_faults_the_first_are_told(api: httpx.Client) -> None:
    problem = problem_of(
        api.post("/v1/ask", json={"question": "a"} | {f"k{number}": 1 for number in range(5_000)}), 422
    )
    assert problem.model_extra is not None
    assert len(problem.model_extra["errors"]) == 20


@pytest.mark.parametrize("names", ["tools", "team"])
def test_a_plan_of_more_names_than_anybody_has_is_refused(api: httpx.Client, names: str) -> None:
    detail = problem_of(api.post("/v1/plan", json={names: ["Jenkins"] * 1_001}), 422).detail
    assert f"{names} has too many entries: send at most 1000" in detail
