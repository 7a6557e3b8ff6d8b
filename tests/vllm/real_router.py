"""vLLM's own router as a process, in the environment that `make test-vllm` installs."""

import asyncio
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import yaml

from server.llama import free_port
from tests.vllm.real_llm import OTHER_QUESTION, QA, make_narrator
from tests.vllm.real_vllm import ROOT, RealVLLM

PROGRAM = ROOT / "var" / "router" / "bin" / "vllm-router"
MANIFEST = ROOT / "deploy" / "k8s" / "base" / "router.yaml"


def router_arguments(*servers: str, **replaced: str) -> list[str]:
    """Those of the manifest, with these servers, addresses and ports."""
    deployment = next(yaml.safe_load_all(MANIFEST.read_text("utf-8")))
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    replaced |= {"host": "127.0.0.1", "prometheus-host": "127.0.0.1", "worker-startup-check-interval": "1"}
    given = [each for each in container["args"] if not each.startswith("http://")]
    names = [each.removeprefix("--").partition("=")[0] for each in given]
    assert replaced.keys() <= set(names)
    told = [f"--{name}={replaced[name]}" if name in replaced else each for name, each in zip(names, given, strict=True)]
    position = told.index("--worker-urls") + 1
    return [*told[:position], *servers, *told[position:]]


@contextmanager
def running_router(log: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, ended with the block."""
    with log.open("wb") as output:
        process = subprocess.Popen([PROGRAM, *arguments], stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=10)


async def ready(url: str) -> None:
    """Wait until the router at this address has a server."""
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client, asyncio.timeout(60):
        while not await _is_ready(client, url):  # noqa: ASYNC110 -- it tells of being ready only
            await asyncio.sleep(0.1)


async def _is_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/readiness")).is_success
    except httpx.TransportError:
        return False


async def routed(vllm: RealVLLM) -> str:
    """What the router counted of a question that was asked twice: whether it knew the prompt's tokens, and whether it
    had seen them before."""
    port, metrics = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    arguments = router_arguments(vllm.url, **{"port": str(port), "prometheus-port": str(metrics)})
    with tempfile.TemporaryDirectory() as folder, running_router(Path(folder) / "router.log", *arguments):
        await ready(url)
        for _ in range(2):
            async for _ in make_narrator(RealVLLM(url, 0), max_tokens=16).narrate(OTHER_QUESTION, [], [QA]):
                pass
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            counted = (await client.get(f"http://127.0.0.1:{metrics}/metrics")).text
    names = ("requests_total", "kv_routing_inputs_total", "prefix_routing_decisions_total", "cb_outcomes_total")
    wanted = tuple(f"vllm_router_{name}{{" for name in names)
    return "\n".join(sorted(line for line in counted.splitlines() if line.startswith(wanted)))
