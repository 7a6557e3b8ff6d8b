"""Follow-ups to an extreme that ask who comes next: `and who comes right after, going up?`."""

import re

from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.words.wordlist import phrases

_NEXT = phrases(
    r"next|after|follow(?:s|ed|ing)?|behind|below|above|beneath|under|runners?[- ]?up|second (?:place|best|one)"
)
_LONGEST = 10
_OTHERWISE = re.compile(r"\b(?:why|how|that|than|if|i|we|you|should)\b")


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
