"""Texts and addresses from elsewhere in a Markdown message, of which nothing is run, fetched or linked."""

import re

# A space parts what only together acts, whatever reads the message and however often; a backslash would be shown by
# what reads no Markdown, and be undone by one that stood before it.
_PARTED = re.compile(r"(?<=!)(?=\[)|(?<=\])(?=[(:])|(?<=<)(?=[^\s<=-])")
_PAGE = re.compile(r"https?://[^\s<>]+")
_ENCODED = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "()[]\\`\"'|"})


def inert(text: str) -> str:
    """The text with no image, link or tag in it; one that has none is as it was."""
    return _PARTED.sub(" ", text)


def page(url: str | None) -> str | None:
    """The address of a page of the web without a mark of Markdown; None for any other."""
    return url.translate(_ENCODED) if url and _PAGE.fullmatch(url) else None
