"""Texts → Slack's mrkdwn. Whatever comes from outside is escaped: it can neither mention anybody nor link anywhere."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

SECTION_CHARS = 3_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PAGE = re.compile(r"https?://[^\s<>|]+")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# A line like `[a]: b` would define a link, and be gone.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("reference")
_AROUND = {"strong_open": "*", "strong_close": "*", "em_open": "_", "em_close": "_"}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def visible(text: str) -> str:
    """The text without what cannot be seen or sent: control characters, marks of direction, halves of characters."""
    return _CONTROL.sub("", text)


def escaped(text: str) -> str:
    """The text as it stands, whatever it holds."""
    return visible(text).translate(_ESCAPES)


def link(url: str | None, label: str) -> str:
    """A link to a page of the web under a label that is mrkdwn already; the bare label where there is none."""
    if url is None or not _PAGE.fullmatch(url):
        return label
    return f"<{escaped(url)}|{' '.join(label.replace('|', '¦').split()) or escaped(url)}>"


def mrkdwn(markdown: str) -> str:
    """An answer's Markdown: paragraphs, lists, headings, emphasis, code, links."""
    return "\n".join(_lines(_MARKDOWN.parse(visible(markdown)))).strip()


def _lines(tokens: list[Token]) -> Iterator[str]:
    lists: list[int | None] = []
    marker, heading, quoted = "", False, ""
    for token in tokens:
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                lists.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
            case "ordered_list_close" | "bullet_list_close":
                lists.pop()
                if not lists:
                    yield ""
            case "list_item_open":
                number = lists[-1]
                marker = "    " * (len(lists) - 1) + ("• " if number is None else f"{number}. ")
                lists[-1] = None if number is None else number + 1
            case "blockquote_open":
                quoted = "> "
            case "blockquote_close":
                quoted = ""
            case "heading_open":
                heading = True
            case "inline":
                text = _inline(token.children or [])
                text = f"*{text.replace('*', '')}*" if heading else text
                yield quoted + marker + text.replace("\n", f"\n{quoted}")
                marker, heading = "", False
                if not lists:
                    yield ""
            case "fence" | "code_block":
                yield f"```\n{_code(token.content).rstrip()}\n```"


def _inline(tokens: list[Token]) -> str:
    said: list[str] = []
    target: str | None = None
    begun = 0
    for token in tokens:
        if token.type == "link_open":
            target, begun = str(token.attrGet("href")), len(said)
        elif token.type == "link_close":
            label = "".join(said[begun:])
            said[begun:] = [link(target, label)]
        elif token.type == "code_inline":
            said.append(f"`{_code(token.content)}`")
        elif token.type in _BREAKS:
            said.append(_BREAKS[token.type])
        else:
            # An image is no more than what it is called: showing it would fetch it.
            said.append(_AROUND.get(token.type) or escaped(token.content))
    return "".join(said)


def _code(text: str) -> str:
    return escaped(text).replace("`", "'")


def pieces(text: str, limit: int = SECTION_CHARS) -> Iterator[str]:
    """The mrkdwn in pieces of at most `limit`, cut between lines, sentences or words, never within a link."""
    while len(text) > limit:
        window = text[:limit]
        cut = max(window.rfind("\n"), window.rfind(". ") + 1, window.rfind("] ") + 1)
        if cut < limit // 2:
            cut = window.rfind(" ")
        if cut < limit // 2:
            cut = window.rfind("&") if window.rfind("&") > max(window.rfind(";"), limit - 6) else limit
        if window.rfind("<", 0, cut) > window.rfind(">", 0, cut):
            cut = window.rfind("<", 0, cut) or limit
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text
