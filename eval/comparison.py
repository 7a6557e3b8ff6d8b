"""A run against a baseline, question by question: what fell, by how much, and whether that passes."""

from collections.abc import Iterable, Sequence

from eval.outcomes import Outcome, means
from eval.resampling import chance_of_fall, holm
from eval.thresholds import Thresholds
from server.schema import Wire

ALL = "all"
_TINY = 1e-9
# Scores are kept with four decimals: one apart in the last of them may be the same score.
_ROUNDED = 1.5e-4


class Compared(Wire):
    """A metric over the `n` questions of a family that both sides judged. `change` is in the metric's own
    direction; `worse` and `better` count questions. `chance` is the bootstrap's p-value of a fall, adjusted for
    all comparisons; None where the metric is informative. `rule` names the rule that the fall breaks."""

    family: str
    metric: str
    n: int
    before: float
    after: float
    worse: int
    better: int
    chance: float | None = None
    rule: str | None = None


class Crossed(Wire):
    """A metric beyond its bound over all questions of the run; `value` is None where nothing judged it any more."""

    metric: str
    value: float | None
    bound: float
    why: str


class Fallen(Wire):
    """A question that fell: the metrics with their scores before and after, and both answers."""

    id: str
    family: str
    metrics: dict[str, tuple[float, float | None]]
    before: str
    after: str


