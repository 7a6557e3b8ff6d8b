"""Questions back: what is asked without a criterion or a model, and what a brief answer then chooses."""

import pytest

from server.schema import Filters
from tests.readers import last_of, new_reader


@pytest.mark.parametrize(
    "question", ["What's the best tool?", "which tool should we pick?", "Recommend a tool", "Which one is better?"]
)
def test_a_choice_without_a_criterion_is_asked_back(question: str) -> None:
    reading = new_reader().read(question, None, Filters())
    assert reading.clarify is not None
    assert reading.clarify.startswith("Best for what")
    assert "Which tool is best for Monitoring (M)?" in reading.options


@pytest.mark.parametrize(
    "question",
    ["What is the best tool for monitoring?", "which is the best free tool?", "Which one is better, DVC or Git?"],
)
def test_a_choice_with_a_criterion_is_not(question: str) -> None:
    assert new_reader().read(question, None, Filters()).clarify is None


def test_the_way_between_two_levels_is_one_of_a_model() -> None:
    reading = new_reader().read("how do I get from maturity level 1 to 2?", None, Filters())
    assert reading.clarify is not None
    assert len(reading.options) == 5


@pytest.mark.parametrize(
    ("asked", "answered", "query"),
    [
        ("What's the best tool?", "for monitoring", "list the tools that cover M"),
        ("What's the best tool?", "CI", "list the tools that cover CI"),
        ("What's the best tool?", "free ones for monitoring", "list the tools that are free ($0) and cover M"),
        ("what does the engineer earn?", "the data one", "look up the roles by wage for Data Engineer"),
        (
            "how much does the administrator earn?",
            "system",
            "look up the roles by wage for System Administrator",
        ),
        (
            "how do I get from maturity level 1 to 2?",
            "Google",
            "list the maturity for Google from Level 1 to Level 2",
        ),
        (
            "what's above level 2?",
            "the Microsoft one",
            "list the maturity for Microsoft at Level 2 that come after",
        ),
    ],
)
def test_a_brief_answer_chooses_one_of_the_readings(asked: str, answered: str, query: str) -> None:
    reading, _, _ = last_of((asked, answered))
    assert reading.query is not None
    assert reading.query.words() == query


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("Recommend a monitoring tool", True),
        ("what should we use for version control", True),
        ("Which tools cover CI?", False),
        ("How many tools are free for deployment?", False),
    ],
)
def test_where_one_is_to_be_chosen_cards_say_more_than_a_list(question: str, more: bool) -> None:
    assert new_reader().read(question, None, Filters()).more is more
