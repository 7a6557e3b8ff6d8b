"""Qdrant or the embedding endpoint fails while the server serves: tables are answered still, prose says what to do."""

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter

import pytest

from ingest.aliases import connect
from ingest.budgets import FAILURES, Tries
from ingest.engine import DENSE, Engine, Hit, Search
from ingest.remote import RemoteEngine
from ingest.settings import EmbeddingSettings, QdrantSettings
from server import bootstrap
from server.advising import whole
from server.advisor import Advisor
from server.errors import NotReady
from server.llama import free_port
from server.retrieval import searches
from server.schema import AskRequest, FactsEvent, SearchRequest
from server.settings import LLMSettings, Settings
from tests.advisors import started
from tests.fakes.openai_server import FakeOpenAI

PROSE = AskRequest(question="What does gated approval demand before a model may go to production?")
TYPED = AskRequest(question="What does MLflow cost?")
NOTHING = b'{"result": {"points": []}, "status": "ok", "time": 0.0}'
FAULTS = {
    "an error": (500, b"{}"),
    "garbage": (200, b"<html>not Qdrant"),
    "cut short": (200, b'{"result": {"points": ['),
    "read-only": (403, b'{"status": {"error": "forbidden"}}'),
    "vectors of another size": (400, b'{"status": {"error": "Vector dimension error: expected dim: 8, got 384"}}'),
}


@contextmanager
def qdrant(status: int, body: bytes | Iterator[bytes], *, silent: bool = False, late_s: float = 0) -> Iterator[str]:
    """A server that answers everything so, or one thing after the other, so many seconds late; a silent one takes every
    request and answers none."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if silent:
                over.wait()
                return
            # A connection that is closed on what was not read is reset.
            self.rfile.read(int(self.headers["Content-Length"]))
            content = body if isinstance(body, bytes) else next(body)
            over.wait(late_s)
            with contextlib.suppress(BrokenPipeError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            over.set()
            server.shutdown()
            thread.join()


@asynccontextmanager
async def serving_from(data_dir: Path, url: str, llm: FakeOpenAI, timeout_s: int = 5) -> AsyncIterator[Advisor]:
    """The real advisor, whose index has since moved to a Qdrant at this address."""
    async with started(Settings(data_dir=data_dir, llm=LLMSettings(base_url=llm.base_url))) as advisor:
        await move(advisor, url, timeout_s)
        yield advisor


async def move(advisor: Advisor, url: str, timeout_s: int = 5) -> None:
    client = connect(QdrantSettings(url=url), timeout_s)
    retriever = (await advisor._engines.loaded()).retriever
    retriever._carried.cache_clear()  # found in the index before
    retriever._store._engine = RemoteEngine(client, "advisor")  # type: ignore[attr-defined]


async def holds_out(advisor: Advisor) -> None:
    answer = await whole(advisor.stream(TYPED))
    assert (answer.status, answer.items.tools, answer.values[0].value) == ("degraded", ("MLFlow",), 0)
    for asked in (whole(advisor.stream(PROSE)), advisor.search(SearchRequest(query="approval"))):
        with pytest.raises(NotReady, match="the index does not answer now: ask again in a moment"):
            await asked


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_qdrant_that_fails(own_data: Path, fault: str) -> None:
    with qdrant(*FAULTS[fault]) as url:
        async with FakeOpenAI("MLFlow costs nothing [1].") as llm, serving_from(own_data, url, llm) as advisor:
            await holds_out(advisor)


async def test_a_qdrant_that_never_answers(own_data: Path) -> None:
    with qdrant(200, b"", silent=True) as url:
        async with FakeOpenAI("MLFlow costs nothing [1].") as llm, serving_from(own_data, url, llm, 1) as advisor:
            async with asyncio.timeout(30):
                await holds_out(advisor)


class Recording:
    """An engine, and what it has found, as a Qdrant would have said it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.models = engine.models
        self.said: list[bytes] = []

    def search(self, wanted: Search) -> list[Hit]:
        found = self._engine.search(wanted)
        self._say({"points": [_point(hit) for hit in found]})
        return found

    def get(self, ids: Sequence[str]) -> list[Hit]:
        found = self._engine.get(ids)
        self._say([_point(hit) for hit in found])
        return found

    def close(self) -> None:
        self._engine.close()

    def _say(self, result: object) -> None:
        self.said.append(json.dumps({"result": result, "status": "ok", "time": 0.0}).encode())


def _point(hit: Hit) -> dict[str, object]:
    vector = {DENSE: hit.dense} if hit.dense else None
    return {"id": hit.id, "version": 0, "score": hit.score, "payload": hit.payload, "vector": vector}


