"""The report's first figures: the metrics that matter most, and every family, each against the baseline."""

from dataclasses import dataclass

from eval.comparison import ALL
from eval.nightly.finished import Finished
from eval.nightly.words import LABELS, points, share
from eval.outcomes import means
from eval.thresholds import Thresholds

_TILES = ("correct", "items", "status", "refusal", "false_refusal", "resolved", "recall_5", "verdict")


@dataclass(frozen=True)
class Tile:
    """One figure over all questions. `good` is None where it neither fell nor rose; `bound` is what it may not
    cross, `crossed` whether it did."""

    label: str
    value: str
    change: str
    good: bool | None
    bound: str
    crossed: bool


@dataclass(frozen=True)
class Bar:
    """A family against the baseline; shares as percentages of the bar. `rules` are those that it broke."""

    name: str
    metric: str
    n: int
    now: float
    before: float | None
    rules: tuple[str, ...]

    @property
    def change(self) -> float:
        """Now minus before, without the noise of rounding; 0 for a family that the baseline does not have."""
        return 0.0 if self.before is None else round(self.now - self.before, 4)


def tiles(finished: Finished, rules: Thresholds) -> list[Tile]:
    """The figures that matter most, each against the baseline and its bound."""
    now = means(finished.run.outcomes)
    before = finished.gate.before.get(ALL, {}) if finished.gate else {}
    found = []
    for metric in _TILES:
        if metric not in now:
            continue
        value, was = now[metric][0], before.get(metric)
        change = 0.0 if was is None else value - was.mean
        moved = abs(change) >= 0.0005
        better = change < 0 if metric in rules.lower_is_better else change > 0
        bound = rules.floors.get(metric) or rules.ceilings.get(metric)
        ceiling = metric in rules.ceilings
        crossed = bound is not None and (value > bound.value if ceiling else value < bound.value)
        found.append(
            Tile(
                label=LABELS[metric],
                value=share(value),
                change="" if was is None else points(change) if moved else "±0",
                good=better if moved else None,
                bound="" if bound is None else f"{'at most' if ceiling else 'at least'} {share(bound.value)}",
                crossed=crossed,
            )
        )
    return found


def bars(finished: Finished) -> list[Bar]:
    """Every family: those that broke a rule first, then those that changed, the worst first."""
    families: dict[str, list[float]] = {}
    for outcome in finished.run.outcomes:
        metric = _metric(outcome.family)
        if metric in outcome.scores:
            families.setdefault(outcome.family, []).append(outcome.scores[metric])
    broken: dict[str, list[str]] = {}
    if finished.gate:
        for change in finished.gate.report.comparisons:
            if change.rule:
                broken.setdefault(change.family, []).append(
                    f"{change.metric} {change.before:.3f} → {change.after:.3f}: {change.rule}"
                )
    found = []
    for family, scores in families.items():
        was = finished.gate.before.get(family, {}).get(_metric(family)) if finished.gate else None
        found.append(
            Bar(
                name=family,
                metric=_metric(family),
                n=len(scores),
                now=sum(scores) / len(scores),
                before=None if was is None else was.mean,
                rules=tuple(broken.get(family, ())),
            )
        )
    return sorted(found, key=lambda bar: (not bar.rules, min(bar.change, 0.0), -bar.change, bar.now, bar.name))


def _metric(family: str) -> str:
    return "verdict" if family.startswith("claims-") else "correct"
