"""A stand-in for the API that speaks `server.schema` exactly, for tests and for work on the chat.

A word in the question picks the behaviour: `slow`, `refuse`, `clarify`, `degraded`, `values`, `script`,
`midway`, `break`, `problem`, `http502`; anything else gets facts, sentences and the whole answer.
`python -m tests.fakes.api_server [port]` serves it alone.
"""

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ValidationError

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
    Problem,
    Readiness,
    ReadyResponse,
    Timings,
    Value,
)

GATE_S = 30
PAPER = "Navigating MLOps: Insights into Maturity, Lifecycle, Tools, and Careers"
MARKUP = '<script>window.pwned=1</script><img src="http://example.invalid/x.png" onerror="window.pwned=1">'
MARKDOWN = "![i](http://example.invalid/y.png) [l](javascript:window.pwned=1) ${window.pwned=1} {{7*7}}"


def cell(n: int, row: str, column: str, excerpt: str) -> Citation:
    """A citation of one cell of Table IV."""
    return Citation(
        n=n,
        kind="cell",
        document="navigating-mlops",
        title=PAPER,
        locator=f"Table IV, row {row}, column {column}",
        excerpt=excerpt,
        url="https://arxiv.org/abs/2503.15577",
        as_of="2024-12-16",
    )


CITATIONS = (
    cell(1, "MLFlow", "Cost/Month", "MLFlow: Cost/Month $0"),
    cell(2, "Jenkins", "Cost/Month", "Jenkins: Cost/Month $0"),
    cell(3, "CircleCI", "Cost/Month", "CircleCI: Cost/Month $15"),
)
PROSE = Citation(
    n=4,
    kind="paraphrase",
    document="navigating-mlops",
    title=PAPER,
    locator="Section II, Continuous Integration, paragraph 2",
    excerpt="Continuous integration builds, tests and validates code, data and models whenever one of them changes.",
    url=None,
    as_of="2025-03-19",
)
FACTS = FactTable(
    columns=("Tool", "Cost per month (10 users)", "Open source", "Phases"),
    rows=(
        ("MLFlow", "$0", "yes", "AS, MDT, CI"),
        ("Jenkins", "$0", "yes", "CI, D"),
        ("CircleCI", "$15", "no", "CI"),
    ),
    citations=((1,), (2,), (3,)),
)
SENTENCES = (
    "Three tools match, and two of them are free: **MLFlow** and **Jenkins** [1][2].",
    "CircleCI costs $15 a month for ten users [3].",
    "Continuous integration builds and tests code, data and models at every change [4].",
)
DROPPED = "Jenkins is the most popular tool in the world."
FOLLOW_UPS = ("Which of these are open source?", "Which role runs continuous integration?")


@dataclass
class FakeApi:
    """The app with its knobs: `llm` is what `/readyz` says, until it was asked `recovers_after` times;
    `piece` the bytes per network write, `pause` the seconds between events; nothing follows the facts
    while `gate` is cleared; `requests` and `abandoned` record what happened."""

    llm: Readiness = "ready"
    recovers_after: int | None = None
    piece: int = 4096
    pause: float = 0.0
    gate: threading.Event = field(default_factory=threading.Event)
    requests: list[AskRequest] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.gate.set()
        self.app = FastAPI()
        self.app.get("/readyz")(self.readyz)
        self.app.post("/v1/ask/stream")(self.stream)

    async def readyz(self) -> ReadyResponse:
        """Ready but for the LLM, which is as told."""
        if self.recovers_after is not None:
            self.recovers_after -= 1
            if self.recovers_after < 0:
                self.llm = "ready"
        return ReadyResponse(status="ready", parts=Parts(catalogue="ready", index="ready", llm=self.llm))

    async def stream(self, request: Request) -> Response:
        """One scripted answer."""
        try:
            ask = AskRequest.model_validate_json(await request.body())
        except ValidationError as error:
            return _problem(422, "Invalid question", str(error.errors()[0]["msg"]))
        self.requests.append(ask)
        if "http502" in ask.question:
            return Response("<html>upstream fell over</html>", status_code=502, media_type="text/html")
        if "problem" in ask.question:
            return _problem(503, "The index is not ready", "Run `python -m ingest`, then ask again.")
        return StreamingResponse(self._bytes(ask), media_type="text/event-stream")

    async def _bytes(self, ask: AskRequest) -> AsyncIterator[bytes]:
        done = False
        try:
            async for event, message in self._events(ask):
                data = f"event: {event}\ndata: {message.model_dump_json()}\n\n".encode()
                for start in range(0, len(data), self.piece):
                    yield data[start : start + self.piece]
                    await asyncio.sleep(0)
            done = True
        finally:
            if not done:
                self.abandoned.append(ask.question)

    async def _events(self, ask: AskRequest) -> AsyncIterator[tuple[str, BaseModel]]:
        answer = scripted(ask, turn=len(self.requests))
        pause = 2.0 if "slow" in ask.question else self.pause
        yield (
            "facts",
            FactsEvent(
                understood=answer.understood,
                items=answer.items,
                values=answer.values,
                facts=answer.facts,
                citations=answer.citations[: len(answer.facts.rows)] if answer.facts else (),
            ),
        )
        await asyncio.to_thread(self.gate.wait, GATE_S)
        for claim in answer.claims:
            await asyncio.sleep(pause)
            if "break" in ask.question:
                return
            if "midway" in ask.question:
                yield "error", Problem(title="The model died", status=503, detail="Ask again.", trace_id="t-1")
                return
            if claim.verdict == "supported":
                new = tuple(c for c in answer.citations if c.n in claim.citations and c.n > len(CITATIONS))
                yield "delta", DeltaEvent(text=claim.text, citations=new)
            yield "claim", claim
        yield "done", answer


