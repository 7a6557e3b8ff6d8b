"""How many days, how long: no table has it, and a passage may."""

import pytest

from server.understanding.reach.quantities import gives, unit_of
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
