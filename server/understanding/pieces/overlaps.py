"""How many of another's phases are asked for: `at least two phases in common with X`, `three or more of X's phases`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from server.conditions import Comparison, Spans
from server.understanding.pieces.pieces import NUMBERS, Piece
from server.understanding.words.bounds import SIGNS

_PHASES = r"(?:phases?|stages?|columns?)"
_NUMBER = rf"(?:{'|'.join(word for word, number in NUMBERS.items() if number > 1)}|\d)"
_SIGN = "|".join(sign for sign in SIGNS if sign[0].isalpha() and not sign.startswith("or "))
_HOW_MANY = (
    rf"(?:(?P<sign>{_SIGN}) (?P<few>one|{_NUMBER})|(?P<many>{_NUMBER}))"  # one alone is any
    r"(?P<behind> or (?:more|fewer|less))?"
)
_NAME = r"(?:an? |the )?§+"
_OVERLAPS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_HOW_MANY} {_PHASES} (?:in common |shared |together )?with {_NAME}",
        rf"\b{_HOW_MANY} of {_NAME} (?:{_NUMBER} )?{_PHASES}\b",
        rf"\b{_HOW_MANY} of the (?:{_NUMBER} )?{_PHASES} (?:of|that|where|in which) {_NAME}",
        rf"§ (?:{_NUMBER} )?{_PHASES}\b[^.?!]*\b{_HOW_MANY} of (?:them|these|those)\b",
    )
)
# `the § three phases`, `a § has three phases, which tools …`
_OWN_COUNT = re.compile(
    rf"§ (?=({_NUMBER} {_PHASES})\b)|\ball (?:of )?(?:its|his|her|their) (?=({_NUMBER} {_PHASES})\b)"
    r"|§ (?:has|have|got|covers?|takes? part in|works? in|(?:is|are) (?:active |printed |ticked )?(?:in|for)) "
    rf"(?:just |only |exactly )?(?=({_NUMBER} {_PHASES})\b[^?]*[,.;:!]\W.*\b(?:which|what|who)\b)"
)


@dataclass(frozen=True)
class Overlap:
    """`count` of another's phases, as they compare, told in the words `start:end`."""

    comparison: Comparison
    count: int
    start: int
    end: int


@lru_cache(maxsize=256)
def overlap(masked: str) -> Overlap | None:
    """What a question with `§` for names asks of a named one's phases; None where it gives no number."""
    for pattern in _OVERLAPS:
        match = pattern.search(masked)
        if match is not None:
            told = (match["behind"] or match["sign"] or "").strip()
            number = match["few"] or match["many"]
            return Overlap(SIGNS.get(told, "="), NUMBERS.get(number) or int(number), match.start(), match.end())
    return None


def spans_apart(masked: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the numbers of phases that are another's: how many are shared, how many it has itself."""
    if not any(isinstance(piece.condition, Spans) for piece in pieces):
        return list(pieces)
    found = overlap(masked)
    others = [match.span(match.lastindex or 1) for match in _OWN_COUNT.finditer(masked)]
    others += [(found.start, found.end)] if found is not None else []
    return [p for p in pieces if not (isinstance(p.condition, Spans) and any(p.overlaps(*span) for span in others))]
