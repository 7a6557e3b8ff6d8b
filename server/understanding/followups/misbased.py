"""Follow-ups that tell an amount which came before on another basis: `with 390 per head we are at …`."""

import re

from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.premises.amounts_told import wrongly_based
from server.understanding.words import cues as ask

_ASKS = re.compile(r"^\W*(?:so |and |or )?(?:is|are|was|does|do)\b")


def misbased_again(thread: Thread, said: FollowUp) -> Query | None:
    """Of the one tool or role whose amount was told before."""
    named = thread.focus
    if not set(said.names) <= set(named) or len(named) != 1 or thread.kind_of(named) is None:
        return None
    return None if said.says(ask.DENIED, _ASKS) else wrongly_based(thread.catalogue, named[0], said.masked)
