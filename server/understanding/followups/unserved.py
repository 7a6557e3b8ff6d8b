"""Follow-ups that ask which phases the names of before leave open: `which ones get nothing from either?`, `of BN, AS
and VC, where is nobody?`."""

import re

from corpus.vocabulary import PHASE_CODES, PhaseCode
from server.conditions import Covers, Not
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pairs import pair_of
from server.understanding.followups.thread import Thread
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_NOBODY = phrases(
    r"""
    no|none|nothing|nobody|no[- ]one|neither|nor|nowhere|empty|bare|blank|open|without|not|unserved|unmanned|unstaffed
    (?:is|are|do|does|ca|wo)n['’]t|cannot
    """
)
_NO_TOOL = phrases(r"(?:no|not an?|without(?: an?| any)?|any) (?:tools?|roles?|people|person)")
_TOOLS, _ROLES = phrases("tools?"), phrases("roles?|people|persons?|jobs?")
_SHARED = phrases("in common|shared?|overlap\\w*")
_ASKS = re.compile(r"\b(?:which|what|where|gaps?|holes?)\b")
_OF_ONE = re.compile(r"\b(?:but|that|which)\b[^?]*\b(?:other|first|second|former|latter|it|he|she|§)")


def unserved(thread: Thread, said: FollowUp) -> Query | None:
    """The phases, of those that are listed where some are, in which none of the names is; None where it asks others."""
    last = thread.last.query
    if last is None or last.select != "phases" or not last.named or last.combine == "common" or not said.says(_ASKS):
        return None
    if said.names or not said.says(_NOBODY, ask.GAP) or said.says(_OF_ONE, _SHARED, ask.COST, ask.WAGE):
        return None
    if any(not isinstance(piece.condition, Covers | Not) for piece in said.pieces(wages=True)):
        return None
    listed = tuple(dict.fromkeys(PhaseCode(m.name) for m in said.mentions if m.name in PHASE_CODES))
    if of_the_other_kind(thread, said, last.named):
        return None
    of_others = said.target.noun not in (None, "phases") and not (said.target.vague or listed or said.says(_NO_TOOL))
    if len(listed) == 1 or of_others:
        return None
    return Query(select="phases", named=pair_of(thread), combine="gap", phases=listed)


def of_the_other_kind(thread: Thread, said: FollowUp, names: tuple[str, ...]) -> bool:
    """`which phases does no role cover?` behind tools."""
    return said.says(_ROLES if thread.kind_of(names) == "tools" else _TOOLS) and said.says(_NOBODY)
