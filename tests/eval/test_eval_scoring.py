"""Metrics against answers worked out by hand."""

import math
from typing import Any

import pytest

from eval.golden import Golden
from eval.places import Place
from eval.retrieval import met, ranking
from eval.rows import Reply, Row, Scores
from eval.scoring import scored
from eval.summary import summarized, table
from server.schema import Answer, Citation, FactTable, Items, SearchHit, SearchResponse, Value

PLACES = frozenset(
    {Place(document="paper", locator="Abstract, sentence 1"), Place(document="paper", locator="Figure 2")}
)


def golden(**changes: Any) -> Golden:
    fields: dict[str, Any] = {
        "id": "cost-sum-001",
        "family": "cost-sum",
        "wording": "terse",
        "split": "dev",
        "question": "total?",
        "status": "answered",
        "provenance": "Table IV",
    }
    return Golden.model_validate(fields | changes)


def citation(n: int, locator: str, document: str = "paper") -> Citation:
    return Citation(
        n=n, kind="cell", document=document, title="t", locator=locator, excerpt="e", url=None, as_of="2025-03-19"
    )


def answer(**changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "status": "answered",
        "answer": "",
        "conversation_id": "c",
        "release": "r",
        "trace_id": "t",
    }
    return Answer.model_validate(fields | changes)


def row(question: Golden, given: Answer, hits: tuple[str, ...] | None = None) -> Row:
    found = None
    if hits is not None:
        found = SearchResponse(hits=tuple(SearchHit(score=1.0, citation=citation(1, hit)) for hit in hits))
    return scored(question, Reply(answer=given, hits=found, elapsed_ms=5.0), PLACES)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (Items(tools=("DVC", "Git"), phases=("VC",)), 1.0),
        (Items(tools=("Git",), phases=("VC",)), 0.0),
        (Items(tools=("Git", "DVC", "FEAST"), phases=("VC",)), 0.0),
        (Items(tools=("Git", "DVC")), 0.0),
    ],
)
def test_items_are_compared_as_three_sets(got: Items, expected: float) -> None:
    question = golden(items=Items(tools=("Git", "DVC"), phases=("VC",)))
    assert row(question, answer(items=got)).scores.items == expected


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ((("total", 320, "USD"),), 1.0),
        ((("total", 320.0, "USD"), ("Chef", "CB", "")), 1.0),
        ((("total", 321, "USD"),), 0.0),
        ((("total", 320, "USD"), ("count", 6, "tools")), 0.0),
        ((("total", "320", "USD"),), 0.0),
        ((), 0.0),
    ],
)
def test_only_numbers_are_compared(got: tuple[tuple[str, Any, str], ...], expected: float) -> None:
    question = golden(values=({"name": "total", "value": 320, "unit": "USD/month"},))
    values = tuple(Value(name=name, value=value, unit=unit) for name, value, unit in got)
    assert row(question, answer(values=values)).scores.values == expected


def test_a_mention_may_stand_in_the_answer_the_table_or_a_value() -> None:
    question = golden(mentions=("Consumption", "15-1243", "CB"))
    table = FactTable(columns=("c",), rows=(("15-1243",),), citations=((),))
    said = answer(answer="consumption based", facts=table, values=(Value(name="Chef", value="CB", unit=""),))
    assert row(question, said).scores.mentions == 1.0
    assert row(question, answer(answer="consumption based")).scores.mentions == 0.0


@pytest.mark.parametrize(
    ("expected", "given", "status", "refusal", "false_refusal"),
    [
        ("answered", "answered", 1.0, None, 0.0),
        ("answered", "degraded", 1.0, None, 0.0),
        ("answered", "refused", 0.0, None, 1.0),
        ("answered", "clarify", 0.0, None, 0.0),
        ("refused", "refused", 1.0, 1.0, None),
        ("refused", "answered", 0.0, 0.0, None),
        ("refused", "degraded", 0.0, 0.0, None),
    ],
)
def test_status_and_refusals(
    expected: str, given: str, status: float, refusal: float | None, false_refusal: float | None
) -> None:
    scores = row(golden(status=expected), answer(status=given)).scores
    assert (scores.status, scores.refusal, scores.false_refusal) == (status, refusal, false_refusal)


