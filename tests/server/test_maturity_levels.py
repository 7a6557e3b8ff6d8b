"""Questions about Table I, each answered with the very levels asked for; what levels need is called a judgement."""

import pytest

from corpus.catalogue import load_catalogue
from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.query import Query
from server.sheet import Sheet
from server.understanding.parser import Parser
from server.understanding.reach.unknown import Vocabulary

CATALOGUE = load_catalogue()
PARSER = Parser(CATALOGUE, Linker(CATALOGUE), Vocabulary([]))
ENGINE = FactEngine(CATALOGUE)


def read(question: str) -> Query:
    query = PARSER.parse(question).query
    assert query is not None, f"read as prose: {question}"
    assert query.select == "maturity"
    return query


def sheet(question: str) -> Sheet:
    return ENGINE.answer(read(question))


def levels(question: str) -> list[str]:
    return [" ".join(row.cells[:2]) for row in sheet(question).rows]


@pytest.mark.parametrize(
    ("question", "models"),
    [
        ("Which of the maturity models comes with exactly four levels?", ["Amazon", "IBM", "Meenu Mary et al."]),
        ("is there a maturity model with fewer than 4 steps", ["Google"]),
        ("which models in table I have the most levels", ["Microsoft"]),
        ("Is there any model with six levels?", []),
    ],
)
def test_models_are_chosen_by_their_number_of_levels(question: str, models: list[str]) -> None:
    assert list(dict.fromkeys(row.cells[0] for row in sheet(question).rows)) == models


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which level follows Level B of Meenu Mary?", ["Meenu Mary et al. Level C"]),
        ("what is below level 2 on Microsoft's ladder", ["Microsoft Level 1"]),
        ("the bottom levels of IBM and Amazon, please", ["Amazon Level 1", "IBM Level 0"]),
        ("How is the top level named in each of the models?",
         ["Google Level 2", "Microsoft Level 4", "Amazon Level 4", "IBM Level 3", "Meenu Mary et al. Level D"]),
        ("Which models begin at level 1?", ["Amazon Level 1"]),
        ("Which level names are shared by Google and IBM?", ["Google Level 1", "IBM Level 1"]),
        ("Which maturity levels speak of data collection?",
         ["Meenu Mary et al. Level A", "Microsoft Level 4", "Amazon Level 4"]),
        ("At what Amazon level do approvals come in?", ["Amazon Level 3"]),
        # The field behind a vendor is no product of his, and a level with nothing beside it is one of maturity.
        ("IBM MLOps level 2, please", ["IBM Level 2"]),
        ("Tell me about Google MLOps Level 0", ["Google Level 0"]),
        ("Azure MLOps level 3", ["Microsoft Level 3"]),
        ("What does level 4 mean?", ["Amazon Level 4", "Microsoft Level 4"]),
        ("MLOps level 0 explained", ["Google Level 0", "IBM Level 0", "Microsoft Level 0"]),
    ],
)  # fmt: skip
def test_the_very_levels_are_told(question: str, expected: list[str]) -> None:
    assert sorted(levels(question)) == sorted(expected)


def test_each_label_goes_with_its_model() -> None:
    told = [said.text for said in sheet("Google level 0 against Amazon level 1, please").statements]
    assert [text.split(",")[0] for text in told] == [
        "Google calls its Level 0 Manual Process",
        "Amazon calls its Level 1 Initial Phase",
    ]


def test_no_level_above_the_highest() -> None:
    found = sheet("What comes after Google's Level 2?")
    assert found.refuted
    assert "Google has no level above Level 2" in found.statements[0].text


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("Does Microsoft name its lowest level like IBM does, the same?", True),
        ("Are the top levels of IBM and Microsoft identical?", False),
    ],
)
def test_names_of_two_models_are_held_against_each_other(question: str, same: bool) -> None:
    assert ("prints the same name" in sheet(question).statements[0].text) is same


@pytest.mark.parametrize(
    ("question", "start", "target", "practices"),
    [
        ("We have just reached IBM level 1. What should we tackle next?", "Level 1", "Level 2",
         {"automated tests of code", "automated validation of models", "automated deployment"}),
        ("what is required for Google level 1?", None, "Level 1",
         {"automated data preparation", "automated training pipeline", "version control of code"}),
        ("How can a team get from Level A to Level C?", "Level A", "Level C",
         {"automated deployment", "automated monitoring"}),
        ("we have git and a training pipeline, how far is google level 1?", None, "Level 1",
         {"automated data preparation"}),
        ("what separates amazon level 3 from level 4", "Level 3", "Level 4",
         {"automated data collection", "automated data preparation", "automatic retraining", "automated deployment"}),
    ],
)  # fmt: skip
def test_the_way_up_is_told_as_a_judgement(question: str, start: str | None, target: str, practices: set[str]) -> None:
    query = read(question)
    assert (query.level, query.target) == (start, target)
    found = ENGINE.answer(query)
    assert {row.cells[0] for row in found.rows} == practices
    assert found.statements[0].text.startswith("By this project's judgement")
    assert all(said.evidence for said in found.statements)


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("Does Google level 2 require data versioning?", "needs"),
        ("Do we need drift detection for Google level 1?", "does not need"),
    ],
)
def test_a_level_needs_a_practice_or_not(question: str, verb: str) -> None:
    assert f"{verb} " in sheet(question).statements[0].text.split(")")[1]


