"""One endpoint for every system: the embeddings of this project, and the LLM with its tokens and times metered."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Self

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ingest.minilm import MiniLM
from server.llama import HOST


@dataclass
class Meter:
    """What the LLM was used for since the last `reset`. `first` is `time.perf_counter()` at the first text, if any."""

    first: float | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def reset(self) -> None:
        """Count from nothing."""
        self.first, self.prompt_tokens, self.completion_tokens = None, 0, 0


class _Server(uvicorn.Server):
    """Leaves signals to the command that it serves."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Gateway:
    """`/v1/embeddings` and `/v1/chat/completions`, which must be streamed; any key is accepted."""

    def __init__(self, encoder: MiniLM, upstream: httpx.AsyncClient, base_url: str) -> None:
        self._encoder = encoder
        self._upstream = upstream
        self.base_url = base_url
        self.meter = Meter()

    @classmethod
    @asynccontextmanager
    async def over(cls, encoder: MiniLM, llm_url: str, headers: dict[str, str]) -> AsyncIterator[Self]:
        """Serving on a free port of this machine while the context lasts."""
        async with httpx.AsyncClient(base_url=llm_url, headers=headers, timeout=600, trust_env=False) as upstream:
            # Listening at once: whoever connects before the server runs is answered when it does.
            with socket.create_server((HOST, 0)) as listener:
                gateway = cls(encoder, upstream, f"http://{HOST}:{listener.getsockname()[1]}/v1")
                server = _Server(uvicorn.Config(gateway.app, log_config=None, lifespan="off", access_log=False))
                serving = asyncio.create_task(server.serve([listener]))
                try:
                    yield gateway
                finally:
                    server.should_exit = True
                    await serving

    @property
    def app(self) -> Starlette:
        """The routes."""
        return Starlette(
            routes=[
                Route("/v1/models", self._models),
                Route("/v1/embeddings", self._embeddings, methods=["POST"]),
                Route("/v1/chat/completions", self._completions, methods=["POST"]),
            ]
        )

    async def _models(self, _: Request) -> Response:
        return JSONResponse({"object": "list", "data": []})

    async def _embeddings(self, request: Request) -> Response:
        body = await request.json()
        texts: Sequence[str] = [body["input"]] if isinstance(body["input"], str) else body["input"]
        vectors = await asyncio.to_thread(self._encoder.encode, texts)
        data = [
            {"object": "embedding", "index": n, "embedding": [float(x) for x in row]} for n, row in enumerate(vectors)
        ]
        return JSONResponse(
            {
                "object": "list",
                "data": data,
                "model": body["model"],
                "usage": {"prompt_tokens": 0, "total_tokens": 0},
            }
        )

    async def _completions(self, request: Request) -> Response:
        body = await request.json()
        if not body.get("stream"):
            return JSONResponse({"error": {"message": "only streams are metered: ask for one"}}, 400)
        wants_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        body["stream_options"] = {"include_usage": True}
        return StreamingResponse(self._lines(body, wants_usage=wants_usage), media_type="text/event-stream")

    async def _lines(self, body: dict[str, object], *, wants_usage: bool) -> AsyncIterator[str]:
        async with self._upstream.stream("POST", "chat/completions", json=body) as reply:
            reply.raise_for_status()
            async for line in reply.aiter_lines():
                if line.startswith("data: {"):
                    chunk = json.loads(line.removeprefix("data: "))
                    self._meter(chunk)
                    if not chunk["choices"] and not wants_usage:
                        continue
                yield f"{line}\n"

    def _meter(self, chunk: dict[str, object]) -> None:
        usage, choices = chunk.get("usage"), chunk["choices"]
        if isinstance(usage, dict):
            self.meter.prompt_tokens += usage["prompt_tokens"]
            self.meter.completion_tokens += usage["completion_tokens"]
        if self.meter.first is None and isinstance(choices, list) and choices and choices[0]["delta"].get("content"):
            self.meter.first = time.perf_counter()
