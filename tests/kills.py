"""Work that is killed at a random moment, in a process of its own. It has imported what it needs before the clock runs,
so that the kill falls into the work."""

import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

# Not a copy of the tests' own process, which has threads.
_APART = multiprocessing.get_context("forkserver")
# What an index is opened and written with takes seconds to import.
_PRELOADED = ["ingest.edge", "ingest.minilm_embedding", "ingest.store"]
_FEW, _MANY = 3, 40

swept = pytest.mark.parametrize(
    "times",
    [
        pytest.param(_FEW, marks=pytest.mark.timeout(600)),
        pytest.param(_MANY, marks=[pytest.mark.slow, pytest.mark.timeout(7200)]),
    ],
)
"""So often a sweep kills: a handful of times, and many times in the slow tests."""


@dataclass(frozen=True)
class End:
    """What the work said, and whether it was killed before it was done."""

    said: tuple[Any, ...]
    killed: bool
    seconds: float


def ended(work: Callable[..., None], *arguments: object, kill_after_s: float | None = None) -> End:
    """How `work(connection, *arguments)` ended: by itself, or killed so long after the first word that it sent."""
    _APART.set_forkserver_preload([*_PRELOADED, work.__module__])
    ours, theirs = _APART.Pipe(duplex=False)
    process = _APART.Process(target=work, args=(theirs, *arguments))
    process.start()
    theirs.close()
    with ours:
        said = [ours.recv()]
        begun = time.monotonic()
        process.join(kill_after_s)
        process.kill()
        process.join()
        seconds = time.monotonic() - begun
        while True:
            try:
                said.append(ours.recv())
            except EOFError:
                break
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return End(tuple(said), process.exitcode != 0, seconds)


def moments(times: int, whole_s: float) -> Iterator[tuple[int, float]]:
    """The kills by number, with the seconds after which each comes: anywhere in what takes `whole_s`."""
    random = Random(times)
    for number in range(1, times + 1):
        yield number, random.uniform(0, whole_s)


def told(what: str, killed: list[bool]) -> None:
    """Print how many kills there were, for the table in docs/faults.md; fails where none came in time."""
    print(f"{what}: {len(killed)} kills, {sum(killed)} of them before the work was done")
    assert any(killed)
