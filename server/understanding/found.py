"""Follow-ups that take something for found which was not: `why is it the business analyst?`"""

import re

from server.conditions import Named
from server.query import Query
from server.understanding.followup import FollowUp
from server.understanding.thread import Thread

_WHY_IT = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\W+)*(?:why|how come)\b(?: \w+)? (?:is|was|are|it|that)(?:['’]s)?(?: (?:it|that|is))?"
    r" (?:the |an? )?§\W*$"
)


def misfound(thread: Thread, said: FollowUp) -> Query | None:
    """The check that refutes it; None where what is named was found, or nothing was."""
    found = thread.last.found
    if len(said.names) != 1 or not found or said.names[0] in found or not said.says(_WHY_IT):
        return None
    kind = thread.kind_of(said.names)
    if kind is None or kind != thread.kind_of(found):
        return None
    return Query(select=kind, measure="check", named=said.names, where=Named(names=found), premise=True)
