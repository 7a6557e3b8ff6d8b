"""Texts that somebody wants written: no question of the corpus."""

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


def wants_a_text(question: str) -> bool:
    """Whether it asks for a text to be written."""
    return _TASK.search(question) is not None
