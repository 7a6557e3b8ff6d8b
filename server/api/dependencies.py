"""What endpoints are given."""

from collections.abc import AsyncGenerator, Callable
from typing import Annotated, Literal, cast

from fastapi import Depends, Header, Request

from server.advising import Advising, Shown
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
    advisor: AdvisorDep,
    journal: JournalDep,
    wanted: Annotated[
        Literal["on", "off"],
        Header(alias="Advisor-Journal", description="`off` keeps this question out of the journal"),
    ] = "on",
) -> Callable[[AskRequest], AsyncGenerator[Shown, None]]:
    return lambda asked: kept(advisor.stream(asked), asked, journal if wanted == "on" else None)


AnswersDep = Annotated[Callable[[AskRequest], AsyncGenerator[Shown, None]], Depends(_answers)]
"""Answers questions like the advisor, and leaves a record of each."""