@pytest.mark.parametrize(
    "question",
    [
        "How could we raise our ML maturity?",
        "I need a road map to MLOps maturity.",
        "Which step should we automate first?",
        "how do you get to the next maturity level",
        "We are at level 0. What comes first?",
        "How to move from manual to automated machine learning?",
    ],
)
def test_advice_without_a_word_of_what_is_in_place_begins_at_the_bottom(question: str) -> None:
    query = read(question)
    assert (query.measure, query.order, query.stated) == ("check", "after", ())
    told = [said.text for said in ENGINE.answer(query).statements]
    assert told[0].endswith("version control of code, automated training pipeline and automated data preparation")
    assert "begin with Git for version control of code" in " ".join(told)


@pytest.mark.parametrize(
    ("question", "models"),
    [
        ("Which maturity framework suits us best?", 5),
        ("What maturity level should we strive for?", 5),
        ("How do the maturity models of IBM and Google differ?", 2),
        ("Compare all maturity models", 5),
        ("compare the maturity models please", 5),
        ("all five maturity models please, compared", 5),
        ("Which maturity model is the easiest?", 5),
    ],
)
def test_models_are_held_against_each_other_and_none_is_recommended(question: str, models: int) -> None:
    found = sheet(question)
    assert found.statements[0].text.startswith("Table I recommends no maturity model")
    assert len({row.cells[0] for row in found.rows}) == models
    assert all(said.evidence for said in found.statements)


@pytest.mark.parametrize(
    "question", ["explain the levels of Amazon", "What do Amazon's maturity levels mean?", "AWS MLOps levels in detail"]
)
def test_what_each_level_adds_is_told_by_judgement(question: str) -> None:
    told = [said.text for said in sheet(question).statements]
    assert "By this project's judgement Amazon's Level 1 (Initial Phase) asks for none of the practices yet" in told
    assert any("Level 3 (Reliable Phase) adds automated tests of code" in text for text in told)


@pytest.mark.parametrize(
    "question",
    [
        "what tools do we need to reach a higher maturity level?",
        "which tools bring us to the next level?",
        "which practices are needed for the next maturity level",
        "What software should I introduce to get to the next level?",
    ],
)
def test_what_the_next_level_takes_is_told_without_a_model(question: str) -> None:
    query = read(question)
    assert (query.select, query.measure, query.order) == ("maturity", "check", "after")


@pytest.mark.parametrize(
    "question",
    ["do maturity models apply to chatbots?", "which maturity model fits LLMs best?", "who is this Meenu Mary?"],
)
def test_what_the_levels_do_not_tell_is_left_to_cards(question: str) -> None:
    assert PARSER.parse(question).query is None


def test_nothing_lies_above_the_top() -> None:
    assert "highest level of IBM" in sheet("We are at IBM level 3, what comes next?").statements[0].text


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("Models are retrained every week and code sits in git, no alerts. Which rung is that?",
         {"retraining": "yes", "code-versions": "yes", "monitoring": "no"}),
        ("We collect data automatically, deployment is by hand. How mature is that?",
         {"data-collection": "yes", "deployment": "no"}),
        ("Everything is deployed automatically. How mature is that?", {"deployment": "yes"}),
        ("All of it is automated except deployment. Where does this leave us?", {"deployment": "no"}),
        ("Everything is done by hand so far. What level would that be?",
         dict.fromkeys(CATALOGUE.questionnaire.practices, "no")),
        ("Everything is automated except deployment. Where does this leave us?",
         dict.fromkeys(CATALOGUE.questionnaire.practices, "yes") | {"deployment": "no"}),
    ],
)  # fmt: skip
def test_a_told_practice_is_judged(question: str, stated: dict[str, str]) -> None:
    query = read(question)
    assert query.measure == "check"
    assert dict(query.stated) == stated


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("What are the AWS MLOps levels?", ()),
        ("How mature is IBM MLOps?", ()),
        ("What does IBM Watson cost?", ("IBM Watson",)),
    ],
)
def test_a_vendor_and_the_field_are_no_product(question: str, foreign: tuple[str, ...]) -> None:
    assert PARSER.parse(question).foreign == foreign


@pytest.mark.parametrize(
    "question",
    [
        "What level of access should our data scientists have?",
        "Which models do data scientists train?",
        "At what level of detail are experiments tracked?",
    ],
)
def test_other_levels_and_models_are_no_maturity(question: str) -> None:
    query = PARSER.parse(question).query
    assert query is None or query.select != "maturity"


@pytest.mark.parametrize(
    ("question", "models"),
    [
        ("which maturity models lack a level 0?", ["Amazon", "Meenu Mary et al."]),
        ("Which model does not begin at level 0?", ["Amazon", "Meenu Mary et al."]),
        ("how many maturity models are without a level 4", ["Google", "IBM", "Meenu Mary et al."]),
        ("Which maturity models don't have a level called No MLOps?", ["Google", "Amazon", "Meenu Mary et al."]),
        ("which maturity models have a level 4", ["Microsoft", "Amazon"]),
    ],
)
def test_models_without_a_level_are_the_others(question: str, models: list[str]) -> None:
    answer = sheet(question)
    assert list(dict.fromkeys(row.cells[0] for row in answer.rows)) == models
    counted = [value.value for value in answer.values]
    assert counted == ([len(models)] if "how many" in question else [])
