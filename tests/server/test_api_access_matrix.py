"""Every route by every kind of key: who is let in, and whom the address alone keeps out."""

import contextlib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from server.access.door import Door
from server.access.keyring import Keyring
from server.access.keys import SCOPES, Scope
from server.settings import ApiSettings, LimitSettings, Settings
from tests.fakes.advisor import ScriptedAdvisor
from tests.server.conftest import bearer, key_for, serving
from tests.server.test_problems import problem_of

# Asked for by whoever watches the process, and by Slack, which signs.
OPEN = {"/healthz", "/readyz", "/slack/events"}
SCOPE_OF = {
    "/v1/ask": "ask",
    "/v1/ask/stream": "ask",
    "/v1/chat/completions": "ask",
    "/v1/models": "ask",
    "/v1/conversations/{conversation_id}": "ask",
    "/v1/search": "ask",
    "/v1/catalog/tools": "ask",
    "/v1/catalog/roles": "ask",
    "/v1/catalog/phases": "ask",
    "/v1/catalog/maturity": "ask",
    "/v1/maturity": "ask",
    "/v1/plan": "ask",
    "/v1/feedback": "feedback",
    "/metrics": "metrics",
    "/v1/admin/releases": "admin",
    "/v1/admin/ingest": "admin",
}
ASK = {"question": "What does MLflow cost?"}


def settings(folder: Path, keys: str) -> Settings:
    api = ApiSettings.model_validate({"keys": keys})
    return Settings(data_dir=folder, api=api, limits=LimitSettings(requests_per_minute=0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def api(folder: Path) -> Iterator[httpx.Client]:
    with (
        serving(ScriptedAdvisor(), door=Door(settings(folder, "required"))) as url,
        httpx.Client(base_url=url, timeout=10, trust_env=False) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def routes(api: httpx.Client) -> list[tuple[str, str]]:
    paths = api.get("/openapi.json").json()["paths"]
    assert {path for path in paths if path not in OPEN} == set(SCOPE_OF)
    return [(method, path) for path in SCOPE_OF for method in paths[path]]


def revoked(folder: Path) -> str:
    with contextlib.closing(Keyring(folder / "keys" / "keys.sqlite")) as keyring:
        key, text = keyring.create("test", list(SCOPES), None, datetime.now(UTC))
        keyring.revoke(key.id, datetime.now(UTC))
        return text


def statuses(api: httpx.Client, routes: list[tuple[str, str]], headers: dict[str, str]) -> dict[str, int]:
    return {f"{method} {path}": api.request(method, path, headers=headers).status_code for method, path in routes}


def test_without_a_key_that_counts_nothing_is_let_in(
    api: httpx.Client, routes: list[tuple[str, str]], folder: Path
) -> None:
    expired = key_for(folder, *SCOPES, expires=datetime(2026, 1, 1, tzinfo=UTC))
    for headers in ({}, bearer("mla_00000000_" + "A" * 43), bearer(expired), bearer(revoked(folder))):
        assert set(statuses(api, routes, headers).values()) == {401}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_the_routes_of_its_scope_alone(
    api: httpx.Client, routes: list[tuple[str, str]], folder: Path, scope: Scope
) -> None:
    found = statuses(api, routes, bearer(key_for(folder, scope)))
    opened = {route for route, status in found.items() if status not in (401, 403)}
    assert opened == {f"{method} {path}" for method, path in routes if SCOPE_OF[path] == scope}
    assert {status for route, status in found.items() if route not in opened} == {403}


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[str]:
    """An API that asks nobody for a key, since it listens to its own machine alone."""
    with serving(ScriptedAdvisor(), door=Door(settings(folder, "auto"))) as url:
        yield url


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "localhost:7860", "[::1]:8000", "127.8.8.8"])
def test_this_machine_by_its_own_names(own: str, host: str) -> None:
    assert httpx.post(f"{own}/v1/ask", json=ASK, headers={"Host": host}, trust_env=False).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost."])
def test_a_page_whose_name_leads_here_is_refused(own: str, host: str) -> None:
    """DNS rebinding: the browser of somebody on this machine takes the page's server for this one."""
    for path in ("/v1/search", "/v1/ask"):
        refused = httpx.post(f"{own}{path}", json=ASK, headers={"Host": host}, trust_env=False)
        assert "set ADVISOR_API__KEYS=required" in problem_of(refused, 421).detail


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["["],
        ["[::1"],
        ["[::1]x"],
        ["a{b.evil.example"],
        ['a"b.evil.example'],
        ["evil.example@127.0.0.1"],
        ["127.0.0.1/x"],
        ["127.0.0.1:evil"],
        ["127.0.0.1, evil.example"],
        ["127.0.0.1", "evil.example"],
        ["evil.example", "127.0.0.1"],
    ],
)
def test_a_host_that_cannot_be_read_is_refused(own: str, hosts: list[str]) -> None:
    fields = "".join(f"Host: {host}\r\n" for host in hosts)
    with socket.create_connection(("127.0.0.1", int(own.rpartition(":")[2])), timeout=10) as client:
        client.sendall(f"GET /v1/models HTTP/1.1\r\n{fields}Connection: close\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 421 ")
