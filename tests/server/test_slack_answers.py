"""The Slack app end to end: signed requests to the real API over the real advisor, answers in a stand-in of Slack."""

import itertools
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from server.bootstrap import build
from server.journal.file import journal_path, read
from server.journal.journal import Journal
from server.journal.records import Kept
from server.schema import Status
from server.settings import LLMSettings, Settings, SlackSettings
from server.slack.answering import HELP, TOO_LONG
from server.slack.blocks import BADGES, SEARCHING
from server.slack.feedback import THANKS
from server.slack.pace import EVERY_S
from tests.advisors import copied
from tests.fakes.advisor import wait_until
from tests.fakes.block_kit import said
from tests.fakes.openai_server import FakeOpenAI, running
from tests.fakes.slack_person import SECRET, Person
from tests.fakes.slack_web import CHANNEL, TOKEN, FakeSlackWeb, Posted, slack_web
from tests.server.conftest import serving

pytestmark = pytest.mark.model

FREE = {"Kubeflow", "AI Fairness 360", "Seldon", "ELK Stack", "Prometheus", "Grafana", "OpenLLMetry"}
TURNS = {
    "Which tools cover monitoring?": "list the tools that cover M",
    "Which of those are free?": "list the tools that cover M and are free ($0)",
    "Compare Prometheus and Grafana": "compare the tools for Prometheus, Grafana",
    "Which roles take part in that phase?": "list the roles that cover M",
    "Who of them earns the most?": "highest of the roles by wage that cover M",
}
FIRST, SECOND, *_ = TURNS
SHOWN_NUMBER = re.compile(r"\[(\d+)\]")
SOURCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


def obliging(messages: list[dict[str, Any]]) -> str:
    """Retells the last sources word for word, which holds."""
    found: list[tuple[str, str]] = SOURCE.findall(messages[-1]["content"])
    return " ".join(f"{text.rstrip('.')} [{number}]." for number, text in found[-3:])


@pytest.fixture(scope="module")
def llm() -> Iterator[FakeOpenAI]:
    with running(FakeOpenAI(obliging)) as fake:
        yield fake


