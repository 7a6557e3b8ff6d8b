"""Follow-ups that ask the last questions about one name again of another: `X, the same two questions`."""

from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.words.wordlist import phrases

_QUESTIONS = r"(?:questions?|things|figures|facts)"
_SAME_TWO = phrases(
    rf"""
    (?:the |those |these )?(?:same|last|very)(?: same)? (?:two|three|couple of) {_QUESTIONS}(?: again)?
    the two {_QUESTIONS}|both(?: of)? (?:those|these|them)
    both(?: of)?(?: those| these| my| the)?(?: last| same)? {_QUESTIONS}(?: again)?|(?:the )?same {_QUESTIONS}
    """
)
_THREE = phrases("three")


def asked_again(thread: Thread, said: FollowUp) -> Query | None:
    """The last two or three questions about one name each, of the name that is told; None where more is said."""
    if len(said.names) != 1 or not said.says(_SAME_TWO) or said.unread(_SAME_TWO):
        return None
    found: list[Query] = []
    for turn in reversed(thread.turns):
        query = turn.query
        if query is None or len(query.named) != 1 or thread.kind_of(query.named) != thread.kind_of(said.names):
            break
        found.insert(0, query.model_copy(update={"named": said.names, "also": ()}))
    first, *others = found[-(3 if said.says(_THREE) else 2) :] or (None,)
    return first.beside(others) if first is not None else None
