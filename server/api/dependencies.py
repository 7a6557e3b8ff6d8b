"""What endpoints are given."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Literal, cast

from fastapi import Depends, Header, Request

from server.advising import Advising, Shown
from server.api.callers import caller_of, door_of, key_of
from server.journal.journal import Journal
from server.journal.keeping import kept
from server.metering.meters import NO_KEY, Meters
from server.schema import AskRequest


async def _advisor(request: Request) -> Advising:
    return cast(Advising, request.app.state.advisor)


AdvisorDep = Annotated[Advising, Depends(_advisor)]


async def _journal(request: Request) -> Journal | None:
    return cast(Journal | None, request.app.state.journal)


async def _meters(request: Request) -> Meters:
    return cast(Meters, request.app.state.meters)


MetersDep = Annotated[Meters, Depends(_meters)]

JournalDep = Annotated[Journal | None, Depends(_journal)]


async def _answers(
    request: Request,
    wanted: Annotated[
        Literal["on", "off"],
        Header(alias="Advisor-Journal", description="`off` keeps this question out of the journal"),
    ] = "on",
) -> Callable[[AskRequest], AsyncGenerator[Shown, None]]:
    # Asked here: as dependencies of this one, each would take FastAPI as long again as the route itself.
    advisor, journal, meters = await _advisor(request), await _journal(request), await _meters(request)
    door, key, caller = door_of(request), key_of(request), caller_of(request)

    def answers(asked: AskRequest) -> AsyncGenerator[Shown, None]:
        stream = kept(advisor.stream(asked, caller), asked, journal if wanted == "on" else None)
        counted = meters.counted(stream, advisor.release, caller or NO_KEY)
        return door.metered(key, counted) if door and key and asked.narrate else counted

    return answers


AnswersDep = Annotated[Callable[[AskRequest], AsyncGenerator[Shown, None]], Depends(_answers)]
"""Answers questions like the advisor, leaves a record of each, and counts what it took, of whoever has a key too."""
