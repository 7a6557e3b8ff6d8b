"""Text from elsewhere stays text."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.api_server import MARKDOWN, MARKUP
from ui.markup import answer_html, text

TAG = re.compile(r"<[^>]*>")
OURS = re.compile(r"</?(?:p|ul|ol|li|strong|code|br|cite)>|<p class=\"heading\">")


def reference(n: int) -> str:
    return f"<cite>{n}</cite>"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"])))
def test_text_keeps_every_character_and_no_syntax(value: str) -> None:
    escaped = text(value)
    assert html.unescape(escaped) == value
    assert re.fullmatch(r"(?:[^!-/:-@\[-`{-~]|&#\d+;)*", escaped)


@given(st.text(alphabet="<>&\"'*`[]()!#-+1.2 \n\\$|ab/"))
def test_an_answer_holds_no_tag_but_ours(value: str) -> None:
    rendered = answer_html(value, reference)
    assert all(OURS.fullmatch(tag) for tag in TAG.findall(rendered))
    assert "<" not in TAG.sub("", rendered)


@pytest.mark.parametrize("hostile", [MARKUP, MARKDOWN, "[x](http://example.invalid)", "http://example.invalid"])
def test_links_images_and_scripts_are_shown_as_they_are_written(hostile: str) -> None:
    assert html.unescape(answer_html(hostile, reference)) == f"<p>{hostile}</p>"
    assert not re.search(r"[<>:!\[\]]", text(hostile))


def test_control_characters_that_hide_or_turn_text_are_dropped() -> None:
    assert text("a\u202eb\x00c\nd\r\ne") == "abc<br>d<br>e"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "One. [1]\nstill one [2][3].",
            '<p>One&#46; <cite>1</cite> still one <span class="refs"><cite>2</cite><cite>3</cite></span>&#46;</p>',
        ),
        ("All of it [1][2][3][4][5].", '<p>All of it <span class="refs"><cite>1</cite>–<cite>5</cite></span>&#46;</p>'),
        ("a [1, 2]\n\nb", '<p>a <span class="refs"><cite>1</cite><cite>2</cite></span></p><p>b</p>'),
        (
            "Tools:\n- **A** [1]\n- `b`\n  more\nend",
            "<p>Tools&#58;</p><ul><li><strong>A</strong> <cite>1</cite></li><li><code>b</code> more end</li></ul>",
        ),
        ("1. x\n2) y", "<ol><li>x</li><li>y</li></ol>"),
        ("## Head\ntext", '<p class="heading">Head</p><p>text</p>'),
        ("2 * 3 ** 4", "<p>2 &#42; 3 &#42;&#42; 4</p>"),
        ("", ""),
    ],
)
def test_the_markdown_of_answers_becomes_html(markdown: str, expected: str) -> None:
    assert answer_html(markdown, reference).replace("\u00a0", " ") == expected
