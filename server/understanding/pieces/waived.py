"""Columns that a question waives beside the one that it wants: `never mind the licence, only the price`."""

import re

from server.understanding.words.wordlist import alternatives, blanked

_THE = r"(?:(?:the|its|his|her|their|any) )?"
_TOLD = r"(?:wages?|salar(?:y|ies)|licen[cs]es?|phases?|stages?|dol(?: (?:codes?|titles?))?|codes?)"
_COLUMN = rf"(?:{_TOLD}|(?:monthly )?(?:pay|prices?|costs?))"
_COLUMNS = rf"{_THE}{_COLUMN}(?:(?:,? (?:and|or|nor) |, ){_THE}{_COLUMN})*"
_SETS_ASIDE = alternatives(
    r"""
    ignor(?:e|ing)|(?:never ?mind|forget)(?: about)?|skip(?:ping)?|leav(?:e|ing) (?:out|aside)|regardless of
    |spare (?:me|us)
    (?:i |we )?(?:do not|don['’]t) (?:need|want|care (?:about|for))|not interested in|no need for
    """
)
_END = r"(?=\s*(?:[,.;:!?–—]|-\s|$)|\s+(?:and|but) (?:just|only|give|tell|show)\b)"
# `no wage, no phases`; `no cost` is a price.
_WAIVED = re.compile(
    rf"\b(?:{_SETS_ASIDE}) {_COLUMNS}{_END}|\b(?:no|not) {_THE}{_TOLD}{_END}",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:just|only|simply|(?:give|tell|show)(?: me| us)?|(?:i|we) (?:just |only )?(?:want|need|care about)"
    rf"|interested in) {_THE}{_COLUMN}\b",
    re.IGNORECASE,
)


def without_the_waived(text: str) -> str:
    """The text with blanks for the columns that it sets aside, where it says which one it wants."""
    rest = blanked(_WAIVED, text)
    return rest if rest != text and _WANTED.search(rest) else text
