"""Files are read in a process of its own, with so much memory and computing time and no more.

A file from elsewhere may be made to expand without end, or to keep a parser busy for days, and each parser has its own
ways to trip over a damaged one. Whatever becomes of the process, it is one file that cannot be read.
"""

import multiprocessing
import resource
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from ingest.reading.blocks import Reading, UnreadableError
from ingest.reading.readers import read

CPU_S = 60
MEMORY_BYTES = 2_000_000_000
TEXT_CHARS = 100_000_000


class Apart:
    """Reads files as `read` does; the process starts with the first one and is started again when it broke."""

    def __init__(self, cpu_s: float = CPU_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self._limits = (cpu_s, memory_bytes)
        self._child: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, name: str, content: bytes) -> Reading:
        """The file's blocks, which may be none; raises UnreadableError with the reason."""
        pipe = self._pipe or self._begin()
        try:
            pipe.send((name, content))
            found: Reading | str = pipe.recv()
        except (EOFError, OSError) as error:
            raise UnreadableError(self._broken()) from error
        if isinstance(found, str):
            raise UnreadableError(found)
        return found

    def _begin(self) -> Connection:
        # Not forked: this process may hold models, connections and threads.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        child = context.Process(target=_serve, args=(theirs, *self._limits), name="read", daemon=True)
        child.start()
        theirs.close()
        self._child, self._pipe = child, ours
        return ours

    def _broken(self) -> str:
        status = self._end()
        if status == -signal.SIGPROF:
            return f"takes more than {self._limits[0]:g} s to read: split it"
        return f"cannot be read in {self._limits[1] // 1_000_000} MB of memory, or breaks its reader: split it"

    def _end(self) -> int | None:
        child, pipe = self._child, self._pipe
        self._child = self._pipe = None
        if child is None or pipe is None:
            return None
        pipe.close()  # what ends the child, unless it has ended
        child.join()
        return child.exitcode


def _serve(pipe: Connection, cpu_s: float, memory_bytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's to handle
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with suppress(EOFError, BrokenPipeError):
        while True:
            name, content = pipe.recv()
            signal.setitimer(signal.ITIMER_PROF, cpu_s)
            found = _read(name, content)
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send(found)


def _read(name: str, content: bytes) -> Reading | str:
    try:
        reading = read(name, content)
    except UnreadableError as error:
        return str(error)
    except RecursionError:
        return "is nested too deeply"
    except MemoryError:
        return "needs more memory than a file may: split it"
    except Exception as error:
        # What a damaged or hostile file makes a parser trip over has no class of its own.
        return f"is damaged ({type(error).__name__}: {' '.join(str(error).split())[:80]})"
    chars = sum(len(block.text) for block in reading.blocks)
    return reading if chars <= TEXT_CHARS else f"expands to more than {TEXT_CHARS // 1_000_000} million characters"
