"""Whoever asks keeps nobody else waiting: what answers takes the event loop for milliseconds at a time."""

import asyncio
import threading
from pathlib import Path

import pytest

from server.retrieval import searches
from server.retrieval.searches import Searches
from server.settings import Settings
from tests.advisors import started
from tests.load import questions
from tests.load.heartbeat import ask_all, beating

# Of the loop's own computing, which a busy machine does not lengthen; the longest seen were 20 ms.
_AT_ONCE_S = 0.1


async def test_the_loop_goes_on_while_many_ask(own_data: Path) -> None:
    settings = Settings.model_validate({"data_dir": own_data, "llm": {"enabled": False}})
    asked = questions.typed()[::60] + questions.prose()[::60]
    async with started(settings) as advisor, beating() as beats:
        await ask_all(advisor, asked)
    assert len(beats.computed) > len(asked)
    assert max(beats.computed) < _AT_ONCE_S


async def test_whoever_leaves_while_passages_are_sought_is_no_failure_to_look_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failures() -> tuple[type[Exception], ...]:
        raise AssertionError("what it imports would hold up everybody")

    monkeypatch.setattr(searches, "_failures", failures)
    begun, end = threading.Event(), threading.Event()

    def search() -> None:
        begun.set()
        end.wait(10)

    asking = asyncio.create_task(Searches().found(search))
    await asyncio.to_thread(begun.wait, 10)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    end.set()
