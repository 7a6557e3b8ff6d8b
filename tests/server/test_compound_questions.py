"""Several questions in one: each is answered for itself, unless one leans on another."""

from pathlib import Path

import pytest

from server.advising import whole
from server.bootstrap import build
from server.schema import AskRequest, Filters
from server.settings import LLMSettings, Settings
from tests.readers import ENGINE, last_of, new_reader


def queries(question: str) -> list[str]:
    """What the question was read as, one query after the other."""
    query = new_reader().read(question, None, Filters()).query
    return query.words().split("; ") if query is not None else []


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How much is Grafana and which roles are in monitoring?", ["cost for Grafana", "roles that cover M"]),
        ("What does Grafana cost? Which roles are in monitoring?", ["cost for Grafana", "roles that cover M"]),
        ("Does Jenkins cover D and does Grafana cover M?", ["whether Jenkins covers D", "whether Grafana covers M"]),
        ("Who earns the most, and which tool is the dearest?", ["roles by wage", "tools by cost"]),
        ("How many tools cover CI? And how many roles are there in D?", ["tools that cover CI", "roles that cover D"]),
        ("Is Jenkins free, and which phases is QA Engineer in?", ["Jenkins is free", "phases for QA Engineer"]),
        (
            "Hi! What phases are there, which roles exist, and what does Trello cost? Thanks!",
            ["list the phases", "list the roles", "cost for Trello"],
        ),
        ("Which tools do CI? Also, who gets the highest wage?", ["cover CI", "highest of the roles by wage"]),
        ("If we buy Taiga and Whylabs, what is the total? And second, who does M?", ["total", "roles that cover M"]),
        ("Is Git free? We have Seldon and Grafana. Which phases are not covered?", ["whether Git", "left uncovered"]),
        ("First question: which tools do D? Second question: which roles do CI?", ["tools that cover D", "roles"]),
        ("- free tools for AS\n- roles that take part in AS", ["tools that are free", "roles that cover AS"]),
        ("Which is dearer, Asana or Taiga? And which has more phases, Git or Chef?", ["by cost", "by phases"]),
        ("I want the CI tools. While you're at it, name the cheapest paid tool.", ["tools that cover CI", "lowest"]),
    ],
)
def test_questions_in_a_row_are_read_each_for_itself(question: str, asked: list[str]) -> None:
    found = queries(question)
    assert len(found) == len(asked)
    assert all(words in query for words, query in zip(asked, found, strict=True))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which tools cover CI and which cover BN?", ["tools that cover CI", "tools that cover BN"]),
        ("How many roles are in D and how many are in M?", ["roles that cover D", "roles that cover M"]),
        ("Which tools are free and which are paid?", ["tools that are free", "tools that are not free"]),
    ],
)
def test_a_contrast_shares_its_noun(question: str, asked: list[str]) -> None:
    assert all(words in query for words, query in zip(asked, queries(question), strict=True))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("1) monitoring tools that cost nothing 2) the wage of a data architect", ["cover M", "for Data Architect"]),
        ("asana price, prompt engineer wage?", ["cost for Asana", "wage for Prompt Engineer"]),
        ("Setup: people? Jenkins: how much?", ["roles that cover AS", "cost for Jenkins"]),
        ("free CI tools + free deployment tools", ["cover CI", "cover D"]),
        (
            "I have two questions. First: which tools do LLM development? Second: what does Taiga cost?",
            ["MDL", "Taiga"],
        ),
    ],
)
def test_questions_need_no_verb_and_may_be_numbered(question: str, asked: list[str]) -> None:
    assert all(words in query for words, query in zip(asked, queries(question), strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "Which tools cover CI and which are free?",
        "Which tools are there for VC, but which have nothing to do with MD?",
        "Among the free tools, which tick at least three of MDT, MDL, VC, D and M?",
        "Which products aren't free, are ticked for BN or MD and are open source?",
        "Total up MLOps Engineer, Software Engineer and DevOps Engineer pay.",
        "Is there anyone covering BN plus AS? Who?",
    ],
)
def test_conditions_of_one_question_stay_together(question: str) -> None:
    assert len(queries(question)) == 1


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "What phases do Azure DevOps and GitLab Enterprise have in common, and how far apart are the two in price?",
            ["in common", "compare the tools by cost"],
        ),
        (
            "Does a DevOps Engineer earn more than an ML Engineer, and in which phases do both of them work?",
            ["whether DevOps Engineer earns", "for DevOps Engineer, ML Engineer in common"],
        ),
        ("Which tool is priced at $250 and which phase is it meant for?", ["cost $250", "phases for Whylabs"]),
        (
            "Do Azure DevOps and GitLab Enterprise cover the same phases, and what's the price gap?",
            ["in common", "compare the tools by cost"],
        ),
        ("And Whylabs? Price and phase, please.", ["phases for Whylabs", "cost for Whylabs"]),
        ("Which CI tools are free? And which one in that phase is the dearest?", ["are free", "highest"]),
        ("How many CI tools are free, and how many cost over $20?", ["CI and are free", "CI and cost over $20"]),
        ("Among the roles in D, what's the lowest wage and what's the highest?", ["lowest", "highest"]),
        ("Which tools for CI are free and which are not?", ["CI and are free", "CI and are not free"]),
        ("Which VC tools are free, and which are not? And who does VC?", ["are free", "are not free", "roles"]),
        (
            "What phases has Kubeflow that Seldon hasn't, and vice versa?",
            ["for Kubeflow, Seldon", "for Seldon, Kubeflow"],
        ),
        ("Which roles do MDT? Also, which of these same roles do D too?", ["cover MDT", "MDT and cover D"]),
        ("How many tools are there for CI? And for D? Which ones are in both?", ["CI", "D", "cover CI and cover D"]),
    ],
)
def test_questions_that_lean_on_one_another_are_read_in_turn(question: str, asked: list[str]) -> None:
    assert all(words in query for words, query in zip(asked, queries(question), strict=True))


