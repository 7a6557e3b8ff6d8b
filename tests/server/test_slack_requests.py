"""What the Slack app takes, refuses and survives: over real HTTP, the advisor scripted for its faults."""

import contextlib
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from pydantic import SecretStr

from server.llama import free_port
from server.settings import SlackSettings, load_settings
from server.slack.answering import STOPPED
from server.slack.feedback import GONE
from server.slack.seen import Seen
from tests.fakes.advisor import ScriptedAdvisor, wait_until
from tests.fakes.slack_person import SECRET, Person, signed
from tests.fakes.slack_web import BOT, CHANNEL, TOKEN, FakeSlackWeb, slack_web
from tests.server.conftest import serving

JSON = "application/json"


def settings(url: str) -> SlackSettings:
    return SlackSettings(signing_secret=SecretStr(SECRET), bot_token=SecretStr(TOKEN), api_url=url)


@contextlib.contextmanager
def person(advisor: ScriptedAdvisor, slack: FakeSlackWeb, url: str = "") -> Iterator[Person]:
    with (
        serving(advisor, slack=settings(url or slack.url)) as address,
        httpx.Client(base_url=address, timeout=10, trust_env=False) as http,
    ):
        yield Person(http, slack)


@pytest.fixture
def slack() -> Iterator[FakeSlackWeb]:
    with slack_web() as fake:
        yield fake


@pytest.fixture
def advisor() -> ScriptedAdvisor:
    return ScriptedAdvisor()


@pytest.fixture
def anna(advisor: ScriptedAdvisor, slack: FakeSlackWeb) -> Iterator[Person]:
    with person(advisor, slack) as someone:
        yield someone


@pytest.mark.parametrize(
    ("headers", "because"),
    [
        (dict, "no signature"),
        (lambda: signed(b"{}", at=time.time() - 301), "5 minutes"),
        (lambda: signed(b"{}", at=time.time() + 360), "5 minutes"),
        (lambda: signed(b"{}", secret="another"), "another secret or body"),
        (lambda: signed(b"[]"), "another secret or body"),
        (lambda: {**signed(b"{}"), "X-Slack-Request-Timestamp": "soon"}, "malformed"),
        (lambda: {**signed(b"{}"), "X-Slack-Request-Timestamp": "9" * 5000}, "malformed"),
        (lambda: {**signed(b"{}"), "X-Slack-Signature": "v0=é"}, "malformed"),
    ],
)
def test_what_slack_did_not_sign_just_now_is_refused(
    anna: Person,
    advisor: ScriptedAdvisor,
    headers: Callable[[], dict[str, str]],
    because: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers().items()}
    with caplog.at_level(logging.WARNING):
        response = anna.http.post("/slack/events", content=b"{}", headers={**encoded, b"Content-Type": b"x/y"})  # type: ignore[dict-item]
    assert response.status_code == 401
    assert because in response.json()["detail"]
    (line,) = [record for record in caplog.records if record.name == "server.api.slack"]
    assert because in str(line.__dict__["fields"])
    assert SECRET not in str([record.__dict__ for record in caplog.records]) + response.text
    assert not advisor.asked


@pytest.mark.parametrize(
    "body", [b"ssl_check=1&token=x", b"\xff\xfe", b'{"type": "url_verification", "challenge": "x"}']
)
def test_nothing_passes_unsigned(anna: Person, body: bytes) -> None:
    forged = {**signed(b""), "X-Slack-Signature": f"v0={'0' * 64}"}
    for headers in ({}, forged):
        assert anna.send(body, JSON, headers).status_code == 401


def test_slack_finds_the_address_and_the_certificate(anna: Person) -> None:
    body = b'{"type": "url_verification", "challenge": "3eZbrw1aB"}'
    assert anna.send(body, JSON).json() == {"challenge": "3eZbrw1aB"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"type": "event',
        b"[1]",
        b"payload=%7B",
        b'{"type": "event_callback", "event": {"type": "app_mention", "text": 7}}',
    ],
)
def test_a_signed_request_that_cannot_be_read_is_told_so(anna: Person, body: bytes) -> None:
    form = "application/x-www-form-urlencoded"
    assert anna.send(body, form if body.startswith(b"payload") else JSON).status_code == 400
    assert anna.mention("What does MLFlow cost?").status_code == 200
    assert "MLFlow" in anna.answers(1)[0].words


def test_what_slack_sends_again_is_answered_once(anna: Person, advisor: ScriptedAdvisor) -> None:
    event = {"type": "app_mention", "channel": CHANNEL, "text": f"<@{BOT}> hello", "ts": "1700000000.9"}
    for retry in range(3):
        assert anna.event(event, event_id="Ev1").status_code == 200, retry
    anna.command("What does MLFlow cost?")
    body, headers = anna.last
    replayed = anna.send(body, headers["Content-Type"], headers)
    assert replayed.status_code == 200
    anna.answers(2)
    assert [request.question for request in advisor.asked] == ["hello", "What does MLFlow cost?"]


def test_what_was_seen_is_forgotten_in_time_and_when_it_is_too_much() -> None:
    clock = [0.0]
    seen = Seen(keep_s=10, most=2, clock=lambda: clock[0])
    assert [seen.first(key) for key in ("a", "a", "b", "b")] == [True, False, True, False]
    clock[0] = 10.0
    assert seen.first("a")
    assert [seen.first(key) for key in ("c", "d", "a")] == [True, True, True]
    assert not seen.first("d")


