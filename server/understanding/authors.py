"""`what future work do they list?`: the authors of the paper, where nobody else says anything."""

import re

from server.understanding.wordlist import alternatives

_SAYS = alternatives(
    r"""
    list|mention|propose|suggest|recommend|describe|define|identify|argue|conclude|advise|cite|claim|stress|admit
    """
)
_THEY = re.compile(rf"\b(?P<does>do|did) they (?={_SAYS}\b)", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to them\b", re.IGNORECASE)


def of_the_authors(text: str) -> str:
    """The text with the authors called so."""
    return _ACCORDING.sub("according to the authors", _THEY.sub(r"\g<does> the authors ", text))
