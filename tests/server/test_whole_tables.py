"""The plainest questions: what is there, who comes third, what is said of all."""

import pytest

from server.schema import Filters, Items
from tests.readers import CATALOGUE, ENGINE, new_reader

TOOLS, ROLES, PHASES = set(CATALOGUE.tools), set(CATALOGUE.roles), {"BN", "AS", "MD", "VC", "CI", "D", "M"}


def items(question: str) -> Items:
    query = new_reader().read(question, None, Filters()).query
    return ENGINE.answer(query).items if query is not None else Items()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What phases are there?", PHASES),
        ("what stages does the lifecycle have?", PHASES),
        ("phases?", PHASES),
        ("Which roles are there in the paper?", ROLES),
        ("roles", ROLES),
        ("list all the tools you know pls", TOOLS),
        ("Which tools are listed in Table IV?", TOOLS),
    ],
)
def test_a_whole_table_is_asked_for_in_many_ways(question: str, found: set[str]) -> None:
    names = items(question)
    assert found <= {*names.tools, *names.roles, *names.phases}


@pytest.mark.parametrize(
    "question", ["Which tools are available for Kubernetes?", "Which roles are there in a startup?"]
)
def test_what_says_more_asks_for_no_whole_table(question: str) -> None:
    assert items(question) == Items()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the fifth cheapest tool?", {"Bitbucket"}),
        ("What's the fifth cheapest tool, leaving out everything that costs 0 or has no fixed price?", {"Taiga"}),
        ("Who is sixth in the pay list, counted from the top?", {"QA Engineer"}),
        ("What is the 21st most expensive tool?", set()),
    ],
)
def test_any_rank_counts(question: str, found: set[str]) -> None:
    names = items(question)
    assert {*names.tools, *names.roles} == found


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("No role works in version control, so who should we hire for it?", "cover VC"),
        ("Every tool for CI is free, so which should we take?", "cover CI and are not free ($0)"),
        ("Why is every tool for VC open source?", "cover VC and are not ticked as open source"),
    ],
)
def test_what_is_said_of_a_whole_set_is_checked(question: str, condition: str) -> None:
    query = new_reader().read(question, None, Filters()).query
    assert query is not None
    assert query.premise
    assert query.where.words() == condition


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("Which roles span at least five of the seven phases?", "span at least 5 of the seven phases"),
        ("Which people are in every phase?", "span all seven phases"),
        ("Is there a tool which can do it all?", "span all seven phases"),
        ("Is there a person who handles everything?", "span all seven phases"),
        ("Looking only at version control, which tool has the highest monthly price?", "cover VC"),
        (
            "Which monitoring tools remain if I leave out everything that has no fixed price?",
            "cover M and have a fixed price",
        ),
    ],
)
def test_what_bounds_a_set_is_read_whole(question: str, condition: str) -> None:
    query = new_reader().read(question, None, Filters()).query
    assert query is not None
    assert query.where.words() == condition
