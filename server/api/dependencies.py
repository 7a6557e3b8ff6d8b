"""What endpoints are given."""

from typing import Annotated, cast

from fastapi import Depends, Request

from server.advising import Advising


async def _advisor(request: Request) -> Advising:
    return cast(Advising, request.app.state.advisor)


AdvisorDep = Annotated[Advising, Depends(_advisor)]
