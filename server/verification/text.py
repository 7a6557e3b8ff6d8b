"""A text as the checks see it: its words in order, with the walls and breaks between them."""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.stemming import plain_stem
from server.verification.lexicon import (
    CONTRAST,
    DIRECTED,
    EXACT,
    EXCEPTIONS,
    HEDGES_MAYBE,
    HEDGES_OFTEN,
    NEGATORS,
    NUMBER_WORDS,
    OPEN,
    SCARCE,
    STOP,
    SWEEPING,
    idioms,
)

_MARKS = NEGATORS | EXCEPTIONS | OPEN | HEDGES_MAYBE | HEDGES_OFTEN | SWEEPING | SCARCE | DIRECTED
# Operators that are no words to be covered; the others are both.
PURE = _MARKS - SCARCE - {"before", "after", "until", "than", "must", "should"}
_TOKEN = re.compile(
    r"\d+-\d+(?:-\d+)?"  # occupation codes and dates
    r"|\$?\d+(?:,\d{3})*(?:\.\d+)?%?"
    r"|[^\W\d_][^\W_]*(?:'s\b)?"
    r"|[;:,.()\u2014]"
)
# One word between two commas or conjunctions: an item of an enumeration.
_ITEM_BEFORE = re.compile(r"(?:,| and| or|, and|, or) $", re.IGNORECASE)
_ITEM_AFTER = re.compile(r",| and | or | is | are |\.")
_BREAKING = CONTRAST.union(
    ("including", "if", "when", "where", "which", "who", "whose", "that", "since", "because", "so", "with", "using"),
    ("by", "via", "through", "within", "during"),
)
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_STOPS = frozenset(";.\u2014")
_DIGITS = "$0123456789"


@dataclass(frozen=True)
class Word:
    """One word that counts. `wall` says that a new clause with a subject of its own may begin
    here, `breaks` that a new phrase does, `near` that the word before it belongs to it closely: side
    by side or over a form of `be`. `comma` tells that one stands before it; `start:end` index `Text.source`. `surface`
    is lower case."""

    surface: str
    root: str
    wall: bool
    breaks: bool
    near: bool
    comma: bool
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is a figure: price, count, share, year, code."""
        return any(character.isdigit() for character in self.surface) and not self.surface[0].isalpha()


@dataclass(frozen=True)
class Mark:
    """An operator (negation, hedge, sweeping word, direction) in front of `words[at]`."""

    surface: str
    at: int


@dataclass(frozen=True)
class Text:
    """Words in order, and the operators between them; `source` is the text with its idioms rewritten."""

    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    starts_with: str
    source: str

    def exact(self, word: Word) -> bool:
        """Whether nothing else may stand for the word: a figure, a name, one item of a list, an amount or a duty."""
        cased = self.source[word.start : word.end]
        named = any(letter.isupper() for letter in cased[1:]) or (word.start > 0 and cased[0].isupper())
        listed = _ITEM_BEFORE.search(self.source[: word.start]) and _ITEM_AFTER.match(self.source, word.end)
        return word.is_number or named or bool(listed) or word.surface in EXACT

    @property
    def clauses(self) -> tuple["Text", ...]:
        """The parts between walls, each a text of its own."""
        edges = [0, *(at for at, word in enumerate(self.words) if word.wall and at), len(self.words)]
        return tuple(
            Text(
                self.words[start:end],
                tuple(Mark(mark.surface, mark.at - start) for mark in self.marks if start <= mark.at < end),
                self.starts_with,
                self.source,
            )
            for start, end in pairwise(edges)
        )

    @property
    def roots(self) -> frozenset[str]:
        """All stems."""
        return frozenset(word.root for word in self.words)

    @property
    def numbers(self) -> frozenset[str]:
        """All figures."""
        return frozenset(word.surface for word in self.words if word.is_number)


def read(text: str) -> Text:
    """Analyse a sentence or a passage."""
    words: list[Word] = []
    marks: list[Mark] = []
    wall, breaks, near, listed, comma, first, previous = False, True, True, False, False, "", ""
    source = idioms(text.replace("\u2019", "'"))
    for match in _TOKEN.finditer(source):
        # The code of Administrative & Setup is no conjunction.
        token = "as-phase" if match.group() == "AS" else match.group().casefold().removesuffix("'s")
        token = NUMBER_WORDS.get(token, token)
        first = first or token
        if token in _MARKS:
            marks.append(Mark(token, len(words)))
        comma = comma or match.group() == ","
        wall = wall or token in _STOPS or token in CONTRAST or (previous, token) == (",", "and")
        listed = token not in _STOPS and token not in CONTRAST and (listed or token in ("and", "or", ","))
        # "A, B and C are X" says the same as "X are A, B and C".
        breaks = breaks or token in _BREAKING or not _is_word(token) or (listed and token in _PASSIVE)
        if _is_word(token) and token not in STOP and token not in PURE:
            figure = token.replace(",", "") if token[0] in _DIGITS else token
            root = figure if figure[0] in _DIGITS else plain_stem(figure)
            words.append(Word(figure, root, wall, breaks, near, comma, *match.span()))
            wall, breaks, near, comma = False, False, True, False
        else:
            near = near and token in _PASSIVE
        previous = token
    return Text(tuple(words), tuple(marks), first, source)


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] == "$"
