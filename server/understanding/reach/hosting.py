"""Where something may run: what must stay in the house is no job for a tool that only its vendor runs."""

import re

from corpus.vocabulary import Evidence
from server.locators import part_at
from server.understanding.words.wordlist import phrases

_DATA = r"(?:data|logs?|traces|metrics|telemetry|prompts?|records|models?|anything|everything)"
_NEVER = r"(?:can(?:no|['’])?t|cannot|may not|must not|mustn['’]?t|(?:is|are) not allowed to)"
_STAYS = phrases(
    rf"""
    (?:everything|all(?: of it)?|it|(?:must|should|has to|have to|to) be|strictly|only) (?:\w+ )?self[- ]?hosted
    self[- ]?hosted (?:only|tools?|stack)|(?:everything|all|it)(?: \w+)? on[- ]prem(?:ises?)?|on[- ]prem(?:ises?)? only
    air[- ]?gapped|(?:nothing|no \w+) (?:can|may|must|is allowed to) leave|{_DATA} (?:\w+ )?{_NEVER} leave
    (?:must|has to|have to|needs? to) stay (?:in[- ]house|(?:in|on|inside|within) (?:the |our )?(?:own )?(?:house
    |servers?|network|building|premises|machines|hardware))
    """
)
_VENDORS = re.compile(
    r"\bdata may not leave\b|\bmust stay in[- ]?(?: ?house)\b|\bmust stay on your own servers\b"
    r"|\bmay not leave your network\b|\bcannot be hosted (?:by oneself|elsewhere)\b|\bcannot be installed on own\b"
    r"|\bruns in \w+['’]s cloud only\b"
)
_PARTS = ("When not to choose it", "Licence and hosting")


def stays_in_house(question: str) -> bool:
    """Whether it says that what is sought has to run in the asker's own house, or that data may not leave it."""
    return _STAYS.search(question.lower()) is not None


def lies_with_a_vendor(told: Evidence) -> bool:
    """Whether a statement of a card says that the tool is nothing for what must stay in the house."""
    return part_at(told.locator) in _PARTS and _VENDORS.search(told.excerpt) is not None
