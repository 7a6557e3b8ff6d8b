"""A night in a few lines of Slack's mrkdwn, within its limits; it reads as plain Markdown too."""

from collections.abc import Iterable, Sequence

from eval.nightly.answers import fallen, narrated_figures
from eval.nightly.finished import Finished
from eval.nightly.headline import tiles
from eval.nightly.night import Night
from eval.thresholds import Thresholds

# Slack refuses a section beyond this, and a message of more than 50 of them.
SECTION_CHARS = 3000
_LINE_CHARS = 240
_REASONS, _QUESTIONS = 8, 5


def sections(finished: Finished, night: Night, rules: Thresholds, report: str) -> list[str]:
    """The verdict first, since a notification shows only that; `report` says where the page is."""
    found = [
        _joined([f"*Nightly evaluation {night.date}: {'passed' if night.passed else 'fallen'}*", *_facts(night)]),
        _joined(
            f"• {tile.label}: {tile.value}{f' ({tile.change})' if tile.change else ''}"
            for tile in tiles(finished, rules)
        ),
        _joined(_falls(finished)),
        _joined(_sample(finished, night)),
        _joined([f"Report: `{escaped(report)}`"]),
    ]
    return [section for section in found if section]


def escaped(text: str) -> str:
    """Text in one line that can neither mention anybody nor link anywhere."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return line if len(line) <= _LINE_CHARS else f"{line[: _LINE_CHARS - 1]}…"


def _facts(night: Night) -> Iterable[str]:
    parts = [f"release `{night.release}`", f"{night.questions:,} questions of {night.scope}"]
    if night.commit:
        parts.insert(1, f"commit `{night.commit}`")
    if night.unscored:
        parts.append(f"*{night.unscored:,} without scores*")
    yield escaped(", ".join(parts))


def _falls(finished: Finished) -> Iterable[str]:
    if finished.gate is None:
        return
    report = finished.gate.report
    if report.reasons:
        yield "*Why*"
    yield from (f"• {escaped(reason)}" for reason in report.reasons[:_REASONS])
    if len(report.reasons) > _REASONS:
        yield f"… and {len(report.reasons) - _REASONS} more reasons"
    fell = fallen(finished)
    if fell:
        yield f"*{len(fell):,} questions fell*"
    yield from (f"• {escaped(f'{each.id}: {each.question}')}" for each in fell[:_QUESTIONS])


def _sample(finished: Finished, night: Night) -> Iterable[str]:
    if finished.narrated is None:
        yield f"Narrated: {escaped(night.narration)}"
        return
    shown = narrated_figures(finished.narrated)
    yield f"Narrated {len(finished.narrated.rows)}: " + ", ".join(f"{name.lower()} {value}" for name, value in shown)
    judged = [f"{line.metric} {line.mean:.2f}" for line in finished.judged if line.mean is not None]
    if judged:
        yield f"Judged by {escaped(finished.judge or '')}: {', '.join(judged)}"


def _joined(lines: Iterable[str]) -> str:
    """The lines that fit into a section."""
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > SECTION_CHARS:
            break
        kept.append(line)
    return "\n".join(kept)


def text(found: Sequence[str]) -> str:
    """The file."""
    return "\n\n".join(found) + "\n"
