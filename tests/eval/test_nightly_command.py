"""The nightly command against a scripted advisor on real HTTP, and once over the real one."""

import datetime as dt
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import create_engine, text

from eval.__main__ import FAILURE, USAGE, main
from eval.golden import load_golden
from eval.nightly.sampling import drawn
from server.api.app import create_app
from server.releases.gated import read_gated
from server.schema import Answer, AskRequest
from server.settings import ApiSettings, Settings
from tests.fakes.advisor import Event, ScriptedAdvisor, wait_until
from tests.fakes.api_server import served
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.slack import SECRET, FakeSlack, slack
from tests.vectors import seed_vectors

ROOT = Path(__file__).parents[2]
NIGHT, NEXT = "2026-03-01", "2026-03-02"
FAMILY = "tools-only"
SCOPE = f"dev+{FAMILY}"
ASKED = [question for question in load_golden() if question.family == FAMILY and question.split == "dev"]
SCHEMA = etree.XMLSchema(file=str(Path(__file__).parent / "data" / "junit.xsd"))


class Rude(ScriptedAdvisor):
    """Says what neither XML nor HTML can hold as it is."""

    async def _script(self, request: AskRequest) -> AsyncGenerator[Event, None]:
        async for event in super()._script(request):
            if isinstance(event, Answer):
                yield event.model_copy(update={"answer": f"]]>\x00\x1b<b>&{event.answer}"})
            else:
                yield event


@dataclass(frozen=True)
class Night:
    """A night that was run: the exit status and what was printed."""

    folder: Path
    status: int
    out: str
    err: str


def folder_in(data: Path, date: str = NIGHT) -> Path:
    return data / "eval" / "nightly" / f"{date}-{SCOPE}"


def nightly(data: Path, url: str, *more: str, date: str = NIGHT, **variables: str) -> Night:
    """`python -m eval nightly` in this process, over a data folder with the repository's models."""
    if not (data / "models").exists():
        (data / "models").symlink_to(ROOT / "var" / "models")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setenv("ADVISOR_DATA_DIR", str(data))
        for name, value in variables.items():
            patched.setenv(f"ADVISOR_{name}", value)
        status = main(["nightly", "--url", url, "--family", FAMILY, "--date", date, *more])
    return Night(folder_in(data, date), status, out.getvalue(), err.getvalue())


def serving(advisor: ScriptedAdvisor) -> AbstractContextManager[str]:
    return served(create_app(advisor, ApiSettings()))


@dataclass(frozen=True)
class Nights:
    """Two nights of one data folder; Slack refused the first message and took the second."""

    data: Path
    first: Night
    second: Night
    slack: FakeSlack


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    data = tmp_path_factory.mktemp("nights")
    with serving(Rude()) as url, slack((404, None)) as fake:
        first = nightly(data, url, "--narrated", "4", NIGHTLY__SLACK_WEBHOOK=fake.webhook)
        second = nightly(data, url, "--narrated", "0", date=NEXT, NIGHTLY__SLACK_WEBHOOK=fake.webhook)
    return Nights(data, first, second, fake)


def test_a_fallen_night_is_1_and_says_so_in_its_last_line(nights: Nights) -> None:
    assert (nights.first.status, nights.second.status) == (FAILURE, FAILURE)
    assert nights.first.out.startswith(f"night {NIGHT} of {SCOPE} FAILED: {len(ASKED)} questions, ")
    assert str(nights.first.folder / "report.html") in nights.first.out
    # And so does /metrics.
    told = read_gated(Settings(data_dir=nights.data))
    assert told is not None
    assert (told.passed, told.fallen > 0) == (False, True)


def test_a_database_that_is_away_costs_nothing_of_the_night(tmp_path: Path) -> None:
    with serving(ScriptedAdvisor()) as url:
        away = f"postgresql://advisor@/x?host={tmp_path}"
        night = nightly(tmp_path, url, "--narrated", "0", DATABASE__URL=away)
    assert night.status == FAILURE
    assert "how the last gate ended cannot be read or kept" in night.err
    assert (night.folder / "report.html").exists()
    assert (night.folder / "gate.json").exists()


