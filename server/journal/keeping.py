"""Puts the journal between an advisor and whoever shows its answers."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from server.advising import Event, Shown
from server.journal.journal import Journal
from server.journal.records import entry_of
from server.schema import Answer, AskRequest
from server.understanding.followups.turn import Turn


async def kept(
    stream: AsyncGenerator[Event, None], request: AskRequest, journal: Journal | None
) -> AsyncGenerator[Shown, None]:
    """The events to show; a whole Answer is noted before it is shown, unless there is no journal for it."""
    turn: Turn | None = None
    async with aclosing(stream) as events:
        async for event in events:
            if isinstance(event, Turn):
                turn = event
                continue
            if isinstance(event, Answer) and journal is not None:
                journal.note(entry_of(request, turn, event))
            yield event
