"""What is missing beside the tools in use: the phases that they leave uncovered."""

import re

from server.conditions import Costs
from server.query import Query
from server.terms import terms
from server.understanding.pieces.explained import left_over
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_ELSE = r"(?:else|more|besides|in addition|additional(?:ly)?|on top(?: of (?:it|that))?|too|next|further|extra|other)"
_MISSING = phrases(
    rf"""
    (?:do|would|should|will|must|shall) (?:we|i|you)(?: \w+)? (?:need|add|get|buy|want|have)(?: \w+){{0,3}} {_ELSE}
    (?:do|would|should|must) (?:we|i)(?: \w+)? (?:need|add|get|buy)(?: any)? (?:tools|products|anything) apart from
    what (?:else|other tools?|more)(?: (?:do|would|should|must|is|are|will)\b[^?]*)?(?=\W*$)
    (?:what|which)(?: \w+){{0,3}} (?:do|would|should|must|are|is|am) (?:we|i|still|there)(?: \w+){{0,2}} (?:missing
    |lacking|miss|lack|need {_ELSE}|add|need {_ELSE}[^?]*)
    (?:what|which)(?: tools?)?(?: is|['’]s| are| do we)?(?: still)? (?:missing|lacking)
    (?:is|are|would|will) §+(?:(?:[^\w§]|and|plus|with|or)+§+)*(?: alone| by (?:itself|themselves))? (?:enough
    |sufficient|complete)
    (?:good|ok|okay|fine|well) enough
    (?:is|are|would|will) (?:that|this|it|they|these)(?: \w+)? (?:enough|sufficient|complete|all)
    §[^\w§]+(?:is (?:that|this|it)|,) (?:enough|sufficient|complete|ok|okay)
    (?:ok|okay|fine|good|enough|sufficient|complete) for (?:an? )?(?:(?:small|little|tiny) (?:team|company
    |start-?up)|start-?up|ml ?ops)
    """
)
_OF_PHASES = phrases(
    r"phases?|stages?|columns?|covers?|covered|instead|alternatives?|better|versus|vs\.?|replace\w*|switch\w*"
)
# Nothing of these says what a tool is to be enough for.
_SETTING = frozenset(
    terms(
        """
        stack tool toolchain tooling setup already currently enough sufficient suffice complete missing miss
        lacking lack ok okay fine well top addition additional add small team startup start-up company tiny
        little begin beginning start machine learning production project whole lifecycle far now got still
        """
    )
)
_CAPITAL = re.compile(r"\b[A-Z][\w.+-]+")


def read_missing(signals: Signals) -> Query | None:
    """`we have § and §, do we need anything else?`, `is § enough for MLOps?`: what no tool in use covers."""
    told = signals.of(signals.whole or signals.text)
    if not told.tools or told.roles or told.phases or not signals.says(_MISSING):
        return None
    if signals.says(_OF_PHASES, ask.COUNT, ask.WHY, ask.COST, r"\bor (?:is |an? |the )?§", r"\bboth\b"):
        return None
    if any(isinstance(piece.condition, Costs) for piece in told.stated) or not _told_alone(told):
        return None
    return Query(select="phases", named=told.tools, combine="gap")


def _told_alone(told: Signals) -> bool:
    """Whether nothing is told but what is in use; names that no table has are told of apart."""
    names = terms(" ".join(_CAPITAL.findall(told.text)))
    rest = [word for word in left_over(told) if word not in _SETTING and word not in names]
    return len(rest) <= 1