def scripted(ask: AskRequest, turn: int) -> Answer:
    """The whole answer to a question, picked by the words in it."""
    conversation = ask.conversation_id or f"conversation-{turn}"
    answer = Answer(
        status="answered",
        answer=" ".join(SENTENCES),
        items=Items(tools=("MLFlow", "Jenkins", "CircleCI")),
        facts=FACTS,
        understood="tools of phase CI with their monthly cost",
        claims=(
            Claim(text=SENTENCES[0], citations=(1, 2), verdict="supported", evidence="cells"),
            Claim(text=DROPPED, citations=(2,), verdict="unsupported", evidence=""),
            Claim(text=SENTENCES[1], citations=(3,), verdict="supported", evidence="cell"),
            Claim(text=SENTENCES[2], citations=(4,), verdict="supported", evidence="passage"),
        ),
        citations=(*CITATIONS, PROSE),
        follow_ups=FOLLOW_UPS,
        conversation_id=conversation,
        release="fake-release-0001",
        trace_id="4bf92f3577b34da6a3ce929d0e0e4736",
        timings_ms=Timings(facts=12.0, first_sentence=900.0, total=2345.0),
    )
    bare = {"items": Items(), "facts": None, "claims": (), "citations": (), "understood": None, "follow_ups": ()}
    if "refuse" in ask.question:
        text = "The paper says nothing about this [1]. It covers phases, roles, tools, cost and maturity."
        return answer.model_copy(
            update=bare | {"status": "refused", "answer": text, "citations": (PROSE.model_copy(update={"n": 1}),)}
        )
    if "clarify" in ask.question:
        return answer.model_copy(
            update=bare
            | {
                "status": "clarify",
                "answer": "Do you mean deployment tools, or the roles that deploy?",
                "follow_ups": ("Deployment tools", "Roles that deploy"),
            }
        )
    if "degraded" in ask.question:
        return answer.model_copy(
            update={
                "status": "degraded",
                "reason": "no LLM can be reached",
                "answer": "",
                "claims": (),
                "citations": CITATIONS,
            }
        )
    if "values" in ask.question:
        value = Value(name="CircleCI", value=15, unit="USD a month")
        return answer.model_copy(update={"values": (value,), "facts": None})
    if "script" in ask.question:
        hostile = CITATIONS[0].model_copy(
            update={
                "title": MARKUP,
                "locator": MARKUP,
                "excerpt": MARKUP + MARKDOWN,
                "url": "javascript:window.pwned=1",
            }
        )
        table = FactTable(columns=(MARKUP,), rows=((MARKUP + MARKDOWN,),), citations=((1,),))
        claim = Claim(text=f"{MARKUP} {MARKDOWN} [1]", citations=(1,), verdict="supported", evidence="")
        return answer.model_copy(
            update={
                "answer": f"{MARKUP}\n\n{MARKDOWN} [1]\n\n- {MARKUP}",
                "facts": table,
                "claims": (claim,),
                "citations": (hostile,),
                "understood": MARKUP,
                "follow_ups": (MARKUP,),
            }
        )
    return answer


def _problem(status: int, title: str, detail: str) -> Response:
    problem = Problem(title=title, status=status, detail=detail, trace_id="0af7651916cd43dd8448eb211c80319c")
    return JSONResponse(
        json.loads(problem.model_dump_json()), status_code=status, media_type="application/problem+json"
    )


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve `app` over real HTTP on a free port of this machine; yields its address."""
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the fake API did not start")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    uvicorn.run(FakeApi(pause=0.7).app, host="127.0.0.1", port=port, log_level="warning")
