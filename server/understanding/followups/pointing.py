"""Words that point back in a conversation, and what they mean there: `those two`, `the first one`, `the others`,
`it`, `that phase`."""

import re
from dataclasses import dataclass

from server.ordinals import PLACE, place_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.filling import FILLS
from server.understanding.pieces.measures import number_of
from server.understanding.words import cues as ask

_NUMBER = r"(?:two|three|four|five|six|seven|\d)"
_NO_SET = r"(?! (?:phases?|stages?|months?|years?|users?|people|seats?|columns?|dollars|or more))"
_COUNTED = re.compile(
    rf"\b(?:(?:all|both|any|each|either|neither|none|which|one) )?(?:of )?"
    rf"(?:(?:the|these|those|all|them|our)(?: (?P<end>first|last))? (?P<n>{_NUMBER})\b(?! \w+est\b| (?:most|least)\b)"
    r"|(?P<both>both(?! (?:§|open|free|in §|for §|cover))|either|neither|the pair)"
    r"(?: of (?:them|these|those))?\b(?! §))"
    rf"{_NO_SET}(?: (?:tools?|roles?|ones|of them|together))?",
)
# `the phases of the last`, but `one of the last` is no one of them.
_OF_ITS = "".join(rf"|(?<=\b{noun} of )" for noun in "phases stages columns ticks price prices cost wage pay".split())
# `the one on top`, `the bottom one`
_AT_END = r"\bthe (?:one (?:at|on|in) (?:the )?(?:very )?(?:top|bottom|end)|(?:top(?:most)?|bottom) one)\b"
_ORDINAL = re.compile(
    rf"(?:(?<!\bof ){_OF_ITS})\b(?:the|that|this) (?:very )?(?P<n>{PLACE})\b"
    # `the last world cup` is none of what was said before
    r"(?:(?<!last)|(?=\W*$|[,.;:?!)]| (?:one|tool|role|product|job|position|name|item|entry|of|is|are|was|does|do|has"
    r"|have|can|will|would|and|or|but|in|on|for|instead|then|please|you|we|i|cover|cost|serve|earn|get|make|support"
    r"|handle|touch|span|belong|take|work|mentioned|named)s?\b))"
    r"(?! (?:phases?|stages?|days?|weeks?|months?|quarters?|years?)\b)"
    r"(?! (?:cheapest|dearest|most|least|best|total|sum|question|time|two|three|four))"
    rf"(?: (?:one|tool|role|of (?:them|these|those|the \w+)))?|{_AT_END}"
)
_OTHERS = re.compile(
    rf"\bthe (?:other|extra|additional)s?(?: {_NUMBER}\b{_NO_SET})?(?: (?:ones?|tools?|roles?|of them))?\b|\bthe rest\b"
)
OTHER_ONE = re.compile(r"\bthe other (?:one|tool|role)\b")
THEM = re.compile(
    r"\b(?:(?:of|among|amongst|from|between|out of) )?(?:(?:those|these|them|they|their|theirs)\b"
    r"(?! (?:phases?|stages?|months?|years?)\b| (?:in|for|from|of) (?:the )?§)|such (?:tools?|roles?|ones?)"
    r"|(?:that|this) (?:list|set|selection|lot|group)"
    r"|the (?:list|selection|set|above|lot|remaining|remainder)\b|the same ones?)"
    r"|\bof the (?:ones|latter)\b|\b(?:of|from) what(?:['’]s| is)? (?:left|remains)|\bwhat(?:['’]s| is)? left\b"
    r"|\b(?:which|who)(?: ones?)? (?:remain|stay|are left|is left|do we keep)\b|\bwhat remains\b|\bin there\b"
    r"|\bon there\b|\bout of (?:that|this)\b|\bstill in\b(?! §)|\b(?:the )?remaining(?: ones?)?\b"
    r"|\b(?:narrow|filter|cut|reduce|limit|restrict|boil|trim) (?:that|this|it)\b"
)
THAT_THING = r"(?:(?:that|this) (?:one|tool|product|role|job|position|person)|such an? (?:role|position|person))"
IT = re.compile(
    rf"\b(?:it|its|it['’]s|he|she|his|her|him|that person|{THAT_THING})\b"
    r"|\b(?:is|for|does|was|would|do|of|with|need|on) (?:that|this)\b(?! (?:true|right|phase|stage|one\b))"
)
# `swap that one for something cheaper` of several.
_EXCHANGED = re.compile(
    r"\b(?:swap|replace|exchange|trade|change|drop|remove|ditch|lose|skip|cancel|take out|get rid of) (?:out )?"
    rf"(?:it|{THAT_THING})\b"
)
_IN_IT = re.compile(r"\bin (?:it|that)\b(?! the\b)")
# What an extreme was taken of, and not the extreme.
LEFT = re.compile(r"\bleft\b|\bremain(?:s|ing)?\b|\bin there\b|\bthe (?:list|set|selection)\b")
_THEY = re.compile(r"\b(?:they|them|these|those)\b(?! (?:that|which|who|with|phases?|stages?)\b)")
ONE = re.compile(rf"\b(?:it|its|he|she|his|her|him|that person|{THAT_THING})\b")
_THAT_ONE = re.compile(r"\b(?:for|in|of) (?:that|this) one\b")
PHASE = re.compile(
    r"\b(?:that|this|the|those|these|both|both those|both these)"
    r" (?:same |very |missing |uncovered )?(?:two |three |four )?(?:phases?|stages?|gaps?|holes?)\b"
    r"(?! (?:that|which|after|before|following|§|of (?:the |an? )?§))"
    r"|\b(?:that|this) (?:very |same )?(?:phase|stage)\b(?! §)"
    r"|\b(?:in |over )?there\b(?! (?:is|are|any|a|an|some)\b)(?<!is there)(?:(?<!are there)|(?=\W*$))"
    r"|\bsame phases?\b"
)
POINTERS = (_COUNTED, _ORDINAL, _OTHERS, THEM, IT, PHASE, FILLS)


