"""What a question wants explained beside what it asks of the tables."""

import httpx
import pytest

from server.schema import Answer, Filters
from server.understanding.reach.quantities import prices
from server.understanding.reading import Reading
from tests.conftest import RealApi
from tests.readers import ENGINE, last_of, new_reader

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


@pytest.mark.parametrize(
    ("question", "tools"),
    [
        ("What would Asana cost a team of 14?", ("Asana",)),
        ("Is Bitbucket free for 3 people?", ("Bitbucket",)),
        ("Azure DevOps or GitLab Enterprise, which prices do they have for 12 developers?",
         ("Azure DevOps", "GitLab Enterprise")),
        ("How much is Trello in 2026?", ("Trello",)),
        ("is lmstudio free for company use", ("LMStudio",)),
        ("Can we stay on the free Clickup plan?", ("Clickup",)),
    ],
)  # fmt: skip
def test_cards_tell_prices_that_the_table_does_not_print(question: str, tools: tuple[str, ...]) -> None:
    assert read(question).asides == tuple(f"What does {tool} cost today?" for tool in tools)
    assert not read(question).beyond


@pytest.mark.parametrize("question", ["What is the wage of a Data Engineer in 2026?", "What did Trello cost in 2019?"])
def test_years_of_which_nothing_is_held_are_refused(question: str) -> None:
    assert read(question).uncarried == ("figures for other years",)


@pytest.mark.parametrize(
    ("question", "sold_by"),
    [
        ("What is Datadog's price per host?", ("Datadog", "host")),
        ("how much is a GB of logs with Datadog, what do they charge per GB?", ("Datadog", "gb")),
        ("What does a Data Engineer earn per hour?", None),
    ],
)
def test_a_price_by_another_unit_may_stand_on_a_card(question: str, sold_by: tuple[str, str] | None) -> None:
    assert read(question).beyond
    assert read(question).sold_by == sold_by


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("It costs $0.10 for a gigabyte of logs.", "gb", True),
        ("It costs $3 per host.", "hosts", True),
        ("It is priced by host.", "host", False),
        ("It costs $10 a user.", "host", False),
    ],
)
def test_an_amount_is_told_by_its_unit(text: str, unit: str, told: bool) -> None:
    assert prices(text, unit) == told


@pytest.mark.parametrize("follow_up", ["per hour", "and per day?", "in euros?"])
def test_other_terms_alone_are_refused_behind_amounts(follow_up: str) -> None:
    assert last_of(("What does an ML Engineer earn?", "What is CI?", follow_up))[0].uncarried


def test_whether_a_price_by_request_is_none_is_not_told() -> None:
    query = read("is LMStudio free?").query
    assert query is not None
    assert ENGINE.answer(query).statements[0].text.startswith("Whether LMStudio is free ($0) is not told")


def test_a_comparison_for_others_tells_their_prices() -> None:
    query = read("Compare Azure DevOps, GitLab Enterprise and Jenkins for 12 people").query
    assert query is not None
    assert "$348 a month for 12 users" in " ".join(said.text for said in ENGINE.answer(query).statements)


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
