"""Markdown and MDX, through markdown-it, without front matter, imports, JSX and the shortcodes of site generators."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.reading.blocks import Outline, Reading

_FRONT = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<head>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"^[ \t]*(?P<mark>```+|~~~+)")
# Lines of MDX that are a program and not text.
_PROGRAM = re.compile(r"^(?:import\s.+|export\s.+)$")
# A tag of JSX, which may go on over several lines and hold braces.
_TAG_OPENS = re.compile(r"^\s*</?[A-Z][\w.]*")
# What Hugo, Jekyll, MkDocs and Docusaurus write around text.
_SHORTCODE = re.compile(r"\{\{[<%].*?[%>]\}\}|\{%.*?%\}|\{\{.*?\}\}|\{#[\w-]+\}|\{:.*?\}", re.DOTALL)
_ADMONITION = re.compile(
    r"^[ \t]*(?::::*|!!!|\?\?\?\+?)[ \t]*(?P<kind>[a-z-]*)[ \t]*\[?(?P<title>[^\]\n]*)\]?[ \t]*$", re.MULTILINE
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# HTML that is indented so far that Markdown takes it for code.
_MARKUP = re.compile(r"\s*</?[a-z]")
_INLINE_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def read_markdown(text: str) -> Reading:
    """The blocks of a Markdown or MDX text."""
    title, body = _without_front_matter(text)
    outline = Outline()
    add_markdown(body, outline)
    return outline.reading(title)


def add_markdown(body: str, outline: Outline) -> None:
    """Add the blocks of a text without front matter."""
    _walk(_parser().parse(_plain(body)), outline)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _without_front_matter(text: str) -> tuple[str | None, str]:
    match = _FRONT.match(text)
    if match is None:
        return None, text
    try:
        load = yaml.safe_load if match["fence"] == "---" else tomllib.loads
        head: Any = load(match["head"])
    except (yaml.YAMLError, ValueError, RecursionError):
        head = None  # the text below is good all the same
    title = head.get("title") if isinstance(head, dict) else None
    # A list or mapping is no title; written out, one of few lines can become as large as one likes.
    plain = isinstance(title, (str, int, float, date))
    return str(title) if title and plain else None, text[match.end() :]


def _plain(body: str) -> str:
    """The text without what is a program around it; fenced code stays as it is."""
    kept: list[str] = []
    outside: list[str] = []
    fence = ""

    def flush() -> None:
        if outside:
            kept.append(_prose("\n".join(outside)))
            outside.clear()

    for line in body.splitlines():
        match = _FENCE.match(line)
        if fence:
            kept.append(line)
            if match and match["mark"].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif match:
            flush()
            fence = match["mark"]
            kept.append(line)
        else:
            outside.append(line)
    flush()
    return "\n".join(kept)


def _prose(text: str) -> str:
    text = _SHORTCODE.sub("", _COMMENT.sub("", text))
    text = _ADMONITION.sub(lambda match: "\n{}\n".format(match["title"].strip(' "')), text)
    lines = [line for line in text.split("\n") if not _PROGRAM.match(line)]
    return "\n".join(_without_tags(lines))


def _without_tags(lines: Sequence[str]) -> list[str]:
    """The lines without JSX tags that stand on lines of their own, however long they go on."""
    kept: list[str] = []
    depth, inside = 0, False
    for line in lines:
        if inside or _TAG_OPENS.match(line):
            rest, depth, inside = _after_tag(line, depth)
            kept.append(rest)
        else:
            kept.append(line)
    return kept


def _after_tag(line: str, depth: int) -> tuple[str, int, bool]:
    """What is left of a line inside a tag, how many braces are open, and whether the tag goes on."""
    for at, sign in enumerate(line):
        depth += (sign == "{") - (sign == "}")
        if sign == ">" and depth <= 0 and line[at - 1 : at] != "=":
            return line[at + 1 :], 0, False
    return "", depth, True


def _walk(tokens: Sequence[Token], outline: Outline) -> None:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            outline.head(int(token.tag[1]), _inline(tokens[at + 1]))
            at += 2
        elif token.type == "fence" or (token.type == "code_block" and not _MARKUP.match(token.content)):
            outline.add(token.content, "code")
        elif token.type == "table_open":
            end = next(place for place in range(at, len(tokens)) if tokens[place].type == "table_close")
            outline.add_table(_rows(tokens[at:end]))
            at = end
        elif token.type == "inline":
            outline.add(_inline(token))
        elif token.type in ("html_block", "code_block"):
            outline.add(BeautifulSoup(token.content, "lxml").get_text(" "))
        at += 1


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token))
    return rows


def _inline(token: Token) -> str:
    """The words of a line: links by their text, pictures by their description."""
    words: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return " ".join(_INLINE_TAG.sub("", "".join(words)).split())
