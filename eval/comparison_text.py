"""The gate's report for reading: the verdict, what changed, and the fallen questions with both answers."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from eval.comparison import Compared, Fallen, Report

_LISTED = 12


def shown(report: Report, questions: Mapping[str, str], *, width: int, falls: int) -> str:
    """The report in lines of `width` characters with at most `falls` fallen questions; `questions` by their ids."""
    lines = [f"baseline {report.baseline}, run {report.run}: {report.compared} questions compared"]
    lines += _counted(report)
    if report.comparisons:
        lines += ["", *_table(report.comparisons)]
        lines.append(
            f"p: chance of such a fall without one (paired bootstrap), adjusted for all {report.tested} (Holm)"
        )
    if report.fallen:
        lines += ["", f"{len(report.fallen)} questions fell"]
        for fallen in report.fallen[:falls]:
            lines += ["", *_side_by_side(fallen, questions.get(fallen.id, ""), width)]
        if len(report.fallen) > falls:
            lines += ["", f"… and {len(report.fallen) - falls} more: --falls N shows more, --json all"]
    lines += ["", "gate: passed" if report.passed else "gate: FAILED"]
    lines += [f"  {reason}" for reason in report.reasons]
    return "\n".join(lines)


def _counted(report: Report) -> Iterable[str]:
    for what, ids in (
        ("new, not compared", report.new),
        ("edited since, not compared", report.edited),
        ("gone from the golden set", report.gone),
        ("of the baseline, not asked in this run", report.unasked),
        ("without scores", report.unscored),
        ("scored now and not in the baseline", report.rescued),
    ):
        if ids:
            more = ", …" if len(ids) > _LISTED else ""
            yield f"  {len(ids)} {what}: {', '.join(ids[:_LISTED])}{more}"


def _table(comparisons: Sequence[Compared]) -> list[str]:
    rows = [["family", "metric", "n", "before", "after", "worse", "better", "p", ""]]
    rows += [
        [
            found.family,
            found.metric,
            str(found.n),
            f"{found.before:.4f}",
            f"{found.after:.4f}",
            str(found.worse),
            str(found.better),
            "" if found.chance is None else f"{found.chance:.4f}",
            found.rule or "",
        ]
        for found in comparisons
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if at in (0, 1, 8) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _side_by_side(fallen: Fallen, question: str, width: int) -> list[str]:
    scores = ", ".join(
        f"{metric} {before:g} → {'–' if after is None else f'{after:g}'}"
        for metric, (before, after) in fallen.metrics.items()
    )
    half = max(20, (width - 3) // 2)
    left, right = (
        [line for part in (head, text) for line in textwrap.wrap(part, half)]
        for head, text in (("before", fallen.before), ("now", fallen.after))
    )
    height = max(len(left), len(right))
    left, right = (side + [""] * (height - len(side)) for side in (left, right))
    head = textwrap.wrap(f"{fallen.id} ({fallen.family}): {question}", width)
    return [*head, scores, *(f"{one:<{half}} | {other}".rstrip() for one, other in zip(left, right, strict=True))]
