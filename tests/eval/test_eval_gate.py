"""Baselines and the gate's command line, over a scripted advisor."""

import gzip
import json
from pathlib import Path

import pytest

from eval.__main__ import FAILURE, USAGE, main
from eval.comparison import compare
from eval.gate_command import BASELINE
from eval.golden import load_golden
from eval.judging import Wanted, evaluated
from eval.outcomes import Results, ResultsError, outcome_of, read_results, write_baseline
from eval.rows import Row
from eval.summary import Summary
from eval.thresholds import load_thresholds
from server.settings import Settings
from tests.conftest import REPOSITORY
from tests.eval.conftest import MakeRow
from tests.fakes.advisor import ScriptedAdvisor


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    monkeypatch.setenv("ADVISOR_API__PORT", str(unused_tcp_port))


class Broken(ScriptedAdvisor):
    """Answers what it was not asked to: nothing that it says has a citation."""

    release = "ba9876543210"

    def _citation(self) -> object:  # type: ignore[override]
        return super()._citation().model_copy(update={"n": 7})


def a_run(folder: Path, advisor: ScriptedAdvisor) -> Path:
    assert main(["run", "--family", "tool-cost", "--out", str(folder)], lambda _: advisor) == 0
    return folder / advisor.release


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_run(tmp_path_factory.mktemp("whole"), ScriptedAdvisor())


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_run(tmp_path_factory.mktemp("broken"), Broken())


def as_baseline(run: Path, folder: Path) -> Path:
    results = read_results(run)
    summary = Summary.model_validate_json((run / "summary.json").read_bytes())
    write_baseline(folder, results.config, results.outcomes, summary)
    return folder


def test_two_runs_of_the_same_answers_give_the_same_bytes(tmp_path: Path, whole: Path) -> None:
    again = a_run(tmp_path / "again", ScriptedAdvisor())
    one, other = as_baseline(whole, tmp_path / "one"), as_baseline(again, tmp_path / "other")
    names = {path.name for path in one.iterdir()}
    assert names == {"config.json", "rows.jsonl.gz", "summary.json"}
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)
    text = gzip.decompress((one / "rows.jsonl.gz").read_bytes()).decode() + (one / "summary.json").read_text("utf-8")
    assert "elapsed_ms" not in text
    assert '"p95_ms": null' in text


def test_a_baseline_holds_what_its_run_held(tmp_path: Path, whole: Path) -> None:
    rows = [Row.model_validate_json(line) for line in (whole / "rows.jsonl").read_text("utf-8").splitlines()]
    kept = read_results(as_baseline(whole, tmp_path)).outcomes
    assert kept == tuple(map(outcome_of, rows)) == read_results(whole).outcomes
    assert {outcome.id for outcome in kept} == {row.golden.id for row in rows}
    assert kept[0].scores["resolved"] == kept[0].scores["narrated"] == kept[0].scores["held"] == 1.0
    assert kept[0].answer.startswith("(answered) {MLFlow} MLFlow costs $0")


def test_marked_counts_the_shown_sentences_of_an_llm_alone(make_row: MakeRow) -> None:
    def marked(*claims: tuple[str, bool | None]) -> float | None:
        told = [{"text": "T", "citations": [], "evidence": "", "verdict": v, "marked": own} for v, own in claims]
        return outcome_of(make_row("MLFlow is free.", claims=told)).scores.get("marked")

    assert marked(("supported", True), ("supported", False), ("supported", None), ("unsupported", False)) == 0.5
    assert marked(("supported", None), ("unsupported", True)) is None


