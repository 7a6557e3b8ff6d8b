"""Stories: what happened, is done or is missing, told at length, and the one phase, role or tool that is wanted for it.

Whatever names, amounts and products occur in a story are its scenery: only the clause that asks is read for itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from server.conditions import Covers, Spans
from server.query import Order, Select
from server.terms import terms
from server.understanding.pieces.explained import left_over
from server.understanding.pieces.signals import Signals
from server.understanding.readings.order import order_asked
from server.understanding.situations import story_cues as cues
from server.understanding.situations.situation import outright
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked

# So many words of content that no name, condition or cue accounts for tell a story; so many stand beside what asks.
_TOLD = 4
_TOLD_OF_TOOLS = 5
_BESIDE = 3
# Fewer only say which of several are meant, where more than one condition is stated.
_STORY = 8
_SENTENCE = re.compile(r"(?<=[.!?;:…])\s+|\s+[-–—]+\s+")
_CLAUSE = re.compile(
    r",\s+(?!(?:please|pls|anyone|anybody)\b)"
    r"|\s+(?=(?:so|hence|therefore|but|because)\s|(?:i|we)(?:['’](?:d|m|re)| want| need| am| are)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Clause:
    """One clause, and whether it opens its sentence."""

    text: str
    opens: bool


@dataclass(frozen=True)
class Story:
    """What is told, the clause that asks (empty where none does), and the kind of thing that is wanted. With an `order`
    it is the phase next to that of what is told."""

    told: str
    asked: str
    kind: Select
    order: Order | None = None


def find_story(signals: Signals, before: Select | None) -> Story | None:
    """The story that a question tells; None where it tells none, or asks for anything else. Where nothing is asked, the
    kind that was asked for `before` is."""
    text = signals.text
    told = len(left_over(signals))
    if told < _TOLD or cues.OF_LEVELS.search(text.lower()):
        return None
    clauses = _clauses(text)
    kinds = [_asked(clause, signals, before) for clause in clauses]
    asking = [at for at, kind in enumerate(kinds) if kind is not None]
    if not asking:
        goes_on = "?" not in text or cues.LIKEWISE.match(text.lower())
        return Story(text, "", before) if before is not None and goes_on else None
    at = max(asking, key=lambda each: ("?" in clauses[each].text, each))
    kind = kinds[at]
    opens = [other for other, clause in enumerate(clauses) if clause.opens]
    start, end = max(each for each in opens if each <= at), min((each for each in opens if each > at), default=None)
    rest = signals.of(", ".join(clause.text for clause in (*clauses[:at], *clauses[at + 1 :])))
    if kind is None or not {None, kind}.issuperset(kinds[start:end]) or _demands(rest, clauses[at], kind):
        return None
    enough = told >= (_TOLD_OF_TOOLS if kind == "tools" else _TOLD) and len(terms(rest.anonymous)) >= _BESIDE
    asked = (", ".join(clause.text for clause in clauses[at:end]), *_questions(clauses[each] for each in asking))
    bare = enough and all(_bare(signals.of(each), kind) for each in asked)
    if not bare:
        return None
    order = order_asked(", ".join(asked)) if kind == "phases" else None
    return Story(rest.text if order else text, clauses[at].text, kind, order)


def _questions(clauses: Iterable[_Clause]) -> Iterator[str]:
    return (clause.text for clause in clauses if "?" in clause.text)


def kind_asked(question: str) -> Select | None:
    """The kind of thing that one is wanted of; None where nothing of the kind is."""
    kinds = [kind for clause in _clauses(question) if (kind := _outright(clause)) is not None]
    return kinds[-1] if kinds else None


def _clauses(text: str) -> list[_Clause]:
    return [
        _Clause(clause, opens=at == 0)
        for sentence in _SENTENCE.split(text.strip())
        for at, clause in enumerate(_CLAUSE.split(sentence))
        if clause
    ]


def _demands(rest: Signals, asking: _Clause, kind: Select) -> bool:
    """Whether what is told only says which rows of a table are meant."""
    if kind == "phases":
        return False
    if cues.WHICH.match(asking.text.lower()) and (len(rest.tools) > 1 or rest.says(cues.RANKED)):
        return True
    return len({piece.condition for piece in rest.stated}) > 1 and len(left_over(rest)) < _STORY


def _asked(clause: _Clause, whole: Signals, before: Select | None) -> Select | None:
    lower = clause.text.lower()
    which = cues.WHICH.match(lower)
    if not which and not cues.POINTING.search(lower):
        return _outright(clause)
    if before is not None:
        return before
    nouns = (kind for kind, noun in cues.NOUNS if noun.search(whole.lower))
    return next(nouns, "phases" if outright(whole) else "tools" if which else None)


def _outright(clause: _Clause) -> Select | None:
    """The kind that a clause asks for in words of its own."""
    lower = clause.text.lower()
    if cues.RELATIVE.match(lower) and not clause.opens and "?" not in clause.text:
        return None
    return next((kind for kind, pattern in cues.ASKED if pattern.search(lower)), None)


def _bare(asking: Signals, kind: Select) -> bool:
    """Whether the clause asks for one of the kind, of which it names nothing and bounds nothing itself."""
    if asking.tools or asking.roles or asking.models:
        return False
    if any(not isinstance(piece.condition, Covers | Spans) for piece in asking.stated):
        return False
    rest = asking.of(blanked(cues.AUTHORITY, asking.lower))
    others = (noun for other, noun in cues.NOUNS if other != kind)
    if rest.says(cues.OF_A_SET, ask.WHY, ask.ONCE, *others) or (kind != "phases" and rest.says(cues.IN_ORDER)):
        return False
    return not _names_a_phase(asking, kind)


def _names_a_phase(asking: Signals, kind: Select) -> bool:
    if kind == "phases":
        return bool(asking.phases) and not cues.WHETHER.search(asking.lower)
    return outright(asking)
