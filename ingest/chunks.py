"""Blocks as passages that fit the embedding, each under one heading.

Paragraphs of one section stand together as far as they fit. Code and tables stay whole as far as they fit; longer ones
are cut between lines, each part of a table under its head. Long paragraphs are cut between sentences.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.reading.blocks import Block

# The embedding reads 256 word pieces; `pieces` only comes near to them.
LIMIT = 240
# About what a word piece is: six letters of a word, two digits, or a sign.
_PIECE = re.compile(r"[A-Za-z]{1,6}|[0-9]{1,2}|[^\sA-Za-z0-9]")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\"'(\[A-Z0-9`])")
_WORD = re.compile(r"\S+\s*")
# Headings take this part of it at most; longer ones are read in part.
_OF_HEADINGS = 1 / 3


@dataclass(frozen=True)
class Chunk:
    """A passage and the headings above it, from the outermost on."""

    headings: tuple[str, ...]
    text: str


def pieces(text: str) -> int:
    """About how many word pieces the embedding reads."""
    return len(_PIECE.findall(text))


def chunks_of(blocks: Iterable[Block], limit: int = LIMIT) -> Iterator[Chunk]:
    """The passages in reading order, each with its headings of at most about `limit` word pieces."""
    for headings, section in groupby(blocks, key=lambda block: block.headings):
        room = limit - min(pieces(" ".join(headings)), round(limit * _OF_HEADINGS))
        parts = [part for block in section for part in _parts(block, room)]
        yield from (Chunk(headings, text) for text in _packed(parts, room))


def _packed(parts: Sequence[str], room: int) -> Iterator[str]:
    packed: list[str] = []
    size = 0
    for part in parts:
        more = pieces(part)
        if packed and size + more > room:
            yield "\n".join(packed)
            packed, size = [], 0
        packed.append(part)
        size += more
    if packed:
        yield "\n".join(packed)


def _parts(block: Block, room: int) -> list[str]:
    if pieces(block.text) <= room:
        return [block.text]
    if block.kind == "prose":
        return _joined(_SENTENCE.split(block.text), room, " ")
    lines = block.text.split("\n")
    if block.kind == "code" or len(lines) < 3 or pieces(lines[0]) > room // 2:
        return _joined(lines, room, "\n")
    head, *rows = lines
    return [f"{head}\n{part}" for part in _joined(rows, room - pieces(head), "\n")]


def _joined(units: Sequence[str], room: int, glue: str) -> list[str]:
    """The units in as few parts as fit; one that is too long is cut between words."""
    parts: list[str] = []
    size = room
    for unit in (cut for whole in units for cut in _cut(whole, room)):
        more = pieces(unit)
        if size + more > room:
            parts.append(unit)
            size = more
        else:
            parts[-1] = f"{parts[-1]}{glue}{unit}"
            size += more
    return [part for part in parts if part.strip()]


def _cut(unit: str, room: int) -> Iterator[str]:
    if pieces(unit) <= room:
        yield unit
        return
    held, size = "", 0
    for word in _WORD.findall(unit):
        for start in range(0, len(word), room):
            bit = word[start : start + room]
            if held and size + pieces(bit) > room:
                yield held.rstrip()
                held, size = "", 0
            held += bit
            size += pieces(bit)
    if held:
        yield held.rstrip()
