"""Every query of the dashboards and rules, asked of a real Prometheus that scrapes a real server."""

import math
import re
import shutil
import time
from collections.abc import Iterator

import pytest

from tests.absence import absent
from tests.server.metering.prometheus import DEPLOY, Prometheus, panels, prometheus
from tests.server.metering.watched import QUESTIONS, Told, WatchedServer

pytestmark = pytest.mark.slow

# Several scrapes.
QUERIES = [(panel.title, query) for panel in panels("30s") for _, query in panel.queries]


@pytest.fixture(scope="module")
def scraped(
    watched_server: WatchedServer, told: Told, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prometheus]:
    """A Prometheus that has seen the server being asked and judged, between scrapes; after `told`, which counts what it
    asked itself."""
    if shutil.which("prometheus") is None:
        absent("no Prometheus on this machine: `apt-get install prometheus` to test the dashboards")
    with prometheus(tmp_path_factory.mktemp("prometheus"), watched_server.url, watched_server.scraping) as asked:
        # What is counted for the first time is no increase yet.
        for _ in range(2):
            answers = [watched_server.ask(question) for question in QUESTIONS]
            watched_server.judge(answers[-1])
            asked.wait_for_scrapes(3)
        yield asked


def test_every_panel_shows_something(scraped: Prometheus) -> None:
    assert len(QUERIES) > 30
    empty = []
    for title, query in QUERIES:
        values = [float(each["value"][1]) for each in scraped.query(query)]
        if all(math.isnan(value) for value in values):
            empty.append((title, query))
    assert not empty


def test_panels_use_no_metric_that_there_is_not(scraped: Prometheus) -> None:
    """And the other way round: what is measured is shown."""
    known = set(scraped.get("label/__name__/values"))
    shown = {name for _, query in QUERIES for name in re.findall(r"advisor_\w+|process_\w+", query)}
    rules = [path.read_text("utf-8") for path in (DEPLOY / "prometheus").glob("*.rules.yml")]
    ruled = {name for text in rules for name in re.findall(r"\badvisor_\w+", text)}
    assert shown | ruled <= known
    measured = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in known if name.startswith("advisor_")}
    used = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown | ruled}
    assert {name for name in measured - used if f"{name}_total" not in used} == set()


def test_rules_are_evaluated_without_error(scraped: Prometheus) -> None:
    rules = [rule for group in scraped.get("rules")["groups"] for rule in group["rules"]]
    assert {rule["health"] for rule in rules} == {"ok"}
    firing = {rule["name"] for rule in rules if rule.get("state") == "firing"}
    assert firing == {"AdvisorGateFailed"}


def test_a_slow_point_leads_to_its_trace(scraped: Prometheus) -> None:
    window = {"start": str(time.time() - 300), "end": str(time.time())}
    found = scraped.get("query_exemplars", query="advisor_answer_seconds_bucket", **window)
    traces = {each["labels"]["trace_id"] for series in found for each in series["exemplars"]}
    assert traces
    assert all(re.fullmatch(r"[0-9a-f]{32}", trace) for trace in traces)
