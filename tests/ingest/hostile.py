"""Files that are made to expand without end, to take for ever, or to break their reader."""

import io
import json
import zlib
from itertools import pairwise

NOTEBOOK = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}


def _front(head: str, fence: str = "---") -> str:
    return f"{fence}\n{head}\n{fence}\nKites rise.\n"


def _laughs(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join([*lines, f"title: *a{levels - 1}"])


def _cell(source: object) -> str:
    return json.dumps(NOTEBOOK | {"cells": [{"cell_type": "markdown", "metadata": {}, "source": source}]})


def _entities() -> str:
    names = "abcdefghij"
    declared = "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in pairwise(names))
    return f"<!DOCTYPE x [<!ENTITY a 'kite '>{declared}]><html><body><p>&j;</p></body></html>"


def pdf_bomb(megabytes: int) -> bytes:
    """A page whose few kilobytes unpack to so much."""
    packed = zlib.compress(b"\x81 " * (1_000_000 * megabytes // 128), 9)  # each two of them are a run of 128
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        b"<< /Filter [/FlateDecode /RunLengthDecode] /Length %d >> stream\n%s\nendstream" % (len(packed), packed),
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj %s endobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


BOMBS: dict[str, tuple[str, bytes]] = {
    name: (file, text if isinstance(text, bytes) else text.encode())
    for name, (file, text) in {
        "aliases of aliases as a title": ("a.md", _front(_laughs(12))),
        "a day that is none": ("a.md", _front("title: 2025-13-45")),
        "a number of many digits": ("a.md", _front("title: " + "9" * 5_000)),
        "a number of many digits in TOML": ("a.md", _front("title = " + "9" * 5_000, "+++")),
        "front matter nested deeply": ("a.md", _front("x: " + "[" * 3_000)),
        "TOML nested deeply": ("a.md", _front("x = " + "[" * 3_000, "+++")),
        "a tag that makes an object": ("a.md", _front("title: !!python/object/apply:os.system [id]")),
        "shortcodes without an end": ("a.md", "{{" * 100_000),
        "comments without an end": ("a.md", "<!--" * 100_000),
        "an admonition of spaces": ("a.md", ":::" + " " * 20_000 + "]x"),
        "quotes in quotes": ("a.md", ">" * 50_000 + "x"),
        "a page nested deeply": ("a.html", "<div>" * 50_000 + "x"),
        "tables in tables": ("a.html", "<table><tr><td>" * 3_000 + "x"),
        "entities of entities": ("a.html", _entities()),
        "lists in lists": ("a.rst", "\n".join("  " * n + "- x" for n in range(600))),
        "files that a text includes": ("a.rst", ".. include:: /etc/passwd\n\n.. raw:: html\n   :file: /etc/passwd\n"),
        "a notebook nested deeply": ("a.ipynb", "[" * 100_000),
        "a cell that is a number": ("a.ipynb", _cell(5)),
        "a cell of numbers": ("a.ipynb", _cell([1, 2])),
        "a cell that is an object": ("a.ipynb", _cell({"a": 1})),
        "cells that are none": ("a.ipynb", json.dumps(NOTEBOOK | {"cells": [None, 5]})),
        "a PDF that unpacks to gigabytes": ("a.pdf", pdf_bomb(2_000)),
    }.items()
}
