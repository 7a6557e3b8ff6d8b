"""Who asks, where it is not asked about: `as a data engineer I have to clean data. Which phase is that?`"""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.understanding.pieces.target import mask
from server.understanding.readings.phases import SITS

_ASKS = re.compile(
    r"^\W*(?:an? |the |our |my |one )?(?P<role>§+) (?:asks?|asked|wants? to know|wonders?|is asking)(?: (?:me|us))?\b"
    r"|^\W*as (?:an? |the )?§+,? (?:i|we)(?:['’]d| would)? (?:want|need|like) to (?:know|learn|ask|find out|see)\b"
)
_ABOUT_THEM = re.compile(r"(?<!tell )\b(?:him|her|his|hers|he|she|them|they|their|himself|herself)\b")
_INTRODUCES = re.compile(
    r"\b(?:i am|i['’]m|we are|we['’]re|as|being) (?:an? |the |your )?(?:[a-z]+ ){0,2}?(?P<role>§+)"
)


def unintroduced(text: str, mentions: Sequence[Mention]) -> str:
    """The text with blanks for who asks in it, and for the roles in which its asker only comes forward where it asks
    for the phase of what it tells besides."""
    masked = mask(text, mentions)
    asks = _ASKS.match(masked)
    if asks is not None and not _ABOUT_THEM.search(masked, asks.end()):
        start, end = asks.span()
        return f"{' ' * (end - start)}{text[end:]}"
    roles = {mention.start for mention in mentions if mention.kind in ("tool", "role")}
    told = {match.start("role"): match.span() for match in _INTRODUCES.finditer(masked)}
    if not roles or roles != told.keys() or all(m.kind != "phase" for m in mentions) or not SITS.search(masked):
        return text
    for start, end in told.values():
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
