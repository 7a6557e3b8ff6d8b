"""The scripted LLM in a process of its own, which says back the first of the sources that it is given.

python -m tests.load.llm FIRST_TOKEN_S TOKEN_S    prints its address, and serves until it is ended
"""

import asyncio
import re
import sys
from collections import deque
from typing import Any

from tests.fakes.openai_server import FakeOpenAI

_SOURCE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_SENTENCES, _WORDS = 4, 18


def narrated(messages: list[dict[str, Any]]) -> str:
    """Four sentences, each the beginning of a source that it cites: long enough to be verified at leisure."""
    sources = _SOURCE.findall(messages[-1]["content"])[:_SENTENCES]
    return " ".join(f"{' '.join(text.rstrip('.').split()[:_WORDS])} [{number}]." for number, text in sources) or "NONE"


def scripted(first_token_s: float, token_s: float) -> FakeOpenAI:
    """The LLM with these times, which keeps the last request and no more."""
    return FakeOpenAI(narrated, first_token_s, token_s, requests=deque(maxlen=1), headers=deque(maxlen=1))


async def _serve(first_token_s: float, token_s: float) -> None:
    async with scripted(first_token_s, token_s) as llm:
        print(llm.base_url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(*map(float, sys.argv[1:])))
