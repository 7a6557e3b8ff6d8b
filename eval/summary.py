"""Rows summed up: one line a family and one for all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean, quantiles

from pydantic import Field

from eval.metrics.risk import RiskCoverage, risk_coverage
from eval.rows import Row, Scores
from server.schema import Status, Wire

_HEADS = {"refusal": "refuses", "false_refusal": "false-ref", "recall_5": "R@5", "recall_20": "R@20", "ndcg_10": "nDCG"}
METRICS = tuple(Scores.model_fields)
# One line of a terminal holds no more; the others are listed under the table.
IN_TABLE = METRICS[: METRICS.index("ndcg_10") + 1]


class Mean(Wire):
    """The mean of a metric in 0..1 over the `n` rows it was judged on."""

    mean: float
    n: int


class Group(Wire):
    """A family, or all of them."""

    name: str
    rows: int
    unscored: int
    citations: int
    unresolved: int
    p50_ms: float | None
    p95_ms: float | None
    metrics: dict[str, Mean]
    statuses: dict[Status, int] = Field(default_factory=dict)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0


class Summary(Wire):
    """What a run found."""

    release: str
    families: tuple[Group, ...]
    total: Group
    risk_coverage: RiskCoverage | None = None


def summarized(rows: Sequence[Row], release: str) -> Summary:
    """Families in the order in which they were asked; unscored rows count in no mean."""
    names = dict.fromkeys(row.golden.family for row in rows)
    return Summary(
        release=release,
        families=tuple(_group(name, [row for row in rows if row.golden.family == name]) for name in names),
        total=_group("all", rows),
        risk_coverage=risk_coverage(rows),
    )


def table(summary: Summary) -> str:
    """The summary as aligned text; metrics that were judged nowhere are left out."""
    used = [metric for metric in IN_TABLE if metric in summary.total.metrics]
    lines = [["family", "n", "unscored", *(_HEADS.get(metric, metric) for metric in used), "unresolved", "p95 ms"]]
    for group in (*summary.families, summary.total):
        figures = [_figure(group.metrics.get(metric)) for metric in used]
        p95 = "" if group.p95_ms is None else f"{group.p95_ms:.0f}"
        lines.append([group.name, str(group.rows), str(group.unscored), *figures, str(group.unresolved), p95])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip() for line in lines
    )


def _group(name: str, rows: Sequence[Row]) -> Group:
    times = [row.reply.elapsed_ms for row in rows if row.reply]
    answers = [row.reply.answer for row in rows if row.reply]
    found = {metric: _mean(getattr(row.scores, metric) for row in rows) for metric in METRICS}
    return Group(
        name=name,
        rows=len(rows),
        unscored=sum(row.failure is not None for row in rows),
        citations=sum(len(answer.citations) for answer in answers),
        unresolved=sum(len(row.unresolved) for row in rows),
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
        metrics={metric: mean for metric, mean in found.items() if mean},
        statuses=dict(Counter(answer.status for answer in answers).most_common()),
        prompt_tokens=sum(answer.usage.prompt_tokens for answer in answers),
        completion_tokens=sum(answer.usage.completion_tokens for answer in answers),
        cost_usd=round(sum(answer.usage.cost_usd for answer in answers), 6),
    )


def _mean(values: Iterable[float | None]) -> Mean | None:
    judged = [value for value in values if value is not None]
    return Mean(mean=round(fmean(judged), 4), n=len(judged)) if judged else None


def _percentile(values: Sequence[float], percent: int) -> float | None:
    if not values:
        return None
    return round(quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0], 1)


def _figure(mean: Mean | None) -> str:
    return "" if mean is None else f"{mean.mean:.3f}"
