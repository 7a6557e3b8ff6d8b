"""Who does it then, behind a check of names: `who does, then?`, `and which ones are?`."""

import re

from server.conditions import AllOf
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread

_WHO = re.compile(
    r"\W*(?:(?:so|and|but|ok|okay|well|then|hm+)\W+)*(?:who|which|what)(?: (?:tools?|roles?|ones?|others?|else))?"
    r" (?:does|do|is|are|can|has|have)(?: (?:it|that|so))?\W*(?:then|instead)?\W*"
)


def then_who(thread: Thread, said: FollowUp) -> Query | None:
    """All that meet what the names were checked for; None behind anything but a check."""
    last = thread.last.query
    if last is None or last.measure != "check" or last.where == AllOf() or not _WHO.fullmatch(said.masked):
        return None
    return Query(select=last.select, where=last.where)
