"""`/v1/ask`, `/v1/search` and the OpenAPI document over real HTTP."""

import json
import re
import socket

import httpx
import pytest

from server.completions.errors import ROUTES
from server.schema import Answer, SearchResponse
from tests.fakes.advisor import ScriptedAdvisor, wait_until

TRACE_ID = re.compile(r"[0-9a-f]{32}")


def test_ask_gives_one_valid_answer_under_one_trace_id(api: httpx.Client) -> None:
    response = api.post("/v1/ask", json={"question": "What does MLflow cost?", "conversation_id": "mine"})
    answer = Answer.model_validate_json(response.content)
    assert response.status_code == 200
    assert answer.conversation_id == "mine"
    assert answer.items.tools == ("MLFlow",)
    assert TRACE_ID.fullmatch(answer.trace_id)
    assert response.headers["X-Trace-Id"] == answer.trace_id


def test_a_traceparent_is_continued(api: httpx.Client) -> None:
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"traceparent": f"00-{trace_id}-00f067aa0ba902b7-01"}
    assert api.post("/v1/ask", json={"question": "x"}, headers=headers).json()["trace_id"] == trace_id


@pytest.mark.parametrize("header", ["junk", f"00-{'0' * 32}-00f067aa0ba902b7-01", "00-zz-zz-01"])
def test_a_bad_traceparent_is_replaced(api: httpx.Client, header: str) -> None:
    given = api.get("/healthz", headers={"traceparent": header}).headers["X-Trace-Id"]
    assert TRACE_ID.fullmatch(given)
    assert set(given) != {"0"}


def test_trace_ids_differ_between_requests(api: httpx.Client) -> None:
    assert len({api.get("/healthz").headers["X-Trace-Id"] for _ in range(5)}) == 5


def test_filters_reach_the_advisor_with_printed_names(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    filters = {"phases": ["ci", " M "], "roles": ["ml engineer"], "tools": ["mlflow", "deltalake"], "documents": ["d"]}
    assert api.post("/v1/ask", json={"question": "q", "filters": filters}).status_code == 200
    sent = advisor.asked[-1].filters
    assert sent.phases == ("CI", "M")
    assert sent.roles == ("ML Engineer",)
    assert sent.tools == ("MLFlow", "Delta Lake")
    assert sent.documents == ("d",)


def test_ten_thousand_bytes_of_unicode_arrive_unchanged(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    question = "漢字🙂é" * 834 + "漢" * 3
    assert 10_000 <= len(question.encode()) <= 10_020
    assert api.post("/v1/ask", json={"question": question, "narrate": False}).status_code == 200
    assert advisor.asked[-1].question == question
    assert advisor.asked[-1].narrate is False


def test_a_client_that_leaves_ask_stops_the_generation(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    stopped = advisor.stopped_early
    body = b'{"question": "forever"}'
    head = f"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection((api.base_url.host, api.base_url.port)) as connection:
        connection.sendall(head.encode() + body)
        wait_until(lambda: advisor.running == 1)
    wait_until(lambda: advisor.running == 0)
    assert advisor.stopped_early == stopped + 1


def test_search_gives_hits_with_citations(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    found = api.post("/v1/search", json={"query": "experiment tracking", "top_k": 3, "filters": {"phases": ["md"]}})
    hits = SearchResponse.model_validate_json(found.content).hits
    assert [hit.citation.locator for hit in hits] == ["Table IV, row MLFlow, column Cost/Month"]
    assert advisor.searched[-1].top_k == 3
    assert advisor.searched[-1].filters.phases == ("MD",)


def test_openapi_is_3_1_with_examples_that_hold(api: httpx.Client) -> None:
    document = api.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    ask = document["paths"]["/v1/ask"]["post"]
    Answer.model_validate(ask["responses"]["200"]["content"]["application/json"]["example"])
    for example in ask["requestBody"]["content"]["application/json"]["examples"].values():
        assert api.post("/v1/ask", json=example["value"]).status_code == 200
    stream = document["paths"]["/v1/ask/stream"]["post"]["responses"]["200"]["content"]
    assert list(stream) == ["text/event-stream"]
    assert {"FactsEvent", "DeltaEvent", "Claim", "Answer"} <= set(document["components"]["schemas"])
    references = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document))
    assert set(references) <= set(document["components"]["schemas"])


def test_openapi_tells_of_problem_documents_everywhere(api: httpx.Client) -> None:
    document = api.get("/openapi.json").json()
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert "Problem" in document["components"]["schemas"]
    for path, operations in document["paths"].items():
        shape = "application/json" if path in ROUTES else "application/problem+json"
        for operation in operations.values():
            assert list(operation["responses"]["default"]["content"]) == [shape], path


def test_no_documentation_page_that_loads_from_other_hosts(api: httpx.Client) -> None:
    assert api.get("/docs").status_code == 404
    assert api.get("/redoc").status_code == 404
