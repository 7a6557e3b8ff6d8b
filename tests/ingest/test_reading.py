"""Every kind of file as blocks under its headings, without what is no text of its own."""

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from ingest.chunks import chunks_of, pieces
from ingest.minilm import MAX_TOKENS
from ingest.reading.blocks import Block
from ingest.reading.readers import read
from tests.ingest.documents import HTML, MARKDOWN, NOTEBOOK, RST, pdf

RISES = Block(("Kites",), "A kite rises against the wind.")
CODE = Block(("Kites", "Lines"), "kite reel --slow", "code")
TABLE = Block(("Kites", "Lines"), "Line | Strength\nthin | 20 kg\nthick | 90 kg", "table")


def test_markdown_and_mdx_leave_out_front_matter_program_and_shortcodes() -> None:
    for name in ("kites.md", "kites.mdx"):
        reading = read(name, MARKDOWN.encode())
        birds = [Block(("Kites", "Lines"), text) for text in ("Mind the birds", "Reel the line in slowly.")]
        assert (reading.title, list(reading.blocks)) == ("Kite handbook", [RISES, TABLE, *birds, CODE])


def test_restructured_text_keeps_what_sphinx_alone_would_resolve_as_words() -> None:
    reading = read("kites.rst", RST.encode())
    assert reading.title == "Kites"
    assert reading.blocks[0].text.startswith("A kite rises against the wind, see ")
    assert list(reading.blocks[1:]) == [CODE, TABLE]


def test_a_page_is_its_main_part() -> None:
    reading = read("kites.html", HTML.encode())
    assert (reading.title, list(reading.blocks)) == ("Kite handbook", [RISES, CODE, TABLE])


def test_a_pdf_is_located_by_bookmark_and_page() -> None:
    blocks = read("kites.pdf", pdf("A kite rises.", "It falls.")).blocks
    assert blocks == (Block(("Kites", "page 1"), "A kite rises."), Block(("Kites", "page 2"), "It falls."))


def test_a_notebook_is_its_cells_without_their_outputs() -> None:
    code = Block(("Kites",), "kite reel --slow", "code")
    assert read("kites.ipynb", NOTEBOOK.encode()).blocks == (RISES, code)


def test_plain_text_is_paragraphs() -> None:
    assert [block.text for block in read("a.TXT", b"One\nline.\r\n\r\nAnother.").blocks] == ["One line.", "Another."]


@pytest.mark.model
def test_passages_fit_the_embedding_and_lose_nothing(models: Path) -> None:
    tokenizer = Tokenizer.from_file(str(models / "all-MiniLM-L6-v2" / "tokenizer.json"))
    tokenizer.no_truncation()
    said = [f"Sentence number {n} tells of kites, lines and the wind above the hill." for n in range(60)]
    rows = ["Line | Strength", *(f"line {n} | {n} kg" for n in range(90))]
    blocks = [
        Block(("Kites",), " ".join(said)),
        Block(("Kites",), "\n".join(rows), "table"),
        Block(("Kites",), "\n".join(f"kite.reel(speed={n})" for n in range(60)), "code"),
        Block(("Kites",), "x" * 5_000),
    ]
    chunks = list(chunks_of(blocks))
    real = [len(tokenizer.encode(f"Kites\n\n{chunk.text}").ids) for chunk in chunks[:-4]]
    assert max(real) <= MAX_TOKENS
    assert all(pieces(chunk.text) <= MAX_TOKENS for chunk in chunks)
    texts = [chunk.text for chunk in chunks]
    assert all(any(sentence in text for text in texts) for sentence in said)
    with_rows = [text for text in texts if "line 1" in text or "kg" in text]
    assert all("Line | Strength" in text for text in with_rows)
    assert "".join(texts).count("x") >= 5_000


def test_code_and_tables_that_fit_stay_whole() -> None:
    code = "\n".join(f"step {n}" for n in range(40))
    prose = " ".join(f"Sentence {n} is here." for n in range(40))
    texts = [chunk.text for chunk in chunks_of([Block((), prose), Block((), code, "code"), Block((), prose)])]
    assert any(code in text for text in texts)


def test_smaller_passages_say_the_same() -> None:
    blocks = [Block(("Kites",), " ".join(f"Sentence {n} is here." for n in range(80)))]
    whole, small = list(chunks_of(blocks)), list(chunks_of(blocks, 60))
    assert max(pieces(chunk.text) for chunk in small) <= 60 < max(pieces(chunk.text) for chunk in whole)
    assert " ".join(chunk.text for chunk in small) == " ".join(chunk.text for chunk in whole)
