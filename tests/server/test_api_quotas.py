"""What each key may use: requests a minute and tokens a day, exactly so many whatever comes at once."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import openai
import pytest

from server.access.door import Door
from server.access.keyring import Keyring
from server.access.quotas import Ledger, Quota, QuotaExceeded
from server.schema import Usage
from server.settings import ApiSettings, LimitSettings, Settings
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.server.conftest import bearer, key_for, serving
from tests.server.test_problems import problem_of

ASK = {"question": "What does MLflow cost?"}
NOON = datetime(2026, 6, 1, 12, 0, 20, tzinfo=UTC)
REQUESTS, ANSWERS = 20, 3
WINDOW = 4096  # what one answer may use


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def advisor() -> ScriptedAdvisor:
    return ScriptedAdvisor()


@pytest.fixture
def limited(tmp_path: Path, clock: Clock, advisor: ScriptedAdvisor) -> Iterator[httpx.Client]:
    limits = LimitSettings(requests_per_minute=REQUESTS, tokens_per_day=ANSWERS * WINDOW)
    settings = Settings(data_dir=tmp_path, api=ApiSettings(keys="required"), limits=limits)
    key = bearer(key_for(tmp_path, "ask"))
    client = httpx.Client(timeout=30, trust_env=False, headers=key)
    with serving(advisor, door=Door(settings, clock)) as url, client:
        client.base_url = url
        yield client


def tokens_left(client: httpx.Client) -> int:
    left = client.get("/v1/models").headers["RateLimit"]
    return int(left.split('"tokens";r=')[1].split(";")[0])


def test_a_minute_holds_so_many_requests_and_says_so(limited: httpx.Client, clock: Clock) -> None:
    first = limited.get("/v1/models")
    assert first.headers["RateLimit-Policy"] == f'"requests";q=20;w=60, "tokens";q={ANSWERS * WINDOW};w=86400'
    assert first.headers["RateLimit"] == f'"requests";r=19;t=40, "tokens";r={ANSWERS * WINDOW};t=43180'
    for _ in range(REQUESTS - 1):
        assert limited.get("/v1/catalog/phases").status_code == 200
    refused = limited.get("/v1/catalog/phases")
    problem = problem_of(refused, 429)
    assert "20 requests in 60 seconds" in problem.detail
    assert problem.type.endswith("#quota-exceeded")
    assert problem.model_extra == {"violated-policies": ["requests"]}
    assert refused.headers["Retry-After"] == "40"
    assert refused.headers["RateLimit"].startswith('"requests";r=0;t=40')
    clock.now += timedelta(seconds=40)
    assert limited.get("/v1/catalog/phases").headers["RateLimit"].startswith('"requests";r=19;t=60')


async def test_many_at_once_get_exactly_so_many(limited: httpx.Client, tmp_path: Path) -> None:
    async with httpx.AsyncClient(
        base_url=limited.base_url, headers=limited.headers, timeout=30, trust_env=False
    ) as client:
        responses = await asyncio.gather(*(client.get("/v1/models") for _ in range(60)))
        assert sorted(response.status_code for response in responses) == [200] * REQUESTS + [429] * 40
        other = bearer(key_for(tmp_path, "ask"))
        assert (await client.get("/v1/models", headers=other)).status_code == 200


def test_many_processes_count_together(tmp_path: Path) -> None:
    """Each thread has a connection of its own, as each process would."""
    quota = Quota("requests", 25, 60)
    with closing(Keyring(tmp_path / "keys" / "keys.sqlite")) as keyring:
        key, _ = keyring.create("x", ["ask"], None, NOON)

    def taken(times: int) -> int:
        with closing(Keyring(tmp_path / "keys" / "keys.sqlite")) as own:
            ledger, count = Ledger(own), 0
            for _ in range(times):
                try:
                    ledger.take(key, quota, 1, NOON)
                except QuotaExceeded:
                    continue
                count += 1
            return count

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(taken, [20] * 4)) == 25


def test_answers_are_held_against_the_tokens_of_the_day(
    limited: httpx.Client, advisor: ScriptedAdvisor, clock: Clock
) -> None:
    advisor.usage = Usage(prompt_tokens=900, completion_tokens=100)
    for _ in range(2):
        assert limited.post("/v1/ask", json=ASK).status_code == 200
    assert limited.post("/v1/ask/stream", json=ASK).status_code == 200
    assert tokens_left(limited) == ANSWERS * WINDOW - 3_000
    advisor.usage = Usage(prompt_tokens=3_000, completion_tokens=1_000)
    for _ in range(2):
        assert limited.post("/v1/ask", json=ASK).status_code == 200
    refused = limited.post("/v1/ask/stream", json=ASK)
    assert problem_of(refused, 429).model_extra == {"violated-policies": ["tokens"]}
    assert refused.headers["Retry-After"] == str(12 * 3600 - 20)
    assert limited.post("/v1/ask", json=ASK | {"narrate": False}).status_code == 200
    assert limited.get("/v1/catalog/tools").status_code == 200
    clock.now += timedelta(hours=12)
    assert limited.post("/v1/ask", json=ASK).status_code == 200


def test_answers_under_way_are_counted_before_anybody_knows_what_they_use(
    limited: httpx.Client, advisor: ScriptedAdvisor
) -> None:
    body = {"question": "forever"}
    with ThreadPoolExecutor(6) as pool:
        url, headers = f"{limited.base_url}/v1/ask/stream", dict(limited.headers)

        def left() -> int:
            with httpx.stream("POST", url, json=body, headers=headers, timeout=30, trust_env=False) as response:
                if response.status_code == 200:
                    wait_until(lambda: advisor.running == ANSWERS)
                return response.status_code

        statuses = sorted(pool.map(lambda _: left(), range(6)))
    assert statuses == [200] * ANSWERS + [429] * 3
    wait_until(lambda: advisor.running == 0)
    assert tokens_left(limited) == 0


def test_what_failed_before_the_llm_costs_nothing(limited: httpx.Client) -> None:
    assert limited.post("/v1/ask", json={"question": "not ready"}).status_code == 503
    assert tokens_left(limited) == ANSWERS * WINDOW


def test_openais_client_raises_a_rate_limit_error(limited: httpx.Client, tmp_path: Path) -> None:
    key = key_for(tmp_path, "ask")
    http = httpx.Client(trust_env=False)
    with openai.OpenAI(base_url=f"{limited.base_url}/v1", api_key=key, max_retries=0, http_client=http) as client:
        for _ in range(REQUESTS):
            client.models.list()
        with pytest.raises(openai.RateLimitError) as caught:
            client.models.list()
    assert caught.value.code == "rate_limit_exceeded"
    assert caught.value.response.headers["Retry-After"] == "40"


def test_nothing_is_limited_where_no_key_is_asked_for(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, limits=LimitSettings(requests_per_minute=1))
    with serving(ScriptedAdvisor(), door=Door(settings)) as url, httpx.Client(timeout=30, trust_env=False) as client:
        for _ in range(5):
            response = client.get(f"{url}/v1/models")
            assert (response.status_code, "RateLimit" in response.headers) == (200, False)
    assert not (tmp_path / "keys").exists()


def test_limits_can_be_lifted(tmp_path: Path) -> None:
    limits = LimitSettings(requests_per_minute=0, tokens_per_day=0)
    settings = Settings(data_dir=tmp_path, api=ApiSettings(keys="required"), limits=limits)
    key = bearer(key_for(tmp_path, "ask"))
    with serving(ScriptedAdvisor(), door=Door(settings)) as url, httpx.Client(timeout=30, trust_env=False) as client:
        for _ in range(5):
            response = client.post(f"{url}/v1/ask", json=ASK, headers=key)
            assert (response.status_code, "RateLimit" in response.headers) == (200, False)


def test_a_day_that_holds_no_answer_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="ADVISOR_LIMITS__TOKENS_PER_DAY is less than one answer may use"):
        Settings(limits=LimitSettings(tokens_per_day=WINDOW - 1))


def test_what_a_key_cost_is_counted_under_its_id(
    limited: httpx.Client, tmp_path: Path, advisor: ScriptedAdvisor
) -> None:
    advisor.usage = Usage(prompt_tokens=100, completion_tokens=20, cost_usd=0.5)
    with closing(Keyring(tmp_path / "keys" / "keys.sqlite")) as keyring:
        key, secret = keyring.create("watched", ["ask", "metrics"], None, NOON)
    for _ in range(2):
        limited.post("/v1/ask", json=ASK, headers=bearer(secret)).raise_for_status()
    counted = limited.get("/metrics", headers=bearer(secret)).text
    assert f'advisor_cost_usd_total{{key="{key.id}",release="{advisor.release}"}} 1.0' in counted
    assert f'advisor_tokens_total{{key="{key.id}",kind="prompt",release="{advisor.release}"}} 200.0' in counted
