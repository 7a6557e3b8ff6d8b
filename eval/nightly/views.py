"""What the report shows, in the order and the words in which it shows it; no HTML."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

from markupsafe import Markup

from eval.comparison import ALL
from eval.nightly import charts
from eval.nightly.figures import first_tokens
from eval.nightly.finished import Finished, Run
from eval.outcomes import gist, means
from eval.rows import Row
from eval.thresholds import Thresholds
from server.schema import Claim, Status

LABELS = {
    "correct": "Right answers",
    "status": "Right status",
    "items": "Exact entities",
    "values": "Exact numbers",
    "refusal": "Refused when due",
    "false_refusal": "Refused wrongly",
    "recall_5": "Recall at 5",
    "resolved": "Citations resolve",
    "verdict": "Labelled claims",
    "citation_recall": "Sentences borne out",
    "held": "Sentences kept",
    "unscored": "Without scores",
    "p50_ms": "Median",
    "p95_ms": "95th percentile",
    "first_token_ms": "First token",
}
_TILES = ("correct", "items", "status", "refusal", "false_refusal", "resolved", "recall_5", "verdict")
_TRENDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Right answers", "facts", ("correct", "items", "status")),
    ("Refusals", "facts", ("refusal",)),
    ("Refused wrongly", "facts", ("false_refusal",)),
    ("Passages and claims", "facts", ("recall_5", "citation_recall", "verdict")),
    ("Time of an answer", "facts", ("p50_ms", "p95_ms")),
    ("Narrated sample", "narrated", ("correct", "held")),
    ("Narrated: first token", "narrated", ("first_token_ms",)),
    ("Judged sample", "judged", ("faithfulness", "relevancy", "correctness", "advice")),
)
FALLEN_SHOWN, WORST_SHOWN, UNSCORED_SHOWN, SLOWEST_SHOWN, NARRATED_SHOWN = 60, 30, 30, 6, 12
_NOT_WORSE = 1e-9


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
        """Now minus before; 0 for a family that the baseline does not have."""
        return 0.0 if self.before is None else self.now - self.before


@dataclass(frozen=True)
class Trend:
    """A chart of the last nights, and its curves with the class of their colour."""

    title: str
    chart: Markup
    legend: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Fell:
    """A fallen question with both answers."""

    id: str
    family: str
    question: str
    expected: str
    metrics: tuple[tuple[str, str, str], ...]
    before: str
    after: str


@dataclass(frozen=True)
class Wrong:
    """A row that is wrong, with what it misses."""

    id: str
    family: str
    question: str
    expected: str
    answer: str
    missed: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A narrated answer with the sentences that were dropped."""

    id: str
    question: str
    answer: str
    right: bool
    dropped: tuple[Claim, ...]
    seconds: float


def share(value: float) -> str:
    """A share as a percentage; only what is whole is shown as 100 %."""
    shown = f"{value * 100:.1f}"
    if shown == "100.0":
        shown = "100" if value > 1 - _NOT_WORSE else "99.9+"
    return f"{'0' if value < _NOT_WORSE else shown}\N{NO-BREAK SPACE}%"


def points(change: float) -> str:
    """A change of a share in percentage points."""
    return f"{change * 100:+.1f}"


def milliseconds(value: float) -> str:
    """A time for reading."""
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"


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


def trends(finished: Finished) -> list[Trend]:
    """One chart a topic over the last nights, from two on; topics without any figure are left out."""
    past = finished.past
    found: list[Trend] = []
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
        chart = charts.trend(title, [night.date for night in past], lines, milliseconds=times)
        shown = milliseconds if times else share
        last = [next(value for value in reversed(line.values) if value is not None) for line in lines]
        legend = tuple(
            (f"series-{at}", line.label, shown(value))
            for at, (line, value) in enumerate(zip(lines, last, strict=True), start=1)
        )
        found.append(Trend(title, chart, legend))
    return found


def fallen(finished: Finished) -> list[Fell]:
    """The fallen questions, those that fell in most respects first."""
    if finished.gate is None:
        return []
    rows = {row.golden.id: row for row in finished.run.rows}
    return [
        Fell(
            id=each.id,
            family=each.family,
            question=_question(rows[each.id]) if each.id in rows else "a labelled claim",
            expected=_expected(rows[each.id]) if each.id in rows else "",
            metrics=tuple(
                (metric, f"{before:.3g}", "no score" if after is None else f"{after:.3g}")
                for metric, (before, after) in each.metrics.items()
            ),
            before=each.before,
            after=each.after,
        )
        for each in sorted(finished.gate.report.fallen, key=lambda each: -len(each.metrics))
    ]