@pytest.fixture(scope="module")
def folder(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the session's data folder, whose own index a server may hold open."""
    return copied(data_dir, tmp_path_factory.mktemp("slack"))


@pytest.fixture(scope="module")
def served_slack(folder: Path, llm: FakeOpenAI) -> Iterator[tuple[str, FakeSlackWeb]]:
    settings = Settings(data_dir=folder, llm=LLMSettings(base_url=llm.base_url))
    with slack_web() as web:
        slack = SlackSettings(signing_secret=SecretStr(SECRET), bot_token=SecretStr(TOKEN), api_url=web.url)
        with serving(build(settings), Journal(journal_path(folder), keep_days=1), slack) as url:
            end = time.monotonic() + 60
            while httpx.get(f"{url}/readyz", trust_env=False).json()["parts"]["llm"] != "ready":
                assert time.monotonic() < end
                time.sleep(0.05)
            yield url, web


@pytest.fixture
def slack(served_slack: tuple[str, FakeSlackWeb]) -> FakeSlackWeb:
    """The stand-in, emptied."""
    fake = served_slack[1]
    fake.channels = {CHANNEL}
    for kept in (fake.calls, fake.posted, fake.told, fake.opened, fake.wrong, fake.faults):
        kept.clear()  # type: ignore[attr-defined]
    return fake


@pytest.fixture
def anna(served_slack: tuple[str, FakeSlackWeb], slack: FakeSlackWeb) -> Iterator[Person]:
    with httpx.Client(base_url=served_slack[0], timeout=10, trust_env=False) as http:
        yield Person(http, slack)


def noted(folder: Path, asked: str) -> Kept:
    """What the journal holds of the question, once it is written."""
    wait_until(lambda: asked in [kept.asked for kept in read(journal_path(folder))])
    return read(journal_path(folder))[-1]


def words_of(message: Posted) -> str:
    """What a message says before its sources and buttons."""
    return message.words.partition("\n———")[0]


def test_a_mention_is_answered_in_its_thread(anna: Person, folder: Path) -> None:
    acknowledged = anna.mention("Which tools are free for monitoring?", ts="1700000001.000001")
    assert acknowledged.status_code == 200
    (message,) = anna.answers(1)
    assert (message.channel, message.thread) == (CHANNEL, "1700000001.000001")
    assert said(message.versions[0]) == SEARCHING
    understood, *table = words_of(message).splitlines()
    assert understood == "Understood as: list the tools that are free ($0) and cover M"
    assert {row.split("  ")[0] for row in table[2:9]} == FREE
    for n in SHOWN_NUMBER.findall(words_of(message)):
        assert f"\n[{n}] " in message.words
    assert "<https://arxiv.org/abs/2503.15577|Navigating MLOps" in message.words
    assert "(as of 2024-12-16)\n[1] Table IV, row Kubeflow, column Cost/Month" in message.words
    kept = noted(folder, "Which tools are free for monitoring?")
    assert kept.answer.status == "answered"
    assert kept.answer.trace_id == acknowledged.headers["X-Trace-Id"]
    assert CHANNEL not in kept.answer.conversation_id


def test_sentences_come_as_they_are_verified_about_one_edit_a_second(
    anna: Person, llm: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llm, "token_s", 0.15)  # sentences further apart than edits
    anna.mention("Which tools cover deployment, and what is fine-tuning?")
    (message,) = anna.answers(1)
    shown = [said(version).partition("\n:hourglass")[0].partition("\n———")[0] for version in message.versions[1:]]
    assert len(shown) >= 4
    assert shown[0].splitlines()[1].startswith("Tool ")
    for before, after in itertools.pairwise(shown):
        assert after.startswith(before)
    assert all(sentences.endswith(("]", "].")) for sentences in shown)
    *growing, last = message.edited_at
    assert all(after - before >= EVERY_S - 0.05 for before, after in itertools.pairwise(growing))
    assert last >= growing[-1]


def test_a_thread_is_a_conversation_of_five_turns(anna: Person) -> None:
    thread = "1700000002.000001"
    for turn, (question, understood) in enumerate(TURNS.items(), start=1):
        if turn == 1:
            anna.mention(question, ts=thread)
        else:
            anna.mention(question, thread=thread)
        message = anna.answers(turn)[-1]
        assert message.thread == thread
        assert message.words.startswith(f"Understood as: {understood}\n")
        print(f"\n>>> {question}\n{message.words}")
    assert "are Software Engineer ($11,509 a month), MLOps Engineer" in message.words


def test_a_new_message_begins_a_new_conversation(anna: Person) -> None:
    anna.mention(FIRST)
    anna.answers(1)
    anna.mention(SECOND)
    assert "One question back" in anna.answers(2)[-1].words


def test_a_direct_message_is_answered_without_a_mention_and_remembered(anna: Person) -> None:
    anna.message(FIRST, ts="1700000003.000001")
    anna.answers(1)
    anna.message(SECOND, thread_ts="1700000003.000001")
    first, second = anna.answers(2)
    assert (first.channel, first.thread, second.thread) == ("D0ANNA", "1700000003.000001", "1700000003.000001")
    assert "cover M and are free" in second.words


def test_a_command_is_answered_in_the_channel_and_its_thread_goes_on(anna: Person) -> None:
    assert anna.command(FIRST).text == ""
    (message,) = anna.answers(1)
    assert (message.channel, message.thread) == (CHANNEL, None)
    assert message.words.startswith(f"<@U0ANNA> asked: {FIRST}\n")
    anna.mention(SECOND, thread=message.ts)
    assert "cover M and are free" in anna.answers(2)[-1].words


def test_a_command_without_a_question_tells_how_to_ask(anna: Person, slack: FakeSlackWeb) -> None:
    assert anna.command(" ").text == HELP
    assert not slack.calls


def test_where_the_app_may_not_write_the_answer_goes_to_whoever_asked(anna: Person) -> None:
    anna.command("What does Jenkins cost?", channel="C0SECRET")
    (message,) = anna.answers(1)
    assert message.channel == "D0ANNA"
    assert "$0" in message.words


def test_the_shortcut_asks_what_a_message_says(anna: Person) -> None:
    anna.shortcut("What does <https://www.jenkins.io|Jenkins> cost?")
    (message,) = anna.answers(1)
    assert message.thread is not None
    assert message.words.startswith("<@U0ANNA> asked: What does Jenkins cost?\n")


def test_a_suggestion_asks_when_it_is_pressed(anna: Person) -> None:
    anna.mention("Which tools are free for monitoring?", ts="1700000004.000001")
    (message,) = anna.answers(1)
    assert anna.click(message, "ask_1").status_code == 200
    second = anna.answers(2)[-1]
    assert second.thread == "1700000004.000001"
    assert second.words.startswith("<@U0ANNA> asked: Compare Kubeflow and AI Fairness 360\n")


@pytest.mark.parametrize(
    ("question", "status"),
    [("Which tool brews coffee in the office kitchen?", "refused"), ("Which of those are free?", "clarify")],
)
def test_a_badge_tells_what_kind_of_answer_it_is(anna: Person, question: str, status: Status) -> None:
    anna.message(question)
    assert words_of(anna.answers(1)[0]).startswith(BADGES[status])


def test_an_llm_that_fails_leaves_the_facts(anna: Person, llm: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "fault", "500")
    anna.message("Which tools are free for monitoring?")
    (message,) = anna.answers(1)
    # Where a probe of the endpoint comes late on a busy machine, the LLM counts as out of reach.
    said = words_of(message).removeprefix(f"{BADGES['degraded']} The reason: ")
    assert said.startswith(("the LLM failed.", "no LLM can be reached"))
    assert "Kubeflow" in message.words


def test_a_long_table_is_cut_and_says_so(anna: Person) -> None:
    anna.message("List all tools")
    assert "\n45 more rows\n" in anna.answers(1)[0].words


def test_markup_in_a_question_stays_text(anna: Person, folder: Path) -> None:
    anna.command(
        "&lt;script&gt;alert(1)&lt;/script&gt; <!channel> <@U0BEN|ben> *tools* &amp; <https://x.example|roles>?"
    )
    (message,) = anna.answers(1)
    question = "<script>alert(1)</script> @channel ben *tools* & roles?"
    assert noted(folder, question).asked == question
    escaped = question.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert message.words.startswith(f"<@U0ANNA> asked: {escaped}\n")


def test_verdicts_reach_the_journal_and_the_last_one_counts(anna: Person, slack: FakeSlackWeb, folder: Path) -> None:
    anna.mention("What does Jenkins cost?", ts="1700000005.000001")
    (message,) = anna.answers(1)
    for action in ("feedback_up", "feedback_down"):
        assert anna.click(message, action).status_code == 200
        wait_until(lambda: bool(slack.told), 10)
        told = slack.told.pop()
        assert (told.user, told.text, told.thread_ts) == ("U0ANNA", THANKS, "1700000005.000001")
    anna.submit("  the price is another one ")
    wait_until(lambda: bool(slack.told), 10)
    judged = read(journal_path(folder))[-1].feedback
    assert judged is not None
    assert (judged.verdict, judged.reason) == ("down", "the price is another one")


def test_a_form_left_empty_changes_nothing(anna: Person, slack: FakeSlackWeb, folder: Path) -> None:
    anna.mention("What does Jenkins cost?")
    anna.click(anna.answers(1)[0], "feedback_down")
    wait_until(lambda: bool(slack.told), 10)
    assert anna.submit(None).status_code == 200
    judged = read(journal_path(folder))[-1].feedback
    assert judged is not None
    assert (judged.verdict, judged.reason) == ("down", None)


def test_a_question_that_is_too_long_is_told_so(anna: Person) -> None:
    anna.message("why " * 1001)
    assert anna.answers(1)[0].words == TOO_LONG


def test_ten_at_once_are_all_answered_and_acknowledged_in_time(anna: Person) -> None:
    for _ in range(10):
        anna.mention("Which tools are free for monitoring?")
    assert all("7 are free" in message.words for message in anna.answers(10))
    assert anna.slowest_s < 3
