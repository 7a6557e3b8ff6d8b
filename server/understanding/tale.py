"""Stories: what happened, is done or is missing, told at length, and the one phase, role or tool that is wanted for it.

Whatever names, amounts and products occur in a story are its scenery: only the clause that asks is read for itself.
"""

import re
from dataclasses import dataclass

from server.conditions import Covers, Spans
from server.query import Select
from server.terms import terms
from server.understanding import cues as ask
from server.understanding import tale_cues as cues
from server.understanding.explained import left_over
from server.understanding.signals import Signals
from server.understanding.situation import outright
from server.understanding.wordlist import blanked

# So many words of content that no name, condition or cue accounts for tell a story; so many stand beside what asks.
_TOLD = 5
_BESIDE = 3
# Fewer only say which of several are meant, where more than one condition is stated.
_STORY = 8
# So many are enough for another of what was asked before.
_TOLD_LIKEWISE = 4
_SENTENCE = re.compile(r"(?<=[.!?;:…])\s+|\s+[-–—]+\s+")
_CLAUSE = re.compile(
    r",\s+|\s+(?=(?:so|hence|therefore|but|because)\s|(?:i|we)(?:['’](?:d|m|re)| want| need| am| are)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class _Clause:
    """One clause, and whether it opens its sentence."""

    text: str
    opens: bool


@dataclass(frozen=True)
class Story:
    """What is told, whole, the clause of it that asks (empty where none does), and the kind of thing that is wanted."""

    whole: str
    asked: str
    kind: Select


def find_story(signals: Signals, before: Select | None) -> Story | None:
    """The story that a question tells; None where it tells none, or asks for anything else. Where nothing is asked, the
    kind that was asked for `before` is."""
    text = signals.text
    likewise = before is not None and cues.LIKEWISE.match(text.lower()) is not None
    if len(left_over(signals)) < (_TOLD_LIKEWISE if likewise else _TOLD) or cues.OF_LEVELS.search(text.lower()):
        return None
    clauses = _clauses(text)
    asking = [(at, kind) for at, clause in enumerate(clauses) if (kind := _asked(clause, text, before)) is not None]
    if not asking:
        return Story(text, "", before) if before is not None and (likewise or "?" not in text) else None
    at, kind = max(asking, key=lambda each: ("?" in clauses[each[0]].text, each[0]))
    start = max(other for other in range(at + 1) if clauses[other].opens)
    end = next((other for other in range(at + 1, len(clauses)) if clauses[other].opens), len(clauses))
    told = signals.of(", ".join(clause.text for clause in (*clauses[:at], *clauses[at + 1 :])))
    if any(other != kind for place, other in asking if start <= place < end):
        return None
    sentence = ", ".join(clause.text for clause in clauses[at:end])
    if cues.WHICH.match(clauses[at].text.lower()) and len(told.tools) > 1:
        return None
    alone = len(terms(told.anonymous.replace("§", " "))) >= _BESIDE and _bare(signals.of(sentence), kind)
    return Story(text, clauses[at].text, kind) if alone and not _demands(told, kind) else None


def kind_asked(question: str) -> Select | None:
    """The kind of thing that one is wanted of; None where nothing of the kind is."""
    kinds = [kind for clause in _clauses(question) if (kind := _asked(clause, question, None)) is not None]
    return kinds[-1] if kinds else None


def _clauses(text: str) -> list[_Clause]:
    return [
        _Clause(clause, opens=at == 0)
        for sentence in _SENTENCE.split(text.strip())
        for at, clause in enumerate(_CLAUSE.split(sentence))
        if clause
    ]


def _demands(told: Signals, kind: Select) -> bool:
    """Whether what is told only says which rows of a table are meant."""
    several = len({piece.condition for piece in told.stated}) > 1
    return kind != "phases" and several and len(left_over(told)) < _STORY


def _asked(clause: _Clause, whole: str, before: Select | None) -> Select | None:
    lower = clause.text.lower()
    if cues.RELATIVE.match(lower) and not clause.opens and "?" not in clause.text:
        return None
    which = cues.WHICH.match(lower)
    if which or cues.POINTING.search(lower):
        nouns = (kind for kind, noun in cues.NOUNS if noun.search(whole.lower()))
        return before or next(nouns, "tools" if which else None)
    return next((kind for kind, pattern in cues.ASKED if pattern.search(lower)), None)


def _bare(asking: Signals, kind: Select) -> bool:
    """Whether the clause asks for one of the kind, of which it names nothing and bounds nothing itself."""
    if asking.tools or asking.roles or asking.models:
        return False
    if any(not isinstance(piece.condition, Covers | Spans) for piece in asking.stated):
        return False
    rest = asking.of(blanked(cues.AUTHORITY, asking.lower))
    others = (noun for other, noun in cues.NOUNS if other != kind)
    if rest.says(cues.OF_A_SET, ask.WHY, ask.ONCE, *others):
        return False
    return not _names_a_phase(asking, kind)


def _names_a_phase(asking: Signals, kind: Select) -> bool:
    if kind == "phases":
        return bool(asking.phases) and not cues.WHETHER.search(asking.lower)
    return outright(asking)
