"""Keys: who is asked for one, which are accepted and for what, over real HTTP and the real command line."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import openai
import pytest

from server.__main__ import main
from server.access.door import Door
from server.access.keyring import Keyring
from server.schema import Answer, Problem
from server.settings import ApiSettings, Settings, UiSettings
from tests.fakes.advisor import ScriptedAdvisor
from tests.server.conftest import bearer, key_for, serving, serving_process
from tests.server.test_problems import problem_of
from ui.client import AdvisorClient

CHATS = "a-key-that-both-sides-were-started-with"
ASK = {"question": "What does MLflow cost?"}
Run = Callable[..., tuple[int, str, str]]
OPEN = {"/healthz", "/readyz", "/slack/events"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    ui = UiSettings.model_validate({"api_key": CHATS})
    return Settings(data_dir=tmp_path_factory.mktemp("data"), api=ApiSettings(keys="required"), ui=ui)


@pytest.fixture(scope="module")
def guarded(settings: Settings) -> Iterator[httpx.Client]:
    url = serving(ScriptedAdvisor(), door=Door(settings))
    with url as address, httpx.Client(base_url=address, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `python -m server keys …` on the data folder of the server; gives its status, stdout and stderr."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(settings.data_dir))

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["keys", *arguments])
        except SystemExit as exited:
            status = int(exited.code or 0)
        return status, *capsys.readouterr()

    return command


@pytest.mark.parametrize(
    ("host", "keys", "asks"),
    [
        ("127.0.0.1", "auto", False),
        ("127.8.8.8", "auto", False),
        ("::1", "auto", False),
        ("localhost", "auto", False),
        ("127.0.0.1", "required", True),
        ("0.0.0.0", "auto", True),
        ("::", "auto", True),
        ("192.168.1.5", "auto", True),
        ("", "auto", True),
        ("localhost.example", "auto", True),
    ],
)
def test_who_listens_to_others_asks_for_keys(host: str, keys: str, asks: bool) -> None:
    assert ApiSettings.model_validate({"host": host, "keys": keys}).asks_for_keys is asks


def test_every_route_but_health_and_slack_asks_for_a_key(guarded: httpx.Client) -> None:
    paths = guarded.get("/openapi.json").json()["paths"]
    asked = 0
    for path, operations in paths.items():
        for method, operation in operations.items():
            response = guarded.request(method, path)
            if path in OPEN:
                assert "security" not in operation
                continue
            asked += 1
            assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer"), path
            ((scheme, (scope,)),) = [*operation["security"][0].items()]
            assert scheme == "key"
            assert f"with the scope {scope}" in response.text
    assert asked > 10
    assert guarded.get("/healthz").status_code == 200
    assert "not signed" in guarded.post("/slack/events").text


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer mla_00000000_" + "A" * 43,
        "Bearer mla_",
        "Bearer x",
        "Bearer ' or 1=1 --",
        "Bearer \udcff".encode("utf-8", "surrogateescape"),
        f"Bearer {CHATS}x",
        "bearer " + "y" * 5_000,
    ],
)
def test_a_key_that_is_not_known(guarded: httpx.Client, sent: str | bytes) -> None:
    response = guarded.post("/v1/ask", json=ASK, headers={"Authorization": sent})
    assert "not known here" in problem_of(response, 401).detail
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("sent", ["Basic dTpw", "Bearer", ""])
def test_no_key_at_all(guarded: httpx.Client, sent: str) -> None:
    response = guarded.post("/v1/ask", json=ASK, headers={"Authorization": sent})
    assert "send a key with the scope ask" in problem_of(response, 401).detail
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_the_right_key_with_another_secret(guarded: httpx.Client, settings: Settings) -> None:
    one, other = key_for(settings.data_dir, "ask"), key_for(settings.data_dir, "ask")
    assert guarded.post("/v1/ask", json=ASK, headers=bearer(one)).status_code == 200
    problem_of(guarded.post("/v1/ask", json=ASK, headers=bearer(one[:13] + other[13:])), 401)


def test_a_key_is_for_its_scopes_alone(guarded: httpx.Client, settings: Settings) -> None:
    metrics = bearer(key_for(settings.data_dir, "metrics"))
    assert guarded.get("/metrics", headers=metrics).status_code == 200
    refused = guarded.post("/v1/ask", json=ASK, headers=metrics)
    assert "for metrics and not for ask" in problem_of(refused, 403).detail
    assert refused.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope", scope="ask"'


def test_an_expired_key(guarded: httpx.Client, settings: Settings) -> None:
    key = key_for(settings.data_dir, "ask", expires=datetime(2026, 1, 31, tzinfo=UTC))
    detail = problem_of(guarded.post("/v1/ask", json=ASK, headers=bearer(key)), 401).detail
    assert "expired on 2026-01-31: ask for a new one" in detail


def test_the_chats_key_asks_and_judges_and_does_not_administer(guarded: httpx.Client) -> None:
    assert guarded.post("/v1/ask", json=ASK, headers=bearer(CHATS)).status_code == 200
    judged = guarded.post("/v1/feedback", json={"trace_id": "0" * 32, "verdict": "up"}, headers=bearer(CHATS))
    assert judged.status_code == 404
    assert guarded.post("/v1/admin/ingest", headers=bearer(CHATS)).status_code == 403


@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize(("key", "status"), [(CHATS, 0), (None, 1)])
def test_the_command_line_sends_the_key_of_its_settings(
    guarded: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    key: str | None,
    status: int,
) -> None:
    monkeypatch.setenv("ADVISOR_UI__API_URL", str(guarded.base_url).rstrip("/"))
    if key is not None:
        monkeypatch.setenv("ADVISOR_UI__API_KEY", key)
    assert main(["ask", "What does MLflow cost?", "--json"]) == status
    assert ("send that of ADVISOR_UI__API_KEY" in capfd.readouterr().err) is (key is None)


@pytest.mark.parametrize(("headers", "last"), [(bearer(CHATS), Answer), ({}, Problem)])
async def test_the_chats_client_sends_it_too(
    guarded: httpx.Client, headers: dict[str, str], last: type[Answer | Problem]
) -> None:
    client = AdvisorClient(str(guarded.base_url), 30, headers)
    try:
        events = [event async for event in client.ask("What does MLflow cost?", None)]
    finally:
        await client.aclose()
    assert isinstance(events[-1], last)


def test_openais_client_raises_its_own_exceptions(guarded: httpx.Client, settings: Settings) -> None:
    http = httpx.Client(trust_env=False)
    with openai.OpenAI(base_url=f"{guarded.base_url}/v1", api_key="mla_unknown", http_client=http) as client:
        with pytest.raises(openai.AuthenticationError) as unknown:
            client.models.list()
        assert unknown.value.code == "invalid_api_key"
        client.api_key = key_for(settings.data_dir, "feedback")
        with pytest.raises(openai.PermissionDeniedError):
            client.models.list()
        client.api_key = key_for(settings.data_dir, "ask")
        assert client.models.list().data


def test_from_creation_over_rotation_to_revocation(guarded: httpx.Client, run: Run) -> None:
    def status(key: str) -> int:
        return guarded.post("/v1/ask", json=ASK, headers=bearer(key)).status_code

    made, old, told = run("create", "--name", "laptop of Ada")
    assert (made, status(old.strip())) == (0, 200)
    assert "for ask, feedback: it is shown this once" in told
    (listed,) = [line for line in run("list")[1].splitlines() if "laptop of Ada" in line]
    assert datetime.now(UTC).strftime("last used %Y-%m-%d %H:") in listed
    old_id = listed.split()[0]
    _, new, _ = run("rotate", old_id, "--until", "2999-01-01")
    assert (status(old.strip()), status(new.strip())) == (200, 200)
    states = sorted(line.split(": ")[1].split(";")[0] for line in run("list")[1].splitlines() if "Ada" in line)
    assert states == ["does not expire", "expires on 2999-01-01"]
    done, said, _ = run("revoke", old_id)
    assert (done, "was revoked on" in said, status(old.strip()), status(new.strip())) == (0, True, 401, 200)
    assert run("revoke", old_id)[0] == 0
    failed, _, why = run("rotate", old_id)
    assert (failed, "was revoked on" in why) == (1, True)
    listing = run("list")[1]
    assert old.strip() not in listing
    assert new.strip() not in listing


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("create",), 2, "--name"),
        (("create", "--name", " "), 2, "say in one line"),
        (("create", "--name", "x", "--scope", "root"), 2, "invalid choice: 'root'"),
        (("create", "--name", "x", "--expires", "2020-01-01"), 2, "2020-01-01 is over: name a later day"),
        (("create", "--name", "x", "--expires", "soon"), 2, "'soon' is no date: write it as 2026-12-31"),
        (("revoke", "ffffffff"), 1, "there is no key ffffffff"),
        (("rotate", "ffffffff"), 1, "there is no key ffffffff"),
        ((), 2, "required"),
    ],
)
def test_bad_usage(run: Run, arguments: tuple[str, ...], status: int, message: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (status, "")
    assert message in err


def test_a_rotated_key_lives_no_longer_than_it_would_have(tmp_path: Path) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    soon, late = now + timedelta(days=1), now + timedelta(days=9)
    with closing(Keyring(tmp_path / "keys" / "keys.sqlite")) as keyring:
        old, _ = keyring.create("x", ["ask"], soon, now)
        keyring.rotate(old.id, late, None, now + timedelta(seconds=1))
        assert [key.expires for key in keyring.all()] == [soon, None]


def test_the_text_of_a_key_is_kept_nowhere(
    guarded: httpx.Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = key_for(settings.data_dir, "ask")
    guarded.post("/v1/ask", json=ASK, headers=bearer(key))
    guarded.post("/v1/feedback", json={}, headers=bearer(key))
    guarded.post("/v1/ask", json=ASK, headers=bearer(key + "x"))
    secret = key[13:]
    assert secret not in caplog.text
    files = [path for path in (settings.data_dir / "keys").iterdir() if path.is_file()]
    assert files
    assert all(secret.encode() not in path.read_bytes() for path in files)
    assert (settings.data_dir / "keys").stat().st_mode & 0o077 == 0


def test_a_keyring_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_for(tmp_path, "ask")
    with closing(sqlite3.connect(tmp_path / "keys" / "keys.sqlite")) as database:
        database.execute("pragma user_version = 9")
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    assert main(["keys", "list"]) == 1


def test_on_this_machine_alone_any_key_will_do(api: httpx.Client) -> None:
    for headers in ({}, bearer("x"), {"Authorization": "Basic dTpw"}):
        assert api.post("/v1/ask", json=ASK, headers=headers).status_code == 200


def test_a_server_that_others_reach_asks(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    environ = {"ADVISOR_API__HOST": "0.0.0.0", "ADVISOR_DATA_DIR": str(tmp_path)}
    with serving_process(environ) as url:
        assert httpx.get(f"{url}/v1/models", trust_env=False).status_code == 401
        key = key_for(tmp_path, "ask")
        assert httpx.get(f"{url}/v1/models", headers=bearer(key), trust_env=False).status_code == 200
    assert "nobody has a key yet" in capfd.readouterr().err
