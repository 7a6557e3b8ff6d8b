"""The whole of a monitoring run, what of it breaks a bound, and how it reads."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from eval.monitoring.bounds import Bounds
from eval.monitoring.clusters import Cluster
from eval.monitoring.drift import Shift
from eval.monitoring.sampling import Online
from eval.monitoring.volume import STATUSES, Day
from eval.resampling import holm
from eval.verdicts import Share, in_words
from server.schema import Wire

_CLUSTERS = 20


class Drift(Wire):
    """The tests of one report, or why there are none."""

    reference: str
    before: int
    after: int
    shifts: tuple[Shift, ...] = ()
    not_compared: str | None = None


class Report(Wire):
    """What the window holds. `broken` has one line for each bound that is."""

    since: datetime
    until: datetime
    questions: int
    days: tuple[Day, ...]
    rates: dict[str, Share]
    drift: Drift
    unanswered: int
    clusters: tuple[Cluster, ...]
    online: Online | None
    broken: tuple[str, ...] = ()


def broken(report: Report, bounds: Bounds) -> tuple[str, ...]:
    """The bounds that do not hold, beyond doubt."""
    online = report.online.shares if report.online else {}
    return (*_rates(report.rates, online, bounds), *_shifts(report.drift.shifts, bounds))


def shown(report: Report) -> str:
    """The report for reading."""
    parts = [
        f"{report.questions} questions from {report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC",
        _days(report.days),
        "\n".join(f"  {name:<20}{in_words(part)}" for name, part in report.rates.items()),
        _drift(report.drift),
        _clusters(report.clusters, report.unanswered),
        _online(report.online),
        "\n".join(["bounds broken:", *(f"  {line}" for line in report.broken)])
        if report.broken
        else "bounds: all hold",
    ]
    return "\n\n".join(part for part in parts if part)


def _rates(rates: Mapping[str, Share], online: Mapping[str, Share], bounds: Bounds) -> Iterator[str]:
    for name, bound in bounds.ceilings.items():
        found = rates[name]
        if found.low is not None and found.low > bound.value and found.whole >= bounds.least:
            yield f"{name} {in_words(found).strip()} is above {bound.value:.0%}: {bound.why}"
    for name, bound in bounds.floors.items():
        judged = online.get(name)
        if judged is None or judged.high is None:
            continue
        # Where nothing at all may fail, one failure is proof.
        failed = bound.value == 1.0 and judged.part < judged.whole
        if failed or (judged.high < bound.value and judged.whole >= bounds.least):
            yield f"{name} {in_words(judged).strip()} is below {bound.value:.0%}: {bound.why}"


def _shifts(shifts: Sequence[Shift], bounds: Bounds) -> Iterator[str]:
    rules = bounds.drift
    for shift, p in zip(shifts, holm([shift.p for shift in shifts]), strict=True):
        least = rules.least_mmd if shift.measure == "MMD²" else rules.least_divergence
        if p <= rules.alpha and shift.beyond_chance >= least:
            yield (
                f"{shift.what} drifted: {shift.measure} {shift.value:.3f}, {shift.by_chance:.3f} by chance, "
                f"p {p:.4f} over all tests"
            )


def _days(days: Sequence[Day]) -> str:
    lines = [["day", "questions", "conversations", *STATUSES, "up", "down", "p50 ms", "tokens"]]
    for day in days:
        p50 = "" if day.p50_ms is None else f"{day.p50_ms:.0f}"
        counts = [day.questions, day.conversations, *(day.statuses[status] for status in STATUSES), day.up, day.down]
        lines.append([day.day, *map(str, counts), p50, str(day.tokens)])
    return "\n".join("  ".join([line[0].ljust(10), *(cell.rjust(9) for cell in line[1:])]) for line in lines)


def _drift(drift: Drift) -> str:
    head = f"drift against {drift.reference} ({drift.before} questions before, {drift.after} now)"
    if drift.not_compared:
        return f"{head}: {drift.not_compared}"
    lines = [
        f"  {shift.what:<12}{shift.measure:<16}{shift.value:.4f}  by chance {shift.by_chance:.4f}  p {shift.p:.4f}"
        f"  {'; '.join(shift.moved)}"
        for shift in drift.shifts
    ]
    return "\n".join([head, *lines])


def _clusters(clusters: Sequence[Cluster], unanswered: int) -> str:
    alone = unanswered - sum(cluster.size for cluster in clusters)
    lines = [f"unanswered: {unanswered} questions, {len(clusters)} clusters, {alone} alone"]
    for cluster in clusters[:_CLUSTERS]:
        why = ", ".join(f"{count} {name}" for name, count in cluster.reasons.items())
        lines.append(f"  {cluster.id}  {cluster.size:>4}  {cluster.question}  [{', '.join(cluster.words)}]  {why}")
    if len(clusters) > _CLUSTERS:
        lines.append(f"  and {len(clusters) - _CLUSTERS} smaller ones: see --json")
    return "\n".join(lines)


def _online(online: Online | None) -> str:
    if online is None:
        return ""
    lines = [f"sample of {online.answers} of {online.of} answers (seed {online.seed}), written to {online.folder}"]
    lines += [f"  {name:<20}{in_words(part)}" for name, part in online.shares.items()]
    return "\n".join([*lines, *(f"  unresolved: {one}" for one in online.unresolved)])