class Report(Wire):
    """What the gate found; it passes when `reasons` is empty.

    `new` questions are not in the baseline, `edited` ones were asked or expected something else there, and
    neither is compared; `gone` and `unasked` ones of the baseline are not in the run. `comparisons` holds those
    where something changed; the p-values are adjusted for the `tested` among them.
    """

    baseline: str
    run: str
    compared: int
    reasons: tuple[str, ...]
    comparisons: tuple[Compared, ...]
    tested: int
    crossed: tuple[Crossed, ...]
    fallen: tuple[Fallen, ...]
    new: tuple[str, ...]
    edited: tuple[str, ...]
    gone: tuple[str, ...]
    unasked: tuple[str, ...]
    unscored: tuple[str, ...]
    rescued: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing stands against the run."""
        return not self.reasons


Pair = tuple[Outcome, Outcome]


def compare(  # noqa: PLR0913 - two sides with their names, the rules, what is still asked
    before: Sequence[Outcome],
    after: Sequence[Outcome],
    rules: Thresholds,
    *,
    baseline: str,
    run: str,
    asked_today: Iterable[str] = (),
) -> Report:
    """The report on `after`; `asked_today` are the ids of the golden set, which tell questions that are gone from
    those that a partial run left out."""
    old, new = ({outcome.id: outcome for outcome in side} for side in (before, after))
    both = [(old[name], new[name]) for name in old if name in new]
    pairs = [(one, other) for one, other in both if one.golden == other.golden]
    left_out = [name for name in old if name not in new]
    today = set(asked_today)
    changed = _judged(_changes(pairs, rules), rules)
    crossed = tuple(_crossed(after, pairs, rules))
    unscored = tuple(outcome.id for outcome in after if outcome.failure is not None)
    return Report(
        baseline=baseline,
        run=run,
        compared=len(pairs),
        reasons=tuple(_reasons(changed, crossed, unscored, len(after), rules)),
        comparisons=tuple(changed),
        tested=sum(change.chance is not None for change in changed),
        crossed=crossed,
        fallen=tuple(_fallen(pairs, rules)),
        new=tuple(name for name in new if name not in old),
        edited=tuple(one.id for one, other in both if one.golden != other.golden),
        gone=tuple(name for name in left_out if name not in today),
        unasked=tuple(name for name in left_out if name in today),
        unscored=unscored,
        rescued=tuple(one.id for one, other in pairs if one.failure is not None and other.failure is None),
    )


def _changes(pairs: Sequence[Pair], rules: Thresholds) -> list[Compared]:
    """One for each metric of each family, and of all, in which some question changed.

    Where nothing changed no resampling could show a fall, so that such comparisons need no correction
    (Tarone 1990) and are left out.
    """
    families: dict[str, list[Pair]] = {ALL: list(pairs)}
    for pair in pairs:
        families.setdefault(pair[1].family, []).append(pair)
    found = []
    for family, members in families.items():
        for metric in sorted({name for _, after in members for name in after.scores}):
            scores = [
                (one.scores[metric], other.scores[metric])
                for one, other in members
                if metric in one.scores and metric in other.scores
            ]
            changes = _differences(scores, metric, rules)
            if not any(changes):
                continue
            found.append(
                Compared(
                    family=family,
                    metric=metric,
                    n=len(scores),
                    before=sum(one for one, _ in scores) / len(scores),
                    after=sum(other for _, other in scores) / len(scores),
                    worse=sum(change < 0 for change in changes),
                    better=sum(change > 0 for change in changes),
                    chance=None
                    if metric in rules.informative.metrics
                    else chance_of_fall(
                        changes, resamples=rules.chance.resamples, seed=rules.chance.seed, name=f"{family}/{metric}"
                    ),
                )
            )
    return found


def _judged(changes: Sequence[Compared], rules: Thresholds) -> list[Compared]:
    """The changes with p-values adjusted for each other, and the rule that each breaks; worst falls first."""
    found = [change for change in changes if change.chance is None]
    tested = [(change, change.chance) for change in changes if change.chance is not None]
    for (change, _), chance in zip(tested, holm([chance for _, chance in tested]), strict=True):
        judged = change.model_copy(update={"chance": round(chance, 6)})
        found.append(judged.model_copy(update={"rule": _rule(judged, rules)}))
    return sorted(
        found,
        key=lambda change: (change.rule is None, 1.0 if change.chance is None else change.chance, change.family != ALL),
    )


def _rule(change: Compared, rules: Thresholds) -> str | None:
    fall = change.before - change.after
    if change.metric in rules.lower_is_better:
        fall = -fall
    exact = change.metric in rules.exact.metrics and change.family in rules.exact.families
    if change.worse and (exact or change.metric in rules.exact.everywhere):
        return "exact: no question may fall"
    if fall <= _TINY:
        return None
    if (change.chance or 0.0) < rules.chance.alpha and change.worse >= rules.chance.questions:
        return "significant"
    if change.family == ALL:
        return "fall over all questions" if fall > rules.falls.total else None
    large = fall > rules.falls.family and change.worse >= rules.falls.questions
    return "fall of a family" if large else None


def _crossed(after: Sequence[Outcome], pairs: Sequence[Pair], rules: Thresholds) -> Iterable[Crossed]:
    found = means(after)
    # A bound on what this run should have judged, since the baseline did on the same questions.
    expected = means(one for one, _ in pairs)
    for metric, bound in (*rules.floors.items(), *rules.ceilings.items()):
        value = found[metric][0] if metric in found else None
        if value is None:
            if metric in expected:
                yield Crossed(metric=metric, value=None, bound=bound.value, why=bound.why)
            continue
        beyond = value - bound.value if metric in rules.ceilings else bound.value - value
        if beyond > _TINY:
            yield Crossed(metric=metric, value=round(value, 4), bound=bound.value, why=bound.why)


def _reasons(
    changed: Sequence[Compared], crossed: Sequence[Crossed], unscored: Sequence[str], rows: int, rules: Thresholds
) -> Iterable[str]:
    for change in changed:
        if change.rule:
            yield f"{change.family}: {change.metric} {change.before:.3f} to {change.after:.3f} ({change.rule})"
    for bound in crossed:
        value = "is judged nowhere any more" if bound.value is None else f"is {bound.value:.3f}"
        yield f"{ALL}: {bound.metric} {value}, its bound is {bound.bound:.3f} ({bound.why})"
    if len(unscored) > rules.unscored * rows:
        yield f"{len(unscored)} of {rows} rows have no scores, {rules.unscored:.1%} may"


def _fallen(pairs: Sequence[Pair], rules: Thresholds) -> Iterable[Fallen]:
    for one, other in pairs:
        worse: dict[str, tuple[float, float | None]] = {}
        for metric, before in one.scores.items():
            after = other.scores.get(metric)
            if after is None or _differences([(before, after)], metric, rules)[0] < 0:
                worse[metric] = (before, after)
        if worse.keys() - set(rules.informative.metrics):
            yield Fallen(
                id=one.id,
                family=one.family,
                metrics=worse,
                before=one.answer,
                after=other.answer or f"(no answer) {other.failure}",
            )


def _differences(scores: Sequence[tuple[float, float]], metric: str, rules: Thresholds) -> list[float]:
    """After minus before, in the direction in which more is better; differences of rounding are none."""
    sign = -1.0 if metric in rules.lower_is_better else 1.0
    changes = (sign * (other - one) for one, other in scores)
    return [change if abs(change) > _ROUNDED else 0.0 for change in changes]
