"""The small LLM as vLLM serves it to the tests, and what it is asked."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from corpus.vocabulary import Evidence
from server.llm import make_llm
from server.narrator import Narrator, load_prompt
from server.settings import LLMSettings
from tests.vllm.real_vllm import KEY, ROOT, RealVLLM, serving_vllm

MODEL = "Qwen/Qwen2.5-Coder-0.5B-Instruct"
CONTEXT = 4096
BLOCK = 32  # tokens that are cached together: 16 on a GPU; the CPU's default of 128 is longer than the static prompt
QUESTION = "Which checks happen in the test environment before deployment?"
OTHER_QUESTION = "What does a QA Engineer do?"


def evidence_of(text: str) -> Evidence:
    """A passage with this text."""
    return Evidence(kind="paraphrase", document="d", title="t", as_of="2025", locator="s", excerpt=text)


TESTS = evidence_of(
    "In the test environment, performance, security and the users' acceptance are checked before deployment."
)
QA = evidence_of(
    "A QA Engineer makes sure with testing frameworks that the software does what its feature request defines."
)


@contextlib.contextmanager
def serving_llm(log: Path) -> Iterator[RealVLLM]:
    """The server, with the options that the deployments give it, as far as a CPU has them."""
    folder = ROOT / "var" / "vllm" / "qwen2.5-coder-0.5b-instruct"
    options = f"--served-model-name {MODEL} --max-model-len {CONTEXT} --max-num-seqs 4 --max-num-batched-tokens 2048"
    more = f"--enable-prefix-caching --enable-chunked-prefill --enable-scale-out --block-size {BLOCK}"
    with serving_vllm(folder, log, *options.split(), *more.split()) as server:
        yield server


def llm_settings(vllm: RealVLLM, **changes: object) -> LLMSettings:
    """Settings for this server, patient enough for a busy CPU."""
    given = {
        "base_url": vllm.base_url,
        "api_key": KEY,
        "model": MODEL,
        "timeout_s": 600,
        "first_token_s": 600,
        "narration_s": 600,
    }
    return LLMSettings.model_validate(given | {"context_window": CONTEXT, "max_tokens": 48} | changes)


def make_narrator(vllm: RealVLLM, **changes: object) -> Narrator:
    """The narrator that asks this server."""
    settings = llm_settings(vllm, **changes)
    return Narrator(make_llm(settings, vllm.base_url), load_prompt(), settings.first_token_s)
