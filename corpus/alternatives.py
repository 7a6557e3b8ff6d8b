"""Which tools the card of a tool names as its alternatives."""

import re
from collections.abc import Iterable
from pathlib import Path

_TITLE = re.compile(r'^title: "Tool card: (?P<name>.+)"$', re.MULTILINE)
_PART = re.compile(r"^## Alternatives\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LOCATOR = re.compile(r"\{[^{}]*\}")


def load_alternatives(tools: Iterable[str], cards: Path) -> dict[str, tuple[str, ...]]:
    """The names by tool, in the order of `tools`; none where the corpus has no cards of tools."""
    names = tuple(tools)
    texts = (path.read_text(encoding="utf-8") for path in sorted(cards.glob("*.md")))
    return {name: _named(told, names, name) for text in texts for name, told in _told(text)}


def _told(card: str) -> list[tuple[str, str]]:
    title, part = _TITLE.search(card), _PART.search(card)
    return [(title["name"], _LOCATOR.sub("", part["text"]))] if title and part else []


def _named(text: str, names: Iterable[str], name: str) -> tuple[str, ...]:
    """Those in the text, of which a longer name hides the shorter ones in it: `Grafana Cloud`."""
    found = set()
    for other in sorted(names, key=len, reverse=True):
        pattern = rf"(?<![\w.]){re.escape(other)}(?!\w)"
        if re.search(pattern, text):
            found.add(other)
            text = re.sub(pattern, "", text)
    return tuple(other for other in names if other in found - {name})
