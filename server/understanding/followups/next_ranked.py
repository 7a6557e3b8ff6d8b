"""Follow-ups to an extreme or to a list of amounts that ask for another place: `and who comes right after?`,
`2nd best?`, `the bottom 3`, `same for the worst`."""

import re

from server.ordinals import ORDINAL, ordinal_of
from server.query import Measure, Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.measures import number_of
from server.understanding.words.wordlist import phrases

_NEXT = phrases(
    r"next|after|follow(?:s|ed|ing)?|behind|below|above|beneath|under|runners?[- ]?up|second (?:place|best|one)"
)
_LONGEST = 10
_OTHERWISE = re.compile(r"\b(?:why|how|that|than|if|i|we|you|should)\b")
_N = r"(?:\d|two|three|four|five|six)"
_ENDS = r"best|worst|top|bottom|highest|lowest|most|least|poorest|richest|cheapest|dearest|priciest"
_PLACED = re.compile(
    r"\W*(?:(?:and|so|now|ok|okay|then|or|same|for|only|just|show|give|me|what|who|which|about|how|is|are|['’]s)\W+)*"
    rf"(?:the )?(?:(?P<nth>{ORDINAL})[- ]|(?P<few>{_N}) )?(?P<end>{_ENDS})(?:[- ]?(?:paid|earning|expensive|priced))?"
    rf"(?: (?P<some>{_N}))?(?: (?:ones?|places?|tools?|roles?|jobs?|earners?))?(?: then)?\W*"
)
_HIGH = frozenset({"best", "top", "highest", "most", "richest", "dearest", "priciest"})
_RANKED = re.compile(
    r"\W*(?:(?:and|now|ok|okay|then|please|but)\W+)*(?:(?:rank|sort|order)(?:ed)?|in order)"
    r"(?: (?:them|it|those|these|that|please|now))*\W*"
)


def next_ranked(thread: Thread, said: FollowUp) -> Query | None:
    """The rank behind the last one, where nothing else is asked."""
    last = thread.ranking
    if last is None or last.measure not in ("min", "max") or not said.says(_NEXT) or said.mentions:
        return None
    if len(said.text.split()) > _LONGEST or said.says(_OTHERWISE) or said.pieces(wages=last.select == "roles"):
        return None
    if said.target.noun not in (None, last.select) and not said.target.vague:
        return None
    return last.model_copy(update={"rank": last.rank + max(1, last.limit), "limit": 1, "also": ()})


def ranked_anew(thread: Thread, said: FollowUp) -> Query | None:
    """The same ranking from the other end, another place or some places of it; a list of amounts in their order."""
    last = _amounts(thread)
    if last is None or last.by is None:
        return None
    if last.measure == "list" and _RANKED.fullmatch(said.masked):
        return last.model_copy(update={"falling": last.by == "wage"})
    match = _PLACED.fullmatch(said.masked)
    if match is None or (said.target.noun not in (None, last.select) and not said.target.vague):
        return None
    measure = _measure(last, match["end"])
    few = match["few"] or match["some"]
    rank, limit = ordinal_of(match["nth"]) if match["nth"] else 1, (number_of(few) if few else None) or 1
    changed = {"measure": measure, "rank": rank, "limit": limit, "falling": None, "also": (), "claimed": ()}
    return last.model_copy(update=changed)


def _amounts(thread: Thread) -> Query | None:
    """The ranking, or the list of amounts, that was told last."""
    last = thread.typed
    if last is None or last.select not in ("tools", "roles") or last.premise:
        return None
    return last if last.measure in ("min", "max") or (last.measure == "list" and not last.named) else None


def _measure(last: Query, end: str) -> Measure:
    """Whether the word is for the highest or the lowest; the top of a price list is where it begins."""
    if last.by == "cost" and end in ("top", "bottom", "best", "worst"):
        first: Measure = "max" if last.falling or last.measure == "max" else "min"
        other: Measure = "min" if first == "max" else "max"
        return first if end in ("top", "best") else other
    return "max" if end in _HIGH else "min"
