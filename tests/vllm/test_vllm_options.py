"""vLLM's own parser takes every option that the compose file and the manifests give it."""

import re
import subprocess

import pytest
import yaml

from tests.vllm.real_vllm import PYTHON, ROOT

pytestmark = [pytest.mark.vllm, pytest.mark.timeout(600)]

_PARSE = """
import sys
from vllm.entrypoints.launchers.cli_args import make_arg_parser
from vllm.utils.argparse_utils import FlexibleArgumentParser
make_arg_parser(FlexibleArgumentParser()).parse_args(sys.argv[1:])
"""


def _parsed(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([PYTHON, "-c", _PARSE, *arguments], capture_output=True, text=True, timeout=500)


@pytest.mark.parametrize("name", ["vllm", "embeddings"])
def test_the_compose_file_is_understood(name: str) -> None:
    service = yaml.safe_load((ROOT / "docker-compose.gpu.yml").read_text("utf-8"))["services"][name]
    command = [re.sub(r"\$\{\w+[^}]*\}", "1", argument) for argument in service["command"]]
    parsed = _parsed(*command, "--otlp-traces-endpoint=http://collector:4318/v1/traces")
    assert parsed.returncode == 0, parsed.stderr[-2000:]


@pytest.mark.parametrize("folder", ["base", "overlays/production"])
def test_the_manifests_are_understood(folder: str) -> None:
    manifests = yaml.safe_load_all((ROOT / "deploy" / "k8s" / folder / "vllm.yaml").read_text("utf-8"))
    (servers,) = (each for each in manifests if each["kind"] == "StatefulSet")
    (container,) = servers["spec"]["template"]["spec"]["containers"]
    parsed = _parsed(*container["args"], "--otlp-traces-endpoint=http://collector:4318/v1/traces")
    assert parsed.returncode == 0, parsed.stderr[-2000:]


def test_a_misspelt_option_would_be_noticed() -> None:
    assert "unrecognized arguments: --enable-prefix-cashing" in _parsed("--enable-prefix-cashing").stderr
