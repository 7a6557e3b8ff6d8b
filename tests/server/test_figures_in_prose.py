"""How many days, how long, who made it: no table has it, and a passage may."""

import pytest

from server.understanding.reach.makers import tells_maker
from server.understanding.reach.quantities import gives, unit_of
from server.understanding.reach.releases import tells_release
from tests.readers import last_of


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("how many days did it take them", "days"),
        ("within how many years does it double", "years"),
        ("how long does that take a firm", "time"),
        ("how much extra time does it take", "time"),
        ("how many members can join for free", "members"),
        ("download limits on the free plan", "download"),
        ("what are the limits of that", None),
        ("how many tools are free", None),
        ("which phase is that", None),
    ],
)
def test_a_question_wants_a_figure_in_a_unit(asked: str, unit: str | None) -> None:
    assert unit_of(asked) == unit


@pytest.mark.parametrize(
    ("text", "unit", "holds"),
    [
        ("18% needed 90 days or more", "days", True),
        ("within five years, says a study", "years", True),
        ("18% needed 90 days or more", "time", True),
        ("18% needed 90 days or more", "years", False),
        ("a free account may pull 100 times an hour", "pull", True),
        ("a free plan with unlimited members", "members", True),
        ("a free account has one private repository", "repos", True),
        ("ten of the boards", "members", False),
        ("some days are longer than others", "days", False),
    ],
)
def test_a_text_gives_a_figure_in_that_unit(text: str, unit: str, holds: bool) -> None:
    assert gives(text, unit) is holds


def test_prose_that_wants_nothing_else_is_left_to_the_passages() -> None:
    reading, _, _ = last_of(["How many days did firms need until a model was out?"])
    assert (reading.query, reading.unit) == (None, "days")
    reading, _, _ = last_of(["How many days does it take to install Kubeflow?"])
    assert reading.beyond
    assert reading.unit is None


@pytest.mark.parametrize(
    ("turns", "of_maker"),
    [
        (["Which firm developed OpenLLM?"], True),
        (["What is Taiga?", "and who came up with it?"], True),
        (["Which company purchased Puppet?"], True),
        (["Who founded Asana?"], False),
        (["Who created Trello, and how many people do they employ?"], False),
        (["What does Terraform cost, and who makes it?"], False),
        (["Who works with Terraform?"], False),
    ],
)
def test_who_made_a_tool_is_left_to_its_card(turns: list[str], of_maker: bool) -> None:
    reading, _, _ = last_of(turns)
    assert reading.of_maker is of_maker


@pytest.mark.parametrize(
    ("asked", "part", "text", "tells"),
    [
        ("Who wrote it?", "What it is", "It was first written by Ada Byron.", True),
        ("Who makes it?", "What it is", "It is Acme's place for lists.", True),
        ("Who makes it?", "Works with", "It is Acme's place for lists.", False),
        ("Who bought it?", "State", "Acme bought it in May.", True),
        ("Who bought it?", "What it is", "It was first written by Ada Byron.", False),
        ("Who made it?", "State", "Acme bought it in May.", False),
        ("Which firm owns it?", "State", "That Acme bought the maker of it could not be confirmed.", False),
    ],
)
def test_a_card_tells_who_made_or_bought_a_tool(asked: str, part: str, text: str, tells: bool) -> None:
    assert tells_maker(asked, f"Card It, {part}, statement 1", text) is tells


@pytest.mark.parametrize(
    ("turns", "of_release"),
    [
        (["What is the newest release of Wekan?"], True),
        (["Which FEAST version is current?"], True),
        (["What does Terraform cost?", "and its latest version?"], True),
        (["Is Prometheus free?", "most recent release?"], True),
        (["which version of JUnit is the newest one"], True),
        (["Which version control tools are free?"], False),
        (["Which Python version does the newest Pandas release need?"], False),
        (["Which release of MLFlow fixed its logging?"], False),
        (["When was Grafana first released?"], False),
    ],
)
def test_which_release_is_the_latest_is_left_to_its_card(turns: list[str], of_release: bool) -> None:
    reading, _, _ = last_of(turns)
    assert (reading.of_release, reading.beyond) == (of_release, "first" in turns[0])


@pytest.mark.parametrize(
    ("part", "text", "tells"),
    [
        ("State", "Acme 2.50 was tagged on 2025-06-15.", True),
        ("State", "The present release of Acme could not be confirmed.", True),
        ("State", "Acme was bought for $6.4 billion on 2024-04-05.", False),
        ("Works with", "Acme 2.50 works with Emca.", False),
    ],
)
def test_the_state_on_a_card_tells_of_releases(part: str, text: str, tells: bool) -> None:
    assert tells_release(f"Card Acme, {part}, statement 1", text) is tells


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("How would we migrate our runs from Neptune to Weights & Biases?", False),
        ("upgrading to Pandas 3: what should we know?", False),
        ("Which rate limits has the Docker registry?", False),
        ("What are the limits of Grafana Cloud's free tier?", False),
        ("Show me a migration script from Trello to Wekan", True),
        ("Which storage limit has Asana?", True),
        ("How many webhooks does Azure Container Registry's Basic tier allow?", True),
    ],
)
def test_what_cards_tell_of_moves_and_limits_is_not_refused_unsearched(question: str, beyond: bool) -> None:
    reading, _, _ = last_of([question])
    assert (reading.query, reading.beyond) == (None, beyond)


def test_a_slip_in_a_later_turn_leaves_it_to_stand_alone() -> None:
    reading, _, _ = last_of(["Do we need Kubeflow?", "we dont even run k8s"])
    assert not reading.foreign
