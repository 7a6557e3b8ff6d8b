"""Several questions in one: each is answered for itself, unless one leans on another."""

import pytest

from server.facts.engine import FactEngine
from server.schema import Filters
from tests.readers import CATALOGUE, new_reader

ENGINE = FactEngine(CATALOGUE)


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
    "question",
    [
        "Which tools cover D and which of them are free?",
        "Which tools cover CI and which are free?",
        "Which tools are there for VC, but which have nothing to do with MD?",
        "What does Jenkins cost, and is it open source?",
        "Which roles work in D, and who else is in M?",
    ],
)
def test_what_leans_on_the_question_before_is_none_of_its_own(question: str) -> None:
    roles_or_tools = [query for query in queries(question) if query.startswith("list the")]
    assert len(roles_or_tools) <= 1


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


def test_a_name_that_is_not_in_the_corpus_is_told_whatever_else_is_asked() -> None:
    reading = new_reader().read("What does Buildkite cost and what does Jenkins cost?", None, Filters())
    assert reading.foreign == ("Buildkite",)
