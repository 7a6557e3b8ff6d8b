"""Reading server-sent events from bytes cut anywhere."""

from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.sse import ServerSentEvent, read_events

STREAM = (
    ": a comment\r\n\r\n"
    'event: facts\ndata: {"text": "Zürich \u2028 €"}\n\n'
    "event: delta\rdata: one\rdata: two\r\r"
    "data:no name\r\n\r\n"
    "event: no data\n\n"
    "event: done\ndata: cut off"
).encode()
EVENTS = [
    ServerSentEvent("facts", '{"text": "Zürich \u2028 €"}'),
    ServerSentEvent("delta", "one\ntwo"),
    ServerSentEvent("message", "no name"),
]


async def _pieces(stream: bytes, cuts: list[int]) -> AsyncIterator[bytes]:
    bounds = [0, *sorted(cuts), len(stream)]
    for start, stop in pairwise(bounds):
        yield stream[start:stop]


@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=40))
async def test_the_events_do_not_depend_on_where_the_bytes_are_cut(cuts: list[int]) -> None:
    assert [event async for event in read_events(_pieces(STREAM, cuts))] == EVENTS


@pytest.mark.parametrize("size", [1, 2, 3, 7])
async def test_pieces_of_a_few_bytes_give_the_same_events(size: int) -> None:
    cuts = list(range(0, len(STREAM), size))
    assert [event async for event in read_events(_pieces(STREAM, cuts))] == EVENTS
