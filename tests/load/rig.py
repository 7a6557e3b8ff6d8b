"""What is put under load: the real server in a process of its own, on a copy of the index, beside a scripted LLM."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from server.llama import free_port
from tests.advisors import copied

ROOT = Path(__file__).parents[2]
VAR = ROOT / "var"


@dataclass(frozen=True)
class Served:
    """A server process that was started at `began`, of `time.perf_counter()`."""

    url: str
    process: "subprocess.Popen[bytes]"
    began: float

    def wait(self, *parts: str) -> None:
        """Return once these parts are ready."""
        with httpx.Client(base_url=self.url, trust_env=False) as client:
            while not _ready(client, parts):
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended early")
                time.sleep(0.02)


def _ready(client: httpx.Client, parts: tuple[str, ...]) -> bool:
    try:
        states = client.get("/readyz").json()["parts"]
    except httpx.TransportError:
        return False
    return all(states[part] == "ready" for part in parts)


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder with the models and a copy of this tree's index."""
    with tempfile.TemporaryDirectory(prefix="advisor-load-") as path:
        yield copied(VAR, Path(path))


@contextmanager
def serving(data: Path, tree: Path = ROOT, **environ: str) -> Iterator[Served]:
    """The server of a tree over a data folder; it logs as it always does, into a file there."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "OTEL_"))}
    own = {"ADVISOR_DATA_DIR": str(data), "ADVISOR_API__PORT": str(port)}
    with (data / "server.log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve"], cwd=tree, env=kept | own | environ, stdout=log, stderr=log
        )
        try:
            yield Served(f"http://127.0.0.1:{port}", process, began)
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            finally:
                process.kill()
                process.wait()


@contextmanager
def llm(first_token_s: float, token_s: float) -> Iterator[str]:
    """Address of the scripted LLM with these times."""
    arguments = [sys.executable, "-m", "tests.load.llm", str(first_token_s), str(token_s)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.kill()
