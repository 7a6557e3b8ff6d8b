"""What a question sets aside: columns beside the one that it wants (`never mind the licence, only the price`), and
other senses of a name (`the tool, not the toy`)."""

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
# What names of tools mean elsewhere.
_ELSEWHERE = alternatives(
    r"""
    animals?|bears?|zoos?|beasts?|birds?|deer|cooks?|kitchens?|restaurants?|meals?|dinners?|food|toys?|dolls?|shows?
    musicians?|music|orchestra|php|movies?|films?|books?|bands?|songs?
    muscles?|bod(?:y|ies)|limbs?|gym|yoga|poses?|gods?|titans?|myth\w*|planets?|moons?|sea|forests?|woods|tundra
    processors?|chips?|cpus?|surnames?|lamps?|fires?|water|molecules?|insults?
    (?<=not a )(?:person|human|man|job)
    """
)
_OTHER_SENSE = re.compile(
    rf"\W*\b(?:and )?(?:(?:not|no)|i (?:do not|don['’]t) mean|i am not (?:asking|talking) about) (?:[\w-]+ ){{0,2}}?"
    rf"(?:{_ELSEWHERE})(?: (?:ones?|kind|sort|thing))?(?=\W*(?:[,;:.?!)–—]|$))",
    re.IGNORECASE,
)


def in_its_sense(text: str) -> str:
    """The text without the other senses that it sets aside."""
    return _OTHER_SENSE.sub(" ", text)


def without_the_waived(text: str) -> str:
    """The text with blanks for the columns that it sets aside, where it says which one it wants."""
    rest = blanked(_WAIVED, text)
    return rest if rest != text and _WANTED.search(rest) else text
