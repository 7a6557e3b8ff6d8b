"""What a question wants explained beside what it asks of the tables."""

import httpx
import pytest

from server.schema import Answer, Filters
from server.understanding.reading import Reading
from tests.conftest import RealApi
from tests.readers import new_reader

READER = new_reader()


def read(question: str) -> Reading:
    return READER.read(question, None, Filters())


@pytest.mark.parametrize(
    ("question", "aside", "table"),
    [
        ("What is Trello and what does it cost?", "What is Trello", "look up the tools by cost for Trello"),
        ("Is Puppet free, and how does it work?", "how does Puppet work", "check whether Puppet is free"),
        ("Explain canaries and list the roles in D.", "Explain canaries", "list the roles that cover D"),
        (
            "Describe the CI phase and tell me which tools it has",
            "Describe the CI phase",
            "list the tools that cover CI",
        ),
        (
            "Who is an ML engineer and what is the wage?",
            "Who is an ML Engineer",
            "look up the roles by wage for ML",
        ),
    ],
)
def test_an_explanation_is_told_beside_the_facts(question: str, aside: str, table: str) -> None:
    reading = read(question)
    assert [each.lower().rstrip("?") for each in reading.asides] == [aside.lower()]
    assert reading.query is not None
    assert reading.query.words().startswith(table)


@pytest.mark.parametrize(
    "question",
    [
        "Which tools cover CI, and what do they cost?",
        "We take Git and Jenkins, what is the monthly bill?",
        "What is Git?",
        "What is the cheapest tool for D, and who works there?",
    ],
)
def test_nothing_stands_aside_where_a_table_answers_all_or_none(question: str) -> None:
    assert read(question).asides == ()


def test_a_name_that_only_the_aside_uses_is_still_foreign() -> None:
    assert read("What is Flyte and which tools cover M?").foreign == ("Flyte",)


@pytest.mark.parametrize(
    "question", ["Who coined the term MLOps?", "How do Git and Jenkins work together?", "Who invented monitoring?"]
)
def test_what_no_row_tells_is_prose(question: str) -> None:
    reading = read(question)
    assert (reading.query, reading.situation) == (None, None)


@pytest.mark.model
@pytest.mark.llm
def test_passages_explain_what_the_facts_do_not(real_api: RealApi) -> None:
    body = {"question": "What is Terraform, and is it free?", "narrate": False}
    answer = Answer.model_validate_json(httpx.post(f"{real_api.url}/v1/ask", json=body, timeout=60).content)
    assert answer.items.tools == ("Terraform",)
    assert answer.answer.startswith("Terraform is free ($0)")
    explained = [each for each in answer.citations if each.kind == "paraphrase"]
    assert any("Terraform" in each.excerpt for each in explained)
