"""How far a judge agrees with labels that people gave: accuracy and Cohen's kappa, by metric and over all."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints, ValidationError

from eval.golden import GOLDEN, GoldenError
from eval.judges.case import METRICS, Case, Judgement, Metric, judgeable
from eval.judges.judging import means
from eval.verdicts import Share, share
from server.schema import Wire

LABELS = GOLDEN / "judge" / "labels.jsonl"
# From here up a score says `good`. Fixed beforehand: fitted to the labels it would flatter the judge.
GOOD_FROM = 0.5

Label = Literal["good", "bad"]
Text = Annotated[str, StringConstraints(min_length=1)]


class Labelled(Wire):
    """A case with one label for one metric, and the reader's reason in a few words."""

    id: Annotated[str, StringConstraints(pattern=r"^judge-\d{3}$")]
    metric: Metric
    label: Label
    question: Text
    answer: Text
    contexts: tuple[Text, ...] = ()
    reference: Text | None = None
    why: Text

    @property
    def case(self) -> Case:
        """What the judge reads of it."""
        return Case(
            id=self.id,
            family=self.metric,
            question=self.question,
            answer=self.answer,
            contexts=self.contexts,
            reference=self.reference,
        )


class Agreement(Wire):
    """Labels against judgements. `confusion[label][verdict]` counts cases; `unscored` ones count in no share.
    `kappa` is None where labels and verdicts never vary."""

    name: str
    labelled: int
    unscored: int
    accuracy: Share
    kappa: float | None
    confusion: dict[Label, dict[Label, int]]


def load_labels(path: Path = LABELS) -> tuple[Labelled, ...]:
    """Every label of the file; raises GoldenError for the first bad line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GoldenError(f"{path} cannot be read: restore it from the repository") from error
    return tuple(_labelled(path.name, number, line) for number, line in enumerate(lines, start=1))


def label_flaws(labels: Sequence[Labelled]) -> Iterable[str]:
    """What is wrong with the labels as a whole, one line each; nothing when they are sound."""
    ids = [label.id for label in labels]
    yield from (f"id {name} stands {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1)
    yield from (f"{label.id}: {label.metric} lacks what it reads" for label in labels if not _readable(label))
    for metric in METRICS:
        if {label.label for label in labels if label.metric == metric} != {"good", "bad"}:
            yield f"{metric} is not labelled both good and bad"


def agreement(labels: Sequence[Labelled], judgements: Sequence[Judgement]) -> tuple[Agreement, ...]:
    """One line a metric that was labelled, and one for all."""
    scores = means(judgements)
    found = [
        _agreement(metric, [label for label in labels if label.metric == metric], scores)
        for metric in METRICS
        if any(label.metric == metric for label in labels)
    ]
    return (*found, _agreement("all", labels, scores))


def kappa(confusion: dict[Label, dict[Label, int]]) -> float | None:
    """Cohen's kappa of two raters (Cohen 1960); None where chance alone would agree always."""
    total = sum(sum(row.values()) for row in confusion.values())
    if total == 0:
        return None
    kinds: tuple[Label, Label] = ("good", "bad")
    observed = sum(confusion[kind][kind] for kind in kinds) / total
    chance = (
        sum(sum(confusion[kind].values()) * sum(confusion[row][kind] for row in kinds) for kind in kinds) / total**2
    )
    return None if chance == 1 else round((observed - chance) / (1 - chance), 4)


def shown(found: Iterable[Agreement]) -> str:
    """The lines for reading."""
    lines = ["agreement       labels  unscored  accuracy (95 %)          kappa   good: good/bad   bad: good/bad"]
    for line in found:
        rate = line.accuracy
        accuracy = "none" if rate.share is None else f"{rate.share:.3f} ({rate.low:.3f} to {rate.high:.3f})"
        cohen = "    -" if line.kappa is None else f"{line.kappa:5.2f}"
        good, bad = line.confusion["good"], line.confusion["bad"]
        lines.append(
            f"{line.name:<15} {line.labelled:>6} {line.unscored:>9}  {accuracy:<23} {cohen}"
            f"   {good['good']:>6}/{good['bad']:<9} {bad['good']:>5}/{bad['bad']}"
        )
    return "\n".join(lines)


def _agreement(name: str, labels: Sequence[Labelled], scores: dict[str, float]) -> Agreement:
    confusion: dict[Label, dict[Label, int]] = {"good": {"good": 0, "bad": 0}, "bad": {"good": 0, "bad": 0}}
    for label in labels:
        if label.id in scores:
            confusion[label.label]["good" if scores[label.id] >= GOOD_FROM else "bad"] += 1
    scored = sum(sum(row.values()) for row in confusion.values())
    return Agreement(
        name=name,
        labelled=len(labels),
        unscored=len(labels) - scored,
        accuracy=share(confusion["good"]["good"] + confusion["bad"]["bad"], scored),
        kappa=kappa(confusion),
        confusion=confusion,
    )


def _readable(label: Labelled) -> bool:
    return judgeable(label.case, label.metric)


def _labelled(name: str, number: int, line: str) -> Labelled:
    try:
        return Labelled.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise GoldenError(f"{name}, line {number}: {where} {first['msg']}") from error
