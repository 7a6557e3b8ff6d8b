"""Whether an answer denies its reference: rule by rule, and over corpus sentences that were turned round by hand."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from eval.golden import load_golden
from eval.metrics.agreeing import agrees


@dataclass(frozen=True)
class Turned:
    """A sentence of the corpus, its opposite, and a question whose answer quotes it. Those `seen` were at hand while
    the rules were made; whether each is `caught` was written down when it was first tried."""

    question: str
    sentence: str
    turned: str
    seen: bool
    caught: bool


TURNED = [
    Turned(**json.loads(line))
    for line in (Path(__file__).parent / "data" / "turned.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def references() -> dict[str, str]:
    return {question.id: question.reference for question in load_golden() if question.reference}


@pytest.mark.parametrize("case", TURNED, ids=lambda case: case.question)
def test_a_turned_sentence_is_told_from_what_it_was(case: Turned, references: dict[str, str]) -> None:
    reference = references[case.question]
    before, after = (agrees([sentence], reference) for sentence in (case.sentence, case.turned))
    assert (before and not after) == case.caught


def test_half_of_the_turned_sentences_are_caught_also_of_those_not_seen_before() -> None:
    for seen in (True, False):
        cases = [case.caught for case in TURNED if case.seen == seen]
        assert len(cases) > 12
        assert sum(cases) / len(cases) > 0.45


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        ("Approval demands no authorization before a model goes live.", "Authorization comes before a model is live."),
        ("Authorization is asked for before a model goes live.", "No authorization is asked for."),
        ("Gated Approval raises the risk of errors.", "It lowers the risk of errors."),
        ("Support of Grafana ends on 9 January 2029.", "9 January 2027."),
        ("The plan costs $19.90 for a user.", "No, $10.99 a user."),
    ],
)
def test_a_denial_an_opposite_or_another_figure_clashes(sentence: str, reference: str) -> None:
    assert not agrees([sentence], reference)


@pytest.mark.parametrize(
    ("sentences", "reference"),
    [
        (["Langsmith works with any LLM."], "No, it works with any LLM."),
        (["The page shows no figures."], "No figures are shown on the page."),
        (["It keeps no record of what it made."], "It does not keep a record of what it made."),
        (["Monitoring needs no wages at all.", "Deployment is gated."], "Deployment is gated by a person."),
        (["Support ends on 9 January.", "That is in 2027, after 2026."], "9 January 2027."),
        (["Nothing is free.", "It is not a tracker."], "Seldon."),
        ([], "Seldon."),
    ],
)
def test_replies_negations_of_both_and_other_matters_do_not_clash(sentences: list[str], reference: str) -> None:
    assert agrees(sentences, reference)


def test_each_statement_of_a_reference_counts() -> None:
    reference = "It lowers a risk that nobody had thought of in this place; only approved models are deployed."
    assert agrees(["Only approved models are deployed."], reference)
    assert not agrees(["Models are deployed without being approved."], reference)
