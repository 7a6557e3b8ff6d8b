"""The advisor that serves: one release at a time, switched while questions are being answered.

A new release is loaded beside the one that serves. Once it is ready the registry says so and questions that
arrive from then on go to it; those under way are answered by the one that they began with, which closes after
the last of them. So each answer comes whole from one release, and no question waits or fails.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import ClassVar

from corpus.catalogue import Catalogue, CatalogueError
from corpus.document import DocumentError
from ingest.layout import Layout
from ingest.pipeline import Outcome, run
from server.advising import Advising, Event
from server.errors import AdvisorError, NotReady
from server.planning.planner import Planner
from server.releases.registry import Registry, Release
from server.releases.snapshot import SnapshotError, read_snapshot
from server.schema import AskRequest, Parts, SearchRequest, SearchResponse
from server.settings import Settings

log = logging.getLogger(__name__)


class IngestFailed(AdvisorError):
    """An ingest run that could not be done; the index is as it was."""

    status: ClassVar[int] = 409


Make = Callable[[str | None], Advising]
"""An advisor of the release with this name, or of the tree for None; not started yet."""


class _Generation:
    """One advisor and how many questions it is answering."""

    def __init__(self, advisor: Advising) -> None:
        self.advisor = advisor
        self.asked = 0
        self.idle = asyncio.Event()
        self.idle.set()

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[Advising]:
        self.asked += 1
        self.idle.clear()
        try:
            yield self.advisor
        finally:
            self.asked -= 1
            if not self.asked:
                self.idle.set()


class ServedAdvisor:
    """Advises from the live release, or from the tree while none is live."""

    def __init__(self, settings: Settings, make: Make) -> None:
        self._settings = settings
        self._registry = Registry(settings.data_dir)
        self._layout = Layout(settings.data_dir)
        self._make = make
        live = self._registry.live()
        self._now = _Generation(make(live.name if live else None))
        self._switching = asyncio.Lock()
        self._closing: dict[asyncio.Task[None], Advising] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The serving release's."""
        return self._now.advisor.catalogue

    @property
    def planner(self) -> Planner:
        """The serving release's."""
        return self._now.advisor.planner

    @property
    def release(self) -> str:
        """The release that new questions are answered under."""
        return self._now.advisor.release

    async def remembered(self, conversation_id: str, caller: str | None = None) -> int:
        """How many turns of the caller's conversation a follow-up is understood by; releases share them."""
        return await self._now.advisor.remembered(conversation_id, caller)

    def parts(self) -> Parts:
        """Readiness of the serving release."""
        return self._now.advisor.parts()

    async def stream(self, request: AskRequest, caller: str | None = None) -> AsyncGenerator[Event, None]:
        """The answer's events, all from the release that serves when the first is asked for."""
        async with self._now.answering() as advisor, aclosing(advisor.stream(request, caller)) as events:
            async for event in events:
                yield event

    async def search(self, request: SearchRequest) -> SearchResponse:
        """Passages of the serving release."""
        async with self._now.answering() as advisor:
            return await advisor.search(request)

    async def start(self) -> None:
        """Begin loading; returns at once."""
        await self._now.advisor.start()

    async def settled(self, *, llm: bool) -> None:
        """Wait until no part of the serving release is loading any more."""
        await self._now.advisor.settled(llm=llm)

    async def close(self) -> None:
        """Stop everything, whoever is still being answered."""
        closing = dict(self._closing)
        for task in closing:
            task.cancel()
        await asyncio.gather(*closing, return_exceptions=True)
        # A task that was cancelled before it ran has closed nothing; closing twice does no harm.
        for advisor in (*closing.values(), self._now.advisor):
            await advisor.close()

    async def promote(self, name: str, who: str, reason: str) -> Release:
        """Approve a gated release where that is still to be done, load it, make it live; raises AdvisorError, with
        nothing switched, where it is in no state for that or cannot be loaded."""
        async with self._switching:
            await asyncio.to_thread(approved, self._registry, name, who, reason)
            return await self._switch(name, lambda: self._registry.promote(name, who, reason))

    async def roll_back(self, who: str, reason: str) -> Release:
        """Load the release that the live one replaced and make it live again; raises AdvisorError as `promote`."""
        async with self._switching:
            target = self._registry.rollback_target()
            return await self._switch(target.name, lambda: self._registry.roll_back(who, reason))

    async def ingest(self) -> Outcome:
        """Bring the index of the tree up to date; it serves at once where no release is live, whoever made it, and
        with the next promoted release otherwise. Raises IngestFailed."""
        async with self._switching:
            try:
                outcome = await asyncio.to_thread(run, self._settings)
            except (CatalogueError, DocumentError, RuntimeError, OSError) as error:
                raise IngestFailed(f"nothing changed: {error}") from error
            if self._registry.live() is None:
                fresh = await asyncio.to_thread(self._make, None)
                # It may have become another index without us: `python -m ingest add` ran beside this process.
                if outcome.changed or fresh.release != self.release:
                    self._follow(await self._ready(fresh, "this tree"))
                else:
                    await fresh.close()
            return outcome

    async def _switch(self, name: str, record: Callable[[], Release]) -> Release:
        fresh = await self._ready(await asyncio.to_thread(self._make, name), name)
        try:
            release = await asyncio.to_thread(record)
        except BaseException:
            await fresh.close()
            raise
        self._follow(fresh)
        self._layout.pin(self._registry.needed())
        log.info("switched", extra={"fields": {"release": name}})
        return release

    async def _ready(self, fresh: Advising, name: str) -> Advising:
        """It, once it serves; closed, and NotReady raised, where it cannot."""
        try:
            await fresh.start()
            # Where an LLM narrates now, a release whose own does not answer would serve worse.
            narrating = self.parts().llm == "ready"
            await fresh.settled(llm=narrating)
            parts = fresh.parts()
            down = [part for part in ("index", *(["llm"] if narrating else [])) if getattr(parts, part) != "ready"]
            if down:
                raise NotReady(f"{' and '.join(down)} of {name} cannot be loaded: see the server's log")
        except BaseException:
            await fresh.close()
            raise
        return fresh

    def _follow(self, fresh: Advising) -> None:
        before, self._now = self._now, _Generation(fresh)
        task = asyncio.create_task(_close(before), name="close-release")
        self._closing[task] = before.advisor
        task.add_done_callback(lambda done: self._closing.pop(done, None))


def approved(registry: Registry, name: str, who: str, reason: str) -> Release:
    """The release, approved now where it is not yet; raises ReleaseError where it cannot be."""
    release = registry.get(name)
    return release if release.state == "approved" else registry.move(name, "approved", who, reason)


async def _close(generation: _Generation) -> None:
    try:
        await generation.idle.wait()
    finally:
        await generation.advisor.close()


def served(settings: Settings) -> ServedAdvisor:
    """The advisor that serves; raises SnapshotError when the live release cannot be read."""
    from server.bootstrap import build
    from server.sharing import Pool

    pool = Pool()

    def make(name: str | None) -> Advising:
        if name is None:
            return build(settings, pool=pool)
        snapshot = read_snapshot(settings, name)
        return build(snapshot.settings, snapshot.sources, index=snapshot.index, pool=pool)

    try:
        return ServedAdvisor(settings, make)
    except SnapshotError as error:
        raise SnapshotError(f"the live release cannot serve: {error}; or run `python -m eval rollback`") from error
