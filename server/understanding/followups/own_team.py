"""Whether the own team needs what is spoken of: `at our size, do we need one at all?`, and whom it is to hire next."""

import re

from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.headcount import USERS
from server.wording import listed

_NEEDS = re.compile(
    r"\b(?:do|does|would|should|must|can|could|will|why)\b[^?.!;]{0,30}?\b(?:need|hire|have|employ|get"
    r"|(?:do|manage|go) without) (?P<one>one|such a person|somebody like that|someone like that|such an? one)\b"
    r"(?! (?:of|tool|role|that|who|for|more|user|person|month)\b)"
)
# `at our size`, `for a team like ours`
_OUR_SIZE = re.compile(
    r",?\s*\b(?:at|for|with|in|given)(?: a)? (?:(?:our|that|this|such a) (?:team |company )?(?:size|head ?count)"
    r"|(?:team|company|group|crew|shop)s? (?:like ours|of our size|our size|(?:that|so) small|as small as ours))\b"
    r",?\s*",
    re.IGNORECASE,
)
# `whom should i hire next?`
_HIRE = r"(?:hire|recruit|employ|add|need|get|look for|bring in)"
_HIRES = re.compile(
    rf"^\W*(?:(?:and|so|then|ok|okay|now)\W+)*(?:(?:whom?|which (?:role|person|position)|what role)(?: else)?"
    rf" (?:do|should|would|must|shall|could|can) (?:we|i|you) (?:\w+ )?{_HIRE}(?: (?:next|first|then|now|too|as well))*"
    r"|(?:who|which role)(?: else)?(?: is|['’]s)(?: still)? missing(?: (?:then|now|in (?:our|the|my) team))?"
    r"|who (?:is|would be|should be) (?:the|our|my) next hire)\W*$"
)
# Behind nothing but the people themselves: `what are we missing?`
_LACKS = re.compile(
    r"^\W*(?:(?:and|so|then|ok|okay|now)\W+)*what (?:are|do|would) (?:we|i) (?:still )?(?:miss|lack|need)(?:ing)?\W*$"
)
_AT_HAND = re.compile(
    r"\b(?:(?:we|i)(?: \w+)? (?:have|employ|got)|(?:we|i)['’](?:ve|re|m)|(?:we|i) (?:are|am)|our|my) ?[^?.!;]*§"
)
_OURS = re.compile(r"\b(?:we|us|our|team)\b")


def needed(said: FollowUp, thread: Thread) -> str | None:
    """The question with the role or the tool that `one` is, behind what was told of the team's size."""
    match = _NEEDS.search(said.masked)
    if match is None or len(thread.focus) != 1 or said.names:
        return None
    start, end = match.span("one")
    text = f"{said.text[:start]}a {thread.focus[0]}{said.text[end:]}"
    size = _told_size(thread) if _OUR_SIZE.search(text) else None
    return f"{size}. {_OUR_SIZE.sub(' ', text).strip()}" if size else text


def hired_beside(said: FollowUp, thread: Thread) -> str | None:
    """The question whom to hire next with the people at hand that were told before."""
    names, plan = thread.named(thread.last), thread.last.query is not None and thread.last.query.plan is not None
    lacks = thread.last.query is None and _LACKS.match(said.masked)
    if plan or said.mentions or not (lacks or _HIRES.match(said.masked)) or thread.kind_of(names) != "roles":
        return None
    told = any(_AT_HAND.search(_masked(turn.question, thread)) for turn in thread.turns)
    return f"We have {listed(names)}. {'Who is missing?' if lacks else said.text}" if told else None


def _masked(text: str, thread: Thread) -> str:
    return FollowUp(text, tuple(thread.linker.link(text))).masked


def _told_size(thread: Thread) -> str | None:
    """The sentence in which the asker told how many they are."""
    told = (sentence for turn in reversed(thread.turns) for sentence in turn.question.split("."))
    return next((s.strip() for s in told if USERS.search(s.lower()) and _OURS.search(s.lower())), None)
