"""Questions that lead on from an answer: each is read, and none asks what was asked."""

import pytest

from server.offers import of_concept, of_phase, suggest
from server.schema import Filters, Items
from server.understanding.followups.turn import Turn
from tests.readers import ENGINE, new_reader


@pytest.mark.parametrize(
    "asked",
    [
        "Which tools cover CI?",
        "Which free tools cover CI?",
        "Which open source tools that are not free cover CI?",
        "Which tools cover CI and cost at most $50?",
        "Which tools cover D but not CI?",
        "What does Jenkins cost?",
        "Which phases does Jenkins cover?",
        "Compare Asana and Trello",
        "What does a Data Engineer earn?",
        "Which roles take part in Deployment (D)?",
        "Who earns the most?",
        "Which phases does a QA Engineer take part in?",
    ],
)
def test_what_leads_on_is_read_and_was_not_asked(asked: str) -> None:
    reader = new_reader()
    reading = reader.read(asked, None, Filters())
    assert reading.query is not None
    items = ENGINE.answer(reading.query).items
    reader.remember("c", Turn(reading.question, reading.query, items))
    offered = suggest(reading.query, items)
    assert offered
    for question in offered:
        later = reader.read(question, "c", Filters()).query
        assert later is not None, question
        assert later != reading.query, question


@pytest.mark.parametrize(
    ("name", "told", "parts", "offered"),
    [
        ("RAG", "What it is", ["Example", "Tools"], ["Which tool should I use for RAG?", "Give me an example of RAG"]),
        ("Feature Store", None, ["When it is needed"], ["When do I need a feature store?"]),
        ("Drift", "Tools", ["Tools", "What to do"], ["What do I do about drift?"]),
        ("MLOps", None, ["Beside DevOps"], ["What is the difference between MLOps and DevOps?"]),
    ],
)
def test_behind_a_concept_what_else_its_card_tells_leads_on(
    name: str, told: str | None, parts: list[str], offered: list[str]
) -> None:
    found = of_concept(name, told, parts)
    assert list(found[:-1]) == offered
    assert new_reader().read(found[-1], None, Filters()).query is not None


def test_behind_a_phase_its_tools_and_roles_lead_on() -> None:
    assert [new_reader().read(each, None, Filters()).query is not None for each in of_phase("Monitoring (M)")][:2] == [
        True,
        True,
    ]


def test_without_a_query_the_general_ones_lead_on() -> None:
    offered = suggest(None, Items())
    assert offered
    for question in offered:
        reading = new_reader().read(question, None, Filters())
        assert reading.query is not None