def test_the_page_shows_the_fall_and_from_the_second_night_on_trends(nights: Nights) -> None:
    first, second = ((night.folder / "report.html").read_text("utf-8") for night in (nights.first, nights.second))
    assert "Fallen questions" in first
    assert "The first night of its scope" in first
    assert "The last 2 nights" in second
    assert "<b>&" not in first
    assert "&lt;b&gt;&amp;" in first


def test_the_history_holds_each_metric_of_each_night(nights: Nights) -> None:
    with create_engine(f"sqlite:///{nights.data}/eval/history.sqlite").begin() as history:
        rows = history.execute(
            text("select date, part, n from advisor_night_figure where metric = 'correct' and family = 'all'")
        )
        found = {(row.date, row.part): row.n for row in rows}
    assert found == {(NIGHT, "facts"): len(ASKED), (NIGHT, "narrated"): 4, (NEXT, "facts"): len(ASKED)}


def test_the_test_cases_follow_the_schema_and_count_right(nights: Nights) -> None:
    written = nights.first.folder / "junit.xml"
    SCHEMA.assertValid(etree.parse(str(written)))
    suites = ET.parse(written).getroot()
    for suite in suites:
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(suite.attrib["failures"]) == len(suite.findall(".//failure"))
    assert suites.attrib["tests"] == str(len(suites.findall(".//testcase")))
    failure = suites.find(f".//testcase[@name='{FAMILY}']/failure")
    assert failure is not None
    assert "exact: no question may fall" in failure.attrib["message"]
    assert "]]>��<b>&" in (failure.text or "")
    damaged = written.read_text("utf-8").replace("<testcase classname=", "<testcase clazz=", 1)
    assert not SCHEMA.validate(etree.fromstring(damaged.encode()))


def test_a_message_that_cannot_be_posted_loses_nothing_and_shows_no_address(nights: Nights) -> None:
    assert "error: the message was not posted to Slack: HTTP 404 no_service" in nights.first.err
    assert nights.first.out.endswith("; Slack was not told: HTTP 404 no_service\n")
    assert (nights.first.folder / "report.html").exists()
    (message,) = nights.slack.posted
    kept = (nights.second.folder / "summary.md").read_text("utf-8")
    assert "\n\n".join(block["text"]["text"] for block in message["blocks"]) + "\n" == kept
    assert kept.startswith(f"*Nightly evaluation {NEXT}: fallen*\n")
    assert "Slack" not in nights.second.out + nights.second.err
    shown = [nights.first.out, nights.first.err, *(path.read_text("utf-8") for path in nights.first.folder.glob("*.*"))]
    assert not any(SECRET in each for each in shown)


def test_the_report_can_be_written_anew(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(nights.data))
    folder = nights.second.folder
    written = {name: (folder / name).read_bytes() for name in ("report.html", "summary.md", "junit.xml")}
    for name in written:
        (folder / name).unlink()
    assert main(["report", str(folder)]) == 0
    assert {name: (folder / name).read_bytes() for name in written} == written


def test_a_run_that_is_no_night_has_a_report_against_the_baseline(
    nights: Nights, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("config.json", "rows.jsonl", "summary.json"):
        (tmp_path / name).write_bytes((nights.first.folder / name).read_bytes())
    assert main(["report", str(tmp_path)]) == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert f"Run of release {ScriptedAdvisor.release}" in page
    assert "Fallen questions" in page
    (tmp_path / "rows.jsonl").unlink()
    assert main(["report", str(tmp_path)]) == USAGE
    assert "holds no finished run" in capsys.readouterr().err


def test_two_finished_runs_are_compared(nights: Nights, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(nights.first.folder), str(nights.second.folder), "--json"]) == FAILURE
    report = json.loads(capsys.readouterr().out)
    # Both nights fell alike: only bounds speak against the second.
    assert (report["compared"], report["fallen"]) == (len(ASKED), [])
    assert all("its bound is" in reason for reason in report["reasons"])


