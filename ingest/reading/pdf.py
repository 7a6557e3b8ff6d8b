"""PDF, through pypdf: paragraph by paragraph, under the bookmarks and the page."""

import io
import logging
import re
from collections.abc import Iterable

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import Destination

from ingest.reading.blocks import Block, Reading, UnreadableError

_PARAGRAPH = re.compile(r"\n\s*\n")
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every page of a careless writer


def read_pdf(content: bytes) -> Reading:
    """The blocks of a PDF; raises UnreadableError for one that is encrypted, damaged or a scan."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("is encrypted: save it without a password")
        marks = _bookmarks(reader, reader.outline)
        blocks: list[Block] = []
        section: tuple[str, ...] = ()
        for number, page in enumerate(reader.pages, start=1):
            section = marks.get(number, section)
            text = _HYPHEN.sub("", page.extract_text())
            blocks += [
                Block((*section, f"page {number}"), " ".join(paragraph.split()))
                for paragraph in _PARAGRAPH.split(text)
                if paragraph.strip()
            ]
        title = reader.metadata.title if reader.metadata else None
    except UnreadableError:
        raise
    except DependencyError as error:
        raise UnreadableError("is encrypted: save it without a password") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        # What a damaged file makes pypdf trip over has no class of its own.
        raise UnreadableError(f"is no PDF that can be read ({error})") from error
    if not blocks:
        raise UnreadableError("holds no text: a scan has to be recognised first")
    return Reading(str(title).strip() or None if title else None, tuple(blocks))


def _bookmarks(reader: PdfReader, outline: Iterable[object], above: tuple[str, ...] = ()) -> dict[int, tuple[str, ...]]:
    """The bookmark that begins on each page, with those above it."""
    found: dict[int, tuple[str, ...]] = {}
    last = above
    for item in outline:
        if isinstance(item, list):
            found = {**_bookmarks(reader, item, last), **found}
        elif isinstance(item, Destination):
            last = (*above, " ".join(str(item.title).split()))
            page = reader.get_destination_page_number(item)
            if page is not None:
                found.setdefault(page + 1, last)
    return found
