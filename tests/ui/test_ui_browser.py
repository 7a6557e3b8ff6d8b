"""Conversations in a real browser, against the fake API over real HTTP."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from server.schema import MAX_QUESTION_CHARS
from tests.fakes.api_server import DROPPED, FOLLOW_UPS, MARKUP, FakeApi
from tests.ui.conftest import OpenChat

pytestmark = pytest.mark.browser

SharedApi = tuple[FakeApi, str]


def test_a_conversation_shows_facts_then_sentences_then_sources(
    open_chat: OpenChat, shared_api: SharedApi, artifacts: Path
) -> None:
    api, url = shared_api
    chat = open_chat(url)
    api.gate.clear()
    chat.ask("Which tools cover continuous integration, and what do they cost?")
    expect(chat.reply.locator(".facts tbody tr")).to_have_count(3)
    expect(chat.sources).to_have_count(3)
    assert "Three tools match" not in chat.reply.inner_text(), "facts come before the sentences"
    api.gate.set()
    expect(chat.reply).to_contain_text("Three tools match")
    chat.wait_until_answered()
    expect(chat.reply).to_contain_text("CircleCI costs $15 a month for ten users [3].")
    expect(chat.reply).to_contain_text("Understood as tools of phase CI")
    expect(chat.reply).to_contain_text("1 sentence was left out")
    assert DROPPED not in chat.page.content()

    expect(chat.sources).to_have_count(4)
    chat.reply.get_by_role("link", name=re.compile(r"^Source 4: Section II")).click()
    chosen = chat.page.locator(".source.chosen")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("builds, tests and validates")
    expect(chosen).to_be_focused()
    expect(chosen).to_be_in_viewport()
    chat.screenshot(artifacts / "chat-light.png")

    assert chat.foreign_requests() == []
    assert chat.errors == []


def test_the_number_of_a_source_leads_back_with_the_keyboard(open_chat: OpenChat, shared_api: SharedApi) -> None:
    chat = open_chat(shared_api[1])
    chat.ask("Which tools?")
    chat.wait_until_answered()
    reference = chat.reply.locator(".prose a.ref").last
    reference.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator(".source.chosen")).to_be_focused()
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Enter")
    expect(reference).to_be_focused()


def test_a_follow_up_button_continues_the_conversation_and_a_new_one_forgets_it(
    open_chat: OpenChat, shared_api: SharedApi
) -> None:
    api, url = shared_api
    chat = open_chat(url)
    chat.ask("Which tools?")
    chat.wait_until_answered()
    chat.choose(chat.follow_ups.first)
    expect(chat.page.locator("#chat .question")).to_have_count(2)
    chat.wait_until_answered()
    first, second = api.requests[-2:]
    assert first.conversation_id is None
    assert second.question == FOLLOW_UPS[0]
    assert second.conversation_id is not None
    expect(chat.page.locator("#sources details")).to_have_count(2)

    chat.start_again()
    expect(chat.examples).to_have_count(6)
    expect(chat.page.locator("#sources .source")).to_have_count(0)
    chat.choose(chat.examples.first)
    chat.wait_until_answered()
    assert api.requests[-1].conversation_id is None


def test_two_visitors_have_two_conversations(open_chat: OpenChat, shared_api: SharedApi) -> None:
    api, url = shared_api
    one, other = open_chat(url), open_chat(url)
    one.ask("Which tools?")
    one.wait_until_answered()
    other.ask("Which roles?")
    other.wait_until_answered()
    assert api.requests[-1].conversation_id is None
    expect(other.page.locator("#chat .question")).to_have_count(1)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("please refuse", "Not backed by the sources"),
        ("please clarify", "One question back"),
        ("degraded", "The language model added nothing"),
        ("a problem", "Run python -m ingest, then ask again."),
        ("midway", "The model died"),
        ("break", "The answer broke off"),
        ("http502", "The chat and the API do not understand each other"),
    ],
)
def test_every_outcome_is_said_in_words(open_chat: OpenChat, shared_api: SharedApi, question: str, shown: str) -> None:
    chat = open_chat(shared_api[1])
    chat.ask(question)
    expect(chat.reply).to_contain_text(shown)
    chat.wait_until_answered()
    chat.ask("And now?")
    expect(chat.reply).to_contain_text("Three tools match")
    assert chat.errors == []


def test_markup_from_anywhere_is_shown_and_never_executed(open_chat: OpenChat, shared_api: SharedApi) -> None:
    chat = open_chat(shared_api[1])
    chat.ask(f"script {MARKUP} ![i](http://example.invalid/q.png)")
    chat.wait_until_answered()
    expect(chat.page.locator("#chat .question").last).to_contain_text(MARKUP)
    expect(chat.reply.locator("th").first).to_have_text(MARKUP)
    expect(chat.sources.first).to_contain_text(MARKUP)
    expect(chat.sources.first.locator("a.open")).to_have_count(0)
    expect(chat.follow_ups.first).to_have_text(MARKUP)
    assert chat.page.evaluate("window.pwned") is None
    assert chat.page.locator("#main img").count() == 0
    assert chat.foreign_requests() == []


def test_stopping_ends_the_generation_and_keeps_what_was_verified(
    open_chat: OpenChat, shared_api: SharedApi, artifacts: Path
) -> None:
    api, url = shared_api
    chat = open_chat(url)
    chat.ask("slow, to be stopped")
    expect(chat.reply.locator(".facts")).to_be_visible()
    chat.page.get_by_role("button", name="Stop the answer").click()
    expect(chat.reply).to_contain_text("Stopped")
    expect(chat.reply.locator(".facts")).to_be_visible()
    deadline = time.monotonic() + 10
    while "slow, to be stopped" not in api.abandoned and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "slow, to be stopped" in api.abandoned
    chat.ask("Which tools?")
    chat.wait_until_answered()
    expect(chat.reply).to_contain_text("Three tools match")


def test_what_is_typed_while_an_answer_is_written_waits_in_the_box(open_chat: OpenChat, shared_api: SharedApi) -> None:
    chat = open_chat(shared_api[1])
    chat.ask("slow, and asked on meanwhile")
    expect(chat.reply.locator(".facts")).to_be_visible()
    chat.ask("Which tools?")
    chat.page.wait_for_timeout(500)
    expect(chat.question).to_have_value("Which tools?")
    chat.page.get_by_role("button", name="Stop the answer").click()
    expect(chat.reply).to_contain_text("Stopped")
    expect(chat.page.locator("#chat .question")).to_have_count(1)
    chat.question.press("Enter")
    chat.wait_until_answered()
    expect(chat.reply).to_contain_text("Three tools match")


def test_a_blank_question_is_not_sent_and_a_long_one_is_bounded(open_chat: OpenChat, shared_api: SharedApi) -> None:
    chat = open_chat(shared_api[1])
    chat.ask("   ")
    expect(chat.page.locator("#chat .question")).to_have_count(0)
    assert chat.question.get_attribute("maxlength") == str(MAX_QUESTION_CHARS)


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 844}, "has_touch": True}),
    ],
)
def test_dark_and_phone_show_the_same_conversation(
    open_chat: OpenChat, shared_api: SharedApi, artifacts: Path, name: str, context: dict[str, object]
) -> None:
    chat = open_chat(shared_api[1], **context)
    chat.screenshot(artifacts / f"chat-{name}-empty.png")
    chat.ask("Which tools cover continuous integration, and what do they cost?")
    chat.wait_until_answered()
    chat.screenshot(artifacts / f"chat-{name}.png")
    dark = chat.page.evaluate("document.body.classList.contains('dark')")
    assert dark == (name == "dark")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out sideways"
    talk, side = (chat.page.locator(part).bounding_box() for part in ("#talk", "#side"))
    assert talk is not None
    assert side is not None
    if name == "phone":
        assert side["y"] >= talk["y"] + talk["height"], "sources stack below the chat"
        reference = chat.reply.locator(".prose a.ref").last
        reference.tap()
        expect(chat.page.locator("#preview")).to_be_visible()
        reference.tap()
        expect(chat.page.locator(".source.chosen")).to_be_in_viewport()
        chat.screenshot(artifacts / "chat-phone-source.png")
    else:
        assert side["x"] >= talk["x"] + talk["width"], "sources stand beside the chat"
