"""Headers that programs rely on: ids of requests, and who may call from a browser."""

import logging

import httpx
import pytest

from server.api.app import create_app
from server.settings import ApiSettings
from tests.fakes.advisor import ScriptedAdvisor, wait_until

ORIGIN = "https://portal.example"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,x-stainless-lang",
}


def logged(caplog: pytest.LogCaptureFixture) -> tuple[int, dict[str, object]]:
    """Level and fields of the request's line, which is written once the response is on its way."""
    wait_until(lambda: len(caplog.records) > 0)
    (record,) = caplog.records
    return record.levelno, record.__dict__["fields"]


@pytest.mark.parametrize("sent", ["order-17", "A" * 128, "req_01:ab/c.d+e=", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"])
def test_a_sane_request_id_is_returned_and_logged(
    api: httpx.Client, caplog: pytest.LogCaptureFixture, sent: str
) -> None:
    caplog.set_level(logging.INFO, "server.api.gate")
    response = api.get("/v1/models", headers={"X-Request-Id": sent})
    assert response.headers["X-Request-Id"] == sent
    level, fields = logged(caplog)
    assert (level, fields["request_id"]) == (logging.INFO, sent)


@pytest.mark.parametrize("sent", ["", "a b", "A" * 129, 'x" level=error', "é".encode(), "What does MLflow cost?"])
def test_any_other_is_replaced_by_the_trace_id(
    api: httpx.Client, caplog: pytest.LogCaptureFixture, sent: str | bytes
) -> None:
    caplog.set_level(logging.INFO, "server.api.gate")
    response = api.get("/v1/models", headers={"X-Request-Id": sent})
    assert response.headers["X-Request-Id"] == response.headers["X-Trace-Id"]
    assert "request_id" not in logged(caplog)[1]


def test_errors_carry_it_too(api: httpx.Client) -> None:
    for question in ("", "crash early"):
        response = api.post("/v1/ask", json={"question": question}, headers={"X-Request-Id": "mine"})
        assert (response.is_error, response.headers["X-Request-Id"]) == (True, "mine")


def client_of(origins: str) -> httpx.AsyncClient:
    app = create_app(ScriptedAdvisor(), ApiSettings(cors_origins=origins))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://advisor")


async def test_no_page_may_call_unless_told() -> None:
    async with client_of("") as client:
        preflight = await client.options("/v1/ask", headers=PREFLIGHT)
        answered = await client.get("/v1/models", headers={"Origin": ORIGIN})
    assert preflight.status_code == 405
    assert not [name for name in (*preflight.headers, *answered.headers) if name.startswith("access-control")]


async def test_pages_of_allowed_origins_may_call_and_others_may_not() -> None:
    async with client_of(f"http://localhost:3000, {ORIGIN}") as client:
        allowed = await client.options("/v1/ask", headers=PREFLIGHT)
        assert (allowed.status_code, allowed.headers["Access-Control-Allow-Origin"]) == (200, ORIGIN)
        assert "x-stainless-lang" in allowed.headers["Access-Control-Allow-Headers"]
        answered = await client.post("/v1/ask", json={"question": ""}, headers={"Origin": ORIGIN})
        assert (answered.status_code, answered.headers["Access-Control-Allow-Origin"]) == (422, ORIGIN)
        assert {"X-Trace-Id", "RateLimit"} <= set(answered.headers["Access-Control-Expose-Headers"].split(", "))
        stranger = await client.options("/v1/ask", headers=PREFLIGHT | {"Origin": "https://evil.example"})
        assert stranger.status_code == 400
        assert "Access-Control-Allow-Origin" not in stranger.headers


@pytest.mark.parametrize("origins", ["*", "https://a.example/", "a.example", "https://*.a.example", "ftp://a.example"])
def test_what_is_no_origin_is_refused_at_start(origins: str) -> None:
    with pytest.raises(ValueError, match="is no origin: name each as https://host"):
        ApiSettings(cors_origins=origins)
