"""Numbers of tools or roles that a question takes for granted: `the four roles that …`, `why are there 20 roles`."""

import re
from collections.abc import Sequence

from server.query import Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.measures import number_of
from server.understanding.pieces import NUMBERS, Piece
from server.understanding.signals import Signals

_WORDS = {"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20, "thirty": 30, "fifty": 50}
NUMBER = rf"(?P<n>\d+|{'|'.join(word for word in (*NUMBERS, *_WORDS) if word not in ('a', 'an', 'single'))})"
# `zero cost tools` bounds a price.
_COUNTED = rf"{NUMBER}(?! (?:cost|dollars?|bucks?|cents?|price)\b)"
_STATED = re.compile(rf"\b{_COUNTED} (?:(?!of\b)[\w$§-]+ ){{0,3}}?(?P<noun>roles|tools)\b")
_DEFINITE = re.compile(
    rf"(?:\b(?:the|all|its|these|those|both)|['’]s) (?:{_COUNTED}) (?:(?!of\b)[\w$§-]+ ){{0,3}}?(?P<noun>roles|tools)\b"
)
# Where nothing else is said of them, the table as a whole must be spoken of.
_WHOLE = re.compile(
    r"\b(?:there (?:are|be)|lists?|has|have|names?|holds?|contains?|covers?|compares?|of|in|tables?|paper)\b"
)
_CLAUSE_END = re.compile(r"[;?!]|\.(?=\s|$)|\s[–—]\s|,|$")


def count_of(word: str) -> int | None:
    """The number that a word or digits spell, beyond twelve too."""
    return _WORDS.get(word) or number_of(word)


def miscounted(signals: Signals, *, definite: bool = False) -> Query | None:
    """The count, where the tables have another one than stated; a `definite` one is stated in passing."""
    stated = (_DEFINITE if definite else _STATED).search(signals.masked)
    count = count_of(stated["n"]) if stated else None
    if stated is None or count is None or (definite and (signals.tools or signals.roles)):
        return None
    if any(re.search(pattern, stated.group()) for pattern in (ask.MIN, ask.MAX)):
        return None  # `the three cheapest tools` asks for as many
    select: Select = "roles" if stated["noun"] == "roles" else "tools"
    end = _CLAUSE_END.search(signals.masked, stated.end())
    clause = range(stated.start() if definite else 0, end.start() if end else len(signals.text))
    pieces = [piece for piece in signals.pieces if piece.start in clause]
    if not pieces and not _is_whole(signals, stated):
        return None
    wheres = [join(signals.anonymous, part) for part in _readings(pieces, definite=definite)]
    pool = signals.catalogue.roles.values() if select == "roles" else signals.catalogue.tools.values()
    if any(sum(where.holds(thing) for thing in pool) == count for where in wheres):
        return None
    return Query(select=select, measure="count", where=wheres[0], amount=count, premise=True)


def _is_whole(signals: Signals, stated: re.Match[str]) -> bool:
    """Whether the number is that of all tools or roles: `the paper's 20 MLOps roles`."""
    between = stated.group().split()[-2]
    plain = between in ("mlops", "different", "listed") or bool(re.fullmatch(rf"{NUMBER}", between))
    return plain and bool(_WHOLE.search(signals.masked) or stated.group().startswith(("'", "’")))


def _readings(pieces: Sequence[Piece], *, definite: bool) -> list[Sequence[Piece]]:
    """What may be said of the counted ones: in passing, the later conditions may be what is asked of them."""
    return [pieces[:number] for number in range(1, len(pieces) + 1)] if definite and pieces else [pieces]
