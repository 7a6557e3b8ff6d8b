"""The real API in a process of its own, for tests that choose its environment."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from server.llama import free_port


@contextmanager
def server(environ: dict[str, str]) -> Iterator[str]:
    """The real API in a process of its own; SIGTERM sends what is still queued."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "OTEL_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "serve"],
        env=kept | {"ADVISOR_JOURNAL__ENABLED": "false", "ADVISOR_API__PORT": str(port)} | environ,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
            process.wait()


async def ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(90):
        while True:
            try:
                parts = (await client.get("/readyz")).json()["parts"]
            except httpx.TransportError:
                parts = {}
            if parts.get("index") == parts.get("llm") == "ready":
                return
            await asyncio.sleep(0.1)
