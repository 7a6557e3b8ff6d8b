"""The page: self-contained, safe whatever an answer holds, and readable on a phone."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.judges.judging import Judged
from eval.nightly.finished import Finished, Run, examined
from eval.nightly.history import Past
from eval.nightly.report import html
from eval.outcomes import Results, outcome_of
from eval.run import Config
from eval.summary import summarized
from eval.thresholds import load_thresholds
from tests.eval.conftest import MakeRow

PWN = "document.title='pwned'"
HOSTILE = f'<script>{PWN}</script><img src="http://127.0.0.1:9/x.png" onerror="{PWN}">'


@pytest.fixture(scope="module")
def page(make_row: MakeRow) -> str:
    """A night in which every text that comes from outside is hostile."""
    claim = {"text": HOSTILE, "citations": [1], "verdict": "unsupported", "evidence": HOSTILE}
    asked = {"question": f"MLFlow? {HOSTILE}"[:180], "mentions": ["nothing"]}
    cell = ("Table IV, row MLFlow, column Cost/Month",)
    wrong = make_row(f"MLFlow costs $7. {HOSTILE} [1]", cell, golden=asked, claims=[claim])
    right = make_row("MLFlow: nothing [1]", cell, golden=asked)
    failed = wrong.model_copy(
        update={
            "reply": None,
            "failure": HOSTILE,
            "golden": wrong.golden.model_copy(update={"id": "tool-cost-002"}),
        }
    )
    long = wrong.model_copy(
        update={"golden": wrong.golden.model_copy(update={"id": "tool-cost-003", "question": "word" * 100})}
    )
    rows = (wrong, failed, long)
    config = Config(
        release=HOSTILE,
        service="in process",
        split="dev",
        families=("tool-cost",),
        narrate=False,
        questions=3,
        golden="g",
    )
    run = Run(config, rows, summarized(rows, "r"))
    rules = load_thresholds()
    gate = examined(Results(config, (outcome_of(right),)), Results(config, run.outcomes), rules, ())
    assert gate.report.fallen
    judged = Judged(
        metric="advice", cases=1, judgements=1, unscored=0, lost=0, mean=0.5, low=0.4, high=0.6, spread=0, failures={},
        seconds=1,
    )  # fmt: skip
    past = tuple(
        Past(dt.date(2026, 3, day), day != 4, {("facts", "correct"): 0.9 + day / 100, ("facts", "p95_ms"): 5.0 * day})
        for day in range(1, 9)
    )
    return html(Finished(run, gate, narrated=run, judge=HOSTILE, judged=(judged,), past=past), rules)


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_no_element_comes_from_an_answer_and_none_asks_a_host(page: str) -> None:
    elements = _Elements()
    elements.feed(page)
    tags = {tag for tag, _ in elements.found}
    assert "svg" in tags
    assert tags.isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    for tag, attributes in elements.found:
        assert not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#"), (tag, attributes)
    assert not re.findall(r"url\((?!#)|@import", page)
    assert "default-src 'none'" in page


def test_ids_are_there_once(page: str) -> None:
    elements = _Elements()
    elements.feed(page)
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(set(ids)) == len(ids)


def test_colours_of_the_charts_are_the_pages_own(page: str) -> None:
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        assert "var(--series-1)" in chart
        assert not re.findall(r"#[0-9a-f]{6}", chart)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_without_asking_anybody(
    page: str, chromium: str, tmp_path: Path, width: int, scheme: str
) -> None:
    from playwright.sync_api import sync_playwright

    file = tmp_path / "report.html"
    file.write_text(page, "utf-8")
    asked: list[str] = []
    told: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shown = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("console", lambda message: told.append(message.text))
        shown.goto(file.as_uri())
        for details in shown.locator("details").all():
            details.evaluate("each => each.open = true")
        wide = shown.evaluate("document.documentElement.scrollWidth")
        background = shown.evaluate("getComputedStyle(document.body).backgroundColor")
        title = shown.title()
        browser.close()
    assert asked == [file.as_uri()]
    assert not told
    assert wide <= width
    dark = sum(map(int, re.findall(r"\d+", background))) < 3 * 128
    assert dark == (scheme == "dark")
    assert title != "pwned"
