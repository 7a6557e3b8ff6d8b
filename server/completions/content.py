"""An Answer as the Markdown of one message: the facts, the sentences, and the sources that their numbers stand for.

The sentences are Markdown already; whatever else an Answer holds is text, of which nothing may act.
"""

from collections.abc import Iterator

from server.markup import inert, page
from server.schema import Answer, Citation, FactTable


def content(answer: Answer) -> str:
    """The whole message; a stream of it begins with `opening` and ends with `closing`."""
    return opening(answer.facts) + answer.answer + closing(answer)


def opening(facts: FactTable | None) -> str:
    """The table of facts, whose last column holds the numbers of its sources."""
    if facts is None:
        return ""
    rows = ((*row, _numbers(cited)) for row, cited in zip(facts.rows, facts.citations, strict=True))
    lines = [_row((*facts.columns, "Source")), "|---" * (len(facts.columns) + 1) + "|", *map(_row, rows)]
    return "\n".join(lines) + "\n\n"


def closing(answer: Answer) -> str:
    """The readings to choose from where the answer is a question back, and the sources."""
    return "".join(f"\n\n{block}" for block in _blocks(answer))


def _blocks(answer: Answer) -> Iterator[str]:
    if answer.status == "clarify" and answer.follow_ups:
        yield "\n".join(f"- {_line(reading)}" for reading in answer.follow_ups)
    if answer.citations:
        yield "**Sources**"
        yield "\n".join(map(_source, answer.citations))


def _source(citation: Citation) -> str:
    url = page(citation.url)
    link = f" <{url}>" if url else ""
    stale = ", may be out of date" if citation.stale else ""
    title, locator, day = map(_line, (citation.title, citation.locator, citation.as_of))
    return f"- [{citation.n}] {title}, {locator} ({day}{stale}){link}"


def _numbers(cited: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in cited)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return _line(text).replace("|", "\\|")


def _line(text: str) -> str:
    return inert(" ".join(text.split()))
