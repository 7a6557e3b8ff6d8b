"""The loop over real parts: asked over HTTP, judged by a reader, monitored, reviewed by a person, golden."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.catalogue import Catalogue
from corpus.document import load_documents
from eval.__main__ import main
from eval.feedback import command
from eval.feedback.accepting import judged
from eval.feedback.candidates import Candidate, Given, Known
from eval.feedback.review import Review, read_reviews, write_reviews
from eval.golden import load_golden
from eval.judges.sampling import read_rows
from eval.monitoring.report import Report
from eval.places import places_of
from ingest.minilm import MiniLM
from server.bootstrap import build
from server.journal.file import journal_path, read
from server.journal.journal import Journal
from server.schema import Answer, Items
from server.settings import LLMSettings, Settings
from tests.server.conftest import serving

ASKED = (
    "Which free tools would my team of ten take for version control and for monitoring?",
    "Which roles take part in continuous integration?",
    "What is gated approval?",
    "How tall was the lighthouse of Alexandria?",
    "What was the height of the lighthouse of Alexandria?",
    "Who painted the Mona Lisa?",
)
COMPLAINT = ASKED[0]


@pytest.fixture
def place(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own around the session's index and models, named by the settings."""
    for part in ("models", "index"):
        (tmp_path / part).symlink_to(data_dir / part)
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def served(place: Path) -> Iterator[httpx.Client]:
    settings = Settings(data_dir=place, llm=LLMSettings(enabled=False))
    with (
        serving(build(settings), Journal(journal_path(place), keep_days=30)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        while client.get("/readyz").status_code != 200:
            pass
        yield client


def ask(client: httpx.Client, question: str) -> Answer:
    response = client.post("/v1/ask", json={"question": question, "narrate": False})
    return Answer.model_validate_json(response.content)


def complete(path: Path, **fields: Any) -> None:
    """What a reviewer does to the first line."""
    first, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([json.dumps(json.loads(first) | fields), *others]) + "\n", "utf-8")


def test_the_loop_from_a_thumb_to_a_golden_question(
    served: httpx.Client, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {question: ask(served, question) for question in ASKED}
    verdict = {"trace_id": answers[COMPLAINT].trace_id, "verdict": "down", "reason": "Grafana is missing"}
    assert served.post("/v1/feedback", json=verdict).is_success
    # A complaint about what the golden sets ask already: nothing to add.
    assert any(question.question == ASKED[-1] for question in load_golden())
    assert served.post("/v1/feedback", json={"trace_id": answers[ASKED[-1]].trace_id, "verdict": "down"}).is_success

    # Watched while the server runs.
    assert main(["monitor", "--json", "--sample", "4"]) == 0
    report = Report.model_validate_json(capsys.readouterr().out)
    assert report.questions == len(ASKED)
    assert report.days[0].down == 2
    assert report.drift.not_compared
    assert report.online is not None
    assert report.online.shares["resolved"].share == 1.0
    assert report.online.shares["citation_recall"].whole > 0
    rows = read_rows(Path(report.online.folder))
    assert {row.reply.answer.trace_id for row in rows if row.reply} <= {one.trace_id for one in answers.values()}
    assert all(row.scores.correct is None and row.scores.status is None for row in rows)
    [cluster] = report.clusters
    assert cluster.question in ASKED[3:5]
    assert (cluster.size, report.unanswered) == (2, 4)

    # Listed, and written for a person.
    review = place / "review.jsonl"
    assert main(["feedback", "--write", str(review)]) == 0
    lines = [line for line in read_reviews(review) if isinstance(line, Review)]
    assert lines[0].question == COMPLAINT
    assert lines[0].reason == "thumbs down: Grafana is missing"
    assert lines[0].given.answer == answers[COMPLAINT].answer
    assert [line.id for line in lines] == ["feedback-001", "feedback-002"]
    assert answers[COMPLAINT].trace_id not in review.read_text("utf-8")
    assert main(["feedback", "--write", str(review)]) == 1
    assert "name another file" in capsys.readouterr().err

    # Refused while incomplete or wrong, accepted once it passes the lint; the untouched line stays out.
    accepted = place / "feedback.jsonl"
    monkeypatch.setattr(command, "ACCEPTED", accepted)
    assert main(["feedback", "--accept", str(review)]) == 1
    assert capsys.readouterr().err.count("missing: reviewer; family; wording; status; one of items") == 2
    filled = {"reviewer": "Ada", "family": "tools-and", "wording": "casual", "status": "answered"}
    complete(review, **filled, items={"tools": ["Grafanna"]})
    assert main(["feedback", "--accept", str(review)]) == 1
    assert "line 1: unknown tool 'Grafanna'" in capsys.readouterr().err
    assert not accepted.exists()
    complete(review, items={"tools": ["MLFlow"]}, relevant=["Table IV, row MLFlow"])
    assert main(["feedback", "--accept", str(review)]) == 1
    captured = capsys.readouterr()
    assert "1 accepted" in captured.out
    assert "line 2: missing" in captured.err
    golden = Path(shutil.copytree(Path(command.GOLDEN), place / "golden"))
    shutil.copy(accepted, golden)
    [added] = [one for one in load_golden(golden) if one.id == "feedback-001"]
    assert (added.question, added.split, added.status) == (COMPLAINT, "dev", "answered")
    assert added.provenance.startswith(f"feedback, trace {lines[0].trace}, ")
    assert added.provenance.endswith("reviewed by Ada")


def test_a_broken_bound_is_exit_status_1(served: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(20):
        answer = ask(served, f"Who painted the Mona Lisa in 15{number:02}?")
        assert answer.status == "refused"
    # Answered once everything before it is written.
    assert served.post("/v1/feedback", json={"trace_id": answer.trace_id, "verdict": "up"}).is_success
    assert main(["monitor", "--sample", "0"]) == 1
    assert "bounds broken:\n  refused 100.0%" in capsys.readouterr().out


def test_the_evaluation_leaves_no_trace_in_the_journal(
    served: httpx.Client, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(served, "Which roles take part in continuous integration?")
    out = place / "results"
    url = str(served.base_url)
    assert main(["run", "--url", url, "--family", "dol", "--out", str(out), "--split", "test"]) == 0
    assert len(read(journal_path(place))) == 1


@pytest.mark.parametrize("arguments", [["monitor"], ["feedback"]])
def test_without_a_journal_one_line_names_the_fix(
    place: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err.count("ADVISOR_JOURNAL__ENABLED") == 1


def test_a_line_separator_in_a_text_parts_no_line(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    given = Given(status="refused", answer="a\u2028b", items=Items(), understood=None)
    write_reviews(path, [Candidate(trace="0", question="q", reason="r\u2028s", given=given)], ["feedback-041"])
    [line] = read_reviews(path)
    assert isinstance(line, Review)
    assert (line.id, line.reason) == ("feedback-042", "r\u2028s")


def test_known_questions_are_known_in_other_words_too(encoder: MiniLM) -> None:
    known = Known(["Which tools are free for monitoring?", "What does Jenkins cost?"], encoder.encode)
    assert known.like("which tools are FREE for monitoring") == "Which tools are free for monitoring?"
    assert known.like("Which tools for monitoring are free?") == "Which tools are free for monitoring?"
    assert known.like("Which tools cost money for deployment?") is None
    assert known.add("Who needs Terraform?")
    assert not known.add("who needs terraform")


def test_what_was_accepted_before_is_not_taken_twice(catalogue: Catalogue) -> None:
    golden = load_golden()
    places = places_of(catalogue, load_documents())
    line = Review.model_validate(
        {
            "trace": "0" * 12,
            "reason": "thumbs down",
            "given": {"status": "refused", "answer": "", "items": {}, "understood": None},
            "reviewer": "Ada",
            "id": "feedback-001",
            "family": "tool-cost",
            "wording": "casual",
            "question": "What would ten of us pay for Jenkins and nothing else?",
            "status": "answered",
            "items": {"tools": ["Jenkins"]},
        }
    )
    today = date(2026, 3, 2)
    first = judged([line, line, "line: no JSON"], golden, catalogue, places, today)
    assert [one.id for one in first.accepted] == ["feedback-001"]
    assert [one.line for one in first.refused] == [2, 3]
    again = judged([line], (*golden, *first.accepted), catalogue, places, today)
    assert (again.accepted, again.already, again.refused) == ((), 1, ())
