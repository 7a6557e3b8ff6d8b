"""What one of two has and the other has not: `the phases that A covers and B does not`."""

import re

from server.understanding.signals import Signals
from server.understanding.wordlist import phrases

_LACKS = phrases(
    r"""
    lacks?|lacking|miss(?:es|ing)?|absent|not|never|without|(?:does|do|is|are|has|have|ca|wo)n['’]t|cannot
    |fails? to|leaves? out
    """
)
# `A has § that B lacks` and `… which A has but not B` deny the other; these compare instead.
_BEYOND = phrases(
    r"""
    beyond|over(?: an?| the)?\s*$|rather than\b.*|(?:further|more|wider|longer) than|over and above
    |besides what|(?:extra|additional(?:ly)?)\b.*
    (?:but|and|yet|though) not(?: by| in| for)?(?: an?| the)?
    """
)
_ALONE = phrases(r"just|only|alone|exclusive(?:ly)?|unique(?:ly)?|solely")
# `compared with A, which additional phases has B?`
_SET_AGAINST = re.compile(
    r"^\W*(?:compared (?:with|to)|in comparison (?:with|to)|relative to|unlike|versus"
    r"|against)\b[^§]*§+[^§]*\b(?:additional|extra|further|more|other)\b"
)
# `which phases would we lose (gain) by going from A to B?`
_MOVES = re.compile(
    r"\b(?:los(?:e|ing)|giv(?:e|ing) up|forgo|drop|gain(?:ing)?|win|add)\b(?=.*\b(?:from|replac\w+"
    r"|swap\w*|exchang\w+)\b[^§]*§+[^§]*\b(?:to|with|by|for)\b[^§]*§)"
)
_LISTED = re.compile(r"\W*(?:and|plus|or|with|together with)?\W*(?:an? |the |one )*")
_SYMMETRIC = phrases(
    r"differ\w*|neither|either|both|not shared?|do(?:n['’]t| not) share|unshared|in common|distinguish\w*"
)


def one_sided(signals: Signals, named: tuple[str, ...]) -> str | None:
    """The one of the two `named` whose own phases are asked for; None where both count alike."""
    text = signals.masked
    mentions = [mention for mention in signals.mentions if mention.name in named]
    moved = _MOVES.search(text)
    if moved and len(mentions) == 2:
        return mentions[0 if moved.group().startswith(("los", "giv", "forgo", "drop")) else 1].name
    if _SET_AGAINST.search(text) and len(mentions) == 2:
        return mentions[1].name
    if _SYMMETRIC.search(text) or _LISTED.fullmatch(text[mentions[0].end : mentions[1].start]):
        return None
    ends = [*(mention.start for mention in mentions[1:]), len(text)]
    for mention, end in zip(mentions, ends, strict=True):
        behind = text[mention.end : end]
        other = named[1] if mention.name == named[0] else named[0]
        last = mention is mentions[-1]
        if _LACKS.search(behind if last else re.split(r"\b(?:that|which|but|while|whereas|and)\b", behind)[0]):
            return other
        if not last and _BEYOND.search(behind):
            return mention.name
    again = mentions[-1]
    if len(mentions) > 2 and _ALONE.search(text[mentions[-2].end : again.start] + text[again.end :]):
        return again.name
    return None
