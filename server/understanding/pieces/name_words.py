"""Words that printed names hold: `tools with AWS in their name`, `whose name contains data`."""

import re
from collections.abc import Iterable, Iterator

from server.conditions import Named
from server.understanding.pieces.pieces import Piece

_WORD = r"(?:the )?(?:words? )?['\"“‘]?(?P<{0}>\w[\w.+-]*)['\"”’]?"
_NAMES = r"(?:names?|titles?)"
_HOLDS = r"contain(?:s|ing)?|carr(?:y|ies|ying)|bear(?:s|ing)?|includ(?:e|es|ing)|has|have|having|with|without"
_IN_NAME = re.compile(
    rf"\b(?:{_HOLDS}) {_WORD.format('inside')} in (?:their|its|the)(?: own| very| printed| product)? {_NAMES}\b"
    rf"|\bwhose (?:\w+ )?{_NAMES} (?:{_HOLDS}) {_WORD.format('held')}",
    re.IGNORECASE,
)


def in_names(text: str, names: Iterable[str]) -> Iterator[Piece]:
    """The names that hold a word which the text looks for in them."""
    for match in _IN_NAME.finditer(text):
        group = "inside" if match["inside"] else "held"
        word = match[group].lower()
        found = tuple(name for name in names if word in re.findall(r"\w+", name.lower()))
        if found:
            # What holds it may be denied: `without AWS in their name`.
            yield Piece(Named(names=found), match.start(group), match.end())
