"""A part that fails again and again is left alone, and tried again after a pause."""

import asyncio
import threading
from dataclasses import dataclass

import httpx
import pytest

from ingest.budgets import FAILURES, SEARCHES
from server.breaker import Breaker
from server.errors import NotReady
from server.retrieval.searches import Searches


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(10, 3, clock)


def call(breaker: Breaker, error: Exception | None) -> bool:
    """One call that fails of the error, or succeeds; whether it was let through."""
    begun = breaker.entered()
    if begun is None:
        return False
    if error is None:
        breaker.succeeded()
    else:
        breaker.failed(begun, error)
    return True


DOWN = httpx.ConnectError("down")


def test_it_opens_after_failures_in_a_row(breaker: Breaker) -> None:
    for error in (DOWN, DOWN, None, DOWN, DOWN, DOWN):
        assert not breaker.is_open
        assert call(breaker, error)
    assert breaker.is_open
    assert not call(breaker, None)


def test_half_open_one_is_let_through_in_each_pause(breaker: Breaker, clock: Clock) -> None:
    for _ in range(3):
        call(breaker, DOWN)
    clock.now += 9.9
    assert breaker.entered() is None
    clock.now += 0.1
    # It leaves without a word, and keeps nobody from being the next.
    assert breaker.entered() is not None
    assert breaker.entered() is None
    clock.now += 10
    assert call(breaker, DOWN)
    assert not call(breaker, DOWN)


def test_a_slow_failure_is_followed_by_a_whole_pause(breaker: Breaker, clock: Clock) -> None:
    for _ in range(3):
        call(breaker, DOWN)
    clock.now += 10
    begun = breaker.entered()
    assert begun is not None
    clock.now += 30
    breaker.failed(begun, DOWN)
    clock.now += 9.9
    assert breaker.is_open


def test_one_success_closes_it(breaker: Breaker, clock: Clock) -> None:
    for _ in range(3):
        call(breaker, DOWN)
    clock.now += 10
    assert call(breaker, None)
    assert [call(breaker, DOWN) for _ in range(4)] == [True, True, True, False]


def test_whoever_waits_too_long_for_a_busy_part_does_not_open_it(breaker: Breaker, clock: Clock) -> None:
    waiting = [breaker.entered() for _ in range(5)]
    clock.now += 1
    breaker.succeeded()
    for begun in waiting:
        assert begun is not None
        breaker.failed(begun, DOWN)
    assert not breaker.is_open


@pytest.mark.parametrize(("status", "opens"), [(400, False), (429, False), (500, True), (503, True)])
def test_what_a_part_answers_to_one_request_says_nothing_of_it(breaker: Breaker, status: int, opens: bool) -> None:
    error = RuntimeError("refused")
    error.status_code = status  # type: ignore[attr-defined]
    for _ in range(5):
        call(breaker, error)
    assert breaker.is_open is opens


async def test_searches_that_wait_keep_nobody_else_waiting_and_are_bounded() -> None:
    end = threading.Event()
    searches = Searches()
    asked = [asyncio.create_task(searches.found(end.wait)) for _ in range(SEARCHES)]
    try:
        await asyncio.sleep(0)
        with pytest.raises(NotReady, match="ask again in a moment"):
            await searches.found(end.wait)
        async with asyncio.timeout(10):
            await asyncio.to_thread(int)
        # Whoever leaves gives the place back.
        asked.pop().cancel()
        await asyncio.sleep(0)
        asked.append(asyncio.create_task(searches.found(end.wait)))
        await asyncio.sleep(0)
    finally:
        end.set()
    assert all(await asyncio.gather(*asked))
    searches.close()


async def test_what_waits_for_an_index_that_is_down_is_refused_with_it() -> None:
    tried = 0
    failing = threading.Event()

    def search() -> None:
        nonlocal tried
        tried += 1
        failing.wait()
        raise DOWN

    searches = Searches()
    asked = [asyncio.create_task(searches.found(search)) for _ in range(SEARCHES)]
    await asyncio.sleep(0)
    failing.set()
    told = await asyncio.gather(*asked, return_exceptions=True)
    searches.close()
    assert {str(error) for error in told} == {str(told[0])}
    assert isinstance(told[0], NotReady)
    # Those that were under way, and those that got a thread before the third had failed.
    assert FAILURES <= tried < SEARCHES / 2
