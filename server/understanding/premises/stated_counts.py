"""Numbers of tools, roles or steps that a question takes for granted: `the four roles that …`, `its five steps`."""

import re
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.vocabulary import PhaseCode
from server.query import Query, Select
from server.understanding.pieces.clauses import join
from server.understanding.pieces.measures import number_of
from server.understanding.pieces.pieces import NUMBERS, Piece
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask

_WORDS = {"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20, "thirty": 30, "fifty": 50}
NUMBER = rf"(?P<n>\d+|{'|'.join(word for word in (*NUMBERS, *_WORDS) if word not in ('a', 'an', 'single'))})"
# `zero cost tools` bounds a price.
_COUNTED = rf"{NUMBER}(?! (?:cost|dollars?|bucks?|cents?|price)\b)"
_STATED = re.compile(rf"\b{_COUNTED} (?:(?!of\b)[\w$§-]+ ){{0,3}}?(?P<noun>roles|tools)\b")
_DEFINITE = re.compile(
    rf"(?:\b(?:the|all|its|these|those|both)|['’]s) (?:{_COUNTED}) (?:(?!of\b)[\w$§-]+ ){{0,3}}?(?P<noun>roles|tools)\b"
)
# `how many of the 55 tools …`: of all there are.
_OF_ALL = re.compile(r"\b(?:of|among|amongst|from|in) (?:the|your|its|all|these|those|their) (?:the )?$")
# Where nothing else is said of them, the table as a whole must be spoken of.
_WHOLE = re.compile(
    r"\b(?:there (?:are|be)|lists?|has|have|names?|holds?|contains?|covers?|compares?|of|in|tables?|paper)\b"
)
# `the five steps of §`, `§'s five steps`, `those five steps`
_SO_MANY_STEPS = rf"{_COUNTED} (?:(?!of\b)[\w-]+ ){{0,2}}?steps\b"
_STEPS_OF = re.compile(
    rf"(?:\b(?:the|all|its|these|those|both) {_SO_MANY_STEPS},? (?:of|in|within|under) (?:the )?(?=§)"
    rf"|\b(?:the|its|those) {_SO_MANY_STEPS.replace('P<n>', 'P<k>')} (?:that |which )?(?:(?:figure \d|the \w+|they"
    rf"|it|we|you) )?(?:has|have|had"
    r"|names?|named|gives?|given|lists?|listed|shows?|shown|draws?|drawn|prints?|printed|assigns?|assigned|knows?"
    r"|spells? out|there are)"
    r" (?:for |to |under |in |of )?(?:the )?(?=§)"
    rf"|(?<=§)(?:['’]s?)? {_SO_MANY_STEPS.replace('P<n>', 'P<m>')})"
)
_THOSE_STEPS = re.compile(
    rf"\b(?:those|these|its|the) {_SO_MANY_STEPS}(?! (?:of|in|within|under|that|which|before|after)\b)"
)
_HAS_STEPS = re.compile(rf"§ (?:has|have|with|gets?|consists? of|comes? in|is split into|is made of) {_SO_MANY_STEPS}")
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
    pool = signals.catalogue.roles.values() if select == "roles" else signals.catalogue.tools.values()
    if count == len(pool) and _OF_ALL.search(signals.masked[: stated.start("n")]):
        return None
    end = _CLAUSE_END.search(signals.masked, stated.end())
    clause = range(stated.start() if definite else 0, end.start() if end else len(signals.text))
    pieces = [piece for piece in signals.pieces if piece.start in clause]
    if not pieces and not _is_whole(signals, stated):
        return None
    wheres = [join(signals.anonymous, part) for part in _readings(pieces, definite=definite)]
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


def misstepped(signals: Signals, *, definite: bool = False) -> Query | None:
    """The steps of the one phase that is said to have another number of them; a `definite` one is stated in passing."""
    stated = _STEPS_OF.search(signals.masked) if definite else _HAS_STEPS.search(signals.masked)
    if stated is not None:
        whole = [mention for mention in signals.mentions if mention.kind == "phase" and mention.step is None]
        here = [m for m in whole if m.start == stated.end() or m.end in (stated.start(), stated.start() + 1)]
    else:
        stated = _THOSE_STEPS.search(signals.masked) if definite else None
        here = [mention for mention in signals.mentions if mention.kind == "phase" and mention.step is not None]
    codes = {PhaseCode(mention.name) for mention in here}
    if stated is None or len(codes) != 1:
        return None
    return miscounted_steps(signals.catalogue, codes.pop(), _count_in(stated))


def stepped(masked: str) -> int | None:
    """How many steps are spoken of as known: `those five steps`."""
    stated = _THOSE_STEPS.search(masked)
    return _count_in(stated) if stated else None


def miscounted_steps(catalogue: Catalogue, code: PhaseCode, count: int | None) -> Query | None:
    """The steps of a phase, where it has not so many; Model Development has those of either half."""
    numbers = [len(catalogue.phases[column].steps) for column in code.columns]
    if count is None or count in (*numbers, sum(numbers)):
        return None
    return Query(select="phases", measure="count", by="steps", phases=(code,), premise=True)


def _count_in(stated: re.Match[str]) -> int | None:
    return next((count_of(word) for word in stated.groupdict().values() if word), None)
