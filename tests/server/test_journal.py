"""The journal over real HTTP and real SQLite: what it keeps, what it forgets, and that it costs no answer."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import pytest

from ingest.settings import EmbeddingSettings
from server.advising import whole
from server.bootstrap import build
from server.errors import NotReady
from server.journal.file import JournalError, UnknownTrace, connect, journal_path, read
from server.journal.journal import Journal
from server.journal.keeping import kept
from server.journal.records import Entry, entry_of, now
from server.llama import free_port
from server.schema import Answer, AskRequest, FeedbackRequest
from server.settings import LLMSettings, Settings
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.kills import ended, moments, swept, told
from tests.server.conftest import serving
from tests.server.test_release_served import A, B, Bench

SECRET = "does my colleague Erika Mustermann need Terraform?"


def entry(question: str = SECRET, *, trace: str = "a" * 32, days_ago: float = 0) -> Entry:
    answer = Answer(status="answered", answer="x", conversation_id="c", release="r", trace_id=trace)
    found = entry_of(AskRequest(question=question), None, answer)
    return found.model_copy(update={"at": now() - timedelta(days=days_ago)})


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(journal_path(tmp_path), keep_days=30)


@pytest.fixture
def client(journal: Journal) -> Iterator[httpx.Client]:
    with serving(ScriptedAdvisor(), journal) as url, httpx.Client(base_url=url, timeout=10, trust_env=False) as http:
        yield http


def ask(client: httpx.Client, question: str = "q", **headers: str) -> Answer:
    return Answer.model_validate_json(client.post("/v1/ask", json={"question": question}, headers=headers).content)


def test_every_answer_leaves_one_record_and_nothing_else_does(
    client: httpx.Client, journal: Journal, tmp_path: Path
) -> None:
    first = ask(client, "What does MLflow cost?")
    client.post("/v1/ask/stream", json={"question": "streamed", "conversation_id": "mine"})
    ask(client, "off the record", **{"Advisor-Journal": "off"})
    for unanswered in ("not ready", "crash early", "crash late"):
        client.post("/v1/ask/stream", json={"question": unanswered})
    wait_until(lambda: journal.written == 2)
    one, two = read(journal_path(tmp_path))
    assert [one.asked, two.asked] == ["What does MLflow cost?", "streamed"]
    assert one.answer == first
    assert two.answer.conversation_id == "mine"
    assert one.at <= two.at <= now()
    assert (journal.dropped, journal.failed) == (0, 0)


def test_the_header_takes_on_and_off_only(client: httpx.Client) -> None:
    refused = client.post("/v1/ask", json={"question": "q"}, headers={"Advisor-Journal": "maybe"})
    assert refused.status_code == 422
    assert "'on' or 'off'" in refused.json()["detail"]
    assert refused.json()["errors"][0]["parameter"] == "Advisor-Journal"


def test_the_record_holds_the_question_as_it_was_read(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        llm=LLMSettings(enabled=False),
        embedding=EmbeddingSettings(base_url="http://127.0.0.1:9/v1"),
    )
    turns = ["Which tools are free for CI?", "And which of them are open source?"]
    with (
        serving(build(settings), Journal(journal_path(tmp_path), keep_days=1)) as url,
        httpx.Client(base_url=url, timeout=30, trust_env=False) as client,
    ):
        for question in turns:
            body = {"question": question, "conversation_id": "mine", "narrate": False}
            assert client.post("/v1/ask", json=body).is_success
        # Closing waits for what is still loading.
        wait_until(lambda: client.get("/readyz").json()["parts"]["index"] == "down", seconds=60)
    first, second = read(journal_path(tmp_path))
    assert [first.asked, second.asked] == turns
    assert first.question == turns[0]
    assert second.intent == first.intent == "list tools"
    assert second.answer.understood
    assert "open source" in second.answer.understood


def test_the_last_verdict_counts_and_the_same_one_is_one(client: httpx.Client, tmp_path: Path) -> None:
    body = {"trace_id": ask(client).trace_id, "verdict": "down", "reason": "  wrong price "}
    first = client.post("/v1/feedback", json=body)
    assert first.status_code == 200, first.text
    assert first.json() | {"at": None} == body | {"reason": "wrong price", "at": None}
    assert client.post("/v1/feedback", json=body).json() == first.json()
    changed = client.post("/v1/feedback", json={"trace_id": body["trace_id"], "verdict": "up"}).json()
    assert (changed["verdict"], changed["reason"]) == ("up", None)
    [one] = read(journal_path(tmp_path))
    assert one.feedback is not None
    assert one.feedback.model_dump(mode="json") == changed


def test_what_tells_whose_question_it_was_is_on_no_disk(client: httpx.Client, tmp_path: Path) -> None:
    personal = ("erika@mail.example", "+49 30 901820", "203.0.113.9", "4111 1111 1111 1111", "sk-proj-abcDEF123456")
    asked = f"I am {', '.join(personal)}: what does MLflow cost?"
    answer = ask(client, asked)
    said = {"trace_id": answer.trace_id, "verdict": "down", "reason": f"Call {personal[1]} about MLflow"}
    kept = client.post("/v1/feedback", json=said).json()
    assert kept["reason"] == "Call [redacted] about MLflow"
    assert client.post("/v1/feedback", json=said).json() == kept
    [one] = read(journal_path(tmp_path))
    assert one.asked == one.question == f"I am {', '.join(['[redacted]'] * 5)}: what does MLflow cost?"
    assert one.answer.citations == answer.citations
    on_disk = b"".join(file.read_bytes() for file in journal_path(tmp_path).parent.iterdir())
    assert b"MLflow cost" in on_disk
    assert not [text for text in personal if text.encode() in on_disk]


def test_of_several_answers_in_one_trace_the_last_is_judged(client: httpx.Client, tmp_path: Path) -> None:
    trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"
    for question in ("first", "second"):
        ask(client, question, traceparent=f"00-{trace_id}-00f067aa0ba902b7-01")
    assert client.post("/v1/feedback", json={"trace_id": trace_id, "verdict": "up"}).is_success
    verdicts = {one.asked: one.feedback and one.feedback.verdict for one in read(journal_path(tmp_path))}
    assert verdicts == {"first": None, "second": "up"}


def test_feedback_that_cannot_be_kept_says_what_to_do(client: httpx.Client) -> None:
    unknown = client.post("/v1/feedback", json={"trace_id": "0" * 32, "verdict": "up"})
    assert unknown.status_code == 404
    assert unknown.headers["Content-Type"] == "application/problem+json"
    assert "ADVISOR_JOURNAL__KEEP_DAYS" in unknown.json()["detail"]
    for bad in (
        {"verdict": "sideways"},
        {"trace_id": "x"},
        {"reason": "x" * 1_001},
        {"reason": " "},
        {"stars": 5},
    ):
        answered = client.post("/v1/feedback", json={"trace_id": "0" * 32, "verdict": "up"} | bad)
        assert answered.status_code == 422, bad
        assert next(iter(bad)) in answered.json()["detail"]


def test_without_a_journal_nothing_is_kept_and_feedback_says_so() -> None:
    with serving(ScriptedAdvisor()) as url, httpx.Client(base_url=url, timeout=10, trust_env=False) as client:
        trace_id = ask(client).trace_id
        refused = client.post("/v1/feedback", json={"trace_id": trace_id, "verdict": "up"})
    assert refused.status_code == 404
    assert "ADVISOR_JOURNAL__ENABLED" in refused.json()["detail"]


def test_its_examples_hold(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/feedback"]["post"]
    for example in operation["requestBody"]["content"]["application/json"]["examples"].values():
        FeedbackRequest.model_validate(example["value"])
    assert "application/problem+json" in operation["responses"]["default"]["content"]


async def test_a_full_queue_drops_and_counts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    journal = Journal(journal_path(tmp_path), keep_days=30, capacity=2)
    for _ in range(5):
        journal.note(entry())
    assert journal.dropped == 3
    with pytest.raises(NotReady, match="again in a moment"):
        await journal.judge(FeedbackRequest(trace_id="a" * 32, verdict="up"))
    journal.start()
    wait_until(lambda: journal.written == 2)
    assert (await journal.judge(FeedbackRequest(trace_id="a" * 32, verdict="up"))).verdict == "up"
    journal.close()
    assert caplog.text.count("queue is full") == 1
    assert "Mustermann" not in caplog.text


def test_a_disk_that_fails_costs_no_answer_and_is_used_again(
    client: httpx.Client, journal: Journal, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wait_until(lambda: journal_path(tmp_path).exists())
    with closing(connect(journal_path(tmp_path))) as held:
        # As a disk that takes no more: every write fails, whoever tries.
        held.execute("alter table answers rename to elsewhere")
    assert ask(client, SECRET).status == "answered"
    assert client.post("/v1/feedback", json={"trace_id": "0" * 32, "verdict": "up"}).status_code == 503
    assert ask(client, SECRET).status == "answered"
    wait_until(lambda: journal.failed == 2)
    assert caplog.text.count("cannot be written") == 1
    assert "Mustermann" not in caplog.text
    with closing(connect(journal_path(tmp_path))) as held:
        held.execute("alter table elsewhere rename to answers")
    trace_id = ask(client).trace_id
    assert client.post("/v1/feedback", json={"trace_id": trace_id, "verdict": "up"}).is_success
    assert journal.written == 1


def test_a_folder_that_cannot_be_made_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("in the way", "utf-8")
    journal = Journal(journal_path(tmp_path), keep_days=1)
    with serving(ScriptedAdvisor(), journal) as url, httpx.Client(base_url=url, timeout=10, trust_env=False) as client:
        assert ask(client).status == "answered"
        wait_until(lambda: journal.failed == 1)


def test_what_is_too_old_is_gone_from_the_disk(tmp_path: Path) -> None:
    journal = Journal(journal_path(tmp_path), keep_days=30)
    journal.start()
    journal.note(entry(days_ago=31))
    journal.note(entry("a younger question", days_ago=29))
    journal.close()
    path = journal_path(tmp_path)
    assert b"Mustermann" in b"".join(file.read_bytes() for file in path.parent.iterdir())
    again = Journal(journal_path(tmp_path), keep_days=30)
    again.start()
    again.close()
    assert [one.asked for one in read(path)] == ["a younger question"]
    assert b"Mustermann" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_only_its_owner_can_open_it(journal: Journal, tmp_path: Path) -> None:
    journal.start()
    journal.close()
    assert stat.S_IMODE(journal_path(tmp_path).parent.stat().st_mode) == 0o700


def test_another_version_s_journal_is_left_alone(tmp_path: Path) -> None:
    path = journal_path(tmp_path)
    with closing(connect(path)) as database:
        database.execute("pragma user_version = 7")
    with pytest.raises(JournalError, match="move the file away"):
        read(path)


def test_no_journal_to_read_names_the_settings(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"ADVISOR_JOURNAL__ENABLED.*ADVISOR_DATA_DIR"):
        read(journal_path(tmp_path))


async def test_a_verdict_on_an_unknown_trace_is_refused(journal: Journal) -> None:
    journal.start()
    with pytest.raises(UnknownTrace):
        await journal.judge(FeedbackRequest(trace_id="b" * 32, verdict="up"))
    journal.close()


async def test_it_outlives_the_release_that_answers(journal: Journal, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.served.start()
    journal.start()
    request = AskRequest(question="q")
    for name in (None, A, B):
        if name:
            await bench.served.promote(name, "Ada", "good")
        assert (await whole(kept(bench.served.stream(request), request, journal))).status == "answered"
    await bench.served.close()
    journal.close()
    assert [one.answer.release for one in read(journal_path(tmp_path))] == ["0" * 12, A, B]


def test_what_was_acknowledged_survives_sigkill(tmp_path: Path) -> None:
    port = free_port()
    environ = {"ADVISOR_DATA_DIR": str(tmp_path), "ADVISOR_API__PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.cli", "serve"], env=os.environ | environ, stdout=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10, trust_env=False) as client:
            _until_alive(client, process)
            answers = [ask(client, f"question {number}") for number in range(20)]
            verdict = {"trace_id": answers[-1].trace_id, "verdict": "down"}
            assert client.post("/v1/feedback", json=verdict).is_success
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)
    finally:
        process.kill()
    found = read(journal_path(tmp_path))
    assert [one.answer for one in found] == answers
    assert [one.feedback.verdict for one in found if one.feedback] == ["down"]


def _judging(said: Connection, data_dir: Path) -> None:
    """Serve, ask and judge without end; each verdict is said once it was acknowledged."""
    journal = Journal(journal_path(data_dir), keep_days=30)
    with serving(ScriptedAdvisor(), journal) as url, httpx.Client(base_url=url, trust_env=False) as client:
        while True:
            trace = ask(client).trace_id
            for verdict in ("up", "down"):
                client.post("/v1/feedback", json={"trace_id": trace, "verdict": verdict}).raise_for_status()
                said.send((trace, verdict))


@swept
def test_a_sweep_of_kills_while_feedback_is_given(tmp_path: Path, times: int) -> None:
    acknowledged: dict[str, str] = {}
    killed = []
    for _, moment in moments(times, whole_s=1.0):
        end = ended(_judging, tmp_path, kill_after_s=moment)
        killed.append(end.killed)
        acknowledged |= dict(end.said)
        held = {one.answer.trace_id: one.feedback.verdict for one in read(journal_path(tmp_path)) if one.feedback}
        for trace, verdict in acknowledged.items():
            assert held[trace] in (verdict, "down")  # the second one may have been on its way
    told(f"feedback ({len(acknowledged)} answers judged)", killed)


def _until_alive(client: httpx.Client, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while True:
        assert process.poll() is None
        assert time.monotonic() < deadline
        try:
            client.get("/healthz")
            return
        except httpx.TransportError:
            time.sleep(0.05)
