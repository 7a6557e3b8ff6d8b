"""How much is asked and what comes of it, by day and over all."""

from collections.abc import Sequence
from itertools import groupby
from statistics import median

from eval.verdicts import Share, share
from server.journal.records import Kept
from server.schema import Status, Wire

STATUSES: tuple[Status, ...] = ("answered", "refused", "clarify", "degraded")


class Day(Wire):
    """One day (UTC)."""

    day: str
    questions: int
    conversations: int
    statuses: dict[Status, int]
    up: int
    down: int
    p50_ms: float | None
    tokens: int


def days(kept: Sequence[Kept]) -> tuple[Day, ...]:
    """Oldest first; a day without questions has no line."""
    ordered = sorted(kept, key=lambda one: one.at)
    return tuple(_day(day, list(own)) for day, own in groupby(ordered, key=lambda one: one.at.date().isoformat()))


def rates(kept: Sequence[Kept]) -> dict[str, Share]:
    """The share of each status; of `down`, that of the verdicts."""
    found: dict[str, Share] = {
        status: share(sum(one.answer.status == status for one in kept), len(kept)) for status in STATUSES
    }
    verdicts = [one.feedback.verdict for one in kept if one.feedback]
    return found | {"down": share(verdicts.count("down"), len(verdicts))}


def _day(day: str, kept: Sequence[Kept]) -> Day:
    times = [one.answer.timings_ms.total for one in kept if one.answer.timings_ms.total is not None]
    verdicts = [one.feedback.verdict for one in kept if one.feedback]
    return Day(
        day=day,
        questions=len(kept),
        conversations=len({one.answer.conversation_id for one in kept}),
        statuses={status: sum(one.answer.status == status for one in kept) for status in STATUSES},
        up=verdicts.count("up"),
        down=verdicts.count("down"),
        p50_ms=round(median(times), 1) if times else None,
        tokens=sum(one.answer.usage.prompt_tokens + one.answer.usage.completion_tokens for one in kept),
    )
