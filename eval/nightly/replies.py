"""The report on how the service replied: which statuses, how fast, and where not at all."""

from statistics import quantiles

from markupsafe import Markup

from eval.nightly import charts
from eval.nightly.finished import Run
from eval.nightly.words import milliseconds
from eval.rows import Row
from server.schema import Status

SLOWEST_SHOWN = 6


def statuses(run: Run) -> list[tuple[Status, dict[Status, int]]]:
    """How often each status was given where each was due; `degraded` is an answer without an LLM."""
    order: tuple[Status, ...] = ("answered", "refused", "clarify")
    counts: dict[Status, dict[Status, int]] = {due: dict.fromkeys(order, 0) for due in order}
    for row in run.rows:
        if row.reply:
            given = "answered" if row.reply.answer.status == "degraded" else row.reply.answer.status
            counts[row.golden.status][given] += 1
    return list(counts.items())


def latency(run: Run) -> tuple[Markup, list[tuple[str, str]], list[Row]] | None:
    """How long answers took: the chart, percentiles, and the slowest; None without answers."""
    timed = sorted((row for row in run.rows if row.reply), key=_elapsed)
    times = [_elapsed(row) for row in timed]
    if not times:
        return None
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    shown = [(f"p{percent}", milliseconds(cuts[percent - 1])) for percent in (50, 95, 99)]
    return (
        charts.histogram("How many answers took how long", times),
        [*shown, ("longest", milliseconds(times[-1]))],
        timed[: -SLOWEST_SHOWN - 1 : -1],
    )


def unscored(run: Run) -> list[Row]:
    """The rows without scores."""
    return [row for row in run.rows if row.failure is not None]


def _elapsed(row: Row) -> float:
    return row.reply.elapsed_ms if row.reply else 0.0
