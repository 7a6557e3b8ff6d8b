"""Every tab used by a real browser, in front of the real API over the real catalogue; a fake LLM narrates."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from ingest.settings import EmbeddingSettings
from server.bootstrap import build
from server.journal.file import journal_path, read
from server.journal.journal import Journal
from server.settings import LLMSettings, Settings
from tests.fakes.openai_server import FakeOpenAI
from tests.server.conftest import serving
from tests.ui.chat_page import ChatPage
from tests.ui.conftest import OpenChat

pytestmark = pytest.mark.browser

NARRATION = "MLFlow and Jenkins are free [1][3]."
QUESTION = "Which free tools cover continuous integration?"
SERIOUS = ("serious", "critical")


@contextmanager
def _narrator() -> Iterator[str]:
    """Address of the fake LLM on a loop of its own: Playwright holds this thread's."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    fake = FakeOpenAI(NARRATION)
    try:
        asyncio.run_coroutine_threadsafe(fake.__aenter__(), loop).result(timeout=20)
        yield fake.base_url
        asyncio.run_coroutine_threadsafe(fake.__aexit__(None, None, None), loop).result(timeout=20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


@pytest.fixture(scope="module")
def advised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The real advisor without an index, and where its journal is."""
    folder = tmp_path_factory.mktemp("advised")
    with _narrator() as llm:
        settings = Settings(
            data_dir=folder,
            llm=LLMSettings(base_url=llm),
            embedding=EmbeddingSettings(base_url="http://127.0.0.1:9/v1"),
        )
        with serving(build(settings), Journal(journal_path(folder), keep_days=1)) as url:
            yield url, journal_path(folder)


def _press_until_focused(chat: ChatPage, target: Locator, key: str = "Tab", most: int = 120) -> None:
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        chat.page.keyboard.press(key)
    pytest.fail(f"{most} × {key} did not reach {target}")


def _open_tab_by_keyboard(chat: ChatPage, name: str) -> None:
    _press_until_focused(chat, chat.page.get_by_role("tab", name=name), "Shift+Tab")
    chat.page.keyboard.press("Enter")


def _violations(chat: ChatPage) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(chat.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]


def test_a_question_is_asked_and_its_source_read_with_the_keyboard_alone(
    open_chat: OpenChat, advised: tuple[str, Path]
) -> None:
    chat = open_chat(advised[0])
    expect(chat.question).to_be_focused()
    chat.page.keyboard.type(QUESTION)
    chat.page.keyboard.press("Enter")
    chat.asked += 1
    chat.wait_until_answered()
    _press_until_focused(chat, chat.reply.locator("a.ref").first, "Shift+Tab")
    preview = chat.page.get_by_role("tooltip")
    expect(preview).to_contain_text("Table IV, row MLFlow, column Cost/Month")
    chat.page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator(".source.chosen")).to_be_focused()
    assert chat.page.evaluate("CSS.highlights.get('named').size") > 0, "what the row names stands out in the source"


def test_a_plan_is_made_with_the_keyboard_alone(open_chat: OpenChat, advised: tuple[str, Path]) -> None:
    chat = open_chat(advised[0])
    page = chat.page
    _open_tab_by_keyboard(chat, "Stack planner")
    budget = page.get_by_label("Budget for tools")
    expect(budget).to_be_visible()
    _press_until_focused(chat, page.locator("input[name=phases][value=BN]"))
    page.keyboard.press("Space")
    _press_until_focused(chat, budget)
    page.keyboard.type("100")
    page.keyboard.press("Enter")
    heading = page.locator("#plan h2")
    expect(heading).to_contain_text("a month")
    expect(heading).to_be_focused()
    expect(page.locator("#plan .understood")).to_contain_text("at most $100 a month")
    plan = httpx.post(
        f"{advised[0]}/v1/plan",
        json={"phases": ["AS", "MD", "VC", "CI", "D", "M"], "budget_usd": 100},
        trust_env=False,
    ).json()
    picked = page.locator("#plan .picks").first.locator("strong")
    assert picked.all_inner_texts() == [pick["tool"] for pick in plan["picks"]]
    expect(page.locator("#plan .bars tbody tr")).to_have_count(len(plan["picks"]))
    _press_until_focused(chat, page.locator("#plan a.ref").first)
    page.keyboard.press("Enter")
    expect(page.locator("#plan .source.chosen")).to_be_focused()


def test_a_contradiction_and_a_plan_that_nothing_fits_are_said_plainly(
    open_chat: OpenChat, advised: tuple[str, Path]
) -> None:
    chat = open_chat(advised[0])
    page = chat.page
    page.get_by_role("tab", name="Stack planner").click()
    make = page.get_by_role("button", name="Plan", exact=True)
    for group in ("Tools in use", "Tools to leave out"):
        page.locator("summary", has_text=group).click()
    page.get_by_role("group", name="Tools in use").get_by_label("DVC").check()
    page.get_by_role("group", name="Tools to leave out").get_by_label("DVC").check()
    make.click()
    expect(page.locator("#plan [role=alert]")).to_contain_text("DVC is in both tools and without")
    page.get_by_role("group", name="Tools in use").get_by_label("DVC").uncheck()
    for tool in ("Jenkins", "MLFlow", "Azure DevOps", "GitLab Enterprise"):
        page.get_by_role("group", name="Tools to leave out").get_by_label(tool).check()
    page.get_by_label("Budget for tools").fill("0")
    make.click()
    expect(page.locator("#plan h2")).to_have_text("No stack meets these constraints")
    expect(page.locator("#plan")).to_contain_text("None of the 6 tools for CI is left")


def test_maturity_is_assessed_with_the_keyboard_alone(open_chat: OpenChat, advised: tuple[str, Path]) -> None:
    chat = open_chat(advised[0])
    page = chat.page
    _open_tab_by_keyboard(chat, "Maturity")
    first = page.locator("#maturity-form fieldset").first
    expect(first).to_be_visible()
    _press_until_focused(chat, first.get_by_label("Not sure"))
    page.keyboard.press("ArrowLeft")
    expect(first.get_by_label("Yes")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#maturity h2")).to_be_focused()
    expect(page.locator("#maturity .badge")).to_contain_text("This project's judgement")
    row = page.locator("#maturity table.rows tr", has_text="Meenu Mary et al.")
    expect(row).to_contain_text("Level A: Automated Data Collection")
    expect(row).to_contain_text("1 of 4")
    expect(page.locator("#maturity svg.radar")).to_be_visible()
    expect(page.locator("#maturity .who").first).to_contain_text("Version Control")


def test_the_map_is_filtered_and_walked_through(open_chat: OpenChat, advised: tuple[str, Path]) -> None:
    chat = open_chat(advised[0], viewport={"width": 390, "height": 844})
    page = chat.page
    page.get_by_role("tab", name="Map").click()
    count = page.locator("#map-matrix [role=status]:visible")
    expect(count).to_have_text("55 of 55 tools")
    page.get_by_role("checkbox", name="Free").check()
    free = httpx.get(f"{advised[0]}/v1/catalog/tools?cost=free", trust_env=False).json()["tools"]
    expect(count).to_have_text(f"{len(free)} of 55 tools")
    page.get_by_role("checkbox", name="Free").uncheck()
    page.get_by_role("checkbox", name="Open source").check()
    page.get_by_label("Name contains").fill("ml")
    tools = httpx.get(f"{advised[0]}/v1/catalog/tools?open_source=true", trust_env=False).json()["tools"]
    expect(count).to_have_text(f"{sum('ml' in tool['name'].lower() for tool in tools)} of 55 tools")
    cell = page.get_by_role("button", name="MLFlow costs $0")
    cell.focus()
    for _ in range(5):  # open source, MDT, MDL, VC, CI: BN and AS are passed over
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    source = page.locator("#map-source")
    expect(source).to_contain_text("Table IV, row MLFlow, column CI")
    expect(source).to_contain_text("as of 2024-12-16")
    expect(page.get_by_role("button", name="MLFlow covers CI")).to_have_attribute("aria-pressed", "true")
    expect(source).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "only the table scrolls sideways"
    assert page.locator(".matrix:visible").evaluate("table => table.scrollWidth > table.clientWidth")
    name = page.locator(".matrix tbody th:visible").first
    page.locator(".matrix:visible").evaluate("table => table.scrollTo(400, 0)")
    expect(name).to_be_in_viewport()
    page.get_by_role("radio", name="Roles").check()
    page.get_by_label("Name contains").fill("nobody")
    expect(count).to_have_text("0 of 13 roles: leave out a filter")
    page.get_by_label("Name contains").fill("qa")
    expect(count).to_have_text("1 of 13 roles")
    page.get_by_role("button", name="QA Engineer takes part in DT").click()
    expect(source).to_contain_text("joins no phase")


def test_a_thumb_is_kept_with_its_reason(open_chat: OpenChat, advised: tuple[str, Path]) -> None:
    url, journal = advised
    chat = open_chat(url)
    chat.ask("Which roles take part in version control?")
    chat.wait_until_answered()
    said = chat.page.locator("#verdict")
    chat.page.get_by_role("button", name="Like", exact=True).click()
    expect(said).to_contain_text("Noted: this answer helped")
    chat.page.get_by_role("button", name="Dislike").click()
    expect(said).to_contain_text("did not help")
    chat.page.get_by_label("What was missing or wrong?").fill("Who leads them?")
    chat.page.keyboard.press("Enter")
    expect(said).to_contain_text("Noted, with your reason")
    (judged,) = [one for one in read(journal) if one.feedback]
    assert judged.feedback is not None
    assert (judged.asked, judged.feedback.verdict) == ("Which roles take part in version control?", "down")
    assert judged.feedback.reason == "Who leads them?"


def test_conversations_are_kept_renamed_opened_exported_and_deleted(
    open_chat: OpenChat, advised: tuple[str, Path]
) -> None:
    chat = open_chat(advised[0])
    page = chat.page
    page.on("dialog", lambda dialog: dialog.accept())
    chat.ask(QUESTION)
    chat.wait_until_answered()
    past = page.get_by_role("button", name="Past conversations")
    expect(past).to_contain_text("1")
    page.reload()
    past.click()
    page.get_by_role("button", name=f"Rename: {QUESTION}").click()
    page.keyboard.type("Free <b>CI</b>")
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as Markdown: Free <b>CI</b>").click()
    exported = Path(download.value.path()).read_text("utf-8")
    assert f"## {QUESTION}" in exported
    assert "- [1] Table IV, row MLFlow, column Cost/Month" in exported
    page.get_by_role("button", name="Open: Free <b>CI</b>").click()
    expect(chat.reply).to_contain_text("MLFlow")
    expect(page.locator("#verdict")).to_be_empty()
    chat.asked = 1
    chat.ask("Which of those cover version control?")
    chat.wait_until_answered()
    expect(chat.reply.locator(".understood")).to_contain_text("VC")
    expect(past).to_contain_text("1")

    # As after a restart of the API: the browser knows a conversation that the server does not.
    page.evaluate(
        """() => {
          const kept = localStorage.getItem("advisor.conversations");
          const [{ id }] = JSON.parse(kept);
          localStorage.setItem("advisor.conversations", kept.replaceAll(id, "forgotten"));
        }"""
    )
    page.reload()
    past.click()
    page.get_by_role("button", name="Open: Free <b>CI</b>").click()
    expect(page.locator("#verdict")).to_contain_text("no longer remembers this conversation")
    past.click()
    page.get_by_role("button", name="Delete: Free <b>CI</b>").click()
    expect(page.locator("#past-list")).to_contain_text("None yet.")
    assert json.loads(page.evaluate("localStorage.getItem('advisor.conversations')")) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_tab_hinders_anybody_or_asks_another_host(
    open_chat: OpenChat, advised: tuple[str, Path], artifacts: Path, scheme: str
) -> None:
    chat = open_chat(advised[0], color_scheme=scheme, reduced_motion="reduce")
    page = chat.page
    found = {"empty": _violations(chat)}
    chat.ask(QUESTION)
    chat.wait_until_answered()
    chat.reply.locator("a.ref").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    found["chat"] = _violations(chat)
    page.get_by_role("button", name="Past conversations").click()
    found["past"] = _violations(chat)
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Stack planner").click()
    page.locator("summary", has_text="Team at hand").click()
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator("#plan .picks").first).to_be_visible()
    page.locator("#plan .cited summary").click()
    found["planner"] = _violations(chat)
    chat.screenshot(artifacts / f"planner-{scheme}.png")
    page.get_by_role("tab", name="Maturity").click()
    page.get_by_role("button", name="Assess").click()
    expect(page.locator("#maturity svg.radar")).to_be_visible()
    found["maturity"] = _violations(chat)
    chat.screenshot(artifacts / f"maturity-{scheme}.png")
    page.get_by_role("tab", name="Map").click()
    page.get_by_role("button", name="MLFlow covers CI").click()
    expect(page.locator("#map-source .source")).to_be_visible()
    found["map"] = _violations(chat)
    chat.screenshot(artifacts / f"map-{scheme}.png")
    assert {tab: violations for tab, violations in found.items() if violations} == {}
    assert chat.foreign_requests() == []
    assert chat.errors == []
