"""Tools that are to go: `what do we lose without X?`, `can we live without X?`, `the bill for X is killing us`."""

import re

from server.query import Query
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import alternatives, phrases

_DROPS = alternatives(
    r"""
    (?:drop(?:p(?:ed|ing))?|cancel(?:l?(?:ed|ing))?|ditch(?:ed|ing)?|scrap(?:p(?:ed|ing))?|abandon(?:ed|ing)?
    |remov(?:ed?|ing)|quit(?:ting)?|kill(?:ed|ing)?|axed?|los(?:e|t|ing)) (?:the |our )?(?=§)
    (?:get|got|getting) rid of|(?:stop(?:ped|ping)?) (?:using|paying(?: for)?|renewing)
    (?:give|gave|giving|switch(?:ed)?|turn(?:ed)?|take|took|throw|threw|kick(?:ed)?) (?:up|off|out)(?: on)?
    (?:do|go|work|live|manage|get by|get along|cope|survive|be|run) without
    """
)
_LOSES = r"(?:lose|losing|lost|miss|missing|forgo|forfeit|give up|happens?|changes?|breaks?)"
_BETWEEN = r"[^.?!§]*?"
# `what would we miss if we cancelled X?`, `if X is dropped, what goes missing?`
_WHAT = r"\b(?:what|which)\b"
_LOST = re.compile(
    rf"{_WHAT}{_BETWEEN}\b{_LOSES}\b{_BETWEEN}\b(?:{_DROPS}|without){_BETWEEN}§"
    rf"|\b(?:if|when|once)\b{_BETWEEN}\b(?:{_DROPS}){_BETWEEN}§[^.?!]*{_WHAT}{_BETWEEN}\b{_LOSES}\b"
    rf"|{_WHAT}{_BETWEEN}\b{_LOSES}\b{_BETWEEN}\b(?:if|when|once)\b{_BETWEEN}§+ (?:is|was|were|goes|went|gets?)"
    r" (?:gone|dropped|cancelled|canceled|removed|away|scrapped|ditched|switched off)\b"
)
_OUT = re.compile(rf"\b(?:{_DROPS})(?: (?:the|our))? ?§")
_TOO_DEAR = phrases(
    r"""
    too (?:pricey|expensive|costly|dear|much money)|unaffordable|(?:bill|cost|price|invoice)s?[^.?!]* killing us
    (?:can(?:no|['’])?t|cannot|not|no longer) afford|over (?:our|the) budget|cost(?:s|ing)? (?:us )?a fortune
    """
)


def read_dropped(signals: Signals) -> Query | None:
    """The row of the one tool that is to go, or its phases, where it is asked what goes with it."""
    alone = len(signals.tools) == 1 and not signals.roles and not signals.phases
    if not alone or signals.says(ask.COST, ask.TOTAL) or not signals.says(_LOST):
        return None
    match signals.target.noun:
        case "phases":
            return Query(select="phases", named=signals.tools)
        case None:
            return Query(select="tools", measure="describe", named=signals.tools)
        case _:
            return None


def to_go(signals: Signals) -> str | None:
    """The one tool of which it is told or asked that it is to go, or costs too much: others may take its place."""
    alone = len(signals.tools) == 1 and not signals.roles
    return signals.tools[0] if alone and signals.says(_LOST, _OUT, _TOO_DEAR) else None