def pointers_of(masked: str) -> list[tuple[int, int]]:
    """Where words point at names that were said in some order or number."""
    return [match.span() for pattern in (_COUNTED, _ORDINAL, _OTHERS) for match in pattern.finditer(masked)]


@dataclass(frozen=True)
class Pointed:
    """What a follow-up points at: these `names`, or the last set as a `whole`, or the `phase` that it is about.
    `doubt` are the names that a word for one of them could mean."""

    names: tuple[str, ...] = ()
    whole: bool = False
    phase: bool = False
    one: bool = False
    doubt: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.whole or self.phase or self.one)


def point(said: FollowUp, thread: Thread) -> Pointed:
    """What the follow-up points at, the most exact pointer first; two of them give both their names."""
    masked = said.masked
    names: list[str] = []
    finds = (_counted, _ordinal) if said.says(ask.TAKES_OUT) else (_counted, _ordinal, _others)  # the rest stays
    for find in () if _counts_phases(said, thread) else finds:
        names += find(masked, thread)
    phase = any(_is_phase(match, thread) for match in PHASE.finditer(masked)) or _counts_phases(said, thread)
    phase = phase or (bool(thread.last.items.phases) and bool(_IN_IT.search(masked)))
    if said.target.noun in ("tools", "roles") and len(thread.last.items.phases) == 1 and _THAT_ONE.search(masked):
        return Pointed(phase=True)
    if said.target.noun == "tools" and _left_gaps(thread) and FILLS.search(masked):
        return Pointed(phase=True)
    one = bool(IT.search(masked))
    if names:
        if one and len(names) == 1 and len(thread.focus) == 1:
            names.insert(0, *thread.focus)
        return Pointed(tuple(dict.fromkeys(names)), phase=phase)
    if OTHER_ONE.search(masked) and len(thread.focus) > 1:
        return _other_of(thread, phase=phase)
    if len(thread.focus) == 1 and len(thread.several) > 1 and _THEY.search(masked):
        return Pointed(thread.several, phase=phase)
    if THEM.search(masked):
        return Pointed(whole=True, phase=phase)
    if one and len(thread.focus) == 1:
        return Pointed(thread.focus, phase=phase, one=True)
    if one and len(thread.focus) > 1:
        subject = thread.subject
        chosen = subject is not None and subject.named and subject.measure in ("compare", "attribute", "describe")
        exchanged = subject is not None and len(subject.named) > 1 and _EXCHANGED.search(masked)
        of_one = chosen and ONE.search(masked) and (said.target.noun is None or said.target.noun == "phases")
        if exchanged or of_one:
            return Pointed(phase=phase, one=True, doubt=thread.focus)
        return Pointed(whole=True, phase=phase, one=True)  # `how much is that?` of all of them
    if one:
        return Pointed(phase=phase, one=True)
    return Pointed(phase=phase)


