"""Whether the own team needs what is spoken of: `at our size, do we need one at all?`"""

import re

from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.headcount import USERS

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


def _told_size(thread: Thread) -> str | None:
    """The sentence in which the asker told how many they are."""
    told = (sentence for turn in reversed(thread.turns) for sentence in turn.question.split("."))
    return next((s.strip() for s in told if USERS.search(s.lower()) and _OURS.search(s.lower())), None)
