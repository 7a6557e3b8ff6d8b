"""A scripted advisor over the real catalogue: what the API is tested with where no model is needed.

The question chooses the script: `crash early`, `crash late`, `not ready`, `forever`; anything else
is answered about MLFlow.
"""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.errors import NotReady
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.planner import Planner
from server.schema import (
    Answer,
    AskRequest,
    Citation,
    Claim,
    DeltaEvent,
    FactsEvent,
    FactTable,
    Items,
    Parts,
    Readiness,
    SearchHit,
    SearchRequest,
    SearchResponse,
    Timings,
    Usage,
    Value,
)
from server.telemetry import trace_id

Event = FactsEvent | DeltaEvent | Claim | Answer


class ScriptedAdvisor:
    """Counts what is running; `index` and `llm` can be set to any readiness. `noisy`: prints at start."""

    release = "0123456789ab"

    def __init__(self, pause_s: float = 0.0, noisy: bool = False) -> None:
        self.noisy = noisy
        self.catalogue: Catalogue = load_catalogue()
        self.planner = Planner(
            self.catalogue,
            Linker(self.catalogue),
            load_clouds(self.catalogue),
            load_advice(self.catalogue, load_documents()),
        )
        self.pause_s = pause_s
        self.index: Readiness = "ready"
        self.llm: Readiness = "ready"
        self.usage = Usage()
        self.asked: list[AskRequest] = []
        self.searched: list[SearchRequest] = []
        self.running = 0
        self.stopped_early = 0
        self.started = False
        self.closed = False

    async def start(self) -> None:
        self.started = True
        if self.noisy:
            # As native libraries do, past Python's own stdout.
            os.write(1, b"noise from a library\n")

    async def settled(self, *, llm: bool) -> None:
        assert self.started

    async def close(self) -> None:
        self.closed = True

    async def remembered(self, conversation_id: str, caller: str | None = None) -> int:
        return sum(request.conversation_id == conversation_id for request in self.asked)

    def parts(self) -> Parts:
        return Parts(catalogue="ready", index=self.index, llm=self.llm)

    async def search(self, request: SearchRequest) -> SearchResponse:
        self.searched.append(request)
        if self.index != "ready":
            raise NotReady("the index is loading: ask again in a moment")
        return SearchResponse(hits=(SearchHit(score=0.5, citation=self._citation()),))

    async def stream(self, request: AskRequest, caller: str | None = None) -> AsyncGenerator[Event, None]:
        self.asked.append(request)
        self.running += 1
        finished = False
        try:
            async for event in self._script(request):
                await asyncio.sleep(self.pause_s)
                yield event
            finished = True
        finally:
            # A clean-up that awaits, as closing a connection to an LLM does.
            await asyncio.sleep(0.01)
            self.running -= 1
            self.stopped_early += not finished

    async def _script(self, request: AskRequest) -> AsyncGenerator[Event, None]:
        if request.question == "not ready":
            raise NotReady("the index is loading: ask again in a moment")
        if request.question == "crash early":
            raise ValueError(f"secret internals about {request.question}")
        citation = self._citation()
        table = FactTable(columns=("Tool", "Cost/Month"), rows=(("MLFlow", "$0"),), citations=((1,),))
        items, values = Items(tools=("MLFlow",)), (Value(name="MLFlow", value=0, unit="USD/month"),)
        yield FactsEvent(understood="cost of MLFlow", items=items, values=values, facts=table, citations=(citation,))
        if request.question == "crash late":
            raise ValueError(f"secret internals about {request.question}")
        while request.question == "forever":
            await asyncio.sleep(0.02)
            yield DeltaEvent(text="MLFlow costs nothing. [1]", citations=())
        sentence = "MLFlow costs $0 a month for ten users. [1]"
        claim = Claim(text=sentence, citations=(1,), verdict="supported", evidence=citation.excerpt)
        if request.narrate:
            yield DeltaEvent(text=sentence, citations=())
            yield claim
        yield Answer(
            status="answered",
            answer=sentence,
            items=items,
            values=values,
            facts=table,
            understood="cost of MLFlow",
            claims=(claim,),
            citations=(citation,),
            follow_ups=("Which phases does MLFlow cover?",),
            conversation_id=request.conversation_id or "c-1",
            release=self.release,
            trace_id=trace_id(),
            usage=self.usage,
            timings_ms=Timings(total=1.0),
        )

    def _citation(self) -> Citation:
        cell: Evidence = self.catalogue.tool_cell(self.catalogue.tools["MLFlow"], "Cost/Month")
        return Citation(n=1, **cell.model_dump())


def wait_until(condition: Callable[[], bool], seconds: float = 3.0) -> None:
    """Return once `condition` holds; fail when it does not within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the condition did not come true"
        time.sleep(0.005)
