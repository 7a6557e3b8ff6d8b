"""The figures of a night: the mean of each metric of each family, as the history keeps them."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Literal

from eval.comparison import ALL
from eval.judges.judging import Judged
from eval.outcomes import Outcome, means
from eval.rows import Row
from eval.summary import Summary
from server.schema import Wire

Part = Literal["facts", "narrated", "judged"]
MILLISECONDS = ("p50_ms", "p95_ms", "first_token_ms")


class Figure(Wire):
    """A metric of a family over `n` rows; `part` tells which of the night's runs they are of. `unscored` is the
    share of the rows without scores; the metrics in `MILLISECONDS` are percentiles."""

    part: Part
    family: str
    metric: str
    mean: float
    n: int


def figures(part: Part, rows: Sequence[Row], outcomes: Sequence[Outcome], summary: Summary) -> list[Figure]:
    """Those of a run, for each family and for all."""
    families: dict[str, list[Outcome]] = {ALL: list(outcomes)}
    for outcome in outcomes:
        families.setdefault(outcome.family, []).append(outcome)
    found = [
        Figure(part=part, family=family, metric=metric, mean=round(mean, 6), n=n)
        for family, members in families.items()
        for metric, (mean, n) in sorted(means(members).items())
    ]
    for group in (*summary.families, summary.total):
        scored = group.rows - group.unscored
        for metric, value, n in (
            ("unscored", group.unscored / group.rows if group.rows else None, group.rows),
            ("p50_ms", group.p50_ms, scored),
            ("p95_ms", group.p95_ms, scored),
        ):
            if value is not None:
                found.append(Figure(part=part, family=group.name, metric=metric, mean=round(value, 6), n=n))
    first = first_tokens(rows)
    if first:
        found.append(Figure(part=part, family=ALL, metric="first_token_ms", mean=round(median(first), 1), n=len(first)))
    return found


def judged_figures(judged: Iterable[Judged]) -> list[Figure]:
    """Those of the judge, over all."""
    return [
        Figure(part="judged", family=ALL, metric=line.metric, mean=line.mean, n=line.cases - line.lost)
        for line in judged
        if line.mean is not None
    ]


def first_tokens(rows: Iterable[Row]) -> list[float]:
    """Milliseconds to the first token of those answers that were narrated."""
    return [
        row.reply.answer.timings_ms.first_token
        for row in rows
        if row.reply and row.reply.answer.timings_ms.first_token is not None
    ]
