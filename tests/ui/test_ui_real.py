"""One conversation in a real browser with the real advisor behind it, kept as a picture."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import RealApi
from tests.ui.conftest import OpenChat

pytestmark = [pytest.mark.model, pytest.mark.llm, pytest.mark.browser, pytest.mark.timeout(300)]


def test_a_visitor_asks_follows_up_and_opens_a_source(real_api: RealApi, open_chat: OpenChat, artifacts: Path) -> None:
    chat = open_chat(real_api.url)
    chat.ask("Which free tools cover monitoring?")
    expect(chat.reply).to_contain_text("Prometheus", timeout=20_000)
    chat.wait_until_answered(150)
    chat.ask("Which of those also cover deployment?")
    chat.wait_until_answered(150)
    expect(chat.reply).to_contain_text("cover D: Kubeflow and Seldon")
    chat.reply.get_by_role("link", name=re.compile(r"^Source 1: ")).first.click()
    expect(chat.sources.first).to_contain_text("Table IV")
    chat.screenshot(artifacts / "real-conversation.png")
    assert chat.foreign_requests() == []
    assert chat.errors == []
