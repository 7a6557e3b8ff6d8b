"""What the advisor adds to the LLM's own time: each question is asked of it, then the very same prompt of the LLM."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx

from tests.fakes.openai_server import running
from tests.load import questions
from tests.load.figures import ms, percentile, table
from tests.load.llm import scripted
from tests.load.rig import folder, serving

FIRST_TOKEN_S, TOKEN_S = 0.05, 0.01


def overhead(number: int) -> str:
    """The table."""
    with ExitStack() as stack:
        data = stack.enter_context(folder())
        llm = stack.enter_context(running(scripted(FIRST_TOKEN_S, TOKEN_S)))
        api = stack.enter_context(serving(data, ADVISOR_LLM__BASE_URL=llm.base_url))
        client = stack.enter_context(httpx.Client(trust_env=False, timeout=60))
        api.wait("index", "llm")
        asked = questions.typed()[:: len(questions.typed()) // number] + questions.prose()[:number]
        pairs = []
        for question in asked:
            llm.requests.clear()
            whole = _seconds(client, f"{api.url}/v1/ask/stream", {"question": question})
            if llm.requests:  # some are answered without an LLM
                body = llm.requests[-1]
                pairs.append((whole, _seconds(client, f"{llm.base_url}/chat/completions", body)))
    pairs = pairs[len(pairs) // 10 :]  # the first ones warm up
    return table(("narrated, one at a time", "p50", "p95"), _rows(pairs))


def _rows(pairs: list[tuple[float, float]]) -> Iterator[tuple[str, ...]]:
    kinds = (
        ("the LLM alone", ms, [raw for _, raw in pairs]),
        ("the advisor", ms, [whole for whole, _ in pairs]),
        ("on top, of each question", ms, [whole - raw for whole, raw in pairs]),
        ("ratio, of each question", "{:.3f} ×".format, [whole / raw for whole, raw in pairs]),
    )
    for name, written, values in kinds:
        yield f"{name}, {len(pairs)} questions", *(written(percentile(values, percent)) for percent in (50, 95))


def _seconds(client: httpx.Client, url: str, body: dict[str, object]) -> float:
    began = time.perf_counter()
    with client.stream("POST", url, json=body) as reply:
        reply.raise_for_status()
        for _ in reply.iter_raw():
            pass
    return time.perf_counter() - began
