"""The real API in a process of its own, for tests that choose its environment."""

import os
import signal
import subprocess
import sys
import time
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


def wait_until_ready(client: httpx.Client) -> None:
    """Until it searches and narrates."""
    end = time.monotonic() + 90
    while not _is_ready(client):
        assert time.monotonic() < end, "the server is not ready"
        time.sleep(0.1)


def _is_ready(client: httpx.Client) -> bool:
    try:
        parts = client.get("/readyz").json()["parts"]
    except httpx.TransportError:
        return False
    return bool(parts["index"] == parts["llm"] == "ready")
