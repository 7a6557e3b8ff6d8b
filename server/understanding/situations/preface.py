"""Long messages that tell of something before they ask: `our treasurer … : which of those are free?`"""

import re

from corpus.linker import Linker
from server.understanding.pieces.focus import family
from server.understanding.pieces.pieces import find_pieces

# Words of a message that may tell a story.
_LONG = 25
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\S)")
# What is asked at its end of the set that was spoken of.
_ASKS_OF_SET = re.compile(
    r"(?:^|[:;–—]\s+|,\s+(?:so|then|and|but)\s+)"
    r"(?P<ask>(?:(?:so|and|but|then|leaving|without|except|minus)\b[^.?!:]{0,40}?)?"
    r"(?:which|who|how many|what)\b[^.?!:]*"
    r"\b(?:of (?:the|your) \w+ you \w+|(?:that|this|the|your) (?:list|set)|of them|those|these)\b[^.?!:]*[.?!]*)$",
    re.IGNORECASE,
)
# `leaving them out`, `without those two`: those that the story names.
_TOLD_ONES = re.compile(
    r"(?P<verb>\b(?:leav(?:e|ing)|without|except(?: for)?|minus|apart from) )"
    r"(?:them|(?:those|these|the) (?:two|three|ones)|it|that one|both|those|these)\b",
    re.IGNORECASE,
)


def without_preface(text: str, linker: Linker) -> str:
    """What a long message asks at its end of the set that was spoken of, where the story before demands nothing else;
    those whom the question leaves out by a pronoun stand in the story."""
    *told, last = _SENTENCE.split(text)
    asked = _ASKS_OF_SET.search(last)
    if len(text.split()) < _LONG or asked is None:
        return text
    story = " ".join((*told, last[: asked.start("ask")]))
    names = tuple(dict.fromkeys(m.text for m in linker.link(story) if m.kind in ("tool", "role")))
    demands, again = (
        {family(piece) for piece in find_pieces(part, linker.link(part), wages=False)} for part in (story, asked["ask"])
    )
    if bool(names) != bool(_TOLD_ONES.search(asked["ask"])) or not demands <= again:
        return text
    return _TOLD_ONES.sub(lambda match: f"{match['verb']}{' and '.join(names)}", asked["ask"])
