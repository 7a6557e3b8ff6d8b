"""What a front (the HTTP API, the command line) needs of an advisor, so that it runs without models too."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Protocol

from corpus.catalogue import Catalogue
from server.planning.planner import Planner
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
from server.settings import Settings
from server.understanding.followups.turn import Turn

Shown = FactsEvent | DeltaEvent | Claim | Answer
"""What a reader is sent."""
Event = Shown | Turn
"""What an advisor tells: a Turn, how it read the question, is for the journal alone."""


class Advising(Protocol):
    """Answers questions. `start` returns at once and loads in the background; `close` undoes it."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def planner(self) -> Planner: ...

    @property
    def release(self) -> str: ...

    def stream(self, request: AskRequest, caller: str | None = None) -> AsyncGenerator[Event, None]:
        """The answer's events; the last one is the Answer, the Turn stands before it. Closing the generator stops
        the LLM. Each `caller` has conversations of its own, whatever their ids."""
        ...

    async def search(self, request: SearchRequest) -> SearchResponse: ...

    async def remembered(self, conversation_id: str, caller: str | None = None) -> int:
        """How many turns of the caller's conversation a follow-up is understood by."""
        ...

    def parts(self) -> Parts: ...

    async def start(self) -> None: ...

    async def settled(self, *, llm: bool) -> None:
        """Wait until no part is loading any more; for the LLM only if asked."""
        ...

    async def close(self) -> None: ...


Build = Callable[[Settings], Advising]


async def whole(stream: AsyncGenerator[Event, None] | AsyncGenerator[Shown, None]) -> Answer:
    """The Answer that ends `stream`, which is closed whatever happens."""
    async with aclosing(stream) as events:
        async for event in events:
            if isinstance(event, Answer):
                return event
    raise RuntimeError("the stream ended without an Answer")
