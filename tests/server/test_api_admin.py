"""Who may administer, and what they are told."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from server.access.door import Door
from server.api.app import create_app
from server.releases.registry import Registry
from server.releases.served import ServedAdvisor
from server.settings import Settings
from tests.fakes.advisor import ScriptedAdvisor
from tests.server.conftest import bearer, key_for

A = "aaaaaaaaaaaa"
PROMOTE = {"action": "promote", "release": A, "who": "Ada", "reason": "good"}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = Registry(tmp_path)
    registry.register(A, "i", "gate", "r")
    return registry


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def app(settings: Settings, registry: Registry) -> FastAPI:
    served = ServedAdvisor(settings, lambda _: ScriptedAdvisor())
    return create_app(served, settings.api, door=Door(settings))


def client(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://advisor")


@pytest.fixture
def headers(settings: Settings) -> dict[str, str]:
    return bearer(key_for(settings.data_dir, "admin"))


@pytest.mark.parametrize("path", ["releases", "ingest"])
async def test_a_key_for_it_is_asked_for_on_this_machine_too(app: FastAPI, settings: Settings, path: str) -> None:
    async with client(app) as http:
        nobody = await http.post(f"/v1/admin/{path}", json=PROMOTE)
        asker = await http.post(f"/v1/admin/{path}", json=PROMOTE, headers=bearer(key_for(settings.data_dir, "ask")))
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert (asker.status_code, "for ask and not for admin" in asker.json()["detail"]) == (403, True)


async def test_without_keys_nobody_administers(settings: Settings) -> None:
    app = create_app(ServedAdvisor(settings, lambda _: ScriptedAdvisor()), settings.api)
    async with client(app) as http:
        response = await http.post("/v1/admin/releases", json=PROMOTE)
    assert response.status_code == 403
    assert "python -m server" in response.json()["detail"]


async def test_promotion_and_its_refusals(app: FastAPI, registry: Registry, headers: dict[str, str]) -> None:
    async with client(app) as http:
        early = await http.post("/v1/admin/releases", json=PROMOTE, headers=headers)
        assert (early.status_code, "eval gate --register" in early.json()["detail"]) == (409, True)
        unknown = await http.post("/v1/admin/releases", json=PROMOTE | {"release": "b" * 12}, headers=headers)
        assert (unknown.status_code, A in unknown.json()["detail"]) == (404, True)
        registry.move(A, "gated", "gate", "r")
        done = await http.post("/v1/admin/releases", json=PROMOTE, headers=headers)
        assert (done.status_code, done.json()["state"]) == (200, "live")
        back = await http.post(
            "/v1/admin/releases", json={"action": "rollback", "who": "Ada", "reason": "bad"}, headers=headers
        )
        assert (back.status_code, "nothing to roll back to" in back.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    "body",
    [
        PROMOTE | {"release": None},
        PROMOTE | {"action": "rollback"},
        PROMOTE | {"release": "../../etc"},
        PROMOTE | {"reason": " "},
        PROMOTE | {"what": "x"},
    ],
)
async def test_bad_requests_are_422(app: FastAPI, body: dict[str, object], headers: dict[str, str]) -> None:
    async with client(app) as http:
        assert (await http.post("/v1/admin/releases", json=body, headers=headers)).status_code == 422


async def test_a_process_that_serves_no_releases_says_so(settings: Settings, headers: dict[str, str]) -> None:
    app = create_app(ScriptedAdvisor(), settings.api, door=Door(settings))
    async with client(app) as http:
        assert (await http.post("/v1/admin/ingest", headers=headers)).status_code == 503
