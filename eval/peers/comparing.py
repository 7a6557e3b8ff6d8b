"""The comparison itself: every question to every system in turn, in one run, so that times can be compared."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tqdm import tqdm

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from eval.golden import Golden
from eval.judging import with_llm
from eval.kept import Kept
from eval.metrics.evidence import EvidenceCheck
from eval.peers import ours
from eval.peers.gateway import Gateway
from eval.peers.lab.talk import Setup
from eval.peers.marking import Marker
from eval.peers.papers import papers
from eval.peers.process import Peer
from eval.peers.records import PeerRow, Said
from ingest.embedding import IN_PROCESS
from ingest.fetch import fetch_model
from ingest.minilm import MiniLM
from server.advising import Build
from server.llama import Supervisor
from server.settings import Settings

OURS = "mlops-advisor"
MODULES: Mapping[str, tuple[str, ...]] = {
    "eval.peers.lab.llamaindex": ("llamaindex", "citation-engine"),
    "eval.peers.lab.haystack": ("haystack", "bm25", "llm-alone"),
}
SYSTEMS = (OURS, *(system for systems in MODULES.values() for system in systems))
_LOADS_WITHIN_S = 120

Ask = Callable[[str], Awaitable[Said]]


async def compared(
    settings: Settings,
    python: Path,
    questions: Sequence[tuple[str, Golden]],
    build: Build | None,
    kept: Kept[PeerRow],
) -> AsyncIterator[PeerRow]:
    """One row for each question and system: those of `kept`, and new ones, which are kept. Where none is missing
    nobody is started. Raises ServiceError when a peer does not answer."""
    known = {(row.system, row.id): row for row in kept.found}
    turns = [(system, group, golden) for turn, (group, golden) in enumerate(questions) for system in _order(turn)]
    missing = [(system, golden.id) for system, _, golden in turns if (system, golden.id) not in known]
    async with AsyncExitStack() as stack:
        if missing:
            catalogue = load_catalogue()
            encoder = MiniLM(fetch_model(IN_PROCESS, settings.data_dir))
            marker = Marker(Linker(catalogue), EvidenceCheck(catalogue), encoder)
            starting = _systems(settings, python, catalogue, encoder, build or with_llm)
            systems = await stack.enter_async_context(starting)
        bar = stack.enter_context(tqdm(total=len(missing), desc="replies", mininterval=1.0))
        for system, group, golden in turns:
            row = known.get((system, golden.id))
            if row is None:
                said = await systems[system](golden.question)
                marks = marker.marks(golden, said)
                row = PeerRow(
                    system=system, id=golden.id, group=group, question=golden.question, said=said, marks=marks
                )
                kept.keep(row)
                bar.update()
            yield row


def _order(turn: int) -> Sequence[str]:
    """Nobody always goes first: what the LLM keeps of the last prompt would serve the same one every time."""
    at = turn % len(SYSTEMS)
    return (*SYSTEMS[at:], *SYSTEMS[:at])


@asynccontextmanager
async def _systems(
    settings: Settings, python: Path, catalogue: Catalogue, encoder: MiniLM, build: Build
) -> AsyncIterator[dict[str, Ask]]:
    async with AsyncExitStack() as stack:
        llm_url, headers = await stack.enter_async_context(_llm(settings))
        gateway = await stack.enter_async_context(Gateway.over(encoder, llm_url, headers))
        setup = Setup(
            documents=tuple(papers(catalogue, load_documents())),
            base_url=gateway.base_url,
            embedding=IN_PROCESS,
            model=settings.llm.model,
            context_window=settings.llm.context_window,
            max_tokens=settings.llm.max_tokens,
        )
        systems: dict[str, Ask] = {}
        for module, names in MODULES.items():
            peer = await stack.enter_async_context(Peer.running(python, module, setup))
            systems |= {name: _peer(peer, name, gateway) for name in names}
        metered = settings.llm.model_copy(update={"base_url": gateway.base_url, "api_key": None})
        advisor = build(settings.model_copy(update={"llm": metered}))
        await advisor.start()
        stack.push_async_callback(advisor.close)
        await advisor.settled(llm=True)

        async def ask_ours(question: str) -> Said:
            gateway.meter.reset()
            return await ours.asked(advisor, question, gateway.meter)

        yield systems | {OURS: ask_ours}


@asynccontextmanager
async def _llm(settings: Settings) -> AsyncIterator[tuple[str, dict[str, str]]]:
    """Address and headers of the endpoint that the settings name, or of the embedded one."""
    if settings.llm.base_url:
        key = settings.llm.api_key
        yield settings.llm.base_url, {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        return
    model = fetch_model(settings.llm.model, settings.data_dir)
    embedded = Supervisor(model, context_window=settings.llm.context_window, threads=settings.llm.threads)
    await embedded.start()
    try:
        await embedded.wait_ready(_LOADS_WITHIN_S)
        yield embedded.base_url, {}
    finally:
        await embedded.stop()


def _peer(peer: Peer, system: str, gateway: Gateway) -> Ask:
    async def ask(question: str) -> Said:
        gateway.meter.reset()
        start = time.perf_counter()
        reply = await peer.ask(system, question)
        total, first = time.perf_counter() - start, gateway.meter.first
        return Said(
            text=reply.text,
            sources=tuple(map(_evidence, reply.sources)),
            first_s=None if first is None else first - start,
            total_s=total,
            prompt_tokens=gateway.meter.prompt_tokens,
            completion_tokens=gateway.meter.completion_tokens,
        )

    return ask


def _evidence(text: str) -> Evidence:
    """A retrieved text as what a sentence can rest on; one with table rows is read as cells are."""
    tabular = text.count("\n|") >= 1
    return Evidence(
        kind="cell" if tabular else "paraphrase",
        document="retrieved",
        title="retrieved",
        locator="Table IV" if tabular else "passage",
        excerpt=text,
        as_of="",
    )
