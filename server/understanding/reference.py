"""Words that point back, and the names that they stand for: `it`, `they`, `there`, `the gap`, `the two`."""

import re

from server.conditions import AllOf, AnyOf, Covers
from server.query import Query
from server.understanding import cues as ask
from server.understanding.followup import FollowUp
from server.understanding.turn import Turn

IT = re.compile(
    r"\b(?:it|its|that (?:one|tool|role|phase)|this (?:one|tool|role|phase)|he|she|his|her|him|that person)\b",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"\b(?:they|them|these|those|their|the (?:two|three|four)|both(?: of (?:them|those|these))?"
    r"|neither(?: of (?:them|those|these))?)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:in )?there\b(?! (?:is|are|any|a|an|some)\b)(?<!is there)(?:(?<!are there)|(?=\W*$))", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?:that|this|the|those|these) (?:gaps?|holes?|(?:same |missing |uncovered )?phases?|stages?)\b", re.IGNORECASE
)
_IN_THOSE = re.compile(
    r"\b(in|for|on|to|with) (?:(?:any|all|each|either) of )?(?:those|these|them|either)\b", re.IGNORECASE
)
_OTHERS = re.compile(r"\b(?:which|what|any|are there) other (?:tools?|roles?|ones?)\b", re.IGNORECASE)
_PAIR = re.compile(
    r"\b(?:the|these|those) two\b|\bboth(?: of (?:them|those|these))?(?= (?:have|cover|share))", re.IGNORECASE
)
_OWN = re.compile(
    r"\b(?:we|i|our|us|my|me|that|this|it|they|them|these|those|both|the (?:two|three|four))\b"
    r"|\bwhich (?:one|of)\b|\bwhat['’]s left\b"
)
_COMPARES = re.compile(
    rf"{ask.COMPARATIVE.pattern}|{ask.DEARER.pattern}|{ask.EARNS_MORE.pattern}|{ask.EARNS_LESS.pattern}"
    r"|\b(?:earn|make|get|paid|cost|costs) (?:more|less)\b|\bbetter[- ]paid\b|\bworse[- ]paid\b"
)
_ANYBODY = re.compile(
    r"^\W*(?:and |but |so )*(?:does|do|is|are|would) (?:anybody|anyone|somebody|someone)(?: else)? ", re.IGNORECASE
)
_SET_AGAINST = re.compile(
    r"\b(?:anything|something|any|anyone|anybody|someone|somebody|who|which \S+ ?\S* ?(?:tools?"
    r"|roles?)|what|others?|else|a|an)\b"
)
_PHASES = re.compile(r"\bphases?\b|\bstages?\b|\buncovered\b|\blifecycle\b")


def placed(turn: Turn, question: str, several: tuple[str, ...]) -> str:
    """`there`, `that phase`, `the gap` and `the two` in words of the turns before."""
    phases = turn.items.phases or _covered(turn.query)
    if phases:
        every = re.search(r"\b(?:all|both|each|every)\b", question, re.IGNORECASE)
        places = (" and " if every else " or ").join(phases)
        question = _THERE.sub(f"in {places}", _PLACE.sub(places, question))
        question = question if turn.found else _IN_THOSE.sub(rf"\1 {places}", question)
    named = turn.query.named if turn.query and turn.query.named else ()
    if named and _OTHERS.search(question):
        question = f"{question.rstrip('?. ')} besides {' and '.join(named)}"
    return _PAIR.sub(" and ".join(several), question) if len(several) > 1 else question


def named_again(said: FollowUp, several: tuple[str, ...]) -> str | None:
    """`they` and `both` as the names that they stand for."""
    if len(several) < 2 or said.names or not _THEY.search(said.text):
        return None
    both, neither = " and ".join(several), f"neither {' nor '.join(several)}"
    return _THEY.sub(lambda match: neither if match.group().lower().startswith("neither") else both, said.text, count=1)


def told(turn: Turn, said: FollowUp) -> str | None:
    """What was told of the own team or stack, with the question about it behind:
    `we use X and Y. What are we missing?`"""
    if said.names or not (_OWN.search(said.masked) or said.says(ask.GAP)):
        return None
    asks = said.says(ask.COST, ask.WAGE, ask.GAP, _COMPARES, ask.MORE_PHASES, ask.FEWER_PHASES, _PHASES)
    return f"{turn.question.rstrip(' .!')}. {said.text}" if asks and not said.mentions else None


def set_against(said: FollowUp, subject: str | None) -> str | None:
    """`anything cheaper?`, `does anybody there earn more?`: than the one that the last turn was about."""
    compared = _COMPARES.search(said.masked)
    if subject is None or compared is None or said.names or re.search(r"\bthan\b", said.masked):
        return None
    if said.target.noun is None and not _SET_AGAINST.search(said.masked):
        return None
    text = f"{said.text[: compared.end()]} than {subject}{said.text[compared.end() :]}"
    return _ANYBODY.sub("who ", text)


def pronounced(question: str, subject: str) -> str:
    """`it` and `her` as the name that they stand for."""
    text = re.sub(r"\b(?:other|further) (phases|stages)\b", r"\1", question, flags=re.IGNORECASE)
    return IT.sub(lambda match: f"{subject}'s" if match.group().lower() in ("its", "his") else subject, text)


def _covered(query: Query | None) -> tuple[str, ...]:
    """The phases that the last query asked for."""
    if query is None:
        return ()
    parts = query.where.of if isinstance(query.where, AllOf | AnyOf) else (query.where,)
    return tuple(part.phase.value for part in parts if isinstance(part, Covers))
