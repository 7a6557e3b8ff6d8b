"""How soon it answers after a start with an unchanged corpus."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.load.figures import table
from tests.load.rig import ROOT, Served, folder, serving

_QUESTION = {"question": "Which tools for CI are free?", "narrate": False}


def facts_after(api: Served) -> float:
    """Seconds from the start of the process to its first answer with facts."""
    with httpx.Client(base_url=api.url, trust_env=False, timeout=60) as client:
        while True:
            try:
                reply = client.post("/v1/ask", json=_QUESTION)
            except httpx.TransportError:
                time.sleep(0.01)
                continue
            assert reply.json()["facts"], reply.text
            return time.perf_counter() - api.began


def starts(number: int, tree: Path = ROOT) -> Iterator[tuple[float, float, float]]:
    """Seconds until facts, until the index, and until everything is ready, of so many starts with the real LLM."""
    with folder() as data:
        for _ in range(number):
            with serving(data, tree) as api:
                facts = facts_after(api)
                api.wait("index")
                index = time.perf_counter() - api.began
                api.wait("index", "llm")
                yield facts, index, time.perf_counter() - api.began


def start(number: int) -> str:
    """The table."""
    columns = list(zip(*starts(number), strict=True))
    names = ("facts answered", "passages answered", "the LLM answers too")
    return table(
        (f"after the start of the process, {number} starts", "median", "longest"),
        [
            (name, f"{statistics.median(times):.2f} s", f"{max(times):.2f} s")
            for name, times in zip(names, columns, strict=True)
        ],
    )
