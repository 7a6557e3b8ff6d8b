"""Texts that somebody wants written, and errands: no question of the corpus."""

import re

from server.understanding.pieces.sorting import sorted_as
from server.understanding.words.wordlist import alternatives

_TEXTS = alternatives(
    r"""
    mails?|e-?mails?|letters?|poems?|haikus?|essays?|stor(?:y|ies)|songs?|tweets?|posts?|articles?|blogs?|jokes?|limericks?
    speech(?:es)?|slides?|presentations?|job (?:ads?|adverts?|advertisements?|descriptions?|postings?)|cvs?
    r[eé]sum[eé]s?
    cover letters?|press releases?|rap|lyrics|slogans?
    """
)
_BID = (
    r"(?:^|[.?!;:,]\s*)\W*(?:(?:please|pls|now|then|and|just|ok|can you|could you|would you|will you"
    r"|(?:i (?:want|need) you|help me|help us)(?: to)?)\s+)*"
)
_TASK = re.compile(
    rf"{_BID}(?:write|draft|compose|create|generate|make up|phrase|word|formulate|prepare|polish|proofread)"
    rf"(?: me| us)? (?:an? |the |some )?(?:[\w-]+ ){{0,3}}(?:{_TEXTS})\b",
    re.IGNORECASE,
)
# `e-mail that figure to purchasing`, `order ten seats`
_ERRAND = re.compile(
    rf"{_BID}(?:e-?mail|send|forward|order|book|schedule|print)(?: me| us)? (?:an? |the |that |this |it\b"
    r"|them\b|\w+ seats)",
    re.IGNORECASE,
)
# `deploy my model right now`, `open a pull request in our repository`
_ACT = r"(?:deploy|merge|restart|scale|roll back|delete|cancel|renew|retrain|upgrade|install)"
_ITEM = r"(?:pull request|merge request|pr|ticket|issue|incident)"
_DEED = re.compile(
    rf"{_BID}(?:{_ACT}(?: me| us)? (?:my|our)|(?:open|file|raise|close|merge) (?:an? |the |my |our )?{_ITEM})\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\b(?:which|what|who|how|why|where|when)\b", re.IGNORECASE)


def wants_a_text(question: str) -> bool:
    """Whether it asks for a text to be written, or for an errand to be run."""
    deed = _DEED.search(question) is not None and _QUESTION.search(question) is None
    errand = _ERRAND.search(question) is not None and sorted_as(question.lower(), "tools") is None
    return deed or errand or _TASK.search(question) is not None
