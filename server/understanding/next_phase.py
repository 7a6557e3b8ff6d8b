"""Follow-ups that go on in the order of the phases: `and the one after?`, `what comes before that?`."""

import re

from corpus.vocabulary import PHASE_CODES, PhaseCode
from server.query import Order, Query
from server.understanding.followup import FollowUp
from server.understanding.thread import Thread

_STEP = re.compile(
    r"\W*(?:(?:and|so|ok|okay|then|now|good)\W+)*"
    r"(?:(?:what|which)(?: (?:one|phase|stage))?(?: is| comes?| follows?)?|the (?:one|phase|stage)|what['’]s)?\s*"
    r"(?:(?:right|just|directly|immediately|comes?) )*"
    r"(?P<order>after|next|behind|follow(?:s|ing)|before|precedes?|preceding)"
    r"(?: (?:that|it|this)(?: (?:one|phase|stage))?)?(?: in the (?:\w+ )?lifecycle)?(?: then)?\W*"
)


def next_phase(thread: Thread, said: FollowUp) -> Query | None:
    """The phase after or before the one that the conversation is at; None where it is at none, or at several."""
    step = _STEP.fullmatch(said.masked)
    if step is None:
        return None
    found = thread.last.items.phases
    if thread.last.query is None:
        found = tuple(dict.fromkeys(m.name for m in thread.linker.link(thread.last.question) if m.name in PHASE_CODES))
    if len(found) != 1:
        return None
    order: Order = "before" if step["order"].startswith(("before", "preced")) else "after"
    return Query(select="phases", phases=(PhaseCode(found[0]),), order=order)
