"""The evidence check behind citation precision and recall, and how far it can be trusted."""

import json

import pytest

from corpus.catalogue import Catalogue
from eval.__main__ import main
from eval.claims import Places
from eval.metrics.citing import CitationReader, Citing, citing
from eval.metrics.command import passed
from eval.metrics.evidence import EvidenceCheck, numbers
from eval.places import Place
from tests.eval.conftest import PAPER, MakeRow

GIT = "Table IV, row Git, DVC, FEAST, Container Registry, NVIDIA NGC Catalog"
BITBUCKET = "Table IV, row Bitbucket"
RECALL_FLOOR, WRONG_PLACE_CEILING, FOREIGN_CEILING = 0.70, 0.05, 0.35


@pytest.fixture(scope="module")
def reader(catalogue: Catalogue, evidence: Places) -> CitationReader:
    return CitationReader(EvidenceCheck(catalogue), evidence)


@pytest.mark.parametrize(
    ("sentence", "locators", "expected"),
    [
        ("Bitbucket costs $33 a month.", (f"{BITBUCKET}, column Cost/Month",), True),
        ("Bitbucket costs $34 a month.", (f"{BITBUCKET}, column Cost/Month",), False),
        ("Bitbucket costs $396 a year.", (f"{BITBUCKET}, column Cost/Month",), True),
        ("Bitbucket costs $33 a month.", (f"{GIT}, column Cost/Month",), False),
        ("Git and Bitbucket cover VC.", (GIT, BITBUCKET), True),
        ("Git and Bitbucket cover VC.", (GIT,), False),
        ("Of the 55 tools, 2 are free: Git and DVC.", (GIT,), True),
        ("Of the 55 tools, 7 are free: Git and DVC.", (GIT,), False),
        ("None of the 13 roles covers CI.", ("Table III, column MLOps Abbreviated Phase",), True),
        (
            "Feedback goes back to administrative setup and to model development.",
            ("Figure 1, caption, sentence 3",),
            True,
        ),
        ("Feedback goes to the board of directors every quarter.", ("Figure 1, caption, sentence 3",), False),
        ("Feedback does not return to administrative setup.", ("Figure 1, caption, sentence 3",), False),
        ("Bitbucket costs $33 a month.", (), False),
    ],
)
def test_names_numbers_and_words_must_stand_there(
    sentence: str, locators: tuple[str, ...], expected: bool, catalogue: Catalogue, evidence: Places
) -> None:
    cited = [piece for locator in locators for piece in evidence[Place(document=PAPER, locator=locator)]]
    assert EvidenceCheck(catalogue).bears_out(sentence, cited) is expected


def test_numbers_are_read_as_written() -> None:
    assert numbers("Table IV prints $1,200.50 for 10k calls; see Figure 2, sentence 3.") == {1200.5, 10_000.0}


def test_recall_counts_sentences_and_precision_citations(reader: CitationReader, make_row: MakeRow) -> None:
    cost = f"{BITBUCKET}, column Cost/Month"
    row = make_row("Bitbucket costs $33 a month [1][2]. Bitbucket is the best [3].", (cost, f"{GIT}, column VC", GIT))
    first, second = reader.read(row)
    assert (first.borne_out, first.citations, first.bearing) == (True, (1, 2), (1,))
    assert (second.borne_out, second.bearing) == (False, ())
    assert citing([first, second]) == Citing(citation_precision=1 / 3, citation_recall=0.5)


def test_a_sentence_without_citation_is_not_borne_out(reader: CitationReader, make_row: MakeRow) -> None:
    (sentence,) = reader.read(make_row("Bitbucket costs $33 a month."))
    assert not sentence.borne_out
    assert citing([sentence]) == Citing(citation_precision=None, citation_recall=0.0)


def test_a_forged_excerpt_does_not_help(reader: CitationReader, make_row: MakeRow) -> None:
    row = make_row("Bitbucket costs $99 a month [1].", (f"{BITBUCKET}, column Cost/Month",))
    assert row.reply
    citation = row.reply.answer.citations[0].model_copy(update={"excerpt": "Bitbucket: Cost/Month $99"})
    answer = row.reply.answer.model_copy(update={"citations": (citation,)})
    forged = row.model_copy(update={"reply": row.reply.model_copy(update={"answer": answer})})
    assert not reader.read(forged)[0].borne_out


def test_numbers_of_the_question_and_proven_ones_need_no_citation(reader: CitationReader, make_row: MakeRow) -> None:
    text, locators = "For seventy users that is $4711 [1].", (f"{BITBUCKET}, column Cost/Month",)
    golden = {"values": [{"name": "total", "value": 4711, "unit": "USD"}]}
    assert not reader.read(make_row(text, locators))[0].borne_out
    assert reader.read(make_row(text, locators, golden=golden))[0].borne_out


def test_questions_back_are_not_judged(reader: CitationReader, make_row: MakeRow) -> None:
    assert reader.read(make_row("Which of the two?", status="clarify")) == ()


def test_the_check_tells_wrong_places_and_not_twists() -> None:
    found = {label: part.share or 0.0 for label, part in passed("dev").items()}
    assert found["supported"] >= RECALL_FLOOR
    assert found["wrong-citation"] <= WRONG_PLACE_CEILING
    assert found["unsupported"] <= FOREIGN_CEILING


def test_the_command_prints_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["borne_out"]["wrong-citation"]["whole"] == 46
    assert main(["evidence"]) == 0
    assert "wrong-citation" in capsys.readouterr().out
