"""The nightly command against a scripted advisor on real HTTP, and once over the real one."""

import datetime as dt
import json
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import create_engine, text

from eval.__main__ import FAILURE, USAGE, main
from eval.golden import load_golden
from eval.nightly.sampling import drawn
from server.api.app import create_app
from server.settings import ApiSettings
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.fakes.api_server import served
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.slack import SECRET, slack
from tests.vectors import seed_vectors

ROOT = Path(__file__).parents[2]
NIGHT = "2026-03-01"
FAMILY = "tool-cost"
SCHEMA = etree.XMLSchema(file=str(Path(__file__).parent / "data" / "junit.xsd"))


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the repository's models."""
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    (tmp_path / "models").symlink_to(ROOT / "var" / "models")
    return tmp_path


@contextmanager
def serving(advisor: ScriptedAdvisor) -> Iterator[str]:
    with served(create_app(advisor, ApiSettings())) as url:
        yield url


def nightly(url: str, *more: str) -> int:
    return main(["nightly", "--url", url, "--family", FAMILY, "--narrated", "4", "--date", NIGHT, *more])


def folder_in(data: Path) -> Path:
    return data / "eval" / "nightly" / f"{NIGHT}-dev+{FAMILY}"


def test_a_night_writes_the_page_the_message_the_cases_and_its_history(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(ScriptedAdvisor()) as url:
        assert nightly(url) == FAILURE
        assert nightly(url, "--date", "2026-03-02") == FAILURE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"night {NIGHT} of dev+{FAMILY} FAILED: ")
    folder = folder_in(data)
    page = (folder / "report.html").read_text("utf-8")
    assert "The first night of its scope" in page
    assert "Fallen" in page
    second = folder.with_name(f"2026-03-02-dev+{FAMILY}")
    assert "The last 2 nights" in (second / "report.html").read_text("utf-8")
    assert (folder / "summary.md").read_text("utf-8").startswith(f"*Nightly evaluation {NIGHT}: fallen*\n")
    cases = ET.parse(folder / "junit.xml").getroot()
    family = cases.find(f".//testcase[@name='{FAMILY}']")
    assert family is not None
    assert family.find("failure") is not None
    with create_engine(f"sqlite:///{data}/eval/history.sqlite").begin() as history:
        rows = history.execute(text("select date, part, mean, n from advisor_night_figure where metric = 'correct'"))
        found = {(row.date, row.part): row.n for row in rows if row.n}
    asked = sum(question.family == FAMILY and question.split == "dev" for question in load_golden())
    assert found == {(day, part): n for day in (NIGHT, "2026-03-02") for part, n in (("facts", asked), ("narrated", 4))}


def test_the_test_cases_follow_the_schema(data: Path) -> None:
    class Rude(ScriptedAdvisor):
        """Says what XML cannot hold."""

        release = "ba9876543210"

        def _citation(self) -> object:  # type: ignore[override]
            return super()._citation().model_copy(update={"excerpt": "]]>\x00\x1b<&"})

    with serving(Rude()) as url:
        nightly(url)
    written = folder_in(data) / "junit.xml"
    SCHEMA.assertValid(etree.parse(str(written)))
    suites = ET.parse(written).getroot()
    for suite in suites:
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(suite.attrib["failures"]) == len(suite.findall(".//failure"))
    assert suites.attrib["tests"] == str(len(suites.findall(".//testcase")))
    damaged = written.read_text("utf-8").replace("<testcase classname=", "<testcase clazz=", 1)
    assert not SCHEMA.validate(etree.fromstring(damaged.encode()))