def test_a_killed_night_goes_on_where_it_was(tmp_path: Path) -> None:
    advisor = ScriptedAdvisor(pause_s=0.05)
    rows = folder_in(tmp_path) / "rows.jsonl"
    with serving(advisor) as url:
        arguments = [*("--url", url, "--family", FAMILY, "--date", NIGHT), *("--narrated", "0", "--jobs", "2")]
        process = subprocess.Popen(
            [sys.executable, "-m", "eval", "nightly", *arguments],
            cwd=ROOT,
            env={**os.environ, "ADVISOR_DATA_DIR": str(tmp_path)},
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: rows.exists() and rows.read_bytes().count(b"\n") >= 10, seconds=90)
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL
        # What a machine that lost its power would leave.
        with rows.open("ab") as file:
            file.write(b'{"golden": {"id": "tools-only-0')
        kept = {json.loads(line)["golden"]["id"] for line in rows.read_bytes().splitlines()[:-1]}
        wait_until(lambda: advisor.running == 0)
        before = Counter(request.question for request in advisor.asked)
        advisor.pause_s = 0
        night = nightly(tmp_path, url, "--narrated", "0")
    assert f"has {len(kept)} of {len(ASKED)} rows: going on from there" in night.err
    again = Counter(request.question for request in advisor.asked) - before
    # One question is asked for the release's name alone.
    again[ASKED[0].question] -= 1
    assert +again == Counter(question.question for question in ASKED if question.id not in kept)
    written = [json.loads(line)["golden"]["id"] for line in rows.read_bytes().splitlines()]
    assert written == [question.id for question in ASKED]
    assert json.loads((night.folder / "night.json").read_bytes())["kept"] == len(kept)


def test_another_release_starts_anew_and_an_llm_that_is_not_ready_narrates_nothing(
    nights: Nights, tmp_path: Path
) -> None:
    class Newer(ScriptedAdvisor):
        release = "ba9876543210"

    shutil.copytree(nights.first.folder, folder_in(tmp_path))
    newer = Newer()
    newer.llm = "down"
    with serving(newer) as url:
        night = nightly(tmp_path, url, "--narrated", "4")
    assert "held rows of another release: starting anew" in night.err
    lines = (night.folder / "rows.jsonl").read_bytes().splitlines()
    assert {json.loads(line)["reply"]["answer"]["release"] for line in lines} == {Newer.release}
    assert not any(request.narrate for request in newer.asked)
    assert "Narrated: none: llm not ready" in (night.folder / "summary.md").read_text("utf-8")
    assert "llm not ready" in (night.folder / "report.html").read_text("utf-8")


@pytest.mark.model
def test_the_narrated_sample_is_judged_where_there_is_a_judge(
    tmp_path: Path, judge_server: Callable[..., FakeOpenAI]
) -> None:
    judge_server('{"reason": "usable", "score": 8}')
    with serving(ScriptedAdvisor()) as url:
        night = nightly(tmp_path, url, "--narrated", "4", JUDGE__REPEATS="1")
    judged = json.loads((night.folder / "narrated" / "judge.json").read_bytes())
    advice = next(line for line in judged["metrics"] if line["metric"] == "advice")
    assert (advice["cases"], advice["mean"]) == (4, 0.8)
    page = (night.folder / "report.html").read_text("utf-8")
    assert "Judged by" in page
    assert "not calibrated" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--family", "prices"], "unknown family prices"),
        (["--baseline", "nowhere"], "nowhere holds no results to read"),
        (["--split", "test"], "give a --baseline of split test"),
        (["--jobs", "0"], "--jobs is 1 or more"),
    ],
)
def test_bad_usage_is_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nightly", *arguments]) == USAGE
    assert message in capsys.readouterr().err


def test_other_nights_draw_other_questions_and_the_same_night_the_same() -> None:
    questions = [question for question in load_golden() if question.split == "dev"]
    first, second = dt.date(2026, 3, 1), dt.date(2026, 3, 2)
    sample = drawn(questions, 50, first)
    assert sample == drawn(questions, 50, first)
    assert len({question.family for question in sample}) == 50
    assert {question.family for question in drawn(questions, 50, second)} != {question.family for question in sample}
    assert sorted(each.id for each in drawn(questions, 10**6, first)) == sorted(each.id for each in questions)


@pytest.mark.model
@pytest.mark.timeout(600)  # builds a whole index
def test_a_night_over_this_tree_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").symlink_to(ROOT / "var" / "models")
    seed_vectors(tmp_path)
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    assert main(["nightly", "--family", FAMILY, "--narrated", "0", "--date", NIGHT]) == 0
    night = json.loads((folder_in(tmp_path) / "night.json").read_bytes())
    assert (night["passed"], night["service"], night["unscored"]) == (True, "in process", 0)
    assert "passed: " in capsys.readouterr().out
