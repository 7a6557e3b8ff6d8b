"""What points back within one text, in the words that it stands for: `charged like that`, `that role`."""

import re
from collections.abc import Callable, Mapping, Sequence

from corpus.linker import Mention
from server.conditions import Costs, Not, Priced
from server.understanding.pieces.pieces import find_pieces

_LIKE = re.compile(
    r"\b(?:priced|charged|billed|sold|paid(?: for)?)\s+(?:like (?:that|this|it)|(?:that|this|the same) way|likewise)\b",
    re.IGNORECASE,
)
# `We hire a §. What does that role earn?`
_THAT_ONE = {
    "role": re.compile(
        r"\b(?:that|this|the said|(?<=does )the) (?:role|job|position|profession|post)(?= |['’]s|[?.,;:!]|$)",
        re.IGNORECASE,
    ),
    "tool": re.compile(
        r"\b(?:that|this|the said) (?:tool|product|software|platform)(?= |['’]s|[?.,;:!]|$)", re.IGNORECASE
    ),
}
_BARE_TITLE = re.compile(r"\b(?:the|an?) ([a-z]+)(?![\w-])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;:](?=\s)")


def in_full(text: str, titles: Mapping[str, str], link: Callable[[str], Sequence[Mention]]) -> str:
    """The text with `the architect` as the role whose title ends so, where it names another role."""
    found = [match for match in _BARE_TITLE.finditer(text) if match[1].lower() in titles]
    if not found or not any(mention.kind == "role" for mention in link(text)):
        return text
    for match in reversed(found):
        text = f"{text[: match.start(1)]}{titles[match[1].lower()]}{text[match.end(1) :]}"
    return text


def with_the_name(text: str, mentions: Sequence[Mention]) -> str:
    """The text with `that role` and `that tool` as the one that a sentence before names."""
    for kind, pattern in _THAT_ONE.items():
        named = [mention for mention in mentions if mention.kind == kind]
        match = pattern.search(text) if len({mention.name for mention in named}) == 1 else None
        if match is not None and all(_SENTENCE_END.search(text, m.end, match.start()) for m in named):
            return f"{text[: match.start()]}the {named[0].name}{text[match.end() :]}"
    return text


def likewise(text: str, earlier: str = "") -> str:
    """The text with `charged like that` as the last price that it, or what was said `earlier`, speaks of."""
    match = _LIKE.search(text)
    if match is None:
        return text
    told = f"{earlier} {text[: match.start()]}"
    conditions = ((piece, piece.condition) for piece in find_pieces(told, (), wages=False))
    prices = [
        told[piece.start : piece.end]
        for piece, said in conditions
        if isinstance(said.of if isinstance(said, Not) else said, Priced | Costs)
    ]
    return f"{text[: match.start()]}{prices[-1]}{text[match.end() :]}" if prices else text
