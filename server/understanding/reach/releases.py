"""Which version of a product is the latest: no table tells that, but the part of its card on its state may."""

import re

from server.known import part_at
from server.understanding.words.wordlist import phrases

RELEASES = phrases(
    r"(?:latest|newest|current|which|what|stable|recent|last) (?:[a-z§.&]+ )?(?:version|release)s?(?! control)"
)
# No dates, and no prices.
_VERSION = re.compile(r"(?<![\w$.-])v?\d+\.\d+|\bpresent release\b")
_PART = "State"


def wants_a_release(asked: str) -> bool:
    """Whether it asks which version is the latest: `what's the newest release?`"""
    return RELEASES.search(asked) is not None


def tells_release(locator: str, text: str) -> bool:
    """Whether a statement of a card tells of a version of the product, or that none could be found."""
    return part_at(locator) == _PART and _VERSION.search(text) is not None