def worst(finished: Finished) -> list[Wrong]:
    """Rows that are wrong, those that miss most first, without the ones that fell."""
    fell = {each.id for each in finished.gate.report.fallen} if finished.gate else set()
    found = [
        Wrong(
            id=row.golden.id,
            family=row.golden.family,
            question=_question(row),
            expected=_expected(row),
            answer=gist(row.reply.answer),
            missed=_missed(row),
        )
        for row in finished.run.rows
        if row.reply and row.scores.correct == 0 and row.golden.id not in fell
    ]
    return sorted(found, key=lambda wrong: (-len(wrong.missed), wrong.family, wrong.id))


def statuses(run: Run) -> list[tuple[Status, dict[Status, int]]]:
    """How often each status was given where each was due; `degraded` is an answer without an LLM."""
    order: tuple[Status, ...] = ("answered", "refused", "clarify")
    counts: dict[Status, dict[Status, int]] = {due: dict.fromkeys(order, 0) for due in order}
    for row in run.rows:
        if row.reply:
            given = "answered" if row.reply.answer.status == "degraded" else row.reply.answer.status
            counts[row.golden.status][given] += 1
    return list(counts.items())


def latency(rows: Iterable[Row]) -> tuple[Markup, list[tuple[str, str]], list[Row]] | None:
    """How long answers took: the chart, percentiles, and the slowest; None without answers."""
    timed = sorted((row for row in rows if row.reply), key=_elapsed)
    times = [_elapsed(row) for row in timed]
    if not times:
        return None
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    figures_shown = [(f"p{percent}", milliseconds(cuts[percent - 1])) for percent in (50, 95, 99)]
    return (
        charts.histogram("How many answers took how long", times),
        [*figures_shown, ("longest", milliseconds(times[-1]))],
        timed[: -SLOWEST_SHOWN - 1 : -1],
    )


def told(run: Run) -> list[Told]:
    """The narrated answers: those with most sentences dropped first, then the wrong ones."""
    found = [
        Told(
            id=row.golden.id,
            question=_question(row),
            answer=row.reply.answer.answer,
            right=row.scores.correct == 1,
            dropped=tuple(claim for claim in row.reply.answer.claims if claim.verdict != "supported"),
            seconds=_elapsed(row) / 1000,
        )
        for row in run.rows
        if row.reply
    ]
    return sorted(found, key=lambda each: (-len(each.dropped), each.right, each.id))


def narrated_figures(run: Run) -> list[tuple[str, str]]:
    """What is told of the narrated sample as a whole."""
    now = means(run.outcomes)
    shown = [(LABELS[metric], share(now[metric][0])) for metric in ("correct", "held") if metric in now]
    dropped = sum(len(each.dropped) for each in told(run))
    shown.append(("Sentences dropped", str(dropped)))
    first = sorted(first_tokens(run.rows))
    if first:
        shown.append(("First token, median", milliseconds(first[len(first) // 2])))
    total = run.summary.total
    if total.p50_ms is not None:
        shown.append(("Whole answer, median", milliseconds(total.p50_ms)))
    shown.append(("Tokens", f"{total.prompt_tokens:,} + {total.completion_tokens:,}"))
    if total.cost_usd:
        shown.append(("Cost", f"${total.cost_usd:.4f}"))
    return shown


def unscored(finished: Finished) -> list[Row]:
    """The rows without scores."""
    return [row for row in finished.run.rows if row.failure is not None]


def _metric(family: str) -> str:
    return "verdict" if family.startswith("claims-") else "correct"


def _elapsed(row: Row) -> float:
    return row.reply.elapsed_ms if row.reply else 0.0


def _question(row: Row) -> str:
    return " → ".join((*row.golden.turns, row.golden.question))


def _expected(row: Row) -> str:
    """What the golden question wants, in a line."""
    golden = row.golden
    parts = [f"({golden.status})"]
    items = (*golden.items.phases, *golden.items.roles, *golden.items.tools) if golden.items else ()
    if items:
        parts.append(f"{{{', '.join(items)}}}")
    parts += [f"{number.value:g} {number.unit}" for number in golden.values or ()]
    parts += [f"“{mention}”" for mention in golden.mentions or ()]
    return " ".join(parts)


def _missed(row: Row) -> tuple[str, ...]:
    scores = row.scores
    return tuple(
        name
        for name, value in (
            ("status", scores.status),
            ("items", scores.items),
            ("values", scores.values),
            ("mentions", scores.mentions),
            ("cited", scores.cited),
        )
        if value == 0
    )
