"""A scripted OpenAI-compatible server on real HTTP, with timing knobs and faults.

async with FakeOpenAI("MLFlow is free [1].", first_token_s=0.2) as fake:
    make_llm(settings, fake.base_url)
"""

import asyncio
import contextlib
import json
import re
import threading
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Fault = Literal["500", "hang", "garbage", "truncated", "empty", "html"]

_DELTA = '{{"choices": [{{"index": 0, "delta": {}, "finish_reason": null}}]}}'
GARBAGE = {
    "no JSON": "{this is no JSON",
    "a list": "[1, 2]",
    "a string": '"hello"',
    "a number": "7",
    "no choices": '{"id": "x"}',
    "choices null": '{"choices": null}',
    "choices a number": '{"choices": 7}',
    "a choice that is none": '{"choices": [null]}',
    "delta null": _DELTA.format("null"),
    "content a number": _DELTA.format('{"content": 5}'),
    "content a list": _DELTA.format('{"content": [1, {"a": 2}]}'),
    "an error": '{"error": {"message": "scripted failure", "code": 500}}',
}
"""Data of events that are no chunks of a completion, by what is wrong with them."""


@dataclass
class FakeOpenAI:
    """Answers every chat completion with `text`, a word at a time. `text` may be a function of the messages.

    Faults: `500` before anything; `empty` streams no event, `html` is a page instead; `hang`, `garbage` (an event whose
    data are the field of that name) and `truncated` (connection dropped) after `fault_after` tokens. Where nothing is
    streamed, `hang` never answers, `garbage` is no JSON, and `truncated` ends in the middle for want of tokens.
    `usage` is sent instead of what was counted. With a `key`, models are listed to its owner alone.
    `requests` keeps the bodies, `headers` what came with them, `sent` counts tokens written, `abandoned` the streams
    that their client left.
    """

    text: Any = "Nothing."
    first_token_s: float = 0.0
    token_s: float = 0.0
    fault: Fault | None = None
    fault_after: int = 3
    garbage: str = GARBAGE["no JSON"]
    usage: Any = None
    key: str | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    abandoned: int = 0

    async def __aenter__(self) -> Self:
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/health", self._health),
            Route("/v1/models", self._models),
            Route("/v1/chat/completions/render", self._render, methods=["POST"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 -- uvicorn has no event for it
            await asyncio.sleep(0.005)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}/v1"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = self._server.force_exit = True
        await self._task

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _models(self, request: Request) -> Response:
        if self.key is not None and request.headers.get("authorization") != f"Bearer {self.key}":
            return JSONResponse({"error": "Unauthorized"}, status_code=401)
        return JSONResponse({"object": "list", "data": [{"id": "fake"}]})

    async def _render(self, request: Request) -> Response:
        """The tokens of a prompt, as vLLM tells them with --enable-scale-out: here a word is one."""
        messages = (await request.json())["messages"]
        tokens = [zlib.crc32(word.encode()) for message in messages for word in message["content"].split()]
        return JSONResponse({"request_id": "fake", "token_ids": tokens, "sampling_params": {}})

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        self.headers.append(dict(request.headers))
        if self.fault == "500":
            return JSONResponse({"error": {"message": "scripted failure"}}, status_code=500)
        if self.fault == "html":
            return HTMLResponse("<html><p>Sign in first.</p></html>")
        text = self.text(body["messages"]) if callable(self.text) else self.text
        tokens = re.findall(r"\s*\S+", text)
        prompt = sum(len(str(message["content"])) // 4 for message in body["messages"])
        usage = {"prompt_tokens": prompt, "completion_tokens": len(tokens), "total_tokens": prompt + len(tokens)}
        usage = usage if self.usage is None else self.usage
        if body.get("stream"):
            return StreamingResponse(self._stream(tokens, usage), media_type="text/event-stream")
        if self.fault == "hang":
            await asyncio.sleep(3600)
        cut = self.fault == "truncated"
        text = "{this is no JSON" if self.fault == "garbage" else text[: len(text) // 2] if cut else text
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "length" if cut else "stop"}
        return JSONResponse(_chunk("chat.completion", [choice], usage))

    async def _stream(self, tokens: list[str], usage: Any) -> AsyncIterator[str]:
        finished = False
        try:
            await asyncio.sleep(self.first_token_s)
            if self.fault == "empty":
                finished = True
                return
            for position, token in enumerate(tokens):
                if self.fault and position == self.fault_after:
                    if self.fault == "hang":
                        await asyncio.sleep(3600)
                    if self.fault == "truncated":
                        finished = True
                        raise ConnectionResetError("scripted")
                    yield f"data: {self.garbage}\n\n"
                choice = {"index": 0, "delta": {"role": "assistant", "content": token}, "finish_reason": None}
                yield _event(_chunk("chat.completion.chunk", [choice], None))
                self.sent += 1
                await asyncio.sleep(self.token_s)
            yield _event(_chunk("chat.completion.chunk", [{"index": 0, "delta": {}, "finish_reason": "stop"}], None))
            yield _event(_chunk("chat.completion.chunk", [], usage))
            yield "data: [DONE]\n\n"
            finished = True
        finally:
            self.abandoned += not finished


@contextlib.contextmanager
def running(llm: FakeOpenAI) -> Iterator[FakeOpenAI]:
    """The LLM in a loop of its own."""
    up, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        async with llm:
            up.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert up.wait(10)
    try:
        yield llm
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def _chunk(kind: str, choices: list[dict[str, Any]], usage: Any) -> dict[str, Any]:
    return {"id": "fake-1", "object": kind, "created": 0, "model": "fake", "choices": choices, "usage": usage}


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk)}\n\n"
