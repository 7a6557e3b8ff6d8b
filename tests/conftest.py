"""What the tests of several packages share: the real models, a real index of the whole corpus, a real server."""

import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ingest.fetch import fetch_model
from ingest.pipeline import run
from ingest.settings import IngestSettings
from server.llama import free_port
from server.settings import LLMSettings
from tests.absence import absent
from tests.postgres import Postgres, installed
from tests.vectors import seeded

REPOSITORY = Path(__file__).parents[1]
PATIENCE_S = 90


@dataclass(frozen=True)
class RealApi:
    """A server process on everything real; `log` is what it wrote to stderr so far."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def wait_for(self, part: str, state: str) -> None:
        """Wait until `/readyz` tells of the part in this state; fails with the log otherwise."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text("utf-8")
            try:
                if httpx.get(f"{self.url}/readyz", trust_env=False).json()["parts"][part] == state:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            time.sleep(0.1)
        pytest.fail(f"{part} was not {state} within {PATIENCE_S} s: {self.log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def models() -> Path:
    """The repository's own models folder, with the embedding's model in it."""
    return fetch_model("all-MiniLM-L6-v2", REPOSITORY / "var").parent


@pytest.fixture(scope="session")
def data_dir(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the repository's models and an index of the corpus, built for this session."""
    folder = seeded(tmp_path_factory.mktemp("data"), models)
    run(IngestSettings(data_dir=folder))
    return folder


@pytest.fixture(scope="session")
def real_api(data_dir: Path) -> Iterator[RealApi]:
    """`python -m server serve` on the real index and the real embedded LLM, ready to narrate."""
    fetch_model(LLMSettings().model, REPOSITORY / "var")
    port = free_port()
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
    environ |= {"ADVISOR_DATA_DIR": str(data_dir), "ADVISOR_API__PORT": str(port)}
    log = data_dir / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve"], cwd=REPOSITORY, env=environ, stdout=output, stderr=output
        )
    api = RealApi(f"http://127.0.0.1:{port}", process, log)
    try:
        api.wait_for("llm", "ready")
        yield api
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that runs for this session."""
    server = Postgres(installed())
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def logging_restored() -> Iterator[None]:
    """Undo what `main` does to logging in this process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def found_chromium() -> str | None:
    """Path of a Chromium on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium."""
    path = found_chromium()
    if path is None:
        absent("no Chromium on this machine: `apt-get install chromium` to run the browser tests")
    return path
