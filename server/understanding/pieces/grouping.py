"""`A and B or C` without a comma or an `either`: two groupings, which may give two answers."""

import re
from collections.abc import Iterable
from itertools import pairwise

from server.conditions import AllOf, AnyOf, Condition, Covers, Thing
from server.understanding.pieces.clauses import negates
from server.understanding.pieces.doubt import Doubt
from server.understanding.pieces.pieces import Piece

_AND = re.compile(r"\s+(?:and|&)\s+(?:in |for |on )?(?:the )?", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+(?:in |for |on )?(?:the )?", re.IGNORECASE)
_GROUPED = re.compile(r"\b(?:either|both|at least|any|all|one of)\b|\(", re.IGNORECASE)


def doubt(text: str, pieces: list[Piece], things: Iterable[Thing]) -> Doubt | None:
    """What to ask back where the groupings of three phases select differently; None otherwise."""
    phases = [piece for piece in pieces if isinstance(piece.condition, Covers)]
    if len(phases) != 3 or _GROUPED.search(text) or negates(text[: phases[0].start]):
        return None
    between = [text[left.end : right.start] for left, right in pairwise(phases)]
    first, second, third = (piece.condition for piece in phases)
    left: Condition
    right: Condition
    if _AND.fullmatch(between[0]) and _OR.fullmatch(between[1]):
        left, right = AnyOf(of=(AllOf(of=(first, second)), third)), AllOf(of=(first, AnyOf(of=(second, third))))
        said = "both {0} and {1}, or else {2}", "{0}, and besides {1} or {2}"
    elif _OR.fullmatch(between[0]) and _AND.fullmatch(between[1]):
        left, right = AnyOf(of=(first, AllOf(of=(second, third)))), AllOf(of=(AnyOf(of=(first, second)), third))
        said = "{0}, or else both {1} and {2}", "{0} or {1}, and besides {2}"
    else:
        return None
    if all(left.holds(thing) == right.holds(thing) for thing in things):
        return None
    words = [text[piece.start : piece.end] for piece in phases]
    return Doubt(f"Do you mean {said[0].format(*words)}; or {said[1].format(*words)}?")
