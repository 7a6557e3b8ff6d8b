"""Every command that the documentation shows: the lines of its shell blocks, and the code spans that are commands."""

import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md")))
LANGUAGES = {"sh", "text", "python", "mermaid", "http"}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`]+)`")
_PATH = re.compile(r"(?:\.ci|\.github|corpus|deploy|docs|eval|ingest|server|tests|ui)/[\w./*-]+")
_BEGINS = re.compile(
    r"(?:\.venv/bin/)?(?:python|pip|pre-commit|pytest) "
    r"|(?:make(?! it )|docker|kubectl|git|curl|systemctl|pip-audit|uv|ray) "
    r"|(?:eval|ingest|server|gate) [a-z-]|deploy/[\w-]+(?: |$)"
)


@dataclass(frozen=True)
class Block:
    """What stands together: the commands of a shell block, with the lines that the page shows them to print, or of a
    code span. `page` is a path in the repository."""

    page: str
    commands: tuple[str, ...]
    shown: tuple[str, ...] = ()
    inline: bool = field(default=False, kw_only=True)


def blocks(page: Path) -> Iterator[Block]:
    """Those of a page, from the top."""
    name, text = page.relative_to(ROOT).as_posix(), page.read_text("utf-8")
    end = 0
    for fence in _FENCE.finditer(text):
        yield from _spans(name, text[end : fence.start()])
        end = fence.end()
        if fence[1] == "sh":
            yield Block(name, tuple(_whole(fence[2])), tuple((fence[3] or "").splitlines()))
    yield from _spans(name, text[end:])


def languages(page: Path) -> set[str]:
    """What the fences of a page are marked as."""
    return set(re.findall(r"^```(\w*)\n.*?^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL))


def options(page: Path) -> set[str]:
    """Code spans that are an option alone, with or without its value."""
    text = _FENCE.sub("", page.read_text("utf-8"))
    return {span.split()[0].partition("=")[0] for span in _SPAN.findall(text) if span.startswith("--")}


def files(page: Path) -> set[str]:
    """Code spans that are a path in the repository."""
    spans = _SPAN.findall(_FENCE.sub("", page.read_text("utf-8")))
    return {span for span in spans if _PATH.fullmatch(span)}


def python_blocks(page: Path) -> list[str]:
    """The programs in Python."""
    return [fence[2] for fence in _FENCE.finditer(page.read_text("utf-8")) if fence[1] == "python"]


def _spans(name: str, prose: str) -> Iterator[Block]:
    for span in _SPAN.findall(prose):
        text = " ".join(span.split())
        if _BEGINS.match(text) and not (text.startswith("deploy/") and _no_program(text.split()[0])):
            yield Block(name, (_long(text),), inline=True)


def _no_program(path: str) -> bool:
    return not (ROOT / path).is_file() or not os.access(ROOT / path, os.X_OK)


def _long(text: str) -> str:
    """The command that a span shortens (`eval run`, `gate --register`)."""
    text = re.sub(r"^gate ", "eval gate ", text)
    return re.sub(r"^(eval|ingest|server) ", r"python -m \1 ", text)


def _whole(block: str) -> Iterator[str]:
    """The commands of a block, each over as many lines as it goes on."""
    held = ""
    for line in block.splitlines():
        held += line
        if held.strip() and _ends(held):
            yield held
            held = ""
        elif held:
            held += "\n"
    assert not held.strip(), f"this block does not end: {block}"


def _ends(text: str) -> bool:
    try:
        shlex.split(text, comments=True)
    except ValueError:  # inside quotes
        return False
    return not re.search(r"(?:\\|\|)$", text)
