"""The text between two marks of a document."""

from pathlib import Path

import pytest

from eval.blocks import read_block, replace_block
from eval.golden import GoldenError


def test_a_block_is_read_and_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("above\n<!-- t: begin -->\nold \\1\n<!-- t: end -->\nbelow\n", "utf-8")
    assert read_block(page, "t") == "old \\1"
    replace_block(page, "t", "new \\1")
    assert page.read_text("utf-8") == "above\n<!-- t: begin -->\nnew \\1\n<!-- t: end -->\nbelow\n"


@pytest.mark.parametrize(
    "text",
    ["", "<!-- t: end --><!-- t: begin -->", "<!-- t: begin -->", "<!-- t: begin -->a<!-- t: end -->" * 2],
)
def test_a_page_without_exactly_one_place_says_so(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    with pytest.raises(GoldenError, match="no place for the table"):
        replace_block(page, "t", "new")
    assert page.read_text("utf-8") == text
