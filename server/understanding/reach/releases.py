"""Which version of a product is the latest: no table tells that, but the part of its card on its state may."""

import re

from server.locators import part_at
from server.understanding.words.wordlist import phrases

_LAST = r"(?:latest|newest|current(?:ly)?|stable|recent|last)"
_RELEASE = r"(?:version|release)s?(?! control)"
_LATEST = phrases(
    rf"""
    {_LAST} (?:[a-z§.&]+ )?{_RELEASE}
    (?:which|what) (?:[a-z§.&]+ )?{_RELEASE}[^.?!]{{0,40}}? (?:is|are|came out|comes) (?:the )?{_LAST}
    (?:which|what) (?:[a-z§.&]+ )?{_RELEASE} (?:is|are) (?:[a-z§.&]+ )?(?:at|now|out)
    """
)
# What a release brought, needs or was used for is another question.
_OF_ONE = phrases(
    r"needs?|requires?|wants?|supports?|introduc\w+|fix\w*|chang\w+|python|cuda|java|minim\w+|evaluat\w+|paper|authors?"
)
# No dates, and no prices.
_VERSION = re.compile(r"(?<![\w$.-])v?\d+\.\d+|\bpresent release\b")
_PART = "State"


def wants_a_release(asked: str) -> bool:
    """Whether it asks which version is the latest: `what's the newest release?`"""
    return _LATEST.search(asked) is not None and not _OF_ONE.search(asked)


def tells_release(locator: str, text: str) -> bool:
    """Whether a statement of a card tells of a version of the product, or that none could be found."""
    return part_at(locator) == _PART and _VERSION.search(text) is not None
