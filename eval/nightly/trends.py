"""The report's charts of the last nights."""

from dataclasses import dataclass

from markupsafe import Markup

from eval.nightly import charts
from eval.nightly.finished import Finished
from eval.nightly.words import LABELS, milliseconds, share

_TRENDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Right answers", "facts", ("correct", "items", "status")),
    ("Refusals", "facts", ("refusal",)),
    ("Refused wrongly", "facts", ("false_refusal",)),
    ("Passages and claims", "facts", ("recall_5", "citation_recall", "verdict")),
    ("Time of an answer", "facts", ("p50_ms", "p95_ms")),
    ("Narrated sample", "narrated", ("correct", "held", "marked")),
    ("Narrated: first token", "narrated", ("first_token_ms",)),
    ("Judged sample", "judged", ("faithfulness", "relevancy", "correctness", "advice")),
)


@dataclass(frozen=True)
class Trend:
    """A chart of the last nights, and its curves with the class of their colour."""

    title: str
    chart: Markup
    legend: tuple[tuple[str, str, str], ...]


def trends(finished: Finished) -> list[Trend]:
    """One chart a topic over the last nights, from two on; topics without any figure are left out."""
    past = finished.past
    found: list[Trend] = []
    nights = charts.Nights([night.date for night in past], [at for at, night in enumerate(past) if not night.passed])
    if len(past) < 2:
        return found
    for title, part, metrics in _TRENDS:
        lines = [
            charts.Line(LABELS.get(metric, metric.capitalize()), [night.means.get((part, metric)) for night in past])
            for metric in metrics
        ]
        lines = [line for line in lines if any(value is not None for value in line.values)]
        if not lines:
            continue
        times = metrics[0].endswith("_ms")
        chart = charts.trend(title, nights, lines, milliseconds=times)
        shown = milliseconds if times else share
        last = [next(value for value in reversed(line.values) if value is not None) for line in lines]
        legend = tuple(
            (f"series-{at}", line.label, shown(value))
            for at, (line, value) in enumerate(zip(lines, last, strict=True), start=1)
        )
        found.append(Trend(title, chart, legend))
    return found
