"""Maturity: levels against an independent evaluation of the raw questionnaire, and their laws."""

import tomllib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import TABLES, load_catalogue
from server.errors import UnknownName
from server.maturity.assessor import Answer, Assessment, MaturityAssessor

CATALOGUE = load_catalogue()
ASSESSOR = MaturityAssessor(CATALOGUE)
RAW = tomllib.loads((TABLES / "practices.toml").read_text(encoding="utf-8"))
IDS = [practice["id"] for practice in RAW["practice"]]
ORDER = {"unknown": 0, "no": 0, "partly": 1, "yes": 2}
BETTER = {"unknown": "partly", "no": "partly", "partly": "yes", "yes": "yes"}
ANSWERS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["yes", "partly", "no", "unknown"]))


def levels(assessment: Assessment) -> dict[str, str | None]:
    return {each.model.name: each.reached.label if each.reached else None for each in assessment.standings}


def expected(answers: Mapping[str, str]) -> dict[str, str | None]:
    """Climb each model's levels in the raw file until one asks for more than was answered."""
    reached: dict[str, str | None] = {}
    stopped: set[str] = set()
    for level in RAW["level"]:
        model = level["model"]
        reached.setdefault(model, None)
        full = all(answers.get(name) == "yes" for name in level.get("needs", []))
        begun = all(answers.get(name) in ("yes", "partly") for name in level.get("partly", []))
        if not (full and begun):
            stopped.add(model)
        if model not in stopped:
            reached[model] = level["label"]
    return reached


def height(model: str, label: str | None) -> int:
    labels = [level.label for level in CATALOGUE.maturity[model].levels]
    return labels.index(label) if label else -1


@given(ANSWERS)
def test_levels_are_those_of_an_independent_evaluation(answers: dict[str, Answer]) -> None:
    assert levels(ASSESSOR.assess(answers)) == expected(answers)


@given(ANSWERS, st.sampled_from(IDS))
def test_a_better_answer_never_lowers_a_level(answers: dict[str, Answer], practice: str) -> None:
    better = answers | {practice: BETTER[answers.get(practice, "unknown")]}
    before, after = levels(ASSESSOR.assess(answers)), levels(ASSESSOR.assess(better))  # type: ignore[arg-type]
    assert all(height(model, after[model]) >= height(model, before[model]) for model in before)


def test_all_yes_is_the_top_and_leaves_nothing_to_do() -> None:
    assessment = ASSESSOR.assess(dict.fromkeys(IDS, "yes"))
    assert levels(assessment) == {name: model.levels[-1].label for name, model in CATALOGUE.maturity.items()}
    assert assessment.steps == ()
    assert all(each.next is None and each.missing == () for each in assessment.standings)


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_all_no_is_the_bottom_and_below_level_a(answer: Answer) -> None:
    assert levels(ASSESSOR.assess(dict.fromkeys(IDS, answer))) == {
        "Google": "Level 0",
        "Microsoft": "Level 0",
        "Amazon": "Level 1",
        "IBM": "Level 0",
        "Meenu Mary et al.": None,
    }


@given(ANSWERS)
def test_what_is_possible_is_what_yes_to_all_that_is_open_would_give(answers: dict[str, Answer]) -> None:
    hoped: dict[str, Answer] = {
        name: "yes" if answers.get(name, "unknown") == "unknown" else answers[name] for name in IDS
    }
    reached = levels(ASSESSOR.assess(hoped))
    for each in ASSESSOR.assess(answers).standings:
        best = each.possible or each.reached
        assert (best.label if best else None) == reached[each.model.name]
        assert each.possible is None or each.possible != each.reached


@given(ANSWERS)
def test_filling_what_is_missing_reaches_the_next_level(answers: dict[str, Answer]) -> None:
    for each in ASSESSOR.assess(answers).standings:
        assert (each.next is None) == (each.missing == ())
        if each.next:
            filled = answers | {missing.practice.id: missing.least for missing in each.missing}
            after = levels(ASSESSOR.assess(filled))[each.model.name]
            assert height(each.model.name, after) >= height(each.model.name, each.next.label)
            one_short = filled | {each.missing[0].practice.id: each.missing[0].answer}
            after = levels(ASSESSOR.assess(one_short))[each.model.name]
            assert height(each.model.name, after) < height(each.model.name, each.next.label)


@given(ANSWERS)
def test_steps_are_ranked_by_the_models_that_miss_them(answers: dict[str, Answer]) -> None:
    assessment = ASSESSOR.assess(answers)
    missed: dict[str, list[str]] = {}
    for each in assessment.standings:
        for missing in each.missing:
            missed.setdefault(missing.practice.id, []).append(each.model.name)
    assert {step.missing.practice.id: list(step.models) for step in assessment.steps} == missed
    ranks = [(-len(step.models), IDS.index(step.missing.practice.id)) for step in assessment.steps]
    assert ranks == sorted(ranks)


def test_partly_is_enough_only_where_a_level_says_so() -> None:
    held: dict[str, Answer] = {"data-collection": "yes", "deployment": "yes", "monitoring": "partly"}
    assert levels(ASSESSOR.assess(held))["Meenu Mary et al."] == "Level C"
    assert levels(ASSESSOR.assess(held | {"deployment": "partly"}))["Meenu Mary et al."] == "Level A"


def test_a_practice_begins_with_tools_that_the_table_has() -> None:
    tools = {tool for practice in CATALOGUE.questionnaire.practices.values() for tool in practice.tools}
    assert tools
    assert tools <= CATALOGUE.tools.keys()


def test_an_unknown_practice_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"retrainig.*did you mean retraining.*known are data-collection"):
        ASSESSOR.assess({"retrainig": "yes"})
