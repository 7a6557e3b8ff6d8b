"""Money told in one turn and meant in a later one: sets within it, and what was chosen set against it."""

import pytest

from tests.readers import ENGINE, last_of
from tests.server.test_conversations import names

TWO_HUNDRED = ("We may spend $200 a month on software.",)


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ((*TWO_HUNDRED, "Which CI tools stay within that?"), names(("CI tools that cost at most $200",))),
        ((*TWO_HUNDRED, "what is Seldon?", "D tools that fit our budget?"), names(("D tools for at most $200",))),
        (("Not a cent to spend.", "what is CI?", "and for monitoring, with our money?"), names(("free M tools",))),
        (
            ("open source VC tools?", "We get 15 dollars a month for that. What could we get?"),
            names(("VC tools that are open source and cost at most $15",)),
        ),
        (("ci tools with budget 40", "raise the budget to 300"), names(("CI tools that cost at most $300",))),
        (("VC and CI tools for at most $60, for 10 people", "and for 30 users?"), {"MLFlow"}),
        (
            ("which D tools cost at most $200 a month for 40 people?", "what if there are 20 of us?"),
            names(("D tools that cost at most $100",)),
        ),
        (("prices of the CI tools for 40 people", "only those under $100"), {"MLFlow", "Jenkins"}),
        (("Which tools do CI?", "i can pay 50, what remains?"), names(("CI tools that cost at most $50",))),
        (
            ("There is a cap of $100 a month.", "Monitoring: any paid tool that doesn't break the cap?"),
            {"Grafana Cloud"},
        ),
        (
            ("Which tools do VC and D?", "We were cut down to 100. What's left of those?"),
            {
                "Azure ML Studio",
                "Hugging Face",
                "Azure DevOps",
                "Seldon",
            },
        ),
        (
            ("tools for VC and CI up to $300", "what is Git?", "which ones do both and respect the limit?"),
            {
                "MLFlow",
                "Azure DevOps",
                "GitLab Enterprise",
            },
        ),
    ],
)
def test_sets_are_kept_within_it(turns: tuple[str, ...], found: set[str]) -> None:
    assert names(turns) == found


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("What would Azure DevOps cost a department of 35 people?",), "costs $180 a month for 35 users"),
        (("trello, 40 users, price a year?",), "costs $2,400 a year for 40 users"),
        (("Grafana Cloud pricing please", "we are 12"), "costs $115 a month for 12 users"),
        (("Is Bitbucket free if only 3 people use it?",), "Bitbucket costs nothing for 3 users"),
    ],
)
def test_a_plan_paid_by_the_user_comes_before_a_sum_in_proportion(turns: tuple[str, ...], told: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert told in ENGINE.answer(query).statements[0].text


@pytest.mark.parametrize(
    "question", ["GitLab for 50 users: price?", "Price of Azure DevOps?", "Git for 30 users, cost?"]
)
def test_where_both_come_to_the_same_the_table_tells_it(question: str) -> None:
    query = last_of((question,))[0].query
    assert query is not None
    assert not any(said.text.startswith("By its card") for said in ENGINE.answer(query).statements)


@pytest.mark.parametrize(
    ("turns", "named", "limit"),
    [
        (("We have 120 a month for tools.", "Asana is in", "how much does that leave us?"), ("Asana",), 120),
        (
            ("100 dollars a month is the max", "We take Bitbucket and Asana.", "what is Asana?", "do we overshoot?"),
            ("Bitbucket", "Asana"),
            100,
        ),
        (
            ("Our ceiling is $400 a month.", "Langsmith is a must.", "if we add Taiga, are we still under it?"),
            ("Langsmith", "Taiga"),
            400,
        ),
        (("We have $100 a month.", "What does Asana cost?", "can we afford it?"), ("Asana",), 100),
        (
            (
                "I may spend 300 dollars a month.",
                "Let's start with Asana.",
                "Put Bitbucket on top. How much have we left?",
            ),
            ("Asana", "Bitbucket"),
            300,
        ),
    ],
)
def test_what_was_chosen_is_set_against_it(turns: tuple[str, ...], named: tuple[str, ...], limit: int) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert (query.measure, query.named, query.amount) == ("sum", named, limit)


@pytest.mark.parametrize(
    ("turns", "users"),
    [
        (("price of Langsmith for 25 users", "and for just one?"), 1),
        (("is Trello free for 4 people?", "what if we grow to 14?"), 14),
        (("is Clickup free for 4 people?", "and if we are 20 people?"), 20),
    ],
)
def test_a_price_is_asked_again_for_another_team(turns: tuple[str, ...], users: int) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert (query.select, query.basis.users) == ("tools", users)


def test_without_money_told_nothing_is_bounded() -> None:
    query = last_of(("What does Asana cost?", "does it fit our budget?"))[0].query
    assert query is None or query.amount is None


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("We have 120 a month for tools.", "Asana is in", "how much does that leave us?"), "leaves $10"),
        (("We have $100 a month.", "What does Asana cost?", "can we afford it?"), "is more than $100"),
    ],
)
def test_what_is_left_is_told(turns: tuple[str, ...], told: str) -> None:
    query = last_of(turns)[0].query
    assert query is not None
    assert any(told in statement.text for statement in ENGINE.answer(query).statements)
