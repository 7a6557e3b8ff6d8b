"""Follow-ups that set the last two names against each other by their phases: `which one does X have on top?`, `what
does the second one add?`, `which is X lacking?`."""

from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import ONE, ordinal_of
from server.understanding.followups.thread import Thread
from server.understanding.words.wordlist import phrases

_MORE = phrases(
    r"""
    on top|adds?|adding|additional(?:ly)?|in (?:addition|excess)|extra|more|beyond|brings?|contribut\w+|gains?
    (?:but|and) not|only the
    (?:that|which|and|but) (?:the )?(?:other|first|second|former|latter)(?: one)? (?:\w+n['’]t|\w+ not|lacks?|misses)
    """
)
_BEYOND = phrases(r"(?:beyond|over|on top of|in addition to|in excess of) (?:an? |the )?§+")
_LESS = phrases(r"lack(?:s|ing)?|miss(?:es|ing)?|without|not have|(?:does|is|has)(?:n['’]t| not)")
_SHARED = phrases(r"shares?|shared|in common|overlap\w*")
_CHANGES = phrases(r"if|suppose|say|when")


def beyond_the_other(thread: Thread, said: FollowUp) -> Query | None:
    """The phases that one of the last two has and the other has not; None where no such thing is asked."""
    last, pair = thread.last.query, pair_of(thread)
    if last is None or last.select != "phases" or last.measure not in ("list", "count"):
        return None
    if len(pair) != 2 or not (said.target.noun in (None, "phases") or said.target.vague) or said.pieces(wages=False):
        return None
    one = _the_one(said, pair)
    if one is None or said.says(_CHANGES) or not said.says(_MORE, _LESS):
        return None
    other = pair[1] if one == pair[0] else pair[0]
    named = (one, other) if said.says(_MORE) else (other, one)
    return Query(select="phases", named=named, combine="minus")


def pair_of(thread: Thread) -> tuple[str, ...]:
    """The names that phases were asked of last, together or one by one in the last two questions."""
    last = thread.last.query
    named = last.named if last is not None else ()
    before = thread.turns[-2].query if len(thread.turns) > 1 else None
    one_each = len(named) == 1 and before is not None and before.select == "phases" and len(before.named) == 1
    alike = one_each and before is not None and thread.kind_of(before.named) == thread.kind_of(named)
    return tuple(dict.fromkeys((*before.named, *named))) if before is not None and alike else named


def _the_one(said: FollowUp, pair: tuple[str, ...]) -> str | None:
    """Which of the two is spoken of first."""
    if said.names:
        alone = len(said.names) == 1 or (set(said.names) == set(pair) and said.says(_BEYOND))
        return said.names[0] if alone and said.names[0] in pair and not said.says(ONE) else None
    at = ordinal_of(said.masked)
    return pair[at] if at in (-2, -1, 0, 1) else None


def shared(thread: Thread, said: FollowUp) -> Query | None:
    """`which of those does he share with X?` behind the phases of one: those that both have."""
    last, focus = thread.last.query, thread.focus
    if last is None or last.select != "phases" or len(focus) != 1 or not said.says(_SHARED):
        return None
    alike = len(said.names) == 1 and said.names != focus and thread.kind_of(said.names) == thread.kind_of(focus)
    of_phases = said.target.noun in (None, "phases") or said.target.vague
    if not alike or not of_phases or said.pieces(wages=False) or said.says(_CHANGES):
        return None
    return Query(select="phases", named=(*focus, *said.names), combine="common")
