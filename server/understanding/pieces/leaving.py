"""Who or what leaves: `our § quits`, `the § is leaving us`, `we lost our §`."""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.understanding.words.wordlist import alternatives

_ONE = r"(?:(?:the|our|an?|my|one|only|of|last)\s+)*§+"
_NAMES = rf"(?P<names>{_ONE}(?:(?:\s*,|\s+and|\s+or|\s*&)+\s*{_ONE})*)"
_AWAY = (
    r"(?=\W*$|\W*[,.;:!?]|\s+(?:us|our|the (?:team|company|firm|crew|project)|next|soon|tomorrow|today|yesterday|at|in"
    r"|on|last|this|after|now|already|and|so|but|which|what)\b)"
)
_SOON = r"(?:\s+(?:has|have|had|will|would|just|now|also|recently|suddenly|both|would|should))*"
_IS = rf"{_SOON}(?:\s+(?:is|are|was|were|gets?|got|be|been|being|about to|going to|soon|now|just|recently))*"
_GOES = alternatives(
    r"""
    leaving|quit(?:s|ting)?|resign(?:s|ed|ing)?|retir(?:e|es|ed|ing)|go(?:es|ing|ne)|went|walk(?:s|ed)? out
    let go|fired|sacked|laid off|cancell?ed|dropped|removed|scrapped|discontinued|switched off|ill|on leave
    """
)
_LOSES = alternatives(
    r"""
    los(?:e|es|ing|t)|fir(?:e|es|ed|ing)|sack(?:s|ed|ing)?|la(?:y|ys|id|ying) off|let(?:ting)? go(?: of)?
    drop(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)?|g(?:e|o)t(?:ting)? rid of|no longer have
    """
)
# `§ leaves us`, and not `which phases does § leave`
_US = r"(?:us|our|the (?:team|company|firm|crew|project)|next|soon|tomorrow|today)"
_LEAVES = rf"(?:leaves?(?=\s*[,;]|\s+{_US}\b)|leaves(?=\W*$|\W*[.:!?]|\s+(?:and|so)\b))"
_LEAVING = (
    re.compile(rf"{_NAMES}{_SOON}\s+(?:left{_AWAY}|{_LEAVES})"),
    re.compile(rf"{_NAMES}{_IS}\s+(?:{_GOES}){_AWAY}"),
    re.compile(rf"\b(?:{_LOSES})\s+{_NAMES}"),
)


def leaving(masked: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The names that a masked text says leave or are dropped."""
    spans = [match.span("names") for pattern in _LEAVING for match in pattern.finditer(masked)]
    gone = (m.name for m in mentions if any(start <= m.start and m.end <= end for start, end in spans))
    return tuple(dict.fromkeys(gone))
