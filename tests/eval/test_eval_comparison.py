"""The gate's rules on rows made by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.comparison import Report, compare
from eval.comparison_text import shown
from eval.outcomes import Outcome
from eval.summary import METRICS
from eval.thresholds import FILE, Bound, Chance, Exact, Falls, Informative, ThresholdError, Thresholds, load_thresholds

RULES = Thresholds(
    unscored=0.1,
    lower_is_better=("false_refusal",),
    chance=Chance(alpha=0.05, resamples=4_000, seed=3, questions=3),
    falls=Falls(total=0.2, family=0.4, questions=2, why="for the tests alone"),
    exact=Exact(families=("sums",), metrics=("items",), everywhere=("agrees",), why="for the tests alone"),
    informative=Informative(metrics=("bleu",), why="for the tests alone"),
    floors={},
    ceilings={},
)


def rows(family: str, metric: str, scores: list[float]) -> list[Outcome]:
    return [
        Outcome(id=f"{family}-{at:03}", family=family, golden="0" * 8, scores={metric: score}, answer=f"says {score}")
        for at, score in enumerate(scores)
    ]


def report(
    before: list[Outcome], after: list[Outcome], rules: Thresholds = RULES, asked: list[str] | None = None
) -> Report:
    return compare(before, after, rules, baseline="b", run="r", asked_today=asked or [])


def test_the_same_rows_pass_and_nothing_is_tested() -> None:
    same = rows("prose", "correct", [1, 0, 1, 1])
    found = report(same, same)
    assert found.passed
    assert (found.compared, found.tested, found.fallen) == (4, 0, ())


def test_a_significant_fall_names_its_questions_with_both_answers() -> None:
    before, after = rows("prose", "correct", [1.0] * 100), rows("prose", "correct", [0.0] * 12 + [1.0] * 88)
    found = report(before, after)
    assert [change.rule for change in found.comparisons] == ["significant", "significant"]
    assert {fallen.id for fallen in found.fallen} == {f"prose-{at:03}" for at in range(12)}
    assert (found.fallen[0].before, found.fallen[0].after) == ("says 1.0", "says 0.0")
    text = shown(found, {"prose-000": "What is it?"}, width=100, falls=1)
    assert "prose-000 (prose): What is it?" in text
    assert "says 1.0" in next(line for line in text.splitlines() if "says 0.0" in line)
    assert "… and 11 more" in text
    assert "gate: FAILED" in text


def test_two_of_a_hundred_are_noise_unless_the_family_is_exact() -> None:
    before, after = [1.0] * 100, [0.0] * 2 + [1.0] * 98
    noise = report(rows("prose", "items", before), rows("prose", "items", after))
    assert noise.passed
    assert len(noise.fallen) == 2
    exact = report(rows("sums", "items", before), rows("sums", "items", after))
    assert exact.comparisons[0].rule == "exact: no question may fall"


def test_some_metrics_may_fall_in_no_family() -> None:
    before, after = [1.0] * 100, [0.0, *[1.0] * 99]
    found = report(rows("prose", "agrees", before), rows("prose", "agrees", after))
    assert {change.rule for change in found.comparisons} == {"exact: no question may fall"}
    assert report(rows("prose", "agrees", after), rows("prose", "agrees", before)).passed


def test_a_fall_that_risings_outweigh_is_none_but_in_an_exact_family() -> None:
    before, after = [1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 1.0]
    assert report(rows("prose", "correct", before), rows("prose", "correct", after)).passed
    assert not report(rows("sums", "items", before), rows("sums", "items", after)).passed


def test_large_falls_of_small_families_count_whatever_the_chance() -> None:
    others = rows("other", "correct", [1.0] * 40)
    before, after = rows("few", "correct", [1.0] * 4) + others, rows("few", "correct", [0.0, 0.0, 1.0, 1.0]) + others
    assert [change.rule for change in report(before, after).comparisons if change.family == "few"] == [
        "fall of a family"
    ]
    one = rows("few", "correct", [0.0, 1.0, 1.0, 1.0]) + others
    assert report(before, one).passed


@pytest.mark.parametrize(("metric", "passes"), [("false_refusal", False), ("correct", True)])
def test_where_lower_is_better_a_rise_is_the_fall(metric: str, passes: bool) -> None:
    before, after = rows("prose", metric, [0.0] * 50), rows("prose", metric, [1.0] * 20 + [0.0] * 30)
    assert report(before, after).passed is passes
    assert report(after, before).passed is not passes


def test_a_fall_of_wording_alone_is_shown_and_judges_nothing() -> None:
    found = report(rows("prose", "bleu", [0.9] * 50), rows("prose", "bleu", [0.1] * 50))
    assert found.passed
    assert (found.fallen, found.tested) == ((), 0)
    assert {(change.family, change.worse, change.chance) for change in found.comparisons} == {
        ("all", 50, None),
        ("prose", 50, None),
    }
    assert "0.9000" in shown(found, {}, width=100, falls=3)


def test_scores_that_differ_by_rounding_are_the_same() -> None:
    found = report(rows("prose", "citation_recall", [0.1235] * 50), rows("prose", "citation_recall", [0.1234] * 50))
    assert found.comparisons == ()


def test_metrics_that_only_one_side_knows_are_not_compared_and_may_have_a_floor() -> None:
    before, after = rows("prose", "correct", [1.0] * 5), rows("prose", "faithful", [0.2] * 5)
    bound = Bound(value=0.5, why="for the tests")
    rules = RULES.model_copy(update={"floors": {"faithful": bound, "correct": bound, "unheard": bound}})
    found = report(before, after, rules)
    assert found.tested == 0
    assert {(bound.metric, bound.value) for bound in found.crossed} == {("faithful", 0.2), ("correct", None)}
    assert "judged nowhere any more" in " ".join(found.reasons)


def test_new_edited_gone_and_unasked_questions_are_told_apart() -> None:
    kept, edited, gone, unasked = rows("prose", "correct", [1.0] * 4)
    fresh = kept.model_copy(update={"id": "prose-900"})
    changed = edited.model_copy(update={"golden": "f" * 8, "scores": {"correct": 0.0}})
    found = report(
        [kept, edited, gone, unasked], [kept, changed, fresh], asked=[kept.id, edited.id, unasked.id, fresh.id]
    )
    assert (found.new, found.edited, found.gone, found.unasked) == (
        (fresh.id,),
        (edited.id,),
        (gone.id,),
        (unasked.id,),
    )
    assert (found.compared, found.passed) == (1, True)
    assert "1 edited since, not compared: prose-001" in shown(found, {}, width=100, falls=3)


def test_rows_without_scores_are_counted_and_too_many_fail() -> None:
    before = rows("prose", "correct", [1.0] * 20)
    after = [row.model_copy(update={"failure": "HTTP 503", "scores": {}, "answer": ""}) for row in before[:3]] + before[
        3:
    ]
    found = report(before, after)
    assert found.unscored == tuple(row.id for row in before[:3])
    assert found.reasons == ("3 of 20 rows have no scores, 10.0% may",)
    assert found.fallen[0].metrics == {"correct": (1.0, None)}
    assert "HTTP 503" in found.fallen[0].after
    assert report(after, before).rescued == found.unscored


def test_the_committed_rules_can_be_read_and_give_reasons() -> None:
    rules = load_thresholds()
    assert rules.chance.resamples >= 2_000
    assert "items" in rules.exact.metrics


def test_the_committed_rules_name_metrics_that_are_measured() -> None:
    rules = load_thresholds()
    bounds = rules.floors.keys() | rules.ceilings.keys()
    measured = {*METRICS, "resolved", "held", "marked", "narrated", "verdict", "denied"}
    assert (
        bounds | {*rules.exact.metrics, *rules.exact.everywhere, *rules.informative.metrics, *rules.lower_is_better}
        <= measured
    )
    assert set(rules.informative.metrics).isdisjoint(bounds | set(rules.exact.metrics))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("resamples = 20_000", "resamples = 100"), "chance.resamples"),
        (lambda text: f"{text}correct = {{ value = 1.0, why = 'because of it' }}", "correct: a metric has a ceiling"),
        (lambda text: text + "[[[", "cannot be read"),
        (lambda text: text.replace('why = "design, section 7"', 'why = ""'), "why"),
    ],
)
def test_bad_rules_are_refused(change: Callable[[str], str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(change(FILE.read_text("utf-8")), "utf-8")
    with pytest.raises(ThresholdError, match=message):
        load_thresholds(path)
