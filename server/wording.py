"""Small words: lists, verbs that agree, phases with their codes."""

import re
from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.vocabulary import PhaseCode

_SINGULAR = {
    "do": "does",
    "are": "is",
    "cover": "covers",
    "cost": "costs",
    "have": "has",
    "earn": "earns",
    "span": "spans",
    "share": "shares",
    "meet": "meets",
}


def listed(names: Sequence[str]) -> str:
    """`A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def cut(text: str, width: int) -> str:
    """The text in at most so many characters, the last of them `…` where it goes on."""
    return text if len(text) <= width else text[: width - 1] + "…"


def singular(phrase: str) -> str:
    """A condition's verb phrase made to agree with one subject: `are free` → `is free`."""
    return re.sub(
        r"(^|(?<= and )|(?<= or )|(?<=\())(do|are|cover|cost|have|earn|span|share)\b",
        lambda verb: _SINGULAR[verb.group()],
        phrase,
    )


def denied(phrase: str) -> str:
    """The opposite of a singular verb phrase: `is free` → `is not free`, `covers M` → `does not cover M`."""
    if phrase.startswith("is "):
        return f"is not {phrase.removeprefix('is ')}"
    for many, one in _SINGULAR.items():
        if phrase.startswith(f"{one} "):
            return f"does not {many} {phrase.removeprefix(f'{one} ')}"
    return f"does not {phrase}"


def phase_name(catalogue: Catalogue, code: str) -> str:
    """`Continuous Integration (CI)`; a code that Figure 1 does not define stays as printed."""
    known = {phase.value for phase in catalogue.phases}
    return f"{catalogue.phases[PhaseCode(code)].name} ({code})" if code in known else code
