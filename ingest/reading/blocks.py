"""What every reader gives: blocks of text, each under its headings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["prose", "code", "table"]


class UnreadableError(ValueError):
    """A file cannot be read; the message is the reason, without the file's name."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item, a code block or a table, under its headings from the outermost on."""

    headings: tuple[str, ...]
    text: str
    kind: BlockKind = "prose"


@dataclass(frozen=True)
class Reading:
    """A file as read; `title` is what it calls itself."""

    title: str | None
    blocks: tuple[Block, ...]


@dataclass
class Outline:
    """Collects blocks while headings come and go."""

    blocks: list[Block] = field(default_factory=list)
    _open: dict[int, str] = field(default_factory=dict)

    def head(self, level: int, text: str) -> None:
        """Begin a section; it ends those of its level and below."""
        self._open = {upper: name for upper, name in self._open.items() if upper < level}
        if text.strip():
            self._open[level] = " ".join(text.split())

    def add(self, text: str, kind: BlockKind = "prose") -> None:
        """A block under the headings that are open; empty text is left out."""
        clean = text.strip("\n").rstrip() if kind == "code" else text.strip()
        if kind == "prose":
            clean = " ".join(clean.split())
        if clean:
            self.blocks.append(Block(tuple(self._open[level] for level in sorted(self._open)), clean, kind))

    def add_table(self, rows: Iterable[Iterable[str]]) -> None:
        """A table row by row."""
        self.add("\n".join(" | ".join(row) for row in rows), "table")

    def reading(self, title: str | None = None) -> Reading:
        """All of it; without a title of its own, a file has that of its first heading if all stands below it."""
        if title is None and self.blocks and self.blocks[0].headings:
            title = self.blocks[0].headings[0]
        return Reading(title, tuple(self.blocks))
