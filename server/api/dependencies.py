"""What endpoints are given."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Literal, cast

from fastapi import Depends, Header, Request

from server.advising import Advising, Shown
from server.api.callers import door_of, key_of
from server.journal.journal import Journal
from server.journal.keeping import kept
from server.schema import AskRequest


async def _advisor(request: Request) -> Advising:
    return cast(Advising, request.app.state.advisor)


AdvisorDep = Annotated[Advising, Depends(_advisor)]


async def _journal(request: Request) -> Journal | None:
    return cast(Journal | None, request.app.state.journal)


JournalDep = Annotated[Journal | None, Depends(_journal)]


async def _answers(
    request: Request,
    advisor: AdvisorDep,
    journal: JournalDep,
    wanted: Annotated[
        Literal["on", "off"],
        Header(alias="Advisor-Journal", description="`off` keeps this question out of the journal"),
    ] = "on",
) -> Callable[[AskRequest], AsyncGenerator[Shown, None]]:
    door, key = door_of(request), key_of(request)

    def answers(asked: AskRequest) -> AsyncGenerator[Shown, None]:
        stream = kept(advisor.stream(asked), asked, journal if wanted == "on" else None)
        return door.metered(key, stream) if door and key and asked.narrate else stream

    return answers


AnswersDep = Annotated[Callable[[AskRequest], AsyncGenerator[Shown, None]], Depends(_answers)]
"""Answers questions like the advisor, leaves a record of each, and counts the tokens of whoever has a key."""
