"""Questions that lean on something that was not said: nothing before them, or nothing that they could mean."""

import re

from server.understanding.followups.ellipsis import compares_again, states
from server.understanding.followups.followup import CONTINUES, FollowUp
from server.understanding.followups.pointing import THEM
from server.understanding.followups.thread import Thread
from server.understanding.pieces.headcount import MONTHS, ONE, SPAN, USERS
from server.understanding.pieces.target import find_target
from server.understanding.situations.telling import divided
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_SHORT = 14
# What a relative clause or a phase behind it says who is meant: `those who work in CI`.
_POINTS = re.compile(
    r"\bboth of (?:these|those|them)\b"
    r"|\b(?:these|those|them|they)\b(?! (?:\w+ )?(?:tools?|roles?|ones|phases?|people)? ?(?:that|which"
    r"|who|whose|with|in|for|of|covering|working|used)\b)(?! §)",
    re.IGNORECASE,
)
_POINTS_AT_ONE = re.compile(
    r"\b(?:(?<!worth )it|its|he|she|his|her|him|(?:that|this) (?:one|tool|role|phase)|that person)\b",
    re.IGNORECASE,
)
_ANTECEDENT = re.compile(
    r"§|\b(?:tools?|roles?|jobs?|people|engineers?|software|phases?|models?|paper|lifecycle|stack|team|everything|anybody|anyone|who|somebody|llms?|aspects?|levels?|authors?|companies|users|wages|prices)\b"
)
# What `it` may mean: `the lowest paid role, and how much is it?`, but not `how many phases does it cover?`
_ANTECEDENT_OF_ONE = re.compile(
    r"§|\b(?:tool|role|job|engineer|phase|model|paper|lifecycle|stack|team|llm|aspect|level|company|wage|price)\b"
)
# Words enough for a clause of its own: `does your list include DBAs, and what do they make?`
_CLAUSE = re.compile(r"\s*(?:\S+\s+){2,}\S+(?:[,;:.?!]|\s+and\b)")
# What no question can mean by itself: `what does the latter cost?`, `which of the two is cheaper?`
_POINTS_BACK = re.compile(
    r"\bthe (?:former|latter)\b|\b(?:of|between) the two\b(?=\W*$| (?:is|are|do|does|should|would|can|has|costs?)\b)"
    r"|\b(?:this|that) (?:tool|role|phase)\b(?! (?:that|which|who|list|table)\b)",
    re.IGNORECASE,
)
_COMPARED_ONE = re.compile(
    r"^\W*(?:and |so |ok |please |then |just |only |give me |show me |take |i(?:['’]d"
    r"| would)? (?:take|like|want) |what about |how about |for |in |of )*the (?:other|former|latter|first|second"
    r"|third|last|cheaper|dearer|pricier|(?:more|less) expensive|better[- ]paid|worse[- ]paid)"
    r"(?: (?:one|ones|tool|role|phase|two))?(?: please| then)?\W*(?:please)?\W*$"
)
_ONES = re.compile(r"^\W*(?:and|but|or|also|what about|only|just)\b[^?]*\bones\b(?: please)?\W*$", re.IGNORECASE)
# `what's the wage?`: of nothing at all.
_BARE = re.compile(
    r"^\W*(?:and |so |ok )*(?:what(?:['’]s| is| are| would be)|how (?:much|high) (?:is|are)) (?:the|its|his|her|their)"
    r" (?:(?:monthly|annual|yearly) )?(?:wages?|salar(?:y|ies)|pay|prices?|costs?)"
    r"(?: (?:a|per|each) (?:month|year))?\W*$"
)
# What one has and did not name: `what would our stack cost?`
_OURS = re.compile(
    r"\b(?:do|does|would|will|could|can) (?:our|my) (?:\w+ )?(?:stack|tool ?(?:chain|set|box)|tools)"
    r" (?:cost|leave|cover|miss|lack)\b"
)
_HOW_MUCH = re.compile(r"^\W*how much\b")
# `what costs nothing but keeps its code closed?`: its own.
_ITS_OWN = re.compile(r"^\W*(?:what|which|who) (?!is|are|was|were|do|does|did|would|will|can|about)\w+ .*\bits\b")
_LIST = re.compile(r"\b(?:that|this) (?:list|set|selection)\b")
_ATTRIBUTE = re.compile(
    r"\bafford(?:able)?\b|\bworth (?:it|that|the money)\b"
    r"|\b(?:costs?|prices?|how much|free|open[- ]?source|cover|phases?|wages?|salary|earns?|compare|involved|uses?"
    r"|licen[cs]\w*|maintained|discontinued|good for(?=\W*$)|overkill|too (?:much|big|heavy|complex)"
    r"|cheaper|dearer|pricier|better paid|works?|who(?! is| was|['’]s))\b",
    re.IGNORECASE,
)
_OTHER_ONE = re.compile(
    r"\b(?:is|for|does|would|of|on) that\b(?! (?:\w+ )?(?:tool|role|phase|true))|\bthe other (?:one|tool|role|two)\b",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"\W*(?:(?:hm+|and|so|ok|okay|but|then|now|what|how|about|tell me|of|with|for|is|was)\W+)*"
    r"(?:the|that) other (?:thing|stuff|matter|item|bit|part|half of it)\W*(?:then|too|please)?\W*"
)
_TIME = (USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS))
_CHANGES = phrases("people|users|seats|price|cost|much|how|total|together")


