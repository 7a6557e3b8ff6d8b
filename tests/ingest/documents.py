"""Files of every kind that can be added, and of some that cannot, with the same three facts in each good one."""

import io
import json
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

MARKDOWN = """---
title: Kite handbook
---
import { Tabs } from "@theme/Tabs"

# Kites

{{< toc >}}

A kite rises against the wind. <!-- not this -->

<Tabs
  items={[{ title: "Nor this", to: "/x" }]}
/>

## Lines

| Line | Strength |
|---|---|
| thin | 20 kg |
| thick | 90 kg |

:::tip[Mind the birds]
Reel the line in slowly.
:::

```sh
kite reel --slow
```
"""
RST = """
Kites
=====

A kite rises against the wind, see :ref:`lines`.

.. toctree::

   elsewhere

Lines
-----

.. code-block:: sh

   kite reel --slow

=====  ========
Line   Strength
=====  ========
thin   20 kg
thick  90 kg
=====  ========
"""
HTML = """<html><head><title>Kite handbook</title><script>evil()</script></head><body><nav><a>Home</a></nav>
<main><h1>Kites</h1><p>A kite <b>rises</b> against the wind.</p><h2>Lines<a class="headerlink">¶</a></h2>
<pre>kite reel --slow</pre><table><tr><th>Line</th><th>Strength</th></tr><tr><td>thin</td><td>20 kg</td></tr>
<tr><td>thick</td><td>90 kg</td></tr></table></main><footer>Imprint</footer></body></html>"""
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# Kites\nA kite rises against the wind."},
            {
                "id": "b",
                "cell_type": "code",
                "metadata": {},
                "source": "kite reel --slow",
                "execution_count": 1,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "not this"}],
            },
        ],
    }
)


def pdf(*pages: str, password: str | None = None) -> bytes:
    """A PDF with a line of text on each page, and a bookmark `Kites` on the first."""
    writer = PdfWriter()
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    for text in pages:
        page = writer.add_blank_page(300, 300)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if pages:
        writer.add_outline_item(title="Kites", page_number=0)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def write_bad(folder: Path) -> dict[str, str]:
    """Files that cannot be read in a folder; by name, a part of the reason."""
    outside = folder.parent / "secret.md"
    outside.write_text("Not yours.", "utf-8")
    (folder / "link.md").symlink_to(outside)
    (folder / "locked.pdf").write_bytes(pdf("Secret.", password="x"))
    (folder / "scan.pdf").write_bytes(pdf(""))
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (folder / "junk.md").write_bytes(bytes(range(256)))
    (folder / "empty.rst").write_bytes(b"\n")
    (folder / "latin.txt").write_bytes("Höhe".encode("latin-1"))
    (folder / "broken.ipynb").write_text("{", "utf-8")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(40_000_000)
    return {
        "link.md": "is a link out of the folder", "locked.pdf": "is encrypted", "scan.pdf": "holds no text",
        "torn.pdf": "is no PDF", "junk.md": "is binary", "empty.rst": "is empty", "latin.txt": "is not UTF-8",
        "broken.ipynb": "is no notebook", "huge.txt": "is larger than 32 MB",
    }  # fmt: skip
