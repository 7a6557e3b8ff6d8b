"""vLLM's own router as a process, in the environment that `make test-vllm` installs."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from tests.vllm.real_vllm import ROOT

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
