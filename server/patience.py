"""HTTP connections that are given up on: whoever opens one and does not ask keeps a socket from those who would."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_S = 15.0


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's, which waits for the head of a request as long as it takes, with an end to that."""

    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """The head has come."""
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._stop()
        super().connection_lost(exc)

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
