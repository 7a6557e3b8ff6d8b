"""HTTP connections that are given up on: whoever opens one and does not ask, or does not send what is asked with, keeps
a socket from those who would, and whoever sends a head without end keeps everybody waiting."""

import asyncio
import logging
import resource
from math import inf
from time import monotonic
from typing import ClassVar

from starlette.types import Message, Receive
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

log = logging.getLogger(__name__)

HEADERS_S = 15.0
BODY_S = 30
HEAD_BYTES = 32_768
HEAD_FIELDS = 100
# Beyond the last descriptor connections are closed without a word, the event loop's log included.
_LAST_DESCRIPTORS = 8
_TOLD_EVERY_S = 60.0

_TOO_LARGE = f"the head of the request is larger than {HEAD_BYTES} bytes or {HEAD_FIELDS} fields: send less".encode()
_REFUSAL = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(_TOO_LARGE), _TOO_LARGE)
)


def in_time(receive: Receive) -> Receive:
    """`receive` of a request that begins now; raises TimeoutError where the body is not whole within `BODY_S`."""
    due: float | None = asyncio.get_running_loop().time() + BODY_S

    async def received() -> Message:
        nonlocal due
        async with asyncio.timeout_at(due):
            message = await receive()
        if not message.get("more_body", False):
            due = None  # what comes after it is that the client leaves
        return message

    return received


class HeadTooLarge(Exception):
    """The head, or the trailer, is larger than it may be."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's, which waits for the head of a request as long as it takes and reads it however large it is, with an
    end to both."""

    _due: asyncio.TimerHandle | None = None
    _head = 0
    """Bytes of the target and of the fields so far."""
    _unfinished = 0
    """Bytes that the parser keeps, since nothing whole has come of them yet."""
    _told_at: ClassVar[float] = -inf
    """When it was last said that hardly a descriptor is left."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()
        self._tell_of_the_last(transport.get_extra_info("socket").fileno())

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head."""
        super().on_message_begin()
        self._head = 0
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on, and refuse a field that has no end."""
        self._unfinished += len(data)
        super().data_received(data)
        if self._unfinished > HEAD_BYTES and not self.transport.is_closing():
            self._refuse()

    def on_url(self, url: bytes) -> None:
        """Count a piece of the target."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a field of the head or of the trailer."""
        self._count(len(name) + len(value))
        super().on_header(name, value)
        if len(self.headers) > HEAD_FIELDS:
            raise HeadTooLarge

    def on_body(self, body: bytes) -> None:
        """What of the body has come is passed on."""
        self._unfinished = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Say what is wrong with a request that the parser has given up on."""
        if self._head > HEAD_BYTES or len(self.headers or ()) > HEAD_FIELDS:
            self._refuse()
        else:
            super().send_400_response(msg)

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._stop()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request, or for the rest of one that was answered before its end."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    def _tell_of_the_last(self, descriptor: int) -> None:
        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)  # the lowest one that is free is taken
        if descriptor >= most - _LAST_DESCRIPTORS and monotonic() - self._told_at >= _TOLD_EVERY_S:
            PatientProtocol._told_at = monotonic()
            log.error("connections take the last descriptors, others are closed", extra={"fields": {"most": most}})

    def _count(self, size: int) -> None:
        self._unfinished = 0
        self._head += size
        if self._head > HEAD_BYTES:
            raise HeadTooLarge

    def _refuse(self) -> None:
        self.transport.write(_REFUSAL)
        self.transport.close()

    def _wait(self) -> None:
        self._stop()
        self._due = self.loop.call_later(HEADERS_S, self._give_up)

    def _give_up(self) -> None:
        # Who sends a second request before the first is answered has that answer still to come.
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _stop(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
