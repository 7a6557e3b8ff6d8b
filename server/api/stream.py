"""Server-sent events, and work that stops when the client who asked for it has left."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from server.api.problems import internal_error, problem
from server.errors import AdvisorError
from server.schema import Problem
from server.telemetry import failure

log = logging.getLogger(__name__)

T = TypeVar("T")

READ_S = 60
"""A client who takes nothing for so long has left: the LLM would be kept for them."""


def server_sent(name: str, data: BaseModel) -> bytes:
    """One server-sent event; JSON has no raw line breaks, so one data line holds it."""
    return f"event: {name}\ndata: {data.model_dump_json()}\n\n".encode()


def data_only(data: BaseModel) -> bytes:
    """A server-sent event without a name."""
    return f"data: {data.model_dump_json()}\n\n".encode()


async def framed(
    stream: AsyncGenerator[T, None], frame: Callable[[T], bytes], failed: Callable[[Problem], bytes], end: bytes = b""
) -> AsyncGenerator[bytes, None]:
    """Each of `stream` as bytes, then `end`. What goes wrong before the first is raised, later on it is sent instead
    of what is missing."""
    started = False
    async with aclosing(stream) as events:
        try:
            async for event in events:
                yield frame(event)
                started = True
            if end:
                yield end
        except AdvisorError as error:
            if not started:
                raise
            yield failed(problem(error.status, str(error)))
        except Exception as error:
            if not started:
                raise
            log.error("stream failed", extra={"fields": failure(error)})
            yield failed(internal_error())


async def while_connected(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, which is cancelled as soon as the client leaves (ClientDisconnect).

    `work` runs in one asyncio task and is cancelled once, so that its own clean-up may await; a
    cancelled anyio scope, which Starlette uses, would cut every await of the clean-up short.
    """
    working = asyncio.create_task(work)
    watching = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        watching.cancel()
        await asyncio.gather(working, watching, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class EventStream(Response):
    """Sends `events` as they come. An error before the first one still gets a status of its own."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        self.events = events
        self.status_code = 200
        self.background = None
        self.init_headers({"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the last event or until the client leaves; the generator is closed either way."""
        await while_connected(receive, self._send(send))

    async def _send(self, send: Send) -> None:
        started = False
        async with aclosing(self.events) as events:
            async for event in events:
                if not started:
                    start = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
                    await send(start)
                    started = True
                try:
                    async with asyncio.timeout(READ_S):
                        await send({"type": "http.response.body", "body": event, "more_body": True})
                except TimeoutError as error:
                    raise ClientDisconnect from error
        await send({"type": "http.response.body", "body": b"", "more_body": False})
