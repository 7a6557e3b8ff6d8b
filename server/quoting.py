"""What is quoted of a passage: its sentences, and a short list or a command behind what leads to it; of a long one
those that say most of what is asked.

Longer code is left to the citation, where the passage stands whole: cut into lines it would say nothing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from server.sentences import SentenceSplitter
from server.terms import terms

_SENTENCE = re.compile(r"[.!?…][)\"'`*]*\s*$")
_LEADS = re.compile(r":\s*$")
_INDENTED = re.compile(r"\s")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
# A sentence has so many words, a list so many lines and characters.
_WORDS = 3
_LINES = 6
_CHARS = 200
_MOST = 3


def quoted(excerpt: str, question: str) -> tuple[str, ...]:
    """The statements of a passage in their order, of its lines where none is a sentence."""
    return _to_the_point(_split(excerpt), question)


@lru_cache(maxsize=1_024)
def _split(excerpt: str) -> tuple[str, ...]:
    return tuple(_statements(excerpt)) or tuple(_sentences(excerpt))


def _to_the_point(statements: Sequence[str], question: str) -> tuple[str, ...]:
    """At most three, those with most words of the question; of equals the first."""
    asked = set(terms(question))
    telling = sorted(range(len(statements)), key=lambda at: -len(asked.intersection(terms(statements[at]))))
    return tuple(statements[at] for at in sorted(telling[:_MOST]))


def _statements(excerpt: str) -> Iterator[str]:
    lead = ""
    lines = [line.rstrip() for line in excerpt.splitlines() if line.strip()]
    for kind, group in groupby(lines, _kind):
        run = list(group)
        if kind == "prose":
            yield from _sentences("\n".join(run))
        elif kind == "rest" and lead and _short(run):
            yield f"{lead} {', '.join(_BULLET.sub('', line).strip() for line in run)}"
        lead = run[-1] if kind == "lead" else ""


def _kind(line: str) -> str:
    told = len(line.split()) >= _WORDS and not _INDENTED.match(line)
    if told and _SENTENCE.search(line):
        return "prose"
    return "lead" if told and _LEADS.search(line) else "rest"


def _short(lines: Sequence[str]) -> bool:
    return len(lines) <= _LINES and sum(map(len, lines)) <= _CHARS


def _sentences(text: str) -> Iterator[str]:
    splitter = SentenceSplitter()
    yield from (sentence.text for sentence in (*splitter.feed(text), *splitter.close()))
