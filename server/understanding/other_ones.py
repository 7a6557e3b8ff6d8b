"""Names that are taken or barred before others are asked for: `Jenkins is taken. Which other tools cover CI?`"""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.understanding.cues import BARRED
from server.understanding.target import mask
from server.wording import listed

_OTHER = re.compile(
    r"(?<!than )(?<!all )\bother (?P<what>(?:[\w$-]+ ){0,3}?(?:(?P<tool>tools?)|(?P<role>roles?|jobs?)))\b(?! than\b)"
    r"(?! (?:do|should|would|must|can|will) (?:we|i)\b)",  # which those named go with
    re.IGNORECASE,
)
# `§ and § are both banned at our bank. Which …?`
_BARRED = re.compile(
    r"^\W*(?:the )?(?P<names>§+(?:(?:\s*,|\s+and|\s+or|\s*&)+\s*(?:the )?§+)*) (?:is|are|was|were|has been|have been)"
    rf" (?:both |all |sadly |unfortunately |strictly )?(?:{BARRED})\b[^.?!;:]*(?:[.!;:]\s+|,? (?:so|and|hence) )(?=\w)"
)


def named_others(text: str, mentions: Sequence[Mention]) -> str:
    """The text with the names that `other tools` or `other roles` leave out, where they stand before it, or that it
    bars before it asks."""
    barred = _BARRED.match(mask(text, mentions))
    if barred is not None:
        names = [mention.text for mention in mentions if mention.end <= barred.end("names")]
        return f"{text[barred.end() :].rstrip(' .?!')} apart from {listed(names)}{text[len(text.rstrip(' .?!')) :]}"
    other = _OTHER.search(text)
    if other is None:
        return text
    kind = "tool" if other["tool"] else "role"
    before = dict.fromkeys(m.text for m in mentions if m.kind == kind and m.end <= other.start())
    if not before:
        return text
    return f"{text[: other.start()]}{other['what']} apart from {listed(list(before))}{text[other.end() :]}"
