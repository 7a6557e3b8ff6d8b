"""Regression tests of real answers by deepeval's `assert_test`, on our own metrics and without any LLM.

The plugin of deepeval is switched off (`-p no:deepeval`): it doubles the time of a run and adds nothing here.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from eval.claims import Places
from eval.golden import Golden, load_golden
from eval.metrics.asserting import CitationMetric, ExactnessMetric, assert_test, case_of
from eval.metrics.measuring import Measures
from eval.places import places_of
from eval.rows import Row
from eval.run import run
from eval.service import service
from ingest.minilm import MiniLM
from server.__main__ import built
from server.settings import ApiSettings, LLMSettings, Settings
from tests.eval.conftest import MakeRow

# One question of each kind of answer, all right when this was written.
QUESTIONS = (
    "phase-tools-001",
    "tools-and-001",
    "tool-cost-001",
    "cost-sum-001",
    "count-001",
    "tool-phases-001",
    "phase-roles-001",
    "role-wage-001",
    "empty-set-001",
    "maturity-001",
    "business-needs-010",
    "llm-development-005",
    "deployment-007",
    "false-premise-001",
    "off-topic-001",
)


@pytest.fixture(scope="module")
def rows(data_dir: Path, encoder: MiniLM, unused_tcp_port_factory: Any) -> dict[str, Row]:
    """The real advisor's answers to the questions, measured."""
    settings = Settings(
        data_dir=data_dir, llm=LLMSettings(enabled=False), api=ApiSettings(port=unused_tcp_port_factory())
    )
    catalogue, documents = load_catalogue(), load_documents()
    questions = [question for question in load_golden() if question.id in QUESTIONS]

    async def answered() -> list[Row]:
        places = places_of(catalogue, documents)
        async with service(settings, None, built, llm=False) as target:
            found, _ = await run(target, questions, places, narrate=False, jobs=1)
        return await Measures(catalogue, documents, lambda: encoder).measured(found)

    return {row.golden.id: row for row in asyncio.run(answered())}


@pytest.mark.model
@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_stays_exact_and_cited(name: str, rows: dict[str, Row]) -> None:
    metrics = [ExactnessMetric(), CitationMetric("citation_recall"), CitationMetric("citation_precision")]
    assert_test(case_of(rows[name]), metrics, run_async=False)


def test_a_wrong_tool_is_caught(make_row: MakeRow) -> None:
    row = make_row("Git is free [1].", golden={"items": {"tools": ["Git"]}}, items={"tools": ["DVC"]})
    with pytest.raises(AssertionError, match="exactness"):
        assert_test(case_of(row), [ExactnessMetric()], run_async=False)


@pytest.mark.parametrize(
    ("text", "locators", "which"),
    [
        ("Bitbucket costs $33 a month.", ("Table IV, row Bitbucket",), "citation_recall"),
        ("Bitbucket costs $33 a month [1].", ("Abstract, sentence 1",), "citation_recall"),
        (
            "Bitbucket costs $33 a month [1][2].",
            ("Table IV, row Bitbucket", "Abstract, sentence 1"),
            "citation_precision",
        ),
        ("Bitbucket costs $33 a month [1][7].", ("Table IV, row Bitbucket",), "citation_precision"),
    ],
)
async def test_a_missing_wrong_idle_or_dangling_citation_is_caught(
    text: str, locators: tuple[str, ...], which: Any, make_row: MakeRow, catalogue: Catalogue, evidence: Places
) -> None:
    def encoder() -> MiniLM:
        raise AssertionError("no reference, no encoder")

    (row,) = await Measures(catalogue, load_documents(), encoder).measured([make_row(text, locators)])
    metric = CitationMetric(which)
    metric.measure(case_of(row))
    assert not metric.is_successful(), metric.reason


def test_a_failed_row_is_no_case(make_row: MakeRow) -> None:
    golden: Golden = make_row("Git is free.").golden
    with pytest.raises(ValueError, match="failed: HTTP 500"):
        case_of(Row(golden=golden, failure="HTTP 500"))


@pytest.fixture(autouse=True)
def _nothing_is_left_behind() -> Iterator[None]:
    yield
    assert not Path(".deepeval").exists()
