"""What one of two has and the other has not: `the phases that A covers and B does not`."""

import re

from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_LACKS = phrases(
    r"""
    lacks?|lacking|miss(?:es|ing)?|absent|not|never|without|(?:does|do|is|are|has|have|ca|wo)n['’]t|cannot
    |fails? to|leaves? out|stays? (?:out|away)|sits? out
    """
)
# `A has § that B lacks` and `… which A has but not B` deny the other; these compare instead.
_BEYOND = phrases(
    r"""
    beyond|over(?: an?| the)?\s*$|rather than\b.*|(?:further|more|wider|longer) than|over and above
    |besides what
    |(?:have|has|gets?|covers?|reach(?:es)?) (?:\w+ )?(?:on top of|in addition to)
    |(?:extra|additional(?:ly)?)\b.*
    (?:but|and|yet|though|while) (?:is |are )?(?:not|missing|absent|lacking|blank|empty|unticked|no tick
    |left (?:out|blank|empty))
    """
)
_ALONE = phrases(r"just|only|alone|exclusive(?:ly)?|unique(?:ly)?|solely")
# `compared with A, which additional phases has B?`
_SET_AGAINST = re.compile(
    r"^\W*(?:compared (?:with|to)|in comparison (?:with|to)|relative to|unlike|versus"
    r"|against)\b[^§]*§+[^§]*\b(?:additional|extra|further|more|other)\b"
)
# `what would we lose (gain) by going from A to B?`: one of two takes the other's place.
# `an A becomes B: what is new?`
_BECOMES = re.compile(
    r"§[^?]{0,30}\b(?:becomes?|become|turns? into|is promoted to|promoted to|moves? up to)\b[^§?]{0,12}§"
)
_NEW = phrases("new|newly|additional(?:ly)?|extra|more|on top")
_LOSES = phrases(
    r"los(?:e|es|ing|t)|giv(?:e|es|ing) up|forgo(?:es|ing)?|drop(?:s|ped|ping)?|miss(?:es|ing)? out on|sacrific\w+"
    r"|(?:go|goes|going|is|are|be) (?:missing|gone)|falls? away|disappears?"
)
_GAINS = phrases(r"gain(?:s|ed|ing)?|w[io]ns?|add(?:s|ed|ing)?|pick(?:s|ed|ing)? up|extra|additional(?:ly)?")
# `if we add B, what do we gain?`, said after `we have A`
_GAINED = phrases(r"gain(?:s|ed|ing)?|wins?|extra|additional(?:ly)?|did(?:n['’]t| not) have")
_JOINS = re.compile(
    r"\b(?:add(?:s|ed|ing)?|bring(?:ing)? in|introduc\w+|buy(?:ing)?|get(?:ting)?|tak(?:e|ing)|hir(?:e"
    r"|ing))(?: also| in)?"
    r" (?:an? |the )?§"
)
_LEAVES_FIRST = re.compile(
    r"\b(?:replac|swap|exchang|trad|substitut|ditch|drop)\w*(?: out)? (?:our |an? |the )?§+[^§.?]*"
    r"\b(?:with|by|for|in favou?r of)\b[^§]{0,10}§"
    r"|\b(?:go|going|went|mov\w+|switch\w*|migrat\w+|chang\w+)[^§.?]{0,15}(?:\bfrom )?§+"
    r"[^§.?]*\b(?:to|over to)\b[^§]{0,10}§"
    r"|\bfrom (?:our |an? |the )?§+ to (?:an? |the )?§"
)
_LEAVES_SECOND = re.compile(
    r"§+[^§.?]*\b(?:instead of|in place of|rather than|takes? over from|replac(?:es|ed|ing))\b[^§]{0,10}§"
    r"|\b(?:switch\w*|mov\w+|chang\w+|migrat\w+)[^§.?]{0,8} to (?:an? |the )?§+[^§.?]* from (?:our |an? |the )?§"
)
_LISTED = re.compile(r"\W*(?:and|plus|or|with|together with)?\W*(?:an? |the |one )*")
_SYMMETRIC = phrases(
    r"""
    differ\w*|neither|either|both|not shared?|do(?:n['’]t| not) share|unshared|in common|distinguish\w*
    one (?:of (?:them|the two|these) )?[^§]*\bthe other|only one of
    """
)


def gains(signals: Signals, named: tuple[str, ...]) -> tuple[str, ...]:
    """The one that is added, and those that the asker tells to have; empty where no gain is asked for."""
    if not named or not _JOINS.search(signals.masked) or not (_GAINED.search(signals.masked) or signals.says(_NEW)):
        return ()
    told = signals.of(signals.whole or signals.text)
    every = told.tools or told.roles
    added = {m.name for m in signals.mentions if _JOINS.search(signals.masked[: m.start] + "§")}
    had = tuple(name for name in every if name not in added)
    return (*added, *had) if len(added) == 1 and had else ()


def both_ways(masked: str) -> bool:
    """Whether a masked question asks what is lost as well as what is gained when one name gives way to another."""
    leaves = _LEAVES_FIRST.search(masked) or _LEAVES_SECOND.search(masked)
    rest = _LEAVES_FIRST.sub(" ", masked)
    return leaves is not None and all(moves(rest))


def moves(masked: str) -> tuple[bool, bool]:
    """Whether it is asked what is lost, and what is gained."""
    return bool(_LOSES.search(masked)), bool(_GAINS.search(masked))


def swaps(masked: str) -> bool:
    """Whether a masked question sets what is lost or gained when one name gives way to another."""
    return _moved(masked) is not None


def trades(masked: str) -> bool:
    """Whether it is asked as well how much is saved, or paid more, by that."""
    return swaps(masked) and ask.MARGIN.search(masked) is not None


def _moved(masked: str) -> int | None:
    """Which of two names has the phases asked for: the one that goes those lost, the one that comes those gained."""
    leaves = 0 if _LEAVES_FIRST.search(masked) else 1 if _LEAVES_SECOND.search(masked) else None
    if leaves is None:
        return None
    if _LOSES.search(_LEAVES_FIRST.sub(" ", masked)):
        return leaves
    return 1 - leaves if _GAINS.search(masked) else None


def one_sided(signals: Signals, named: tuple[str, ...]) -> str | None:
    """The one of the two `named` whose own phases are asked for; None where both count alike."""
    text = signals.masked
    if both_ways(text):
        return None
    mentions = [mention for mention in signals.mentions if mention.name in named]
    if len(mentions) == 2 and (moved := _moved(text)) is not None:
        return mentions[moved].name
    newcomer = _BECOMES.search(text) and _NEW.search(text)
    if (newcomer or _SET_AGAINST.search(text)) and len(mentions) == 2:
        return mentions[1].name
    if _SYMMETRIC.search(text) or _LISTED.fullmatch(text[mentions[0].end : mentions[1].start]):
        return None
    ends = [*(mention.start for mention in mentions[1:]), len(text)]
    for mention, end in zip(mentions, ends, strict=True):
        behind = text[mention.end : end]
        other = named[1] if mention.name == named[0] else named[0]
        last = mention is mentions[-1]
        if not last and _BEYOND.search(behind):
            return mention.name
        if _LACKS.search(behind if last else re.split(r"\b(?:that|which|but|while|whereas|and)\b", behind)[0]):
            return other
    again = mentions[-1]
    if len(mentions) > 2 and _ALONE.search(text[mentions[-2].end : again.start] + text[again.end :]):
        return again.name
    return None
