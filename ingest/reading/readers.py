"""Which reader reads a file, and what none of them is given."""

from collections.abc import Callable

from ingest.reading.blocks import Reading, UnreadableError
from ingest.reading.html import read_html
from ingest.reading.markdown import read_markdown
from ingest.reading.notebook import read_notebook
from ingest.reading.pdf import read_pdf
from ingest.reading.plain import read_plain
from ingest.reading.rst import read_rst

READERS_VERSION = "1"
"""To be raised with every change of what the readers or the chunks give: files are then read again."""
MAX_BYTES = 32_000_000
_TEXT: dict[str, Callable[[str], Reading]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".mdx": read_markdown,
    ".rst": read_rst,
    ".html": read_html,
    ".htm": read_html,
    ".ipynb": read_notebook,
    ".txt": read_plain,
}
SUFFIXES = frozenset({*_TEXT, ".pdf"})


def read(name: str, content: bytes) -> Reading:
    """The file's blocks, which may be none; raises UnreadableError with the reason."""
    suffix = suffix_of(name)
    if suffix not in SUFFIXES:
        raise UnreadableError(f"is of no kind that is read ({', '.join(sorted(SUFFIXES))})")
    if not content.strip():
        raise UnreadableError("is empty")
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES // 1_000_000} MB: split it")
    if suffix == ".pdf":
        return read_pdf(content)
    if b"\0" in content:
        raise UnreadableError("is binary")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"is not UTF-8 (byte {error.start}): save it as UTF-8") from error
    return _TEXT[suffix](text.replace("\r\n", "\n"))


def suffix_of(name: str) -> str:
    """The ending that decides on the reader, lower case, with its dot."""
    last = name.rpartition("/")[2]
    return f".{last.rpartition('.')[2].lower()}" if "." in last else ""