def _other_of(thread: Thread, *, phase: bool) -> Pointed:
    """Behind `which of the two is free?` the one that is not; in doubt elsewhere."""
    left = tuple(name for name in thread.focus if name not in thread.last.found)
    return Pointed(left, phase=phase) if len(left) == 1 else Pointed(one=True, doubt=thread.focus)


def _is_phase(match: re.Match[str], thread: Thread) -> bool:
    """Gaps are phases only behind a question about phases."""
    last = thread.last.query
    return not re.search(r"gap|hole", match.group()) or (last is not None and last.select == "phases")


def _left_gaps(thread: Thread) -> bool:
    """Whether the last question was which phases are left open."""
    last = thread.last.query
    return last is not None and last.select == "phases" and last.combine == "gap" and bool(thread.last.items.phases)


def _counts_phases(said: FollowUp, thread: Thread) -> bool:
    """`all four of them` behind an answer of four phases, `who else is in both?` behind one of two."""
    match = _COUNTED.search(said.masked)
    if match is None:
        return False
    if match["both"] == "both":
        return said.target.noun in ("tools", "roles") and len(_told_phases(thread)) == 2
    return match.group().startswith("all") and number_of(match["n"] or "") == len(thread.last.items.phases)


def _told_phases(thread: Thread) -> tuple[str, ...]:
    """The phases that the last turn found, or those in its words where it was no typed query."""
    if thread.last.query is not None:
        return thread.last.items.phases
    mentions = thread.linker.link(thread.last.question)
    return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "phase"))


def ordinal_of(masked: str) -> int | None:
    """The place of `the first one`, `the latter`; None where none is told."""
    match = _ORDINAL.search(masked)
    if match is None:
        return None
    return place_of(match["n"]) if match["n"] else 0 if "top" in match.group() else -1


def _counted(masked: str, thread: Thread) -> tuple[str, ...]:
    match = _COUNTED.search(masked)
    if match is None or _OTHERS.search(masked):
        return ()
    count = 2 if match["both"] else number_of(match["n"]) or 0
    return thread.last.found[:count] if match["end"] == "first" else thread.so_many(count)


def _ordinal(masked: str, thread: Thread) -> tuple[str, ...]:
    """The n-th of the last names that were listed or came up one by one; a further one than the conversation dwells
    on is the one that is left of the set before."""
    at = ordinal_of(masked)
    if at is None:
        return ()
    name = thread.nth(at)
    if name is not None:
        return (name,)
    others = thread.others()
    return others if at > 0 and len(others) == 1 else ()


def _others(masked: str, thread: Thread) -> tuple[str, ...]:
    """Those left over; none where some were just taken out, behind which the others are the set itself."""
    return thread.others() if _OTHERS.search(masked) and not thread.cut else ()
