"""HTML pages, through Beautiful Soup and lxml: what is the page's own, without navigation, forms and scripts."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from ingest.reading.blocks import Outline, Reading

_LEFT_OUT = (
    "script style noscript template nav header footer aside form button svg iframe object canvas select input".split()
)
_NOT_TEXT = (
    '[role="navigation"], [role="banner"], [role="contentinfo"], [role="search"], [aria-hidden="true"], [hidden]'
)
_PERMALINKS = "a.headerlink, a.anchor, a.hash-link"
_BLOCKS = frozenset("p li dt dd blockquote figcaption summary caption address".split())
_CONTAINERS = frozenset(
    "div section article main body ul ol dl details figure blockquote li dd table pre p h1 h2 h3 h4 h5 h6".split()
)


def read_html(markup: str) -> Reading:
    """The blocks of a page; its title is that of its head."""
    page = BeautifulSoup(markup, "lxml")
    title = page.title.get_text(" ", strip=True) if page.title else None
    body = page.select_one("main, [role=main]") or page.find("article") or page.body or page
    for unwanted in (*body.find_all(_LEFT_OUT), *body.select(_NOT_TEXT), *body.select(_PERMALINKS)):
        unwanted.decompose()
    outline = Outline()
    _walk(body, outline)
    return outline.reading(title or None)


def _walk(element: Tag, outline: Outline) -> None:
    """The children that are blocks by themselves, runs of the others together."""
    run: list[str] = []
    for child in element.children:
        if isinstance(child, Tag) and (child.name in _CONTAINERS or _holds_blocks(child)):
            outline.add(" ".join(run))
            run.clear()
            _block(child, outline)
        else:
            run.extend(_text(child))
    outline.add(" ".join(run))


def _block(tag: Tag, outline: Outline) -> None:
    if len(tag.name) == 2 and tag.name[0] == "h" and tag.name[1].isdigit():
        outline.head(int(tag.name[1]), tag.get_text(" ", strip=True))
    elif tag.name == "pre":
        outline.add(tag.get_text(), "code")
    elif tag.name == "table":
        rows = (row.find_all(["th", "td"]) for row in tag.find_all("tr"))
        outline.add_table([" ".join(cell.get_text(" ", strip=True).split()) for cell in row] for row in rows)
    elif tag.name in _BLOCKS and not _holds_blocks(tag):
        outline.add(tag.get_text(" ", strip=True))
    else:
        _walk(tag, outline)


def _holds_blocks(tag: Tag) -> bool:
    return tag.find(list(_CONTAINERS | _BLOCKS)) is not None


def _text(child: PageElement) -> Iterator[str]:
    if isinstance(child, Tag):
        yield child.get_text(" ", strip=True)
    elif type(child) is NavigableString:
        yield str(child)
