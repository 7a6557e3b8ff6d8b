"""Judge-free metrics against figures worked out by hand."""

from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.document import load_documents
from eval.claims import Places
from eval.metrics.contexts import ContextMetrics
from eval.metrics.likeness import likeness
from eval.metrics.measuring import Measures, plain
from eval.metrics.report import table
from eval.metrics.risk import risk_coverage
from eval.rows import Row, Scores
from eval.summary import summarized
from ingest.minilm import MiniLM
from tests.eval.conftest import MakeRow

NEEDED = "Figure 1, caption, sentence 3"
OTHERS = ("Figure 1, caption, sentence 1", "Abstract, sentence 1", "Abstract, sentence 2", "Abstract, sentence 3")
REFERENCE = "Monitoring feeds back to administrative setup and to model development."


def asked(make_row: MakeRow, hits: tuple[str, ...], relevant: list[Any]) -> Row:
    return make_row("", hits=hits, golden={"relevant": relevant})


async def test_contexts_by_identifier_are_shares(make_row: MakeRow, evidence: Places) -> None:
    row = asked(make_row, (*OTHERS, NEEDED), [NEEDED, "Acknowledgment"])
    assert row.reply
    assert row.reply.hits
    found = await ContextMetrics(evidence).judged(row.golden, row.reply.hits.hits)
    assert (found.id_precision_5, found.id_recall_5) == (0.2, 0.5)
    # Of the two needed passages one is found, last of five.
    assert found.text_recall_5 == 0.5
    assert found.text_precision_5 == pytest.approx(0.2)


async def test_only_the_first_five_contexts_count(make_row: MakeRow, evidence: Places) -> None:
    row = asked(make_row, (*OTHERS, "Abstract, sentence 4", NEEDED), [NEEDED])
    assert row.reply
    assert row.reply.hits
    found = await ContextMetrics(evidence).judged(row.golden, row.reply.hits.hits)
    assert (found.id_precision_5, found.id_recall_5) == (0.0, 0.0)


async def test_a_need_is_met_by_any_of_its_places(make_row: MakeRow, evidence: Places) -> None:
    row = asked(make_row, ("Figure 1, phase M",), [[NEEDED, "Figure 1, phase M"]])
    assert row.reply
    assert row.reply.hits
    found = await ContextMetrics(evidence).judged(row.golden, row.reply.hits.hits)
    assert list(found.model_dump().values()) == pytest.approx([1.0] * 4)


async def test_no_hits_score_nothing(make_row: MakeRow, evidence: Places) -> None:
    found = await ContextMetrics(evidence).judged(asked(make_row, (), [NEEDED]).golden, ())
    assert set(found.model_dump().values()) == {0.0}


@pytest.mark.model
def test_the_same_text_is_wholly_alike(encoder: MiniLM) -> None:
    found = likeness(REFERENCE, REFERENCE, encoder)
    assert found.bleu == pytest.approx(1.0)
    assert found.rouge_l == 1.0
    assert found.minilm_f1 == pytest.approx(1.0, abs=1e-5)


@pytest.mark.model
def test_a_paraphrase_is_more_alike_than_another_matter(encoder: MiniLM) -> None:
    paraphrase = likeness("Feedback of the monitoring phase returns to setup and development.", REFERENCE, encoder)
    other = likeness("A prompt engineer earns a monthly wage.", REFERENCE, encoder)
    assert paraphrase.rouge_l > other.rouge_l
    assert paraphrase.minilm_f1 > other.minilm_f1 + 0.1
    assert likeness(" ", REFERENCE, encoder).model_dump() == {"bleu": 0.0, "rouge_l": 0.0, "minilm_f1": 0.0}


