"""Runs against a Qdrant that is away, fails, refuses or is slow: whoever started them is told whether to try again."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from ingest.__main__ import FAILURE, UNREACHABLE, main
from ingest.budgets import QDRANT_S
from ingest.pipeline import run
from ingest.settings import IngestSettings, QdrantSettings
from server.llama import free_port
from tests.fakes.api_server import served
from tests.fakes.qdrant_server import qdrant_server


def ended(url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(data_dir))
    monkeypatch.setenv("ADVISOR_QDRANT__URL", url)
    return main(["run"])


def answering(status: int) -> FastAPI:
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "PUT", "POST", "DELETE"])
    def answer() -> JSONResponse:
        return JSONResponse({"status": {"error": "as scripted"}}, status_code=status)

    return app


@pytest.mark.parametrize(("status", "code"), [(401, FAILURE), (403, FAILURE), (500, UNREACHABLE), (503, UNREACHABLE)])
def test_a_server_that_fails_may_be_asked_again_and_one_that_refuses_may_not(
    status: int, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(answering(status)) as url:
        assert ended(url, tmp_path, monkeypatch) == code
    assert "ADVISOR_QDRANT__URL" in capsys.readouterr().err


def test_a_server_that_is_away_is_told_before_anything_is_embedded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ended(f"http://127.0.0.1:{free_port()}", tmp_path, monkeypatch) == UNREACHABLE
    assert not (tmp_path / "index" / "vectors.sqlite").exists()


@pytest.mark.model
def test_a_write_that_takes_long_is_waited_for(
    settings: IngestSettings, write_document: Callable[..., Path], tables: Path
) -> None:
    with qdrant_server() as qdrant:
        pauses = iter([QDRANT_S + 1])
        qdrant.after_write = lambda: time.sleep(next(pauses, 0))
        slow = settings.model_copy(update={"qdrant": QdrantSettings(url=qdrant.url)})
        outcome = run(slow, write_document("kites", "Kites rise."), tables)
        assert len(qdrant.live().points) == outcome.nodes
