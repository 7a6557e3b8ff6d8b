"""The drill: saved while it serves, destroyed, brought back; the same answers, verdicts, keys and releases."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from ingest.disk import copy_folder
from ingest.layout import Layout
from ingest.lock import exclusive
from server.__main__ import main
from server.access.keyring import Keyring, keys_of
from server.journal.file import add, connect, journal_of, judge, read
from server.journal.records import now
from server.llama import free_port
from server.releases.registering import register
from server.releases.registry import Registry
from server.schema import Answer, FeedbackRequest
from server.settings import LLMSettings, Settings
from tests.fakes.advisor import wait_until
from tests.postgres import Postgres, installed
from tests.server.conftest import bearer
from tests.server.test_shared_database import entry

ROOT = Path(__file__).parents[2]
QUESTIONS = ("Which tools are free for CI?", "What does monitoring involve?", "Which role needs Terraform?")


@contextmanager
def real(data_dir: Path) -> Iterator[str]:
    """A real API over the folder, without an LLM."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    environ |= {"ADVISOR_DATA_DIR": str(data_dir), "ADVISOR_API__PORT": str(port), "ADVISOR_LLM__ENABLED": "false"}
    process = subprocess.Popen([sys.executable, "-m", "server", "serve"], cwd=ROOT, env=environ)
    url = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        assert process.poll() is None
        try:
            return httpx.get(f"{url}/readyz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    try:
        wait_until(ready, 60)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def asked(url: str) -> list[Answer]:
    answers = []
    for question in QUESTIONS:
        response = httpx.post(
            f"{url}/v1/ask", json={"question": question, "narrate": False}, timeout=60, trust_env=False
        )
        answers.append(Answer.model_validate_json(response.content))
    return answers


def told(answers: list[Answer]) -> list[Answer]:
    """What does not change from one asking to the next."""
    fresh = {"conversation_id": "", "trace_id": "", "timings_ms": None}
    return [answer.model_copy(update=fresh) for answer in answers]


@pytest.fixture
def folder(data_dir: Path, tmp_path: Path) -> Path:
    """A data folder of our own with a release."""
    held = tmp_path / "var"
    held.mkdir()
    copy_folder(data_dir / "index", held / "index", "*.lock")
    (held / "models").symlink_to(data_dir / "models")
    register(Settings(data_dir=held, llm=LLMSettings(enabled=False)), "for the drill")
    return held


def test_what_was_destroyed_comes_back(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(folder))
    monkeypatch.setenv("ADVISOR_LLM__ENABLED", "false")
    settings, saved = Settings(data_dir=folder), tmp_path / "saved"
    with closing(Keyring(keys_of(settings))) as keyring:
        _, text = keyring.create("drill", ["ask"], None, datetime.now(UTC))
    with real(folder) as url:
        before = asked(url)
        body = {"trace_id": before[0].trace_id, "verdict": "down", "reason": "wrong"}
        assert httpx.post(f"{url}/v1/feedback", json=body, trust_env=False).status_code == 200
        assert main(["backup", str(saved)]) == 0
        assert told(asked(url)) == told(before)  # it serves on
    releases, changes = Registry(folder).all(), Registry(folder).changes()
    kept = read(journal_of(settings))[: len(before)]
    assert main(["restore", str(saved)]) == 1
    assert "stop the server and move them away" in capsys.readouterr().err
    for path in folder.iterdir():
        if path.name != "models":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert main(["restore", str(saved)]) == 0
    assert read(journal_of(settings)) == kept
    assert (Registry(folder).all(), Registry(folder).changes()) == (releases, changes)
    assert Layout(folder).pinned() == {release.index_hash for release in releases}
    with closing(Keyring(keys_of(settings))) as keyring:
        assert keyring.identify(text, datetime.now(UTC)).name == "drill"
    for private in ("journal", "keys"):
        assert stat.S_IMODE((folder / private).stat().st_mode) == 0o700
    with real(folder) as url:
        assert told(asked(url)) == told(before)
        answered = httpx.get(f"{url}/v1/models", headers=bearer(text), trust_env=False)
        assert answered.status_code == 200


def test_what_cannot_be_saved_or_restored_says_why(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(folder))
    with exclusive(Layout(folder).lock, wait=False):
        assert main(["backup", str(tmp_path / "busy")]) == 1
    assert "wait until it ends" in capsys.readouterr().err
    assert main(["backup", str(folder)]) == 1
    assert "not empty" in capsys.readouterr().err
    saved, empty = tmp_path / "saved", tmp_path / "empty"
    assert main(["backup", str(saved)]) == 0
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(empty))
    assert main(["restore", str(tmp_path / "busy")]) == 1
    assert "holds no complete backup" in capsys.readouterr().err
    with (saved / "releases" / "registry.sqlite").open("ab") as file:
        file.write(b"x")
    assert main(["restore", str(saved)]) == 1
    assert "is not what was saved" in capsys.readouterr().err
    assert [path.name for path in empty.iterdir()] == ["restoring"]


def test_postgres_comes_back_by_its_own_tools(postgres: Postgres) -> None:
    one, other = postgres.database(), postgres.database()
    with closing(connect(SecretStr(one))) as database:
        kept = asyncio.run(entry("Which tools are free?"))
        add(database, [kept])
        judge(database, FeedbackRequest(trace_id=kept.answer.trace_id, verdict="up"), now())
    before = read(SecretStr(one))
    dumped = subprocess.run([installed() / "pg_dump", one], capture_output=True, check=True, timeout=60)
    psql = [installed() / "psql", "--quiet", "--set=ON_ERROR_STOP=1", other]
    subprocess.run(psql, input=dumped.stdout, check=True, timeout=60, stdout=subprocess.DEVNULL)
    assert read(SecretStr(other)) == before
    with closing(connect(SecretStr(other))) as database:
        add(database, [asyncio.run(entry("What is next?"))])
    with psycopg.connect(other) as connection:
        assert connection.execute("select count(*) from answers").fetchone() == (2,)
