"""Rows of results in a file small enough to commit."""

import gzip
import io
from collections.abc import Iterable


def packed(lines: Iterable[str]) -> bytes:
    """The lines, gzipped: the same lines give the same bytes."""
    file = io.BytesIO()
    # Neither a name nor a time in the header: they would make every file another one.
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as archive:
        archive.write("".join(lines).encode())
    return file.getvalue()
