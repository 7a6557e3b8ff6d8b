"""An end to a fetch that goes on a byte at a time: each byte comes in time, and all of them never."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

# The socket of a connection, and the one that encrypts it.
_CONNECTED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Deadline:
    """Shuts the connections down that `trace` was told of once so many seconds have gone by; `passed` tells of it.
    Until `with` ends, the requests' `trace` extension is to be this one."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """What httpx tells of a request."""
        if event in _CONNECTED:
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.passed:
                self._end()

    def _end(self) -> None:
        self.passed = True
        for each in self._sockets:
            with suppress(OSError):  # it is closed already, or another took its place
                each.shutdown(socket.SHUT_RDWR)
