"""`charged like that`: the way of pricing that was spoken of before, in its own words."""

import re

from server.conditions import Costs, Not, Priced
from server.understanding.pieces import find_pieces

_LIKE = re.compile(
    r"\b(?:priced|charged|billed|sold|paid(?: for)?)\s+(?:like (?:that|this|it)|(?:that|this|the same) way|likewise)\b",
    re.IGNORECASE,
)


def likewise(text: str, earlier: str = "") -> str:
    """The text with `charged like that` as the last price that it, or what was said `earlier`, speaks of."""
    match = _LIKE.search(text)
    if match is None:
        return text
    told = f"{earlier} {text[: match.start()]}"
    conditions = ((piece, piece.condition) for piece in find_pieces(told, (), wages=False))
    prices = [
        told[piece.start : piece.end]
        for piece, said in conditions
        if isinstance(said.of if isinstance(said, Not) else said, Priced | Costs)
    ]
    return f"{text[: match.start()]}{prices[-1]}{text[match.end() :]}" if prices else text
