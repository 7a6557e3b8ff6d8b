"""Who may administer, and what they are told."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from server.api.app import create_app
from server.releases.registry import Registry
from server.releases.served import ServedAdvisor
from server.settings import ApiSettings, Settings
from tests.fakes.advisor import ScriptedAdvisor

KEY = "a-key-of-many-letters"
A = "aaaaaaaaaaaa"
PROMOTE = {"action": "promote", "release": A, "who": "Ada", "reason": "good"}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    registry = Registry(tmp_path)
    registry.register(A, "i", "gate", "r")
    return registry


@pytest.fixture
def app(tmp_path: Path, registry: Registry) -> FastAPI:
    served = ServedAdvisor(Settings(data_dir=tmp_path), lambda _: ScriptedAdvisor())
    return create_app(served, ApiSettings.model_validate({"admin_key": KEY}))


def client(app: FastAPI, host: str = "127.0.0.1") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(host, 1)), base_url="http://advisor")


@pytest.fixture
def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {KEY}"}


@pytest.mark.parametrize("path", ["releases", "ingest"])
@pytest.mark.parametrize(
    ("host", "header", "status"),
    [
        ("192.0.2.1", f"Bearer {KEY}", 403),
        ("::1", "", 401),
        ("127.0.0.1", f"Bearer {KEY}x", 401),
        ("127.0.0.1", f"Basic {KEY}", 401),
        ("127.0.0.1", "Bearer ", 401),
    ],
)
async def test_strangers_are_refused(app: FastAPI, path: str, host: str, header: str, status: int) -> None:
    async with client(app, host) as http:
        response = await http.post(f"/v1/admin/{path}", json=PROMOTE, headers={"Authorization": header})
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert ("WWW-Authenticate" in response.headers) == (status == 401)
    assert KEY not in response.text


async def test_without_a_key_nobody_is_let_in(tmp_path: Path, bearer: dict[str, str]) -> None:
    app = create_app(ServedAdvisor(Settings(data_dir=tmp_path), lambda _: ScriptedAdvisor()), ApiSettings())
    async with client(app) as http:
        response = await http.post("/v1/admin/releases", json=PROMOTE, headers=bearer)
    assert response.status_code == 403
    assert "ADVISOR_API__ADMIN_KEY" in response.json()["detail"]


async def test_promotion_and_its_refusals(app: FastAPI, registry: Registry, bearer: dict[str, str]) -> None:
    async with client(app) as http:
        early = await http.post("/v1/admin/releases", json=PROMOTE, headers=bearer)
        assert (early.status_code, "eval gate --register" in early.json()["detail"]) == (409, True)
        unknown = await http.post("/v1/admin/releases", json=PROMOTE | {"release": "b" * 12}, headers=bearer)
        assert (unknown.status_code, A in unknown.json()["detail"]) == (404, True)
        registry.move(A, "gated", "gate", "r")
        done = await http.post("/v1/admin/releases", json=PROMOTE, headers=bearer)
        assert (done.status_code, done.json()["state"]) == (200, "live")
        back = await http.post(
            "/v1/admin/releases", json={"action": "rollback", "who": "Ada", "reason": "bad"}, headers=bearer
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
async def test_bad_requests_are_422(app: FastAPI, body: dict[str, object], bearer: dict[str, str]) -> None:
    async with client(app) as http:
        assert (await http.post("/v1/admin/releases", json=body, headers=bearer)).status_code == 422


async def test_a_process_that_serves_no_releases_says_so(bearer: dict[str, str]) -> None:
    app = create_app(ScriptedAdvisor(), ApiSettings.model_validate({"admin_key": KEY}))
    async with client(app) as http:
        assert (await http.post("/v1/admin/ingest", headers=bearer)).status_code == 503
