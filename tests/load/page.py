"""What the page weighs and how soon a visitor can type: at a desk, again with what was kept, and on a slow phone."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from server.llama import free_port
from tests.conftest import found_chromium
from tests.load.figures import ms, table
from tests.load.rig import folder, serving
from tests.ui.conftest import FLAGS, chat_process, end, wait_until_served

_BOX = "#question textarea"
_PHONE = {"width": 390, "height": 844}
# As Lighthouse emulates a phone: a processor four times as slow on a slow 4G line.
_SLOWER = 4
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
_BLOCKED = """() => new Promise(done => {
  const found = [];
  new PerformanceObserver(list => found.push(...list.getEntries())).observe({type: 'longtask', buffered: true});
  setTimeout(() => done(found.reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0)), 100);
})"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass
class Visit:
    """One visit: what came over the wire in bytes, in how many requests, and times in seconds since the address was
    opened: something seen, the box ready to be typed in, and how long the page was deaf meanwhile."""

    requests: int = 0
    wire: float = 0
    seen: float = 0
    ready: float = 0
    blocked: float = 0


def page() -> str:
    """The table."""
    with folder() as data, serving(data, ADVISOR_LLM__ENABLED="false") as api, sync_playwright() as playwright:
        api.wait("index")
        port = free_port()
        chat, address = chat_process(api.url, port), f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=found_chromium(), args=FLAGS)
        try:
            wait_until_served(chat, address)
            rows = list(_rows(browser, address))
        finally:
            browser.close()
            end(chat)
    head = ("the chat's page", "requests", "over the wire", "something seen", "ready to type", "deaf meanwhile")
    return table(head, rows)


def _rows(browser: Browser, address: str) -> Iterator[tuple[str, ...]]:
    desk = browser.new_context()
    yield _row("first visit", _visit(desk.new_page(), address))
    yield _row("again", _visit(desk.new_page(), address))
    phone = browser.new_context(viewport=_PHONE, is_mobile=True, has_touch=True)
    yield _row("first visit, phone, processor 4 × slower, slow 4G", _visit(phone.new_page(), address, slow=True))


def _row(name: str, visit: Visit) -> tuple[str, ...]:
    times = (ms(seconds) for seconds in (visit.seen, visit.ready, visit.blocked))
    return name, str(visit.requests), f"{visit.wire / 1000:,.0f} kB", *times


def _visit(page: Page, address: str, *, slow: bool = False) -> Visit:
    visit = Visit()
    session = page.context.new_cdp_session(page)
    _watch(session, visit)
    if slow:
        session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        session.send("Network.emulateNetworkConditions", _LINE)
    page.goto(address, wait_until="commit", timeout=120_000)
    box = page.locator(_BOX)
    box.wait_for(timeout=120_000)
    box.fill("x")  # waits until it can be edited
    visit.ready = page.evaluate("performance.now()") / 1000
    visit.seen = page.evaluate(_PAINTED) / 1000
    visit.blocked = page.evaluate(_BLOCKED) / 1000
    page.close()
    return visit


def _watch(session: CDPSession, visit: Visit) -> None:
    def finished(event: dict[str, float]) -> None:
        visit.requests += 1
        visit.wire += event["encodedDataLength"]

    session.send("Network.enable")
    session.on("Network.loadingFinished", finished)