def test_a_list_and_what_narrows_it_are_both_answered() -> None:
    query = new_reader().read("Which tools cover CI, and which of them are free?", None, Filters()).query
    assert query is not None
    told = [statement.text for statement in ENGINE.answer(query).statements]
    assert [text.startswith("Of the 55 tools in Table IV, 6 cover CI") for text in told[:2]] == [True, False]
    assert "2 cover CI and are free ($0): MLFlow and Jenkins" in told[1]


def test_what_can_be_answered_of_several_is() -> None:
    reading = new_reader().read("What does Whylabs cost, and do they give a discount to nonprofits?", None, Filters())
    assert reading.partly
    assert reading.query is not None
    assert reading.query.named == ("Whylabs",)


def test_a_long_list_that_is_narrowed_at_once_is_not_told() -> None:
    assert len(queries("Which tools are free? Which of them cover both VC and D?")) == 1


def test_the_first_of_several_may_lean_on_the_conversation() -> None:
    said = ("Which tools cover deployment?", "Which of those are free, and who works in that phase?")
    assert last_of(said)[0].query == last_of(("Which tools cover D and are free? Which roles cover D?",))[0].query


def test_what_only_documents_explain_stands_beside_several_questions() -> None:
    reading = new_reader().read("What is data drift, what does Grafana cost and who works in D?", None, Filters())
    assert reading.asides == ("What is data drift",)
    assert len(queries(reading.question)) == 2


def test_the_number_of_users_told_once_holds_for_every_question() -> None:
    query = (
        new_reader().read("We are 25 people. What does Asana cost, and what does Taiga cost?", None, Filters()).query
    )
    assert query is not None
    assert {value.value for value in ENGINE.answer(query).values} == {275, 175}


@pytest.mark.parametrize(
    ("question", "foreign", "asked"),
    [
        ("What does Buildkite cost and what does Jenkins cost?", "Buildkite", "cost for Jenkins"),
        ("How pricey are Buildkite and Langsmith?", "Buildkite", "cost for Langsmith"),
        ("How pricey are Buildkite and Langsmith? And which phases do they have?", "Buildkite", "cost for Langsmith"),
    ],
)
def test_what_is_known_is_answered_beside_a_name_that_is_not(question: str, foreign: str, asked: str) -> None:
    reading = new_reader().read(question, None, Filters())
    assert reading.partly
    assert reading.foreign == (foreign,)
    assert reading.query is not None
    assert asked in reading.query.words()


def test_a_filter_holds_for_each_of_several_questions() -> None:
    read = new_reader().read
    query = read("Which tools cover CI? Which tools cover D?", None, Filters(tools=("Jenkins",))).query
    assert query is not None
    assert ENGINE.answer(query).items.tools == ("Jenkins",)


async def test_an_answer_says_what_it_leaves_open(tmp_path: Path) -> None:
    advisor = build(Settings(data_dir=tmp_path, llm=LLMSettings(enabled=False)))
    asked = AskRequest(question="What does Buildkite cost, and who works in deployment?", narrate=False)
    answer = await whole(advisor.stream(asked))
    assert answer.status == "answered"
    assert answer.answer.startswith("Buildkite is not in the corpus")
    assert "System Administrator" in answer.items.roles
