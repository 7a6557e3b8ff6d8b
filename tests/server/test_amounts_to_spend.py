"""Amounts to spend: what is left of them, how long and for how many they last, in one turn and over several."""

import pytest

from server.schema import Filters
from server.understanding.reader import QuestionReader
from tests.readers import ENGINE, last_of, new_reader


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return new_reader()


def values(reader: QuestionReader, question: str) -> list[float | str]:
    reading = reader.read(question, None, Filters())
    assert reading.query is not None, reading
    assert not reading.beyond
    return [value.value for value in ENGINE.answer(reading.query).values]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("We may spend 700 dollars a month. With Neptune.ai and Asana, how much remains?", [610, 90]),
        ("Out of $40,000 a month we pay three QA engineers. What's left over?", [27114, 12886]),
        ("Our yearly budget is 9,000 dollars. Taiga and Langsmith are in; what can we still spend?", [5520, 3480]),
        ("There's $450 a month in the kitty. Is there any headroom after Whylabs and Asana?", [360, 90]),
        ("Headcount budget: 35,000 dollars monthly. One Data Architect, one QA Engineer - how much have we still got?",
         [20457, 14543]),
        ("By how much do Langsmith and Whylabs exceed $500 a month?", [640, 140]),
        ("Do an ML Engineer and a Data Scientist fit into 230,000 dollars a year?", [231468]),
        ("Is $20,000 a month enough over a year for an ML Engineer and a Data Scientist? What would be left?",
         [231468, 8532]),
        ("A thousand dollars a month is our cap. Weights & Biases and Langsmith at once, is that feasible?", [890]),
        ("$5,000 a year for tools. Do Asana and GitLab Enterprise for a whole year fit?", [4800]),
        ("Langsmith for 5 and Taiga, will that be under $250?", [230]),
        ("bitbucket and neptune for 20 people, is it over 1000 dollars?", [1066]),
        ("What do Asana, Taiga and Whylabs come to, not counting Whylabs?", [180]),
        ("If we remove Datadog from Datadog, Langsmith and Bitbucket, what is left to pay?", [423]),
        ("wages of a QA engineer, a data scientist and an ML engineer excluding the data scientist", [18407]),
        ("Can one hire a data scientist and a QA engineer for $18,000 a month?", [18958]),
    ],
)  # fmt: skip
def test_what_names_leave_of_an_amount(reader: QuestionReader, question: str, found: list[float]) -> None:
    assert values(reader, question) == found


@pytest.mark.parametrize(
    "question",
    [
        "Asana or Bitbucket plus Git?",
        "Jenkins or GitLab Enterprise + JUnit or Azure DevOps",
        "Trello or Taiga for a team of 7?",
        "MLFlow or Langsmith, we are 4 developers",
    ],
)
def test_a_choice_is_no_sum_and_no_price(reader: QuestionReader, question: str) -> None:
    query = reader.read(question, None, Filters()).query
    assert query is None or (query.measure != "sum" and query.by != "cost")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("We have seventy thousand dollars. For how many months can we pay a Data Architect?", [6, 1486]),
        ("How long would $3,000 last with GitLab Enterprise and Taiga?", [8, 120]),
        ("How many system administrators could we employ for $200,000 a year?", [1, 99428]),
        ("With 60k a month, how many DevOps engineers can I afford?", [5, 2455]),
    ],
)
def test_how_far_an_amount_goes(reader: QuestionReader, question: str, found: list[float]) -> None:
    assert values(reader, question) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Two ML engineers or three business analysts, who costs our company less a month, and by how much?",
         [18738, 3543]),
        ("What is the price difference between 4 × Taiga and two Asana packs?", [60]),
        ("How many percent more does a Data Architect earn than a QA Engineer?", [2381, 26.3, 20.9, 1.26]),
        ("What is the median wage of the three data roles: engineer, architect, scientist?", [9920]),
        ("Going by the printed monthly wages, what is the annual payroll of two prompt engineers?", [224856]),
        ("What would 5 months of a Data Architect come to in wages?", [57095]),
        ("Could we afford two QA Engineers and a Data Engineer with 27k a month?", [2 * 9038 + 9920]),
        ("We have 30k a month, can we hire three Data Architects?", [3 * 11419]),
        ("Two years of two QA Engineers cost what?", [24 * 2 * 9038]),
        ("a Business Analyst for half a year?", [6 * 7427]),
        ("two Prompt Engineers over 18 months", [18 * 2 * 9369]),
        ("What do we save in half a year when moving from Langsmith to Whylabs?", [840]),
        ("How high would our bill be if we took every tool with a fixed price?", [2197]),
        ("What do a data engineer and GitLab Enterprise cost together per month?", [290, 9920, 10210]),
        ("Total for a business analyst and Asana for a year?", [1320, 89124, 90444]),
        ("Add up the pay of two ML engineers and the price of Databricks, please.", [0, 18738, 18738]),
        ("What does a team with two data scientists pay for Langsmith?", [390]),
        ("Set A: Taiga and Bitbucket. Set B: Asana and Azure DevOps. Which set is cheaper?", [103, 140, 37]),
        ("What costs more, Langsmith and Asana together or Weights & Biases alone?", [500, 500, 0]),
        ("Is an ML engineer plus a QA engineer dearer than two business analysts?", [18407, 14854, 3553]),
        ("Compare the cost of (Langsmith + Bitbucket) with (Neptune.ai + Azure DevOps).", [423, 530, 107]),
    ],
)  # fmt: skip
def test_amounts_are_put_together_and_apart(reader: QuestionReader, question: str, found: list[float]) -> None:
    assert values(reader, question) == found


