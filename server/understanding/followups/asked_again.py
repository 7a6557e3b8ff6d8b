"""Follow-ups that ask the last question again, or the last ones of another name: `X, the same two questions`."""

import re

from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.words.wordlist import alternatives, phrases

_QUESTIONS = r"(?:questions?|things|figures|facts)"
_SAME_TWO = phrases(
    rf"""
    (?:the |those |these )?(?:same|last|very)(?: same)? (?:two|three|couple of) {_QUESTIONS}(?: again)?
    the two {_QUESTIONS}|both(?: of)? (?:those|these|them)
    both(?: of)?(?: those| these| my| the)?(?: last| same)? {_QUESTIONS}(?: again)?|(?:the )?same {_QUESTIONS}
    """
)
_THREE = phrases("three")

_CHECK = (
    r"(?:(?:can|could) you )?(?:please )?(?:double[- ]?check|re-?check|verify|check)"
    r"(?: (?:that|this|it|the (?:\w+ )?table|your sources?))?(?: again| once more)?"
)
_REPEATED = alternatives(
    r"""
    where (?:does|do|did) (?:it|they|the (?:paper|table)) say (?:so|that|this)|where is (?:that|this|it) (?:written|from
    |printed)
    (?:(?:what(?:['’]s| is|['’]re| are) )?(?:the|your) )?(?:sources?|citations?|references?|evidence)
    |(?:sources?|citations?|references?|evidence) (?:for|of) (?:that|this|it)
    says who|who says (?:so|that)|(?:(?:can|could) you )?(?:repeat|say) (?:that|it)(?: again| once more)?
    (?:come|once) again
    """
)
_DOUBTED = alternatives(
    r"""
    (?:are you )?(?:really |quite |absolutely )?sure(?: about (?:that|this|it))?
    (?:really|seriously)(?:[ ,]+(?:nobody|no one|none|nothing|all|only (?:one|two|three)))?
    (?:nobody|no one|none|nothing)(?: at all)?
    (?:is )?(?:that|this)(?: is|['’]s)? (?:really )?(?:all|correct|true)
    """
)
# Every answer cites its sources, so that one that is doubted is told again.
_ONCE_MORE = re.compile(
    rf"\W*(?:(?:and|but|so|ok|okay|hm+|sorry|please)\W+)*(?:(?:{_REPEATED}|{_DOUBTED})(?:\W+{_CHECK})?|{_CHECK})"
    r"(?:,? please)?\W*",
    re.IGNORECASE,
)


def once_more(text: str) -> bool:
    """Whether the last answer is wanted again, or where that is written: `source?`, `are you sure?`"""
    return _ONCE_MORE.fullmatch(text) is not None


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
