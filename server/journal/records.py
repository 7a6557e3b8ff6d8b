"""What the journal holds of one answered question."""

from datetime import UTC, datetime

from pydantic import AwareDatetime

from server.schema import Answer, AskRequest, Feedback, Wire
from server.understanding.followups.turn import Turn

UNTYPED = "prose"


class Entry(Wire):
    """One answered question: as it was `asked`, the `question` that it was read as on its own, and the whole Answer.

    Status, entities, citations, verdicts, timings and tokens are the Answer's; `intent` is what the typed query was
    after, such as `list tools`.
    """

    at: AwareDatetime
    asked: str
    question: str
    intent: str
    answer: Answer


class Kept(Entry):
    """An entry read back, with the last verdict of its reader."""

    feedback: Feedback | None


def entry_of(request: AskRequest, turn: Turn | None, answer: Answer) -> Entry:
    """The entry of an answer given now; without a `turn` the question stands as it was asked."""
    query = turn.query if turn else None
    return Entry(
        at=now(),
        asked=request.question,
        question=turn.question if turn else request.question,
        intent=f"{query.measure} {query.select}" if query else UNTYPED,
        answer=answer,
    )


def now() -> datetime:
    """The time, to the millisecond."""
    time = datetime.now(UTC)
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
