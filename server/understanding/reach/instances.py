"""Questions for an example of something, which only a passage that gives one answers."""

import re

_WANTED = re.compile(
    r"^\W*(?:(?:can|could) you )?(?:please )?(?:give|show|tell) (?:me|us) (?:an?|some|one) (?:\w+ )?examples?"
    r" (?:of|for) (?:an? |the )?(?P<of>[^?.!]+?)(?:,? please)?\W*$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\bexamples? (?:of|for|from|is|are|given)\b|\b(?:for|as) examples?\b|\bsuch as\b|\bas when\b|\bfor instance\b"
    r"|\be\.g\.",
    re.IGNORECASE,
)


def instance_wanted(text: str) -> str | None:
    """What an example is asked of: `give me an example of drift`; None where none is asked for."""
    match = _WANTED.match(text)
    return match["of"] if match is not None else None


def gives_an_instance(text: str) -> bool:
    """Whether a passage gives an example: `as when customers grow older`."""
    return _GIVEN.search(text) is not None
