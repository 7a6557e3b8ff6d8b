"""Names that are taken, barred or waved away before others are asked for: `Jenkins is taken. Which other tools cover
CI?`"""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.understanding.pieces.target import mask
from server.understanding.words.cues import BARRED
from server.wording import listed

_OTHER = re.compile(
    r"(?<!than )(?<!all )\bother (?P<what>(?:[\w$-]+ ){0,3}?(?:(?P<tool>tools?)|(?P<role>roles?|jobs?)))\b(?! than\b)"
    r"(?! (?:do|should|would|must|can|will) (?:we|i)\b)",  # which those named go with
    re.IGNORECASE,
)
_NAMES = r"(?:the )?(?P<names>§+(?:(?:\s*,|\s+and|\s+or|\s*&)+\s*(?:the )?§+)*)"
# `§ and § are both banned at our bank. Which …?`
_BARRED = re.compile(
    rf"^\W*{_NAMES} (?:is|are|was|were|has been|have been)"
    rf" (?:both |all |sadly |unfortunately |strictly )?(?:{BARRED}|out(?! of\b))\b[^.?!;:]*"
    r"(?:[.!;:]\s+|,? (?:so|and|hence) )(?=\w)"
)
# `forget §, nobody here likes it. What else …?`
_WAVED_AWAY = re.compile(
    r"^\W*(?:(?:ok|okay|and|but|so|well|now|please|let['’]s|just)\W+)*"
    rf"(?:forget(?: about)?|skip|ignore|exclude|leave out) {_NAMES}(?=\W)[^.?!;:§]*[.!;:]\s+(?=[^§]*\?)"
)


def named_others(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the names that `other tools` or `other roles` leave out, where they stand before it, or that it
    bars before it asks."""
    named = [mention for mention in mentions if mention.kind in ("tool", "role")]
    masked = mask(text, named)
    # Without a phase of its own, what is asked leans on what was asked before.
    stands = any(mention.kind == "phase" for mention in mentions)
    barred = _BARRED.match(masked) or (_WAVED_AWAY.match(masked) if stands else None)
    if barred is not None:
        names = [mention.text for mention in named if mention.end <= barred.end("names")]
        return f"{text[barred.end() :].rstrip(' .?!')} apart from {listed(names)}{text[len(text.rstrip(' .?!')) :]}"
    other = _OTHER.search(text)
    if other is None:
        return text
    kind = "tool" if other["tool"] else "role"
    before = dict.fromkeys(m.text for m in mentions if m.kind == kind and m.end <= other.start())
    if not before:
        return text
    return f"{text[: other.start()]}{other['what']} apart from {listed(list(before))}{text[other.end() :]}"
