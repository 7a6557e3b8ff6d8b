"""Server-sent events, read from bytes that arrive cut anywhere."""

import re
from collections.abc import AsyncIterable, AsyncIterator
from typing import NamedTuple

# Only these end a line in an event stream. `str.splitlines` (and so httpx's `aiter_lines`) also
# breaks at U+2028 and others, which JSON may carry raw inside a string.
_LINE_END = re.compile(rb"\r\n|\n|\r")


class ServerSentEvent(NamedTuple):
    """One event: its name (`message` unless the server said otherwise) and its data."""

    name: str
    data: str


async def read_events(chunks: AsyncIterable[bytes]) -> AsyncIterator[ServerSentEvent]:
    """Yield each complete event; one that the stream breaks off in is dropped, as the standard asks."""
    name, data = "", list[str]()
    async for line in _lines(chunks):
        if line:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            continue
        if data:
            yield ServerSentEvent(name or "message", "\n".join(data))
        name, data = "", []


async def _lines(chunks: AsyncIterable[bytes]) -> AsyncIterator[str]:
    buffer = b""
    async for chunk in chunks:
        buffer += chunk
        while (end := _LINE_END.search(buffer)) is not None:
            if end.group() == b"\r" and end.end() == len(buffer):
                break  # its \n may be in the next chunk
            line, buffer = buffer[: end.start()], buffer[end.end() :]
            yield line.decode("utf-8", errors="replace")
