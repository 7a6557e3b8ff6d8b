"""The bootstrap against a plain one, Holm's procedure against figures worked out by hand."""

import numpy as np
import pytest

from eval.resampling import chance_of_fall, holm

RESAMPLES = 4_000


def chance(differences: list[float], name: str = "x") -> float:
    return chance_of_fall(differences, resamples=RESAMPLES, seed=1, name=name)


def plain(differences: list[float]) -> float:
    """The same by drawing questions one by one."""
    drawn = np.random.default_rng(5).choice(differences, size=(20_000, len(differences)))
    return float((drawn.mean(axis=1) >= -1e-9).mean())


@pytest.mark.parametrize(
    "differences",
    [
        [-1.0] * 3 + [1.0] + [0.0] * 40,
        [-1.0] * 2 + [0.0] * 10,
        [-0.4, -0.3, 0.1, 0.2, -0.25, 0.05, 0.0, -0.1],
        [1.0] * 5 + [-1.0] * 5 + [0.0] * 5,
    ],
)
def test_it_agrees_with_drawing_questions_one_by_one(differences: list[float]) -> None:
    assert chance(differences) == pytest.approx(plain(differences), abs=0.03)


def test_no_fall_is_certain_to_be_none_and_a_whole_fall_is_as_rare_as_can_be_said() -> None:
    assert chance([0.0, 0.0, 1.0]) == 1.0
    assert chance([-1.0] * 30) == pytest.approx(1 / (RESAMPLES + 1))


def test_the_same_comparison_gives_the_same_figure_in_any_company() -> None:
    differences = [-1.0, -1.0, 0.0, 1.0, 0.0]
    first = chance(differences, "a")
    chance([1.0, -1.0], "b")
    assert chance(differences, "a") == first == chance(differences[::-1], "a")


def test_holm_by_hand() -> None:
    # Sorted 0.01, 0.02, 0.03, 0.04: times 4, 3, 2, 1, and never below the one before.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.8]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_runs_that_only_flicker_seldom_alarm() -> None:
    generator = np.random.default_rng(11)
    alarms = 0
    for run in range(200):
        families = [generator.choice([-1.0, 0.0, 0.0, 0.0, 1.0], size=60) for _ in range(12)]
        chances = [
            chance_of_fall(list(found), resamples=2_000, seed=run, name=str(at)) for at, found in enumerate(families)
        ]
        alarms += min(holm(chances)) < 0.05
    # 5 % of 200 are 10; the bootstrap is a little bolder than its level on so few questions.
    assert alarms <= 20
