"""Works that one thing or one person is to do, told one after the other: `one tool to build, deploy and watch`."""

import re

from server.terms import terms
from server.understanding.words.wordlist import phrases

_TOGETHER = phrases(
    r"""
    (?:all|both)(?: of)?(?: (?:two|three|four|five|these|those|that|it|this|the above|jobs|things|steps|tasks)){1,2}
    do(?:es)? (?:all|both)|(?:one|a|any) (?:and the same|single)|the same (?:tool|product|platform|software|one)
    (?:one|single) (?:tool|product|platform|software|package|service|thing|solution)|all[- ]in[- ]one|at once
    """
)
# What leads up to the works themselves: `one product for …`, `a single tool that takes a model from …`.
_LEAD = re.compile(
    r"^[^:]*\b(?:which|what)\b[^:]*:|^.*?\b(?:tool|product|platform|software|package|service|thing|solution|something|one)s?"
    r"(?: (?:that|which))?(?: (?:can|could|will|does|would))? (?:for|to|that|which|with which)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;]\s*(?:(?:and|plus|as well as)\s+)?|\s+(?:and|plus|as well as)\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,;]\s*(?:(?:and|plus)\s+)?", re.IGNORECASE)
_LIST = re.compile(r",\s*(?:and|plus)\s+", re.IGNORECASE)
_TALK = re.compile(r"\b(?:please|pls|thanks|thx)\b|[.?!:]+\s*$", re.IGNORECASE)


def works_of(told: str, whole: str) -> tuple[str, ...]:
    """The works, where so many are to be done together; () where there is one."""
    if not _TOGETHER.search(whole.lower()):
        return ()
    text = _LEAD.sub("", _TALK.sub(" ", told))
    # `tests and checks, versions, and rollout`: a comma before the last `and` parts, the others do not.
    parts = _COMMA.split(text) if _LIST.search(text) else _BETWEEN.split(text)
    works = tuple(part.strip() for part in parts if terms(part))
    return works if len(works) > 1 else ()
