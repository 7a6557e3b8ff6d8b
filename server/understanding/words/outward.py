"""Words that point at what nobody has named, and everybody means: the authors of the paper, its tables."""

import re

from server.understanding.words.wordlist import alternatives

_SAYS = alternatives(
    r"""
    list|mention|propose|suggest|recommend|describe|define|identify|argue|conclude|advise|cite|claim|stress|admit
    """
)
_THEY = re.compile(rf"\b(?P<does>do|did|where did) they(?=(?<=where did they) | (?:{_SAYS})\b)", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to them\b", re.IGNORECASE)
# `how many of these products …`, said first of all
_THESE = re.compile(
    r"\b(?:these|those) (?=(?:\w+ )?(?:tools?|products?|roles?|jobs|positions|phases|stages|entries"
    r"|offerings)\b)",
    re.IGNORECASE,
)


def of_the_tables(text: str) -> str:
    """A text that nothing was said before, with `these tools` as those of the table."""
    return _THESE.sub("the ", text)


def of_the_authors(text: str) -> str:
    """The text with the authors called so."""
    return _ACCORDING.sub("according to the authors", _THEY.sub(r"\g<does> the authors", text))
