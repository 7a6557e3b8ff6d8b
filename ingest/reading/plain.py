"""Plain text: a paragraph between empty lines."""

import re

from ingest.reading.blocks import Outline, Reading


def read_plain(text: str) -> Reading:
    """The paragraphs of a text."""
    outline = Outline()
    for paragraph in re.split(r"\n\s*\n", text):
        outline.add(paragraph)
    return outline.reading()
