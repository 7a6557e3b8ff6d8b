"""Claims about the order of the phases, what monitoring feeds, and which phase has more tools or roles."""

import re

from corpus.linker import Mention
from corpus.vocabulary import MAIN_PHASES, PhaseCode
from server.query import Attribute, Query
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask

_BEFORE = re.compile(r"\b(?:before|precedes?|preceding|ahead of|prior to|leads? (?:up )?(?:in)?to|earlier than)\b")
_AFTER = re.compile(r"\b(?:after|follow(?:s|ing|ed by)?|succeeds?|later than|behind)\b")
_ORDERS = re.compile(
    r"\b(?:comes?|coming|follow(?:s|ing)?|preced(?:es?|ing)|happens?|sits?|put|puts|placed?|runs?|starts?"
    r"|takes? place|stands?"
    r"|is|are|order)\b"
)
_FEEDS = re.compile(r"\bfeed(?:s|ing)?[ -]?back\b|\bloops? back\b|\breturns?\b|\bgo(?:es)? back\b|\bflows? back\b")
_FED = frozenset({PhaseCode.AS, PhaseCode.MD, PhaseCode.MDT, PhaseCode.MDL})


def misplaced(signals: Signals) -> Query | None:
    """`deployment comes before integration`, `the feedback of monitoring goes to version control`."""
    if signals.tools or signals.roles or signals.models or ask.DENIED.search(signals.masked):
        return None
    phases = [mention for mention in signals.mentions if mention.kind == "phase" and mention.step is None]
    codes = [PhaseCode(mention.name) for mention in phases]
    if _FEEDS.search(signals.masked) and codes[:1] == [PhaseCode.M] and len(codes) > 1:
        wrong = not _FED.intersection(codes[1:])
        return Query(select="phases", phases=(PhaseCode.M,), order="after", premise=True) if wrong else None
    if not _ORDERS.search(signals.masked):
        return None
    if len(phases) == 1:
        return _misended(signals, phases[0])
    if len(phases) != 2:
        return None
    between = signals.masked[phases[0].end : phases[1].start]
    before, after = _BEFORE.search(between), _AFTER.search(between)
    if bool(before) == bool(after):
        return None
    first, second = _place(codes[0]), _place(codes[1])
    turned = re.search(r"\bfollowed by\b", between) is not None
    if first == second or (first < second) == (bool(before) or turned):
        return None
    return Query(select="phases", phases=tuple(sorted(codes, key=_place)), premise=True)


def _misended(signals: Signals, phase: Mention) -> Query | None:
    ends = re.search(
        r"\b(?P<first>first|opening|starts? with|begins? with)\b|\b(?:last|final|closing|ends? with)\b", signals.masked
    )
    if ends is None or not re.search(r"\b(?:phase|stage|lifecycle|figure|paper|comes?)\b", signals.masked):
        return None
    code = MAIN_PHASES[0] if ends["first"] else MAIN_PHASES[-1]
    if PhaseCode(phase.name).main == code:
        return None
    return Query(select="phases", premise=True)


def _place(code: PhaseCode) -> int:
    return MAIN_PHASES.index(code.main)


_OUTNUMBERS = re.compile(r"\b(?:(?P<more>more)|fewer|less) (?:[\w-]+ )?(?P<noun>tools|roles)\b")


def outnumbered(signals: Signals) -> Query | None:
    """`there are more roles in § than in §`: the counts of both decide."""
    said = _OUTNUMBERS.search(signals.masked)
    phases = [PhaseCode(mention.name) for mention in signals.mentions if mention.kind == "phase"]
    if said is None or len(phases) != 2 or "than" not in signals.masked or ask.DENIED.search(signals.masked):
        return None
    records = signals.catalogue.tools.values() if said["noun"] == "tools" else signals.catalogue.roles.values()
    first, second = (sum(thing.covers(phase) for thing in records) for phase in phases)
    if (first > second) if said["more"] else (first < second):
        return None
    by: Attribute = "tool_count" if said["noun"] == "tools" else "role_count"
    return Query(select="phases", measure="count", by=by, premise=True)
