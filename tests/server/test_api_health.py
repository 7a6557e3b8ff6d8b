"""Liveness, readiness and the life of the advisor inside the app."""

from typing import NoReturn

import httpx
import pytest

from server.engines import Engines
from server.errors import NotReady
from server.schema import Readiness, ReadyResponse
from tests.fakes.advisor import ScriptedAdvisor
from tests.server.conftest import serving


@pytest.mark.parametrize(
    ("parts", "code", "status"),
    [
        (("ready", "ready"), 200, "ready"),
        (("ready", "loading"), 200, "ready"),
        (("ready", "down"), 200, "ready"),
        (("loading", "ready"), 503, "loading"),
        (("down", "ready"), 503, "down"),
    ],
)
def test_readiness_needs_the_index_but_not_the_llm(
    parts: tuple[Readiness, Readiness], code: int, status: str, api: httpx.Client, advisor: ScriptedAdvisor
) -> None:
    advisor.index, advisor.llm = parts
    try:
        ready, alive = api.get("/readyz"), api.get("/healthz")
    finally:
        advisor.index = advisor.llm = "ready"
    body = ReadyResponse.model_validate_json(ready.content)
    assert ready.status_code == code
    assert (body.status, (body.parts.index, body.parts.llm)) == (status, parts)
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})


async def test_a_part_that_fails_of_what_nobody_foresaw_is_down_and_told_of(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> NoReturn:
        raise KeyError("secret internals")

    engines = Engines("r", broken, broken)
    await engines.start()
    await engines.settled(llm=True)
    assert (engines.index_state, engines.llm_state) == ("down", "down")
    with pytest.raises(NotReady, match="the index is down"):
        await engines.loaded()
    told = {record.message: record.__dict__["fields"]["error"] for record in caplog.records}
    assert told == {"the index cannot serve": "KeyError", "no LLM": "KeyError"}
    assert "secret" not in caplog.text
    await engines.close()


def test_search_without_an_index_is_not_ready(api: httpx.Client, advisor: ScriptedAdvisor) -> None:
    advisor.index = "loading"
    try:
        assert api.post("/v1/search", json={"query": "x"}).status_code == 503
    finally:
        advisor.index = "ready"


def test_the_app_starts_and_closes_its_advisor() -> None:
    advisor = ScriptedAdvisor()
    with serving(advisor) as url:
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        assert advisor.started
        assert not advisor.closed
    assert advisor.closed
