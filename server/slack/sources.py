"""The places that an answer rests on, as lines: those of one document under its name."""

import re
from collections.abc import Iterable, Iterator

from server.schema import Citation
from server.slack.mrkdwn import escaped, link
from server.slack.reply import Reply
from server.slack.table import ROWS

_NUMBER = re.compile(r"\[([0-9]{1,6})\]")


def sources(reply: Reply) -> Iterator[str]:
    """A text for each document: its title, date and link, then the places in it that what is shown refers to."""
    documents: dict[tuple[str, str | None, str, bool], list[Citation]] = {}
    for citation in _shown(reply):
        document = (citation.title, citation.url, citation.dated, citation.stale)
        documents.setdefault(document, []).append(citation)
    for (title, url, dated, stale), cited in documents.items():
        old = ", may be out of date" if stale else ""
        places = "\n".join(f"[{citation.n}] {escaped(citation.locator)}" for citation in cited)
        yield f"*{link(url, escaped(title))}* ({escaped(dated)}{old})\n{places}"


def _shown(reply: Reply) -> Iterable[Citation]:
    """The citations whose numbers can be seen: rows that the table leaves out take theirs with them."""
    numbers = {int(n) for n in _NUMBER.findall(reply.prose)}
    if reply.facts:
        numbers.update(n for row in reply.facts.citations[:ROWS] for n in row)
    return (citation for citation in reply.citations if citation.n in numbers)