@pytest.mark.parametrize(
    "event",
    [
        {"user": BOT},
        {"bot_id": "B0OTHER", "user": "U0OTHER"},
        {"subtype": "bot_message", "user": None},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"channel": CHANNEL, "channel_type": "channel"},
    ],
)
def test_bots_edits_and_talk_of_others_are_not_answered(
    anna: Person, advisor: ScriptedAdvisor, event: dict[str, str]
) -> None:
    assert anna.message("hello", **event).status_code == 200
    anna.message("a question")
    anna.answers(1)
    assert [request.question for request in advisor.asked] == ["a question"]


def test_what_slack_limits_is_sent_again_when_it_says(anna: Person, slack: FakeSlackWeb) -> None:
    slack.faults = [("chat.postMessage", 429, "1"), ("chat.update", 429, "1"), ("chat.update", 502, None)]
    begun = time.monotonic()
    anna.mention("What does MLFlow cost?")
    assert "MLFlow costs $0" in anna.answers(1)[0].words
    assert time.monotonic() - begun >= 2
    assert not slack.faults
    assert len(slack.posted) == 1


@pytest.mark.parametrize("down", ["refused", "broken"])
def test_a_slack_that_is_down_is_told_in_the_log(
    advisor: ScriptedAdvisor,
    slack: FakeSlackWeb,
    down: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("server.slack.client._FAILED", 1)
    slack.faults = [("chat.postMessage", 503, None)] * 2
    url = f"http://127.0.0.1:{free_port()}/api/" if down == "refused" else ""
    with person(advisor, slack, url) as anna, caplog.at_level(logging.ERROR):
        assert anna.mention("What does MLFlow cost?").status_code == 200
        wait_until(lambda: "Slack cannot be told" in caplog.text, 10)
        assert anna.http.post("/v1/ask", json={"question": "What does MLFlow cost?"}).status_code == 200
    told = str([record.__dict__["fields"] for record in caplog.records])
    assert ("ClientConnectorError" if down == "refused" else "HTTP 503") in told
    assert TOKEN not in caplog.text + told


def test_a_wrong_token_is_told_in_slacks_words(slack: FakeSlackWeb, caplog: pytest.LogCaptureFixture) -> None:
    wrong = SlackSettings(signing_secret=SecretStr(SECRET), bot_token=SecretStr("xoxb-no"), api_url=slack.url)
    with serving(ScriptedAdvisor(), slack=wrong) as url, httpx.Client(base_url=url, trust_env=False) as http:
        Person(http, slack).mention("What does MLFlow cost?")
        wait_until(lambda: "Slack cannot be told" in caplog.text)
    assert "invalid_auth" in str([record.__dict__.get("fields") for record in caplog.records])


def test_the_last_words_of_a_server_that_stops(advisor: ScriptedAdvisor, slack: FakeSlackWeb) -> None:
    with person(advisor, slack) as anna:
        anna.mention("forever")
        wait_until(lambda: bool(slack.posted) and len(slack.posted[0].versions) > 1)
        assert not slack.posted[0].finished
    assert STOPPED in slack.posted[0].words
    assert "MLFlow costs nothing. [1]" in slack.posted[0].words
    assert (advisor.running, advisor.stopped_early) == (0, 1)


@pytest.mark.parametrize(
    ("question", "told"),
    [("not ready", "the index is loading: ask again in a moment"), ("crash late", "finds it in the log")],
)
def test_a_question_that_fails_says_so(anna: Person, question: str, told: str) -> None:
    anna.mention(question)
    (message,) = anna.answers(1)
    assert told in message.words
    assert "secret internals" not in message.words


def test_without_a_journal_nobody_judges(anna: Person, slack: FakeSlackWeb) -> None:
    anna.mention("What does MLFlow cost?")
    (message,) = anna.answers(1)
    assert "Helpful" not in message.words
    # An older message may have the buttons yet.
    message.versions[-1] = [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "feedback_up",
                    "value": "0" * 32,
                    "text": {"type": "plain_text", "text": "Helpful"},
                }
            ],
        }
    ]
    anna.click(message, "feedback_up")
    wait_until(lambda: bool(slack.told))
    assert slack.told[0].text == GONE


@pytest.mark.parametrize(
    ("variables", "fix"),
    [
        ({"SIGNING_SECRET": "s"}, "ADVISOR_SLACK__BOT_TOKEN is missing"),
        ({"BOT_TOKEN": "xoxb-1"}, "ADVISOR_SLACK__SIGNING_SECRET is missing"),
        ({"BOT_TOKEN": "s", "SIGNING_SECRET": "xoxb-1"}, "no bot token"),
        ({"API_URL": "http://slack.example/api/"}, "no https address"),
    ],
)
def test_settings_that_cannot_serve_are_refused(
    variables: dict[str, str], fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"ADVISOR_SLACK__{name}", value)
    with pytest.raises(ValueError, match=fix) as error:
        load_settings()
    assert "xoxb-1" not in str(error.value)


def test_variables_that_compose_leaves_empty_are_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGNING_SECRET", "BOT_TOKEN"):
        monkeypatch.setenv(f"ADVISOR_SLACK__{name}", "")
    assert load_settings().slack == SlackSettings()


def test_nothing_of_slack_is_imported_where_none_is_configured() -> None:
    program = (
        "import sys, server.serving, server.releases.served\n"
        "from server.api.slack import make_bot\n"
        "from server.metering.meters import Meters\n"
        "from server.settings import SlackSettings\n"
        "assert make_bot(SlackSettings(), None, None, Meters()) is None\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('slack_bolt', 'slack_sdk', 'aiohttp')])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert shown.stdout == "[]\n", shown.stderr
