"""Citations → cards, and the references that lead to them. A group of both shares a name that is unique on the page."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from server.schema import Citation
from ui.markup import Reference, text

KINDS = {"cell": "Table cell", "paraphrase": "Retold", "quote": "Quotation"}
STALE = ' <strong class="stale">may be out of date</strong>'


def references(group: str, citations: Iterable[Citation]) -> Reference:
    """How a number of the group is written: as a link to its card, where it has one."""
    known = {citation.n for citation in citations}

    def reference(n: int) -> str:
        if n not in known:
            return literal(n)  # it resolves to nothing, so it must not look as if it did
        return f'<a class="ref" href="#source-{group}-{n}">&#91;{n}&#93;</a>'

    return reference


def literal(n: int) -> str:
    """A number in brackets that leads nowhere."""
    return text(f"[{n}]")


def source_html(group: str, citation: Citation) -> str:
    """One citation as a card that references point to, with its number as the way back to them."""
    n = citation.n
    back = f'<a class="back" href="#source-{group}-{n}" aria-label="Source {n}: back to the answer">{n}</a>'
    return f'<li class="source" id="source-{group}-{n}" tabindex="-1">{card_html(citation, back)}</li>'


def card_html(citation: Citation, before: str = "") -> str:
    """What a card says: place, words, title, kind, date and link; `before` stands in front of the place."""
    link = ""
    if citation.url and urlsplit(citation.url).scheme in ("http", "https"):
        link = (
            f'<a class="open" href="{text(citation.url)}" target="_blank" rel="noopener noreferrer" '
            f'aria-label="Open the source of {text(citation.locator)} in a new tab">Open the source</a>'
        )
    return (
        f'<div class="line">{before}<span class="locator">{text(citation.locator)}</span></div>'
        f'<p class="excerpt">{text(citation.excerpt)}</p>'
        f'<div class="title">{text(citation.title)}</div>'
        f'<div class="meta"><span class="kind">{KINDS[citation.kind]}</span>'
        f"<span>{text(citation.dated)}{STALE if citation.stale else ''}</span>{link}</div>"
    )


def folded_sources_html(
    group: str, citations: tuple[Citation, ...], *, opened: bool = False, name: str = "Sources"
) -> str:
    """All cards of a group under one summary."""
    cards = "".join(source_html(group, citation) for citation in citations)
    return (
        f"<details{' open' if opened else ''}><summary>{text(name)}"
        f'<span class="count">{len(citations)}</span></summary><ol>{cards}</ol></details>'
    )
