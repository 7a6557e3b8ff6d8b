"""Whole runs over the wire, with a scripted advisor in the place of the real one."""

import json
from pathlib import Path
from typing import Literal

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import format_trace_id

from eval.__main__ import FAILURE, main
from server.errors import NotReady
from server.schema import SearchRequest, SearchResponse
from server.settings import Settings
from tests.fakes.advisor import ScriptedAdvisor


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    monkeypatch.setenv("ADVISOR_API__PORT", str(unused_tcp_port))


class Forgetful(ScriptedAdvisor):
    """Says that it is ready and then cannot search."""

    async def search(self, request: SearchRequest) -> SearchResponse:
        raise NotReady(f"nothing to search {request.query!r} in")


def build(_: Settings) -> ScriptedAdvisor:
    return ScriptedAdvisor()


def test_a_run_writes_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--split", "all", "--family", "tool-cost", "--out", str(tmp_path)], build) == 0

    folder = tmp_path / ScriptedAdvisor.release
    rows = [json.loads(line) for line in (folder / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    # The scripted advisor says that MLFlow costs $0 to whatever it is asked.
    right = [row["golden"]["question"] for row in rows if row["scores"]["correct"] == 1]
    about_mlflow = [
        row["golden"]["question"] for row in rows if row["golden"].get("items", {}).get("tools") == ["MLFlow"]
    ]
    assert right == about_mlflow != []
    assert summary["total"]["metrics"]["correct"]["mean"] == pytest.approx(len(right) / len(rows), abs=1e-4)
    assert (config["families"], config["service"], config["narrate"]) == (["tool-cost"], "in process", False)
    assert config["questions"] == len(rows) == summary["total"]["rows"]
    assert summary["total"]["unresolved"] == 0
    assert "tool-cost" in capsys.readouterr().out


def test_each_question_has_a_trace_that_the_server_joins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exported))
    monkeypatch.setattr("eval.run.tracer", provider.get_tracer("t"))
    assert main(["run", "--split", "all", "--family", "tool-cost", "--out", str(tmp_path)], build) == 0
    spans = {span.attributes["advisor.question"]: span for span in exported.get_finished_spans() if span.attributes}
    lines = (tmp_path / ScriptedAdvisor.release / "rows.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert spans.keys() == {row["golden"]["id"] for row in rows}
    for row in rows:
        span = spans[row["golden"]["id"]]
        assert span.attributes is not None
        assert span.context is not None
        assert row["reply"]["answer"]["trace_id"] == format_trace_id(span.context.trace_id)
        assert span.attributes["advisor.correct"] == row["scores"]["correct"]


def test_follow_ups_are_asked_in_one_conversation_and_not_searched(tmp_path: Path) -> None:
    advisor = ScriptedAdvisor()
    assert main(["run", "--family", "prose-after-facts", "--jobs", "1", "--out", str(tmp_path)], lambda _: advisor) == 0
    first, second = advisor.asked[:2]
    assert first.conversation_id == second.conversation_id
    assert first.question != second.question
    assert not advisor.searched
    assert not any(request.narrate for request in advisor.asked)
    assert advisor.closed


def test_failing_searches_leave_rows_unscored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advisor = Forgetful()
    arguments = ["run", "--family", "tool-cost", "--family", "monitoring", "--out", str(tmp_path)]
    assert main(arguments, lambda _: advisor) == 0
    summary = json.loads((tmp_path / advisor.release / "summary.json").read_text(encoding="utf-8"))
    prose = next(family for family in summary["families"] if family["name"] == "monitoring")
    assert prose["unscored"] == prose["rows"] > 0
    assert prose["metrics"] == {}
    assert summary["total"]["metrics"]["correct"]["n"] == summary["total"]["rows"] - prose["rows"]
    assert "monitoring" in capsys.readouterr().out


def test_nothing_answered_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--family", "monitoring", "--out", str(tmp_path)], lambda _: Forgetful()) == FAILURE
    assert "no question got an answer; the first failure: HTTP 503: nothing to search" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("narrate", "part"), [([], "index"), (["--narrate"], "llm")])
def test_a_service_that_is_not_ready_is_not_evaluated(
    narrate: list[str], part: Literal["index", "llm"], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    advisor = ScriptedAdvisor()
    setattr(advisor, part, "down")
    assert main(["run", *narrate, "--out", str(tmp_path)], lambda _: advisor) == FAILURE
    assert f"{part} not ready in the service in process" in capsys.readouterr().err
    assert not advisor.asked


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--family", "prices"], "unknown family prices; known are"),
        (["--url", "http://127.0.0.1:1"], "no server answers at http://127.0.0.1:1: start it"),
    ],
)
def test_bad_arguments_name_the_fix(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["run", "--out", str(tmp_path), *arguments], build) == FAILURE
    assert message in capsys.readouterr().err


def test_jobs_must_be_positive(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--jobs", "0"], build)
    assert "whole number above 0" in capsys.readouterr().err