@pytest.mark.model
async def test_what_the_gate_evaluates_is_measured_as_a_run_is(tmp_path: Path) -> None:
    questions = [question for question in load_golden() if question.family == "monitoring" and question.split == "dev"]
    settings = Settings(data_dir=REPOSITORY / "var")
    found = await evaluated(settings, Wanted(questions, "dev", jobs=2), lambda _: ScriptedAdvisor())
    write_baseline(tmp_path, found.config, found.outcomes, found.summary)
    before = read_results(tmp_path).outcomes
    new = {"citation_precision", "citation_recall", "id_recall_5", "text_recall_5", "bleu", "rouge_l", "minilm_f1"}
    assert all(outcome.scores.keys() >= new for outcome in before)
    assert found.summary.total.metrics.keys() >= new

    assert before[0].scores["citation_recall"] > 0
    unborne = before[0].model_copy(update={"scores": before[0].scores | {"citation_recall": 0.0}})
    report = compare(before, [unborne, *before[1:]], load_thresholds(), baseline="b", run="r")
    assert {(change.family, change.metric, change.worse) for change in report.comparisons} == {
        ("all", "citation_recall", 1),
        ("monitoring", "citation_recall", 1),
    }


def gate(baseline: Path, run: Path, *more: str) -> int:
    return main(["gate", "--baseline", str(baseline), "--run", str(run), *more], lambda _: ScriptedAdvisor())


def test_the_same_run_crosses_floors_alone(tmp_path: Path, whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The scripted advisor is right about MLFlow only, so that only the floors speak against it.
    assert gate(as_baseline(whole, tmp_path), whole, "--json") == FAILURE
    report = json.loads(capsys.readouterr().out)
    assert (report["comparisons"], report["fallen"]) == ([], [])
    assert report["reasons"]
    assert all("its bound is" in reason for reason in report["reasons"])


def test_a_broken_run_says_what_fell_and_shows_both(
    tmp_path: Path, whole: Path, broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = as_baseline(whole, tmp_path)
    assert gate(baseline, broken, "--falls", "1") == FAILURE
    text = capsys.readouterr().out
    assert "tool-cost: resolved 1.000 to 0.000" in text
    assert "gate: FAILED" in text
    assert "before" in text
    assert gate(baseline, broken, "--json") == FAILURE
    report = json.loads(capsys.readouterr().out)
    assert len(report["fallen"]) == report["compared"]
    assert report["fallen"][0]["before"].startswith("(answered)")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--baseline", "nowhere"], "nowhere holds no results to read"),
        (["--run", "nowhere"], "nowhere holds no results to read"),
        (["--run", "nowhere", "--register"], "leave --url and --register out"),
        (["--url", "http://127.0.0.1:1", "--register"], "leave --url out"),
    ],
)
def test_bad_usage_is_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", *arguments], lambda _: ScriptedAdvisor()) == USAGE
    assert message in capsys.readouterr().err


def test_a_narrated_run_is_not_compared_with_a_baseline_that_is_not(
    tmp_path: Path, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = read_results(whole)
    narrated = tmp_path / "narrated"
    summary = Summary.model_validate_json((whole / "summary.json").read_bytes())
    write_baseline(narrated, results.config.model_copy(update={"narrate": True}), results.outcomes, summary)
    assert gate(narrated, whole) == USAGE
    assert "the baseline is split dev with narration, the run is split dev without" in capsys.readouterr().err


@pytest.mark.parametrize("damage", [b"\x1f\x8bgarbage", b""])
def test_a_damaged_baseline_is_named(damage: bytes, tmp_path: Path, whole: Path) -> None:
    folder = as_baseline(whole, tmp_path)
    (folder / "rows.jsonl.gz").write_bytes(damage)
    with pytest.raises(ResultsError, match="holds no results to read"):
        read_results(folder)


@pytest.fixture(scope="module")
def committed() -> Results:
    return read_results(BASELINE)


def test_the_committed_baseline_is_judge_free_and_of_the_development_split(committed: Results) -> None:
    assert (committed.config.split, committed.config.narrate, committed.config.service) == ("dev", False, "baseline")
    assert len({outcome.id for outcome in committed.outcomes}) == len(committed.outcomes)
    assert {"claims-supported", "tool-cost"} <= {outcome.family for outcome in committed.outcomes}


def test_the_committed_baseline_stays_small() -> None:
    assert sum(path.stat().st_size for path in BASELINE.iterdir()) < 600_000
