"""The evaluation's own place."""

from pathlib import Path

import pytest

from eval.workspace import workspace
from server.settings import Settings


def test_nothing_of_an_evaluation_reaches_what_processes_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pipeline.run", lambda *_: None)
    shared = {"qdrant": {"url": "http://qdrant:6333"}, "database": {"url": "postgresql://advisor@postgres/advisor"}}
    with workspace(Settings.model_validate({"data_dir": tmp_path} | shared)) as own:
        assert (own.qdrant.url, own.database.url) == (None, None)
        assert own.data_dir != tmp_path
