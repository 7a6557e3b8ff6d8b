"""What the API needs of an advisor, so that it can be served and tested without models."""

from collections.abc import AsyncGenerator
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from corpus.catalogue import Catalogue
from server.schema import (
    Answer,
    AskRequest,
    Claim,
    DeltaEvent,
    FactsEvent,
    Parts,
    SearchRequest,
    SearchResponse,
)

Event = FactsEvent | DeltaEvent | Claim | Answer


class Advising(Protocol):
    """Answers questions. `start` returns at once and loads in the background; `close` undoes it."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def release(self) -> str: ...

    def stream(self, request: AskRequest) -> AsyncGenerator[Event, None]:
        """The answer's events; the last one is the Answer. Closing the generator stops the LLM."""
        ...

    async def search(self, request: SearchRequest) -> SearchResponse: ...

    def parts(self) -> Parts: ...

    async def start(self) -> None: ...

    async def close(self) -> None: ...


def _advisor(request: Request) -> Advising:
    return cast(Advising, request.app.state.advisor)


AdvisorDep = Annotated[Advising, Depends(_advisor)]
