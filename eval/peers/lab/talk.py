"""How a peer is talked to: JSON lines on standard input and output, a setup first and then question after question.

    {"documents": [{"title", "text"}], "base_url", "embedding", "model", "max_tokens"}  ->  {"ready": true}
    {"system", "question"}  ->  {"text", "sources": [the texts that were retrieved, numbered from 1]}

Libraries print what they like: it goes to standard error, so that a line on standard output is always a reply.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setup:
    """What every peer is given. `base_url` serves chat completions and embeddings of any key."""

    documents: tuple[tuple[str, str], ...]
    base_url: str
    embedding: str
    model: str
    context_window: int
    max_tokens: int


@dataclass(frozen=True)
class Reply:
    """What a peer wrote, and what it had retrieved."""

    text: str
    sources: tuple[str, ...] = ()


Ask = Callable[[str], Reply]


def serve(build: Callable[[Setup], Mapping[str, Ask]]) -> None:
    """Build the systems of this process and answer until the input ends."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    given = json.loads(sys.stdin.readline())
    documents = tuple((document["title"], document["text"]) for document in given.pop("documents"))
    systems = build(Setup(documents=documents, **given))

    def say(reply: dict[str, object]) -> None:
        print(json.dumps(reply), file=replies, flush=True)

    say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        reply = systems[asked["system"]](asked["question"])
        say({"text": reply.text, "sources": list(reply.sources)})
