"""Texts that somebody wants written, and errands: no question of the corpus."""

import re

from server.understanding.wordlist import alternatives

_TEXTS = alternatives(
    r"""
    mails?|e-?mails?|letters?|poems?|haikus?|essays?|stor(?:y|ies)|songs?|tweets?|posts?|articles?|blogs?|jokes?|limericks?
    speech(?:es)?|slides?|presentations?|job (?:ads?|adverts?|advertisements?|descriptions?|postings?)|cvs?
    r[eé]sum[eé]s?
    cover letters?|press releases?|rap|lyrics|slogans?
    """
)
_BID = r"(?:^|[.?!;:,]\s*)\W*(?:(?:please|pls|now|then|and|just|ok|can you|could you|would you|will you)\s+)*"
_TASK = re.compile(
    rf"{_BID}(?:write|draft|compose|create|generate|make up)(?: me| us)? (?:an? |the "
    rf"|some )?(?:[\w-]+ ){{0,3}}(?:{_TEXTS})\b",
    re.IGNORECASE,
)
# `e-mail that figure to purchasing`, `order ten seats`
_ERRAND = re.compile(
    rf"{_BID}(?:e-?mail|send|forward|order|book|schedule|print)(?: me| us)? (?:an? |the |that |this |it\b"
    r"|them\b|\w+ seats)",
    re.IGNORECASE,
)


def wants_a_text(question: str) -> bool:
    """Whether it asks for a text to be written, or for an errand to be run."""
    return _TASK.search(question) is not None or _ERRAND.search(question) is not None