def test_without_a_fixed_price_no_year_is_reckoned(reader: QuestionReader) -> None:
    query = reader.read("What would Datadog come to in a year?", None, Filters()).query
    assert query is not None
    said = [statement.text for statement in ENGINE.answer(query).statements]
    assert any(text.startswith("Without a fixed price of Datadog there is no amount") for text in said)


@pytest.mark.parametrize(
    "question",
    [
        "What would I pay a half-time Data Engineer?",
        "Cost of an ML Engineer at 60%?",
        "How much is half a Prompt Engineer?",
        "What does a DevOps Engineer cost for three weeks?",
        "A QA Engineer for 2 months and an ML Engineer for 5 months: how much?",
    ],
)
def test_pay_for_less_than_a_post_and_a_month_is_not_reckoned(reader: QuestionReader, question: str) -> None:
    assert reader.read(question, None, Filters()).uncarried


def test_who_asks_is_not_asked_about(reader: QuestionReader) -> None:
    asked = "Our CTO wants to know: how much do we save by replacing Asana with Taiga?"
    assert values(reader, asked) == [40]
    assert reader.read("Who is the CEO behind Asana?", None, Filters()).uncarried == ("maker",)


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("We have 400 dollars a month for tooling.", "We take Whylabs first.", "Add Taiga. What remains?"), [320, 80]),
        (("Our team may cost 30k a month at most.", "Let's hire a QA engineer.", "And an ML engineer as well."),
         [18407, 11593]),
        (("What do Whylabs and Asana cost together?", "I've got 500 a month. How much is left?"), [360, 140]),
        (("There's a budget of $700 a month.", "How much is Langsmith?", "How much would that leave us?"), [390, 310]),
        (("We have 450 dollars a month.", "Langsmith and Taiga, what's left?", "Drop Taiga. What's left now?"),
         [390, 60]),
        (("Which role has the same wage as the Data Engineer?", "One of each for a year, is that within $240,000?"),
         [238080]),
        (("We have $100 a month. Taiga, what's left?", "and over a year?"), [840, 360]),
        (("What does an ML Engineer earn?", "How many months would 60,000 dollars pay two of them?"), [3, 3786]),
        (("We plan with two ML engineers and a QA engineer.", "what does the QA engineer make?",
          "what does the whole team cost a month?"), [27776]),
        (("What do Asana and Taiga cost in total?", "Is Taiga open source?", "So the overall total?"), [180]),
        (("Set A: Asana and Bitbucket. Set B: Taiga and Azure DevOps. Which costs less?",
          "What about Langsmith instead of Taiga?"), [143, 420, 277]),
        (("What do a data engineer and Langsmith cost together per month?", "And per year?"), [4680, 119040, 123720]),
    ],
)  # fmt: skip
def test_amounts_are_spent_turn_by_turn(turns: tuple[str, ...], found: list[float]) -> None:
    assert last_of(turns)[2] == found


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        (("monthly pay of two QA engineers?", "oops, I meant prompt engineers"), 18738),
        (("What would four ML engineers earn?", "and two business analysts?"), 14854),
        (("What would four ML engineers earn?", "and a business analyst?"), 7427),
    ],
)
def test_a_head_count_is_kept_where_another_takes_the_place(turns: tuple[str, ...], found: float) -> None:
    assert last_of(turns)[2] == [found]


@pytest.mark.parametrize(
    "question",
    [
        "We have Jenkins and 200 dollars a month. Which phases are left?",
        "Which tools cost at most $30 a month and cover monitoring?",
        "How many years of experience does a Data Engineer need to earn $9,000?",
    ],
)
def test_what_asks_for_something_else_spends_nothing(reader: QuestionReader, question: str) -> None:
    query = reader.read(question, None, Filters()).query
    assert query is None or query.amount is None
