"""A process of the peers' environment that answers one question at a time."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from eval.peers.lab.talk import Reply, Setup
from eval.service import ServiceError

ROOT = Path(__file__).parents[2]
_STARTS_WITHIN_S = 300
_ANSWERS_WITHIN_S = 900
_LINE_BYTES = 1 << 24
# Haystack tells its makers how it is used unless it is told not to.
_ENVIRONMENT = {"HAYSTACK_TELEMETRY_ENABLED": "False"}


class Peer:
    """The systems of one module like those in `eval/peers/lab`."""

    def __init__(self, module: str, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a peer is talked to over pipes")
        self._module = module
        self._questions, self._replies = process.stdin, process.stdout

    @classmethod
    @asynccontextmanager
    async def running(cls, python: Path, module: str, setup: Setup) -> AsyncIterator[Self]:
        """The process, ready to be asked, while the context lasts; raises ServiceError when it cannot start."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(str(python), "-m", module),
                cwd=ROOT,
                env=os.environ | _ENVIRONMENT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_LINE_BYTES,
            )
        except FileNotFoundError as error:
            raise ServiceError(f"no environment of the peers at {python}: make it with `make peers`") from error
        peer = cls(module, process)
        try:
            documents = [{"title": title, "text": text} for title, text in setup.documents]
            await peer._told(asdict(setup) | {"documents": documents}, _STARTS_WITHIN_S)
            yield peer
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def ask(self, system: str, question: str) -> Reply:
        """What the system replies; raises ServiceError."""
        reply = await self._told({"system": system, "question": question}, _ANSWERS_WITHIN_S)
        return Reply(reply["text"], tuple(reply["sources"]))

    async def _told(self, said: dict[str, object], within_s: float) -> dict[str, Any]:
        self._questions.write(f"{json.dumps(said)}\n".encode())
        async with asyncio.timeout(within_s):
            line = await self._replies.readline()
        if not line:
            raise ServiceError(f"the peer {self._module} ended: what it printed tells why")
        reply: dict[str, Any] = json.loads(line)
        return reply
