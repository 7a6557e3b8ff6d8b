"""The parts that take time to load: index, embedding, verifier and LLM, readied in the background."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from server.errors import NotReady
from server.narrator import Narrator
from server.relevance import RelevanceGate
from server.retrieval import PassageRetriever
from server.schema import Readiness
from server.verifier import Verifier

logger = logging.getLogger(__name__)


class LLMEndpoint(Protocol):
    """Where an LLM answers: the embedded process under supervision, or a remote server."""

    @property
    def state(self) -> Readiness: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


@dataclass(frozen=True)
class Loaded:
    """What is there once the index is open."""

    retriever: PassageRetriever
    relevance: RelevanceGate
    verifier: Verifier
    release: str


class Engines:
    """Loads without holding up the event loop; what is not there yet is reported, never waited for.

    `load` opens the index; `connect` gives the endpoint and the narrator, or None without an LLM.
    Both run in threads, since they import for seconds.
    """

    def __init__(
        self,
        release: str,
        load: Callable[[], Loaded],
        connect: Callable[[], tuple[LLMEndpoint, Callable[[], Narrator]]] | None,
    ) -> None:
        self._first_release = release
        self._load = load
        self._connect = connect
        self._loaded: Loaded | None = None
        self._narrator: Narrator | None = None
        self._endpoint: LLMEndpoint | None = None
        self._index_state: Readiness = "loading"
        self._llm_state: Readiness = "loading" if connect else "down"
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def release(self) -> str:
        """The release of what is loaded, or of what is about to be."""
        return self._loaded.release if self._loaded else self._first_release

    @property
    def index_state(self) -> Readiness:
        """Whether passages can be retrieved."""
        return self._index_state

    @property
    def llm_state(self) -> Readiness:
        """Whether answers can be narrated."""
        if self._endpoint is None or self._narrator is None:
            return self._llm_state
        return self._endpoint.state

    @property
    def narrator(self) -> Narrator | None:
        """The narrator while the LLM answers, None otherwise."""
        return self._narrator if self.llm_state == "ready" else None

    def loaded(self) -> Loaded:
        """The loaded parts; raises NotReady while there are none."""
        if self._loaded is None:
            fix = "try again in a moment" if self._index_state == "loading" else "run `python -m ingest run`"
            raise NotReady(
                f"the index is {self._index_state}: {fix}; questions about the tables are answered meanwhile"
            )
        return self._loaded

    async def start(self) -> None:
        """Begin loading; returns at once."""
        self._tasks = [
            asyncio.create_task(self._load_index(), name="load-index"),
            asyncio.create_task(self._connect_llm(), name="connect-llm"),
        ]

    async def settled(self, *, llm: bool) -> None:
        """Wait until the index is ready or down, and the LLM too if asked."""
        while self._index_state == "loading" or (llm and self.llm_state == "loading"):
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        """End the LLM process and the loading; safe to call twice."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._endpoint is not None:
            await self._endpoint.stop()

    async def _load_index(self) -> None:
        try:
            self._loaded = await asyncio.to_thread(self._load)
            self._index_state = "ready"
        except (OSError, ValueError) as error:
            self._index_state = "down"
            logger.error("the index cannot serve: %s", error)

    async def _connect_llm(self) -> None:
        if self._connect is None:
            return
        try:
            self._endpoint, make_narrator = await asyncio.to_thread(self._connect)
            await self._endpoint.start()
            self._narrator = await asyncio.to_thread(make_narrator)
        except (OSError, ValueError) as error:
            self._llm_state = "down"
            logger.error("no LLM: %s", error)
