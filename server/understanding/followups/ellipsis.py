"""What short follow-ups mean that leave out what they are about."""

import re

from corpus.linker import Mention
from server.understanding.words import cues as ask
from server.understanding.words.money import find_amounts
from server.understanding.words.wordlist import phrases

_SHORT = 9
_STATES = phrases(
    r"""
    free|open[- ]?sourced?|closed(?:[- ]sourced?)?|proprietary|paid|cb|consumption[- ]based|by request
    |fixed[- ]price|\$0|something to pay|with a price|consumption|metered|closed|commercial|costs? nothing
    |cost money|priced|oss|foss
    """
)


def states(masked: str) -> bool:
    """`free`, `open source`, `under $50`: something that bounds a set."""
    return bool(_STATES.search(masked) or find_amounts(masked))


def compares_again(masked: str) -> bool:
    """`which one is cheaper?`, `and which covers more phases?`: of two that were named before."""
    asks = (ask.COMPARATIVE, ask.DEARER, ask.EARNS_MORE, ask.EARNS_LESS, ask.MORE_PHASES, ask.FEWER_PHASES)
    short = len(masked.split()) <= _SHORT and "§" not in masked
    return short and not re.search(r"\bthan\b", masked) and any(pattern.search(masked) for pattern in asks)


def retold(question: str, name: str, mention: Mention) -> str | None:
    """The last question asked of a name of another kind, or in place of a name that nobody knows."""
    lower = question.lower()
    role = mention.kind == "role"
    if mention.kind not in ("tool", "role"):
        return None
    if re.search(r"\bphases?\b|\bstages?\b|\blifecycle\b", lower):
        return f"Which phases does {name} cover?"
    if ask.LICENCE.search(lower) and not role:
        return f"Is {name} open source?"
    if re.search(r"\bfree\b", lower) and not role:
        return f"Is {name} free?"
    if ask.WAGE.search(lower) or ask.COST.search(lower):
        return f"What does {name} earn a month?" if role else f"How much does {name} cost?"
    return None
