"""A conversation as Markdown: each question, its answer with [n], and what each n stands for."""

import re
from collections.abc import Iterable, Iterator

from server.schema import Citation, FactTable
from ui.turn import Turn
from ui.view import BADGES

_SYNTAX = re.compile(r"[\\`*_\[\]<>#|]")
# What would be run, fetched or followed; the numbers of sources and emphasis stay.
_ACTIVE = re.compile(r"[<>]|(?<=\])(?:\(|\[(?!\d))|!(?=\[)|(?<=\]):")
_PAGE = re.compile(r"https?://[^\s<>]+")


def markdown(turns: Iterable[Turn]) -> str:
    """The answered turns, each under its question."""
    return "\n\n".join("\n\n".join(_turn(turn)) for turn in turns if turn.answer) + "\n"


def _turn(turn: Turn) -> Iterator[str]:
    yield f"## {_plain(turn.question)}"
    if turn.answer is None:
        return
    if turn.answer.status != "answered":
        yield f"*{BADGES[turn.answer.status][0]}*"
    if turn.answer.facts:
        yield _table(turn.answer.facts)
    if turn.prose:
        yield _inert(turn.prose)
    if turn.cited:
        yield "Sources:"
        yield "\n".join(map(_source, turn.cited))
    yield f"Release {turn.answer.release}, trace {turn.answer.trace_id}."


def _table(facts: FactTable) -> str:
    rows = [(*map(_plain, facts.columns), "Source"), ("---",) * (len(facts.columns) + 1)]
    for row, numbers in zip(facts.rows, facts.citations, strict=False):
        rows.append((*map(_plain, row), "".join(f"[{n}]" for n in numbers)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _source(citation: Citation) -> str:
    link = f" <{citation.url}>" if citation.url and _PAGE.fullmatch(citation.url) else ""
    parts = (citation.locator, citation.excerpt, citation.title)
    return f"- [{citation.n}] {'. '.join(map(_plain, parts))} ({_plain(citation.dated)}).{link}"


def _plain(value: str) -> str:
    """The text on one line, no character of it syntax."""
    return _SYNTAX.sub(r"\\\g<0>", " ".join(value.split()))


def _inert(prose: str) -> str:
    """An answer's Markdown, of which a quoted source may be no more than text."""
    return _ACTIVE.sub(r"\\\g<0>", prose)
