"""Text from elsewhere → HTML that cannot execute, fetch or format anything we did not decide on.

The chat component renders Markdown before it sanitises HTML, so escaping `<` alone would still let
an excerpt smuggle in an image, and with it a request. Here every ASCII punctuation mark becomes a
numeric entity, which neither Markdown nor HTML reads as syntax; the few Markdown forms that an
answer may use are turned into HTML by ourselves.
"""

import re
from collections.abc import Callable, Iterator

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_REFERENCE = r"\[[0-9]{1,6}(?:\s*,\s*[0-9]{1,6})*\]"
_INLINE = re.compile(rf"\*\*(?P<bold>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`|(?P<refs>(?:{_REFERENCE})+)")
_NUMBER = re.compile(r"[0-9]+")
_ITEM = re.compile(r"\s*(?:[-*+]|(?P<ordinal>\d+[.)]))\s+(?P<text>.*)")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*)")
NO_BREAK = "\u00a0"
FEW_REFERENCES = 4

Reference = Callable[[int], str]


def text(value: str) -> str:
    """`value` as literal text: no character of it is syntax to Markdown or HTML; line ends become `<br>`."""
    visible = _CONTROL.sub("", value)
    return _PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", visible).replace("\r\n", "\n").replace("\n", "<br>")


def answer_html(markdown: str, reference: Reference) -> str:
    """HTML of an answer: paragraphs, lists, headings, bold, code, and `[n]` through `reference(n)`."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        blocks.extend(_block(block.splitlines(), reference))
    return "".join(blocks)


def _block(lines: list[str], reference: Reference) -> list[str]:
    html: list[str] = []
    paragraph: list[str] = []
    items: list[str] = []
    tag = "ul"

    def flush() -> None:
        if paragraph:
            html.append(f"<p>{inline_html(' '.join(paragraph), reference)}</p>")
            paragraph.clear()
        if items:
            html.append(f"<{tag}>{''.join(f'<li>{inline_html(item, reference)}</li>' for item in items)}</{tag}>")
            items.clear()

    for line in lines:
        if heading := _HEADING.fullmatch(line):
            flush()
            html.append(f'<p class="heading">{inline_html(heading["text"], reference)}</p>')
        elif item := _ITEM.fullmatch(line):
            if not items:
                flush()
                tag = "ol" if item["ordinal"] else "ul"
            items.append(item["text"])
        elif items:
            items[-1] += f" {line.strip()}"
        else:
            paragraph.append(line.strip())
    flush()
    return html


def referenced(markdown: str) -> Iterator[int]:
    """The numbers of the references in an answer, as they stand."""
    for match in _INLINE.finditer(markdown):
        if match["refs"]:
            yield from map(int, _NUMBER.findall(match["refs"]))


def inline_html(line: str, reference: Reference) -> str:
    """HTML of one line: bold, code, and `[n]` through `reference(n)`."""
    html: list[str] = []
    end = 0
    for match in _INLINE.finditer(line):
        before = line[end : match.start()]
        if match["refs"] and before.endswith(" "):
            before = before[:-1] + NO_BREAK  # a reference does not start a line
        html.append(text(before))
        if match["bold"]:
            html.append(f"<strong>{inline_html(match['bold'], reference)}</strong>")
        elif match["code"]:
            html.append(f"<code>{text(match['code'])}</code>")
        else:
            html.append(_references(match["refs"], reference))
        end = match.end()
    html.append(text(line[end:]))
    return "".join(html)


def _references(run: str, reference: Reference) -> str:
    """References that follow one another, on one line where they are few; of many numbers in a row the first and the
    last."""
    numbers = [int(number) for number in _NUMBER.findall(run)]
    if len(numbers) > FEW_REFERENCES and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f'<span class="refs">{reference(numbers[0])}–{reference(numbers[-1])}</span>'
    html = "".join(map(reference, numbers))
    return f'<span class="refs">{html}</span>' if 1 < len(numbers) <= FEW_REFERENCES else html
