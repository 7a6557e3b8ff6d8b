"""Whether answering leaves the event loop to others: how long it computes in one go, and how late a beat then comes."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from server.advising import Advising, whole
from server.schema import AskRequest
from server.settings import Settings
from tests.advisors import started
from tests.load import questions
from tests.load.figures import ms, percentile, table
from tests.load.rig import folder

_EVERY_S = 0.002


@dataclass
class Beats:
    """Between two beats: seconds that the loop's own thread computed, and seconds that the second one was late."""

    computed: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


@asynccontextmanager
async def beating() -> AsyncIterator[Beats]:
    """The beats of this event loop while the context lasts."""
    beats = Beats()

    async def beat() -> None:
        while True:
            began, computed = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_EVERY_S)
            beats.late.append(time.perf_counter() - began - _EVERY_S)
            beats.computed.append(time.thread_time() - computed)

    task = asyncio.create_task(beat())
    try:
        yield beats
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def ask_all(advisor: Advising, asked: Iterable[str]) -> None:
    """Ask without narration, one after the other; each lets a beat in between, as requests of a server do."""
    for question in asked:
        await whole(advisor.stream(AskRequest(question=question, narrate=False)))
        await asyncio.sleep(_EVERY_S)


async def _beats(asked: list[str]) -> Beats:
    with folder() as data:
        settings = Settings.model_validate({"data_dir": data, "llm": {"enabled": False}})
        async with started(settings) as advisor, beating() as beats:
            await ask_all(advisor, asked)
    return beats


def heartbeat(number: int) -> str:
    """The table."""
    asked = questions.typed()[:number] + questions.prose()[:number]
    beats = asyncio.run(_beats(asked))
    return table(
        (f"{len(asked)} questions", "p50", "p99", "longest"),
        [
            (name, ms(percentile(values, 50)), ms(percentile(values, 99)), ms(max(values)))
            for name, values in (("computed between two beats", beats.computed), ("a beat was late", beats.late))
        ],
    )
