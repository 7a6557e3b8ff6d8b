"""A stream that is waited for as a whole: however many pieces come, and each in good time, there is an end to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

_Piece = TypeVar("_Piece")


class OverdueError(Exception):
    """The stream was not at its end in time; what it gave until then stays valid."""


async def within(seconds: float, stream: AsyncGenerator[_Piece, None]) -> AsyncGenerator[_Piece, None]:
    """The stream's pieces as they come, for so many seconds; then it is closed and OverdueError raised."""
    end = asyncio.get_running_loop().time() + seconds
    async with aclosing(stream) as pieces:
        while True:
            try:
                # Around each piece and not around all: whoever takes the pieces is not to be cancelled.
                async with asyncio.timeout_at(end) as waiting:
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                if waiting.expired():
                    raise OverdueError from error
                raise
            yield piece
