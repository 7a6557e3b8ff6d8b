"""What a question takes for granted of a product, beyond the tables, against its card: its licence, its owner, whose
project it is. Only what the card states otherwise is denied; where it says nothing of it, nothing is.
"""

import re
from collections.abc import Sequence

from corpus.vocabulary import Evidence
from server.locators import part_at

_LICENCES = {
    "agpl": re.compile(r"\bagpl\b|\baffero\b", re.IGNORECASE),
    "gpl": re.compile(r"\bgpl\w*\b|\bgnu general public\b", re.IGNORECASE),
    "lgpl": re.compile(r"\blgpl\b", re.IGNORECASE),
    "mit": re.compile(r"\bmit\b", re.IGNORECASE),
    "apache": re.compile(r"\bapache(?: licen[cs]e|[ -]2|\b)", re.IGNORECASE),
    "bsd": re.compile(r"\bbsd\b", re.IGNORECASE),
    "mpl": re.compile(r"\bmpl\b|\bmozilla\b", re.IGNORECASE),
    "eclipse": re.compile(r"\bepl\b|\beclipse\b", re.IGNORECASE),
    "bsl": re.compile(r"\bbsl\b|\bbusl\b|\bbusiness source\b", re.IGNORECASE),
    "sspl": re.compile(r"\bsspl\b|\bserver side public\b", re.IGNORECASE),
}
_COPYLEFT = frozenset({"agpl", "gpl", "lgpl", "mpl", "eclipse"})
_COPYLEFT_SAID = re.compile(r"\bcopyleft\b", re.IGNORECASE)
_SAME = re.compile(
    r"\b(?:stay\w*|remain\w*|kept|keep\w*)\b.{0,30}\b(?:same|permissive|unchanged|original|open)\b"
    r"|\b(?:never|not|without) (?:ever )?(?:chang\w+|switch\w+|alter\w+)\b|\bunchanged\b|\bsame\b.{0,20}\blicen[cs]e\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\bsince \d{4}|\bfuture releases\b|\bnew releases\b|\bgo(?:es)? from\b", re.IGNORECASE)
_SPEAKS_OF_LICENCE = re.compile(r"\blicen[cs]\w*|\bcopyleft\b", re.IGNORECASE)
_NAME = r"(?P<owner>[\w&.-]+(?-i: [A-Z][\w&.-]*)*)"
_TAKEN = r"(?:bought(?: up)?|acquired|taken over|swallowed(?: up)?|purchased|snapped up|owned|absorbed)"
_OWNED = re.compile(
    rf"\b(?:{_TAKEN} by|(?:sold|handed(?: over)?|transferred|given|donated) to|belong(?:s|ed|ing)? (?:now )?to"
    rf"|(?:now |a )part of) (?:the )?{_NAME}",
    re.IGNORECASE,
)
_BUYS = re.compile(
    r"\b(?:bought|buys|buying|acquired|take over|took over|taken over|belongs to|roof of|(?:made a"
    r"|a) [\w ]{0,20}?project (?:of|by))\b"
)
UNKNOWN = re.compile(r"\bcould (?:not )?be (?:found|confirmed)\b")
_GONE = re.compile(
    r"\b(?:left|quit|leaving|kicked out of|thrown out of|expelled from|excluded from|removed from|dropped (?:by"
    r"|from)|withdr[ea]wn? from"
    r"|pulled out of|no longer (?:in|part of|a project of|with)) (?:the )?(?P<home>[\w-]+(?-i: [A-Z][\w-]*)*)",
    re.IGNORECASE,
)
_INITIALS = 3
_LICENCE, _OTHERS = ("Licence and hosting",), ("What it is", "Licence and hosting", "State")


def about_a_card(claim: str) -> bool:
    """Whether a claim says of a product what only its card can tell."""
    return bool(
        _licences(claim) or _COPYLEFT_SAID.search(claim) or _same(claim) or _OWNED.search(claim) or _GONE.search(claim)
    )


def denied(claim: str, card: Sequence[Evidence]) -> Evidence | None:
    """The statement of the card that says otherwise; None where none does."""
    for parts, checks in ((_LICENCE, (_other_licence, _changed_licence)), (_OTHERS, (_other_owner, _other_home))):
        told = [piece for piece in card if part_at(piece.locator) in parts]
        for check in checks:
            position = check(claim, [piece.excerpt for piece in told])
            if position is not None:
                return told[position]
    return None


def _other_licence(claim: str, told: Sequence[str]) -> int | None:
    """`X is under the GPL`, of a product that is under others."""
    said = _licences(claim)
    known = [(position, _licences(text)) for position, text in enumerate(told)]
    held = frozenset[str]().union(*(names for _, names in known))
    if not held or not (said or _COPYLEFT_SAID.search(claim)):
        return None
    if held & (said or _COPYLEFT):
        return None
    return next(position for position, names in known if names)


def _changed_licence(claim: str, told: Sequence[str]) -> int | None:
    """`X has kept its licence`, of a product that changed it."""
    if not _same(claim):
        return None
    return next((at for at, text in enumerate(told) if len(_licences(text)) and _CHANGED.search(text)), None)


def _other_owner(claim: str, told: Sequence[str]) -> int | None:
    """`X was bought by Y`, of a product that Z bought."""
    said = _OWNED.search(claim)
    if said is None:
        return None
    words = {word.casefold() for word in re.findall(r"\w+", said["owner"])}
    known = [at for at, text in enumerate(told) if _BUYS.search(text) and not UNKNOWN.search(text)]
    if any(words & {word.casefold() for word in re.findall(r"\w+", told[at])} for at in known):
        return None
    return next(iter(known), None)


def _other_home(claim: str, told: Sequence[str]) -> int | None:
    """`X was thrown out of Y`, of a product that is a project of Y."""
    said = _GONE.search(claim)
    if said is None:
        return None
    home = said["home"].split()[0].casefold()
    return next(
        (
            at
            for at, text in enumerate(told)
            if home in (_initials(text) if len(home) >= _INITIALS else set())
            or f" {said['home'].casefold()} " in text.casefold()
        ),
        None,
    )


def _licences(text: str) -> frozenset[str]:
    found = {name for name, pattern in _LICENCES.items() if pattern.search(text)}
    return frozenset(found)


def _same(claim: str) -> bool:
    return bool(_SPEAKS_OF_LICENCE.search(claim) and _SAME.search(claim))


def _initials(text: str) -> set[str]:
    """The initials of the names in it that are spelled out: `cncf`."""
    names = re.findall(r"(?:[A-Z][a-z]+ ){2,}[A-Z][a-z]+", text)
    return {"".join(word[0] for word in name.split()).casefold() for name in names} | {
        word.casefold() for word in re.findall(r"\b[A-Z]{3,}\b", text)
    }
