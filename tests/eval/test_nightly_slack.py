"""Posting to Slack, over real HTTP."""

import logging

import pytest

from eval.nightly.mrkdwn import SECTION_CHARS, _joined, escaped
from eval.nightly.slack import ATTEMPTS, SlackError, post
from eval.settings import NightlySettings
from tests.fakes.slack import SECRET, slack

SECTIONS = ["*Nightly: passed*", "• Right answers: 100 %"]


class Clock:
    """Takes no time and remembers how long it was to wait."""

    def __init__(self) -> None:
        self.waited: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)


async def test_what_passes_is_tried_again_after_the_time_that_slack_names(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = Clock()
    with slack((429, "7"), (503, None), (429, "9999")) as fake:
        await post(fake.webhook, SECTIONS, clock.sleep)
    assert clock.waited == [7, 2, 60]
    (message,) = fake.posted
    assert [block["text"] for block in message["blocks"]] == [
        {"type": "mrkdwn", "text": section} for section in SECTIONS
    ]
    assert message["text"] == SECTIONS[0]
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("script", "told", "tries"),
    [
        ([(404, None)], "HTTP 404 no_service", 1),
        ([(500, None)] * 9, f"HTTP 500 no_service, {ATTEMPTS} times", ATTEMPTS),
    ],
)
async def test_what_does_not_pass_is_told_without_the_address(
    script: list[tuple[int, str | None]], told: str, tries: int
) -> None:
    with slack(*script) as fake, pytest.raises(SlackError) as error:
        await post(fake.webhook, SECTIONS, Clock().sleep)
    assert (str(error.value), fake.refused) == (told, tries)


async def test_a_host_that_is_not_there_is_told_without_the_address(unused_tcp_port: int) -> None:
    with pytest.raises(SlackError, match=f"^ConnectError, {ATTEMPTS} times$"):
        await post(f"http://127.0.0.1:{unused_tcp_port}/{SECRET}", SECTIONS, Clock().sleep)


def test_a_text_can_neither_mention_nor_link_nor_fill_the_section() -> None:
    assert escaped("<!channel>\n& <http://x|y>") == "&lt;!channel&gt; &amp; &lt;http://x|y&gt;"
    assert len(escaped("<" * 5000)) <= 240
    kept = _joined(escaped("x" * 500) for _ in range(50))
    assert len(kept) <= SECTION_CHARS
    assert kept.count("\n") == SECTION_CHARS // 241 - 1


def test_an_address_that_is_none_is_refused_and_an_empty_one_is_none() -> None:
    assert NightlySettings.model_validate({"slack_webhook": ""}).slack_webhook is None
    with pytest.raises(ValueError, match="the webhook is no https address"):
        NightlySettings.model_validate({"slack_webhook": "hooks.slack.com/services/x"})