@pytest.mark.model
async def test_a_row_gets_every_score_it_can(catalogue: Catalogue, encoder: MiniLM, make_row: MakeRow) -> None:
    measures = Measures(catalogue, load_documents(), lambda: encoder)
    prose = make_row(
        "In Figure 1, feedback from monitoring returns to administrative setup and to model development [1].",
        (NEEDED,),
        hits=(NEEDED,),
        golden={"relevant": [NEEDED], "reference": REFERENCE},
    )
    failed = Row(golden=prose.golden, failure="HTTP 500")
    found, left = await measures.measured([prose, failed])
    scores = found.scores.model_dump(exclude_none=True)
    assert scores.keys() >= {
        "citation_precision",
        "citation_recall",
        "id_recall_5",
        "text_recall_5",
        "agrees",
        "bleu",
        "minilm_f1",
    }
    assert (found.scores.citation_recall, found.scores.answered, found.scores.recall_5) == (1.0, 1.0, 1.0)
    assert left == failed


@pytest.mark.model
async def test_only_an_answer_can_deny_its_reference(catalogue: Catalogue, encoder: MiniLM, make_row: MakeRow) -> None:
    denial = "Monitoring does not feed back to administrative setup and to model development [1]."
    measures = Measures(catalogue, load_documents(), lambda: encoder)
    golden = {"relevant": [NEEDED], "reference": REFERENCE}
    rows = [make_row(denial, (NEEDED,), golden=golden, status=status) for status in ("answered", "degraded", "refused")]
    assert [row.scores.agrees for row in await measures.measured(rows)] == [0.0, 0.0, None]


async def test_a_row_without_needs_loads_no_model(catalogue: Catalogue, make_row: MakeRow) -> None:
    def encoder() -> MiniLM:
        raise AssertionError("nothing is compared with a reference")

    (row,) = await Measures(catalogue, load_documents(), encoder).measured([make_row("MLFlow is free.")])
    assert row.scores.citation_recall == 0.0
    assert row.scores.bleu is None


def test_plain_text_has_no_marks(make_row: MakeRow) -> None:
    row = make_row("**MLFlow** is free [1][2]. So is Git [1].")
    assert row.reply
    assert plain(row.reply.answer) == "MLFlow is free. So is Git."


def graded(make_row: MakeRow, correct: float, **given: Any) -> Row:
    row = make_row("MLFlow is free [1].", ("Table IV, row MLFlow",), **given)
    return row.model_copy(update={"scores": Scores(correct=correct)})


def test_risk_grows_with_coverage(make_row: MakeRow) -> None:
    claim = {"text": "MLFlow is free.", "citations": [1], "evidence": ""}
    rows = [
        graded(make_row, 1.0, understood="the cost of MLFlow"),
        graded(make_row, 1.0, claims=[claim | {"verdict": "supported"}], usage={"completion_tokens": 9}),
        graded(
            make_row,
            0.0,
            claims=[claim | {"verdict": "supported"}, claim | {"verdict": "unsupported"}],
            usage={"completion_tokens": 9},
        ),
        graded(make_row, 0.0, status="refused"),
    ]
    curve = risk_coverage(rows)
    assert curve.questions == 4
    assert [(point.grade, point.held, point.coverage, point.risk) for point in curve.points] == [
        ("computed facts", 1.0, 0.25, 0.0),
        ("narrated passages", 1.0, 0.5, 0.0),
        ("narrated passages", 0.5, 0.75, 0.3333),
    ]
    assert curve.aurc == pytest.approx(1 / 9, abs=1e-4)


def test_without_answers_there_is_no_curve(make_row: MakeRow) -> None:
    assert risk_coverage([graded(make_row, 0.0, status="refused")]).aurc is None
    assert risk_coverage([]).questions == 0


def test_the_summary_counts_statuses_tokens_and_cost(make_row: MakeRow) -> None:
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "cost_usd": 0.002}
    rows = [make_row("MLFlow is free.", usage=usage), make_row("No.", status="refused", usage=usage)]
    summary = summarized(rows, "r")
    total = summary.total
    assert (total.statuses, total.prompt_tokens, total.completion_tokens) == ({"answered": 1, "refused": 1}, 200, 40)
    assert total.cost_usd == pytest.approx(0.004)
    assert total.metrics["answered"].mean == 0.5
    text = table(summary)
    assert "1 answered, 1 refused\n200 + 40 tokens, $0.0040" in text
    assert "risk and coverage over 2 questions" in text