def test_a_killed_night_goes_on_where_it_was(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    advisor = ScriptedAdvisor(pause_s=0.02)
    rows = folder_in(data) / "rows.jsonl"
    with serving(advisor) as url:
        arguments = ["nightly", "--url", url, "--family", FAMILY, "--narrated", "0", "--date", NIGHT, "--jobs", "2"]
        process = subprocess.Popen([sys.executable, "-m", "eval", *arguments], cwd=ROOT, stderr=subprocess.DEVNULL)
        wait_until(lambda: rows.exists() and rows.read_bytes().count(b"\n") >= 10, seconds=90)
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL
        # What a machine that lost its power would leave.
        with rows.open("ab") as file:
            file.write(b'{"golden": {"id": "tool-co')
        kept = {json.loads(line)["golden"]["id"] for line in rows.read_bytes().splitlines()[:-1]}
        wait_until(lambda: advisor.running == 0)
        before = Counter(request.question for request in advisor.asked)
        advisor.pause_s = 0
        assert main(arguments) == FAILURE
    told = capsys.readouterr().err
    questions = {question.id: question for question in load_golden()}
    asked = [q for q in questions.values() if q.family == FAMILY and q.split == "dev"]
    assert f"has {len(kept)} of {len(asked)} rows: going on from there" in told
    again = Counter(request.question for request in advisor.asked) - before
    # One question is asked for the release's name alone.
    again[asked[0].question] -= 1
    assert not {question for question, times in again.items() if times} & {questions[name].question for name in kept}
    assert sum(again.values()) == len(asked) - len(kept)
    written = [json.loads(line)["golden"]["id"] for line in rows.read_bytes().splitlines()]
    assert written == [question.id for question in asked]
    assert json.loads((folder_in(data) / "night.json").read_bytes())["kept"] == len(kept)


def test_another_release_starts_anew_and_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Newer(ScriptedAdvisor):
        release = "ba9876543210"

    with serving(ScriptedAdvisor()) as url:
        nightly(url, "--narrated", "0")
    newer = Newer()
    with serving(newer) as url:
        nightly(url, "--narrated", "0")
    assert "held rows of another release: starting anew" in capsys.readouterr().err
    releases = {
        json.loads(line)["reply"]["answer"]["release"]
        for line in (folder_in(data) / "rows.jsonl").read_bytes().splitlines()
    }
    assert releases == {"ba9876543210"}


def test_an_llm_that_is_not_ready_leaves_the_narrated_sample_out(data: Path) -> None:
    advisor = ScriptedAdvisor()
    advisor.llm = "down"
    with serving(advisor) as url:
        nightly(url)
    assert not any(request.narrate for request in advisor.asked)
    assert "Narrated: none: llm not ready" in (folder_in(data) / "summary.md").read_text("utf-8")
    assert "llm not ready" in (folder_in(data) / "report.html").read_text("utf-8")


@pytest.mark.model
def test_the_narrated_sample_is_judged_where_there_is_a_judge(
    data: Path, judge_server: Callable[..., FakeOpenAI], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_JUDGE__REPEATS", "1")
    judge_server('{"reason": "usable", "score": 8}')
    with serving(ScriptedAdvisor()) as url:
        nightly(url)
    judged = json.loads((folder_in(data) / "narrated" / "judge.json").read_bytes())
    advice = next(line for line in judged["metrics"] if line["metric"] == "advice")
    assert (advice["cases"], advice["mean"]) == (4, 0.8)
    page = (folder_in(data) / "report.html").read_text("utf-8")
    assert "Judged by" in page
    assert "not calibrated" in page


def test_a_message_that_cannot_be_posted_loses_nothing_and_shows_no_address(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(ScriptedAdvisor()) as url, slack((404, None)) as fake:
        monkeypatch.setenv("ADVISOR_NIGHTLY__SLACK_WEBHOOK", fake.webhook)
        assert nightly(url) == FAILURE
        first = capsys.readouterr()
        assert nightly(url) == FAILURE
    assert "the message was not posted to Slack: HTTP 404 no_service" in first.err
    assert first.out.endswith("; Slack was not told: HTTP 404 no_service\n")
    assert SECRET not in first.out + first.err
    assert (folder_in(data) / "report.html").exists()
    (message,) = fake.posted
    assert "\n\n".join(block["text"]["text"] for block in message["blocks"]) + "\n" == (
        folder_in(data) / "summary.md"
    ).read_text("utf-8")
    assert "Slack" not in capsys.readouterr().out


def test_the_report_can_be_written_anew(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(ScriptedAdvisor()) as url:
        nightly(url)
        assert main(["run", "--url", url, "--family", FAMILY, "--out", str(data)]) == 0
    folder = folder_in(data)
    written = {name: (folder / name).read_bytes() for name in ("report.html", "summary.md", "junit.xml")}
    for name in written:
        (folder / name).unlink()
    assert main(["report", str(folder)]) == 0
    assert {name: (folder / name).read_bytes() for name in written} == written
    # A run that is no night is compared with the baseline when its report is written.
    run = data / ScriptedAdvisor.release
    assert main(["report", str(run)]) == 0
    assert "Fallen questions" in (run / "report.html").read_text("utf-8")
    assert main(["report", str(data)]) == USAGE
    assert "holds no finished run" in capsys.readouterr().err


def test_two_finished_runs_are_compared(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(ScriptedAdvisor()) as url:
        nightly(url, "--narrated", "0")
    folder = str(folder_in(data))
    assert main(["compare", folder, folder, "--json"]) == FAILURE
    out = capsys.readouterr().out
    report = json.loads(out[out.index("\n{\n") :])
    assert (report["fallen"], report["comparisons"]) == ([], [])
    assert report["compared"] > 0


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
def test_a_night_over_this_tree_passes(data: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int) -> None:
    seed_vectors(data)
    monkeypatch.setenv("ADVISOR_API__PORT", str(unused_tcp_port))
    assert main(["nightly", "--family", "dol", "--narrated", "0", "--date", NIGHT]) == 0
    night = json.loads((data / "eval" / "nightly" / f"{NIGHT}-dev+dol" / "night.json").read_bytes())
    assert (night["passed"], night["service"], night["unscored"]) == (True, "in process", 0)
