"""Fuzzes the reading of an LLM's stream, guided by coverage: `make fuzz`.

The input is a text and where it is cut into deltas. Whatever it is, the sentences are the same however it is cut, they
are bounded and clean, and the only citations that a reader sees are those that were counted.
"""

import re
import sys

import atheris

with atheris.instrument_imports(include=["server.sentences", "server.citations"]):
    from server.citations import marked
    from server.sentences import MAX_CHARS, Sentence, SentenceSplitter, numbers

MOST_CHARS = 4_000
# What the chat makes a reference of.
SHOWN = re.compile(r"\[[0-9]{1,6}(?:\s*,\s*[0-9]{1,6})*\]")


def split(text: str, cuts: list[int]) -> list[Sentence]:
    """The sentences of the text, fed in pieces of these lengths and the rest at once."""
    splitter, found = SentenceSplitter(), []
    for cut in cuts:
        found += splitter.feed(text[:cut])
        text = text[cut:]
    return [*found, *splitter.feed(text), *splitter.close()]


def hold(text: str, cuts: list[int]) -> None:
    """Raise AssertionError where a text breaks a promise."""
    sentences = split(text, cuts)
    assert sentences == split(text, []), "cutting the stream elsewhere changes the sentences"
    for said in sentences:
        assert said.text == said.text.strip()
        assert 0 < len(said.text) <= MAX_CHARS
        assert said.text.encode()
        assert len(set(said.citations)) == len(said.citations)
        assert not SHOWN.search(said.text), "a citation that was not counted would be shown"
        shown = marked(said.text, (7, 8))
        assert numbers(shown) == (7, 8), "other citations are shown than were given"


def one(data: bytes) -> None:
    """What libFuzzer calls."""
    given = atheris.FuzzedDataProvider(data)
    cuts = given.ConsumeIntListInRange(given.ConsumeIntInRange(0, 8), 0, 40)
    hold(given.ConsumeUnicode(MOST_CHARS), cuts)


if __name__ == "__main__":
    atheris.enabled_hooks.add("RegEx")
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
