"""Judging: faults of a judge, repeats, agreement, and the command, over a scripted endpoint on real HTTP."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import FAILURE, USAGE, main
from eval.golden import GoldenError
from eval.judges.agreement import Labelled, agreement, kappa, label_flaws, load_labels
from eval.judges.case import METRICS, Case, JudgeError, Judgement, Metric, case_of, judgeable
from eval.judges.endpoint import Endpoint
from eval.judges.judging import interval, judged, means, shown, summed
from eval.judges.metrics import Judge, steps
from eval.judges.sampling import newest, read_rows, sampled
from eval.settings import JudgeSettings, load_eval_settings
from ingest.minilm import MiniLM
from server.settings import load_settings
from tests.conftest import REPOSITORY
from tests.eval.conftest import MakeRow
from tests.fakes.openai_server import FakeOpenAI, Fault

CASE = Case(
    id="a-001",
    family="a",
    question="Which tool is free?",
    answer="Git is free. DVC is red.",
    contexts=("Git: Cost/Month $0",),
    reference="Git is free.",
)


def obliging(messages: list[dict[str, str]]) -> str:
    """A judge that finds two statements, of which the first holds, and gives 8 of 10."""
    prompt = messages[-1]["content"]
    verdicts = [
        {"statement": "Git is free.", "reason": "printed", "verdict": 1},
        {"statement": "DVC is red.", "reason": "not printed", "verdict": 0},
    ]
    if '"verdict"' in prompt:
        return json.dumps({"statements": verdicts})
    if '"claims"' in prompt:
        return json.dumps({"claims": ["Git is free.", "DVC is red."]})
    if '"noncommittal"' in prompt:
        return json.dumps({"question": "Which tool is free?", "noncommittal": 0})
    if '"statements"' in prompt:
        return json.dumps({"statements": ["Git is free.", "DVC is red."]})
    return json.dumps({"reason": "usable", "score": 8})


async def score(fake: FakeOpenAI, encoder: MiniLM, metric: Metric, **changes: Any) -> float:
    endpoint = Endpoint(JudgeSettings(model="judge", **changes), fake.base_url)
    try:
        return await Judge(endpoint, encoder).score(metric, CASE)
    finally:
        await endpoint.aclose()


@pytest.mark.model
@pytest.mark.parametrize(
    ("metric", "expected"), [("faithfulness", 0.5), ("relevancy", 1.0), ("correctness", 0.5), ("advice", 0.8)]
)
async def test_each_metric_scores_by_schema(metric: Metric, expected: float, encoder: MiniLM) -> None:
    async with FakeOpenAI(obliging) as fake:
        assert await score(fake, encoder, metric) == pytest.approx(expected, abs=1e-6)
    assert fake.requests
    for request in fake.requests:
        assert request["response_format"]["type"] == "json_schema"
        assert request["response_format"]["json_schema"]["schema"]["properties"]
        assert (request["model"], request["temperature"]) == ("judge", 0.3)


@pytest.mark.model
@pytest.mark.parametrize("metric", METRICS)
async def test_other_tasks_keep_their_stdout_while_a_judge_is_asked(metric: Metric, encoder: MiniLM) -> None:
    seen = []

    def watching(messages: list[dict[str, str]]) -> str:
        seen.append((sys.stdout is sys.stderr, warnings.filters[0][0]))
        return obliging(messages)

    before = (sys.stdout is sys.stderr, warnings.filters[0][0])
    async with FakeOpenAI(watching) as fake:
        await score(fake, encoder, metric)
    assert set(seen) == {before}


@pytest.mark.model
async def test_the_advice_prompt_shows_the_case_and_no_score_to_copy(encoder: MiniLM) -> None:
    async with FakeOpenAI(obliging) as fake:
        await score(fake, encoder, "advice")
    (request,) = fake.requests
    prompt = request["messages"][-1]["content"]
    for part in (*steps(), CASE.question, CASE.answer, *CASE.contexts):
        assert part in prompt
    assert '"score": <an integer from 0 to 10>' in prompt
    assert '"score": 0' not in prompt


FAULTS: list[tuple[Fault | None, Any, str]] = [
    ("500", obliging, "InternalServerError from the judge"),
    ("garbage", obliging, "the judge's answer is no "),
    ("truncated", obliging, "the judge was cut off at 2048 tokens"),
    ("hang", obliging, "APITimeoutError from the judge"),
    (None, "I think it is fine.", "the judge's answer is no "),
    (None, "", "the judge's answer is no "),
    (
        None,
        '{"statements": [], "claims": [], "question": "", "noncommittal": 0, "reason": "x", "score": 85}',
        "left|came out as",
    ),
]


@pytest.mark.model
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("fault", "text", "message"), FAULTS)
async def test_a_judge_that_fails_gives_no_score(
    fault: Fault | None, text: Any, message: str, metric: Metric, encoder: MiniLM
) -> None:
    async with FakeOpenAI(text, fault=fault) as fake:
        with pytest.raises(JudgeError, match=message):
            await score(fake, encoder, metric, timeout_s=0.5 if fault == "hang" else 20)


async def test_a_judge_that_is_not_there_gives_no_score(unused_tcp_port: int) -> None:
    endpoint = Endpoint(JudgeSettings(timeout_s=2), f"http://127.0.0.1:{unused_tcp_port}/v1")
    with pytest.raises(JudgeError, match="APIConnectionError from the judge"):
        await endpoint.reply("?", Labelled)
    await endpoint.aclose()


class Moody:
    """Scores in turn what it was given; a text is why it fails."""

    def __init__(self, *turns: float | str) -> None:
        self._turns = list(turns)

    async def score(self, metric: Metric, case: Case) -> float:
        turn = self._turns.pop(0)
        if isinstance(turn, str):
            raise JudgeError(turn)
        return turn


async def test_failures_are_counted_and_never_zero() -> None:
    other = CASE.model_copy(update={"id": "a-002"})
    lost = CASE.model_copy(update={"id": "a-003"})
    moody = Moody(1.0, 0.5, "cut off", 0.25, "cut off", "garbage")
    (line,) = summed(await judged(moody, [CASE, other, lost], ["advice"], repeats=2, jobs=1))
    assert (line.cases, line.judgements, line.unscored, line.lost) == (3, 6, 3, 1)
    assert line.failures == {"cut off": 2, "garbage": 1}
    assert line.mean == pytest.approx((0.75 + 0.25) / 2)
    assert line.spread == pytest.approx(0.125)
    assert "unscored: 2 × cut off" in shown([line])


async def test_nothing_scored_has_no_mean() -> None:
    (line,) = summed(await judged(Moody("garbage"), [CASE], ["advice"], repeats=1, jobs=1))
    assert (line.mean, line.low, line.high, line.lost) == (None, None, None, 1)
    assert "no judgement succeeded" in shown([line])


async def test_only_metrics_that_a_case_can_bear_are_asked() -> None:
    bare = Case(id="a-001", family="a", question="?", answer="!")
    assert [metric for metric in METRICS if judgeable(bare, metric)] == ["relevancy"]
    assert len(await judged(Moody(1.0), [bare], METRICS, repeats=1, jobs=2)) == 1


def test_an_interval_holds_the_mean_and_narrows() -> None:
    few, many = interval([0.0, 1.0] * 5), interval([0.0, 1.0] * 500)
    assert few[0] < 0.5 < few[1]
    assert many[1] - many[0] < (few[1] - few[0]) / 5
    assert interval([0.4]) == (0.4, 0.4)


def test_kappa_takes_chance_off() -> None:
    # Cohen's own kind of table: 0.7 observed, 0.5 by chance.
    assert kappa({"good": {"good": 20, "bad": 5}, "bad": {"good": 10, "bad": 15}}) == pytest.approx(0.4)
    assert kappa({"good": {"good": 0, "bad": 5}, "bad": {"good": 5, "bad": 0}}) == pytest.approx(-1.0)
    assert kappa({"good": {"good": 5, "bad": 0}, "bad": {"good": 0, "bad": 0}}) is None
    assert kappa({"good": {"good": 0, "bad": 0}, "bad": {"good": 0, "bad": 0}}) is None


def label(number: int, value: str, metric: str = "advice", **changes: Any) -> Labelled:
    fields = {
        "id": f"judge-{number:03d}",
        "metric": metric,
        "label": value,
        "question": "?",
        "answer": "!",
        "contexts": ["c"],
        "why": "w",
    }
    return Labelled.model_validate(fields | changes)


def judgement(number: int, value: float | None, repeat: int = 0) -> Judgement:
    failure = "garbage" if value is None else None
    return Judgement(case=f"judge-{number:03d}", metric="advice", repeat=repeat, score=value, failure=failure)


def test_agreement_is_on_the_mean_of_the_repeats() -> None:
    labels = [label(1, "good"), label(2, "bad"), label(3, "bad"), label(4, "good")]
    given = [
        judgement(1, 0.9),
        judgement(1, 0.2, repeat=1),
        judgement(2, 0.6),
        judgement(3, 0.1),
        judgement(4, None),
    ]
    advice, total = agreement(labels, given)
    assert (advice.labelled, advice.unscored) == (4, 1)
    assert advice.confusion == {"good": {"good": 1, "bad": 0}, "bad": {"good": 1, "bad": 1}}
    assert (advice.accuracy.part, advice.accuracy.whole) == (2, 3)
    assert advice.kappa == pytest.approx(0.4)
    assert total.name == "all"
    assert means(given)["judge-001"] == pytest.approx(0.55)


def test_committed_labels_have_no_flaws() -> None:
    labels = load_labels()
    assert len(labels) >= 60
    assert list(label_flaws(labels)) == []
    for metric in METRICS:
        values = [each.label for each in labels if each.metric == metric]
        assert values.count("good") == values.count("bad") >= 6


def test_flaws_of_labels_are_found() -> None:
    found = "\n".join(label_flaws([label(1, "good"), label(1, "bad", contexts=[])]))
    assert "id judge-001 stands 2 times" in found
    assert "judge-001: advice lacks what it reads" in found
    assert "relevancy is not labelled both good and bad" in found


def test_a_bad_label_is_named(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text('{"id": "judge-1"}\n', encoding="utf-8")
    with pytest.raises(GoldenError, match=r"labels.jsonl, line 1: id"):
        load_labels(tmp_path / "labels.jsonl")
    with pytest.raises(GoldenError, match="restore it"):
        load_labels(tmp_path / "none.jsonl")


def test_a_sample_takes_from_every_family_and_stays_the_same() -> None:
    cases = [CASE.model_copy(update={"id": f"a-{n:03d}", "family": "abc"[n % 3 if n < 6 else 0]}) for n in range(30)]
    first = sampled(cases, 6)
    assert sorted(case.family for case in first) == ["a", "a", "b", "b", "c", "c"]
    assert sampled(cases, 6) == first
    assert len(sampled(cases, 99)) == 30


def test_only_answers_become_cases(make_row: MakeRow) -> None:
    found = case_of(make_row("Bitbucket costs $33 [1].", ("Table IV, row Bitbucket",)))
    assert found
    assert found.answer == "Bitbucket costs $33."
    assert len(found.contexts) == 1
    assert case_of(make_row("No.", status="refused")) is None


def test_the_advice_prompt_is_read_step_by_step() -> None:
    assert len(steps()) == 5
    assert not any(step[0].isdigit() for step in steps())


def test_missing_or_foreign_rows_are_named(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match="no finished run"):
        newest(tmp_path)
    (tmp_path / "rows.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(GoldenError, match="holds no rows of this version"):
        read_rows(tmp_path)


@pytest.fixture
def finished(tmp_path: Path, make_row: MakeRow, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the real encoder and a finished run of three rows."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    (tmp_path / "models").symlink_to(REPOSITORY / "var" / "models")
    folder = tmp_path / "eval" / "results" / "0123456789ab"
    folder.mkdir(parents=True)
    rows = [
        make_row("Bitbucket costs $33 [1].", ("Table IV, row Bitbucket",)),
        make_row("Git is free [1].", ("Table IV, row Bitbucket",), golden={"id": "b-001", "family": "b"}),
        make_row("No.", status="refused"),
    ]
    (folder / "rows.jsonl").write_text("".join(f"{row.model_dump_json()}\n" for row in rows), encoding="utf-8")
    return folder


def build(_: Any) -> Any:
    raise AssertionError("judging asks no advisor")


@pytest.mark.model
def test_a_run_is_judged_and_written(
    finished: Path, judge_server: Callable[..., FakeOpenAI], capsys: pytest.CaptureFixture[str]
) -> None:
    fake = judge_server(obliging)
    assert main(["judge", "--metric", "faithfulness", "--metric", "advice", "--repeats", "2"], build) == 0
    lines = [json.loads(line) for line in (finished / "judge.jsonl").read_text("utf-8").splitlines()]
    assert [line["score"] for line in lines] == [0.5] * 4 + [0.8] * 4
    summary = json.loads((finished / "judge.json").read_text("utf-8"))
    assert [(line["metric"], line["mean"], line["unscored"]) for line in summary["metrics"]] == [
        ("faithfulness", 0.5, 0),
        ("advice", 0.8, 0),
    ]
    assert "2 cases judged by Qwen/Qwen3-8B" in capsys.readouterr().out
    # Two requests for a faithfulness, one for an advice; two cases, two repeats.
    assert len(fake.requests) == 12


@pytest.mark.model
def test_calibration_prints_the_agreement_and_nothing_else(
    finished: Path, judge_server: Callable[..., FakeOpenAI], tmp_path: Path
) -> None:
    judge_server(obliging)
    home = tmp_path / "home"
    home.mkdir()
    # A process of its own, in which the libraries are not yet imported: that is when they print and write.
    arguments = ["judge", "--calibrate", "--metric", "advice", "--repeats", "1", "--sample", "8", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "eval", *arguments],
        cwd=REPOSITORY,
        env=os.environ | {"HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert not list(home.iterdir())
    advice = printed["agreement"][0]
    # A judge that gives 8 of 10 to everything agrees with half of a balanced sample, which is chance.
    assert advice["confusion"] == {"good": {"good": 4, "bad": 0}, "bad": {"good": 4, "bad": 0}}
    assert (advice["accuracy"]["share"], advice["kappa"], advice["unscored"]) == (0.5, 0.0, 0)
    assert not (finished / "judge.json").exists()


@pytest.mark.model
def test_a_judge_that_never_answers_well_is_a_failure(
    finished: Path, judge_server: Callable[..., FakeOpenAI], capsys: pytest.CaptureFixture[str]
) -> None:
    judge_server("fine")
    assert main(["judge", "--metric", "advice", "--repeats", "1", "--json"], build) == FAILURE
    (line,) = json.loads(capsys.readouterr().out)["metrics"]
    assert (line["mean"], line["unscored"], line["lost"]) == (None, 2, 2)


def test_without_a_judge_the_fix_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["judge"], build) == FAILURE
    assert "no judge: set ADVISOR_JUDGE__BASE_URL" in capsys.readouterr().err


def test_the_server_tolerates_the_judges_settings_and_the_evaluation_reads_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_JUDGE__MODEL", "judge")
    monkeypatch.setenv("ADVISOR_JUDGE__API_KEY", "secret")
    load_settings()
    judge = load_eval_settings().judge
    assert judge.model == "judge"
    assert "secret" not in repr(judge)
    monkeypatch.setenv("ADVISOR_JUDGE__REPEATS", "0")
    assert main(["judge"], build) == USAGE
    assert "ADVISOR_JUDGE__REPEATS" in capsys.readouterr().err
