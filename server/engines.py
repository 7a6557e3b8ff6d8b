"""The parts that take time to load: index, embedding, verifier and LLM, readied in the background."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ingest.layout import IndexUnavailableError
from ingest.models import ModelError
from server.errors import NotReady
from server.narrator import Narrator
from server.retrieval.retriever import PassageRetriever
from server.schema import Readiness
from server.telemetry import failure
from server.verifier import Verifier

# What loading is known to fail of, each with a message that names the fix.
_EXPECTED = (OSError, ValueError, IndexUnavailableError, ModelError)

_LLM_LOADS_WITHIN_S = 120.0

log = logging.getLogger(__name__)


class LLMEndpoint(Protocol):
    """Where an LLM answers: the embedded process under supervision, or a remote server."""

    @property
    def state(self) -> Readiness: ...

    async def start(self) -> None: ...

    async def wait_ready(self, timeout_s: float) -> None:
        """Wait until it answers; raises TimeoutError after `timeout_s` seconds."""
        ...

    async def stop(self) -> None: ...


@dataclass(frozen=True)
class Loaded:
    """What is there once the index is open."""

    retriever: PassageRetriever
    verifier: Verifier
    release: str
    close: Callable[[], None]


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
        # Two threads that import LlamaIndex at once can deadlock in its circular imports.
        self._importing = asyncio.Lock()
        self._loading: asyncio.Task[None] | None = None
        self._connecting: asyncio.Task[None] | None = None

    @property
    def release(self) -> str:
        """The release of what is loaded, or of what is about to be."""
        return self._loaded.release if self._loaded else self._first_release

    @property
    def index_state(self) -> Readiness:
        """Whether passages can be retrieved: an index may be loaded that is left alone."""
        left_alone = self._loaded is not None and self._loaded.retriever.left_alone
        return "down" if left_alone else self._index_state

    @property
    def llm_state(self) -> Readiness:
        """Whether answers can be narrated: an endpoint may answer whose LLM is left alone."""
        if self._endpoint is None or self._narrator is None:
            return self._llm_state
        state = self._endpoint.state
        return "down" if state == "ready" and self._narrator.breaker.is_open else state

    @property
    def narrator(self) -> Narrator | None:
        """The narrator while the LLM's endpoint answers, None otherwise; its breaker says whether it may be asked."""
        return self._narrator if self._endpoint is not None and self._endpoint.state == "ready" else None

    @property
    def no_narrator(self) -> str:
        """Why there is no narrator."""
        return "the LLM is still loading" if self.llm_state == "loading" else "no LLM can be reached"

    async def loaded(self) -> Loaded:
        """The loaded parts, once they are; raises NotReady when loading failed."""
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if self._loaded is None:
            raise NotReady("the index is down: run `python -m ingest run`, then start again; tables are answered still")
        return self._loaded

    async def start(self) -> None:
        """Begin loading; returns at once."""
        self._loading = asyncio.create_task(self._load_index(), name="load-index")
        self._connecting = asyncio.create_task(self._connect_llm(), name="connect-llm")

    async def settled(self, *, llm: bool) -> None:
        """Wait until the index is ready or down, and the LLM too if asked."""
        if self._loading is not None:
            await asyncio.shield(self._loading)
        if llm and self._connecting is not None:
            await asyncio.shield(self._connecting)
            if self._endpoint is not None:
                with contextlib.suppress(TimeoutError):
                    await self._endpoint.wait_ready(_LLM_LOADS_WITHIN_S)

    async def close(self) -> None:
        """End the LLM process and the loading; safe to call twice."""
        tasks = [task for task in (self._loading, self._connecting) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._endpoint is not None:
            await self._endpoint.stop()
        if self._loaded is not None:
            self._loaded.close()
            self._loaded = None

    async def _load_index(self) -> None:
        try:
            async with self._importing:
                self._loaded = await asyncio.to_thread(self._load)
        except _EXPECTED as error:
            log.error("the index cannot serve: %s", error)
        except Exception as error:
            # Nobody waits for this task: what is not told here is told nowhere.
            log.error("the index cannot serve", extra={"fields": failure(error)})
        finally:
            self._index_state = "ready" if self._loaded else "down"

    async def _connect_llm(self) -> None:
        if self._connect is None:
            return
        try:
            endpoint, make_narrator = await asyncio.to_thread(self._connect)
            self._endpoint = endpoint
            await endpoint.start()
            async with self._importing:
                self._narrator = await asyncio.to_thread(make_narrator)
        except _EXPECTED as error:
            log.error("no LLM: %s", error)
        except Exception as error:
            log.error("no LLM", extra={"fields": failure(error)})
        finally:
            self._llm_state = "ready" if self._narrator else "down"
