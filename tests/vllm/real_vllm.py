"""vLLM's CPU build as a real server, in the environment that `make test-vllm` installs."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from server.llama import free_port

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-vllm" / "bin" / "python"
KEY = "a key of the test's own"
PATIENCE_S = 1200
_SAMPLE = re.compile(r"^(vllm:\w+)(?:\{[^}]*\})? (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class RealVLLM:
    """A server that answers. `started_s` is how long that took."""

    url: str
    started_s: float

    @property
    def base_url(self) -> str:
        """The OpenAI-compatible API."""
        return f"{self.url}/v1"

    def metric(self, name: str) -> float:
        """A metric, summed over its label sets."""
        text = httpx.get(f"{self.url}/metrics", timeout=60, trust_env=False).text
        found = [float(value) for each, value in _SAMPLE.findall(text) if each == name]
        assert found, f"no {name} among vLLM's metrics"
        return sum(found)

    def tokens(self, messages: Sequence[dict[str, str]]) -> int:
        """How many tokens the model reads of a conversation, without the mark of the answer to come."""
        body = {"messages": list(messages), "add_generation_prompt": False}
        headers = {"Authorization": f"Bearer {KEY}"}
        response = httpx.post(f"{self.url}/tokenize", json=body, headers=headers, timeout=60, trust_env=False)
        return int(response.raise_for_status().json()["count"])


@contextlib.contextmanager
def serving_vllm(folder: Path, log: Path, *options: str) -> Iterator[RealVLLM]:
    """A server over a model's folder, ended with the block; fails with its log when it does not come up."""
    if not PYTHON.is_file():
        pytest.fail("vLLM is not installed: run `make test-vllm`")
    port = free_port()
    command = [str(PYTHON), "-m", "vllm.entrypoints.openai.api_server", "--model", str(folder), "--host", "127.0.0.1"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "PYTEST_"))}
    environ |= {
        "VLLM_API_KEY": KEY,
        "VLLM_CPU_KVCACHE_SPACE": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "DO_NOT_TRACK": "1",
        "HF_HUB_OFFLINE": "1",
    }
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--enforce-eager", *options],
            env=environ,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_healthy(url, process, log, began + PATIENCE_S)
        yield RealVLLM(url, time.monotonic() - began)
    finally:
        # Its engine is a process of its own and would outlive it.
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)


def _wait_until_healthy(url: str, process: "subprocess.Popen[bytes]", log: Path, deadline: float) -> None:
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/health", trust_env=False).status_code == httpx.codes.OK:
                return
        time.sleep(1)
    lines = log.read_text("utf-8").splitlines()
    # The engine's own error comes first; what follows only tells that it ended.
    errors = [line for line in lines if " ERROR " in line] or lines
    pytest.fail("\n".join(["vLLM did not come up:", *errors[:60]]))
