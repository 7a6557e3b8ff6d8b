"""`python -m ingest`: exit status and the one line that names the fix."""

from pathlib import Path

import pytest

from ingest.__main__ import FAILURE, USAGE, main
from ingest.settings import IngestSettings
from tests.vectors import seed_vectors


@pytest.fixture
def environment(settings: IngestSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(settings.data_dir))
    seed_vectors(settings.data_dir)


@pytest.mark.model
@pytest.mark.usefixtures("environment")
def test_without_a_command_it_builds_and_then_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == FAILURE
    assert capsys.readouterr().err.endswith("error: there is no index yet: run: python -m ingest run\n")
    assert main([]) == 0
    assert main(["run"]) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert main(["status"]) == 0
    assert '"embedding_model": "all-MiniLM-L6-v2"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ADVISOR_EMBEDDING__DIMENSIONS", "many"), ("ADVISOR_QDRANT__PORT", "1"), ("ADVISOR_EMBEDDING__MODEL", "bge-m3")],
)
def test_a_bad_setting_is_bad_usage(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    variable: str,
    value: str,
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path_factory.mktemp("var")))
    monkeypatch.setenv(variable, value)
    assert main(["run"]) == USAGE
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("error: ")
    assert variable.rpartition("__")[0] in last


def test_an_unknown_command_is_bad_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["bogus"])
    assert stopped.value.code == USAGE


@pytest.mark.model
@pytest.mark.usefixtures("environment")
def test_models_are_fetched_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "all-MiniLM-L6-v2"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("all-MiniLM-L6-v2: ")
    assert main(["models", "bogus"]) == FAILURE
    assert "choose one of" in capsys.readouterr().err


def test_ray_is_refused_without_a_server_to_write_to_or_without_ray(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    assert main(["run", "--engine", "ray"]) == USAGE
    assert capsys.readouterr().err == (
        "error: --engine ray needs a Qdrant server, which many may write to: set ADVISOR_QDRANT__URL\n"
    )
    monkeypatch.setenv("ADVISOR_QDRANT__URL", "http://127.0.0.1:9")
    monkeypatch.setattr("ingest.pipeline.find_spec", lambda _: None)
    assert main(["run", "--engine", "ray"]) == USAGE
    assert capsys.readouterr().err == "error: --engine ray needs Ray: install this project with its extra `ray`\n"