def dangles(said: FollowUp) -> bool:
    """Whether a first question leans on something that was not said before, nor earlier in itself."""
    if said.names or any(mention.kind != "phase" for mention in said.mentions):
        return False
    if len(said.masked.split()) > _SHORT:
        return False
    if _COMPARED_ONE.match(said.masked) or _BARE.match(said.masked) or (not said.mentions and _ONES.match(said.text)):
        return True
    states = bool(said.mentions or said.pieces(wages=False) or said.target.noun)
    continues = said.continues or bool(_HOW_MUCH.match(said.masked))
    if continues and not states and said.says(*_TIME) and not said.unread(*_TIME, _CHANGES):
        return True
    points = _POINTS.search(said.masked)
    if points and not _named_before(said.masked[: points.start()]) and _about_tables(said):
        return True
    back = _POINTS_BACK.search(said.masked)
    if back and not _named_before(said.masked[: back.start()]):
        return True
    if _LIST.search(said.masked) and said.pieces(wages=False) and not said.mentions:
        return True
    return _short(said)


def points_nowhere(said: FollowUp, thread: Thread) -> bool:
    """`and what about the other thing?` where not one other is left."""
    return _OTHER_THING.fullmatch(said.masked) is not None and len(thread.others()) != 1


def _named_before(before: str) -> bool:
    """Whether the words in front may hold what a pronoun means; `who` in `who of them` does not."""
    before = re.sub(r"^\W*(?:and |so |but |ok |then )*(?:who|which of)\b", " ", before)
    return bool(_ANTECEDENT.search(before) or _CLAUSE.match(before))


def _about_tables(said: FollowUp) -> bool:
    return bool(_ATTRIBUTE.search(said.text)) or states(said.masked) or said.says(ask.COST, ask.WAGE, ask.MIN, ask.MAX)


def _short(said: FollowUp) -> bool:
    """A short question about a pronoun's price, phases or people."""
    if len(said.text.split()) > 8 or not _ATTRIBUTE.search(said.text) or said.mentions:
        return False
    chooses = re.search(r"\bwhich (?:one|of)\b|\bwho\b", said.masked) and compares_again(said.masked)
    told, asking = divided(said.text)  # `our model got worse, which phase is that?` says what it points at
    if (_OTHER_ONE.search(said.text) and not (told and asking)) or _OURS.search(said.masked) or chooses:
        return True
    points = _POINTS_AT_ONE.search(said.masked)
    if points and not _ANTECEDENT_OF_ONE.search(said.masked[: points.start()]) and not _ITS_OWN.match(said.masked):
        return True
    target = find_target(said.text, said.mentions)
    return bool(CONTINUES.match(said.text)) and said.says(THEM) and (target.noun is None or target.vague)