async def test_a_qdrant_that_is_slow_within_its_time_is_waited_for(own_data: Path) -> None:
    quoting = PROSE.model_copy(update={"narrate": False})
    async with started(Settings(data_dir=own_data, llm=LLMSettings(enabled=False))) as advisor:
        store = (await advisor._engines.loaded()).retriever._store
        recording = store._engine = Recording(store._engine)  # type: ignore[attr-defined]
        at_once = await whole(advisor.stream(quoting))
        with qdrant(200, iter(recording.said), late_s=1) as url:
            await move(advisor, url)
            asking = asyncio.create_task(whole(advisor.stream(quoting)))
            await asyncio.sleep(0.3)
            begun = perf_counter()
            async with aclosing(advisor.stream(TYPED)) as events:
                facts = await anext(events)
            meanwhile = perf_counter() - begun
            late = await asking
        recording.close()
    assert isinstance(facts, FactsEvent)
    assert facts.items.tools == ("MLFlow",)
    assert meanwhile < 1
    assert (late.status, late.answer, late.citations) == ("answered", at_once.answer, at_once.citations)
    assert late.timings_ms.retrieve is not None
    assert late.timings_ms.retrieve > 1_000


async def test_a_qdrant_that_is_too_slow_is_one_that_does_not_answer(own_data: Path) -> None:
    with qdrant(200, NOTHING, late_s=2) as url:
        async with FakeOpenAI("MLFlow costs nothing [1].") as llm, serving_from(own_data, url, llm, 1) as advisor:
            await holds_out(advisor)


async def seconds(asked: Awaitable[object]) -> float:
    begun = perf_counter()
    with contextlib.suppress(NotReady):
        await asked
    return perf_counter() - begun


async def test_many_who_ask_a_silent_qdrant_wait_no_longer_than_one(own_data: Path) -> None:
    with qdrant(200, b"", silent=True) as url:
        async with FakeOpenAI("MLFlow costs nothing [1].") as llm, serving_from(own_data, url, llm, 2) as advisor:
            one = await seconds(whole(advisor.stream(PROSE)))
            crowd = [asyncio.create_task(seconds(whole(advisor.stream(PROSE)))) for _ in range(40)]
            await asyncio.sleep(one / 4)
            meanwhile = await seconds(whole(advisor.stream(TYPED)))
            slowest = max(await asyncio.gather(*crowd))
            # From now on it is left alone, and what is seen is what was seen before.
            afterwards = await seconds(holds_out(advisor))
    # Six threads and no breaker: seven times as long.
    assert max(meanwhile, slowest) < 2.5 * one
    assert afterwards < one / 2


async def test_a_qdrant_that_comes_back_is_asked_again(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "SEARCH_PAUSE_S", 2)
    gone, search = f"http://127.0.0.1:{free_port()}", SearchRequest(query="approval")
    async with FakeOpenAI() as llm, serving_from(own_data, gone, llm) as advisor:
        for _ in range(FAILURES):
            with pytest.raises(NotReady):
                await advisor.search(search)
        assert advisor.parts().index == "down"
        with qdrant(200, NOTHING) as url:
            await move(advisor, url)
            with pytest.raises(NotReady):
                await advisor.search(search)
            await asyncio.sleep(2.1)
            for _ in range(2):
                assert (await advisor.search(search)).hits == ()
            assert advisor.parts().index == "ready"


async def test_a_qdrant_that_is_down(own_data: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    async with FakeOpenAI("MLFlow costs nothing [1].") as llm, serving_from(own_data, url, llm) as advisor:
        await holds_out(advisor)


async def test_an_embedding_that_is_down(own_data: Path) -> None:
    embedding = EmbeddingSettings(base_url=f"http://127.0.0.1:{free_port()}/v1")
    async with FakeOpenAI("MLFlow costs nothing [1].") as llm:
        settings = Settings(data_dir=own_data, llm=LLMSettings(base_url=llm.base_url), embedding=embedding)
        async with started(settings) as advisor, asyncio.timeout(60):
            await holds_out(advisor)


async def test_an_embedding_that_never_answers(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "QUESTION_TRIES", Tries(1, 1))
    with qdrant(200, b"", silent=True) as url:
        async with FakeOpenAI("MLFlow costs nothing [1].") as llm:
            settings = Settings(
                data_dir=own_data,
                llm=LLMSettings(base_url=llm.base_url),
                embedding=EmbeddingSettings(base_url=f"{url}/v1"),
            )
            # By the patience of a batch, one question alone would take longer.
            async with started(settings) as advisor, asyncio.timeout(60):
                await holds_out(advisor)