def test_correct_needs_every_judged_part() -> None:
    question = golden(items=Items(tools=("Git",)), mentions=("free",))
    assert row(question, answer(items=Items(tools=("Git",)), answer="free")).scores.correct == 1.0
    assert row(question, answer(items=Items(tools=("Git",)), answer="$0")).scores.correct == 0.0
    assert row(question, answer(items=Items(), answer="free")).scores.correct == 0.0


def test_correct_prose_cites_something_relevant() -> None:
    question = golden(relevant=("Abstract", "Figure 2"))
    half = row(question, answer(citations=(citation(1, "Figure 2"),))).scores
    assert (half.cited, half.correct) == (0.5, 1.0)
    none = row(question, answer(citations=(citation(1, "Figure 1"),))).scores
    assert (none.cited, none.correct) == (0.0, 0.0)


def test_unresolved_marks_and_locators_are_named() -> None:
    given = answer(
        answer="One [1]. Two [3].",
        facts=FactTable(columns=("c",), rows=(("x",),), citations=((4,),)),
        citations=(citation(1, "Abstract, sentence 1"), citation(2, "Abstract, sentence 99")),
    )
    assert row(golden(), given).unresolved == ("mark [3]", "mark [4]", "locator 'Abstract, sentence 99'")


def test_documents_of_others_cannot_be_checked() -> None:
    assert row(golden(), answer(citations=(citation(1, "page 7", document="their-pdf"),))).unresolved == ()


def test_ranking_of_a_need_found_third() -> None:
    found = ranking([("Abstract",)], ["Figure 1", "Figure 2", "Abstract, sentence 1", "Abstract, sentence 2"])
    assert (found.recall_5, found.recall_20) == (1.0, 1.0)
    assert found.mrr == pytest.approx(1 / 3)
    assert found.ndcg_10 == pytest.approx(1 / math.log2(4))


def test_ranking_counts_needs_and_takes_alternatives() -> None:
    needs = [("Abstract",), ("Figure 2", "Figure 1"), ("Acknowledgment",)]
    found = ranking(needs, ["Figure 1, phase CI", "Abstract, sentence 1"])
    assert found.recall_5 == pytest.approx(2 / 3)
    assert found.mrr == 1.0


def test_ranking_tells_five_from_twenty() -> None:
    found = ranking([("Abstract",)], [*(f"Figure {n}" for n in range(9)), "Abstract"])
    assert (found.recall_5, found.recall_20) == (0.0, 1.0)


def test_no_hits_score_nothing() -> None:
    found = ranking([("Abstract",)], [])
    assert (found.recall_20, found.mrr, found.ndcg_10) == (0.0, 0.0, 0.0)


def test_met_is_the_share_of_needs() -> None:
    assert met([("Abstract",), ("Figure 2",)], ["Abstract, sentence 4"]) == 0.5


def test_search_hits_are_scored_where_given() -> None:
    question = golden(relevant=("Abstract",))
    assert row(question, answer(), hits=("Abstract, sentence 1",)).scores.mrr == 1.0
    assert row(question, answer()).scores.mrr is None


def test_a_failed_row_counts_in_no_mean() -> None:
    right = Row(golden=golden(), scores=Scores(correct=1.0))
    wrong = Row(golden=golden(), scores=Scores(correct=0.0))
    failed = Row(golden=golden(), failure="HTTP 500")
    total = summarized([right, wrong, failed], "r").total
    assert (total.rows, total.unscored) == (3, 1)
    assert (total.metrics["correct"].mean, total.metrics["correct"].n) == (0.5, 2)
    assert "items" not in total.metrics


def test_the_table_has_a_line_a_family_and_one_for_all() -> None:
    rows = [row(golden(), answer()), row(golden(family="count"), answer(status="refused"))]
    lines = table(summarized(rows, "r")).splitlines()
    assert [line.split()[0] for line in lines] == ["family", "cost-sum", "count", "all"]
    assert lines[-1].split()[:4] == ["all", "2", "0", "0.500"]
