"""What short follow-ups mean that leave out what they are about."""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.understanding import cues as ask
from server.understanding.money import find_amounts
from server.understanding.wordlist import phrases

_SHORT = 9
_COUNTS = re.compile(
    r"^\W*(?:and |so |ok |then )*how many\b(?: (?:is|are|were|was))?(?: (?:that|those|these|they|there"
    r"|it|in total|altogether|of (?:them|those|these)))*"
    r"(?: in total| altogether| all together)?\W*$|^\W*(?:and )?(?:the )?(?:count|number)(?: of (?:them"
    r"|these|those))?\W*$"
)
_STATES = phrases(
    r"""
    free|open[- ]?sourced?|closed(?:[- ]sourced?)?|proprietary|paid|cb|consumption[- ]based|by request
    |fixed[- ]price|\$0|something to pay|with a price|consumption|metered|closed|commercial|costs? nothing
    |cost money|priced|oss|foss
    """
)
_ATTRIBUTE = re.compile(
    r"^\W*(?:(?:and|ok|okay|so|but|also|then|what|which|how much|is|are|does|do|would|will|can|we|i"
    r"|you|they|one|get|got|have|for|that|this|of|the"
    r"|about|in|to|cover|covered|money|monthly|exactly|what['’]s|whats|involved|take|part|with|be|tell me|me)\W+)*"
    r"(?:price|costs?|pay|wages?|salary|licen[cs]e|phases?|stages?|earnings)\b(?:\W+(?:(?:would|will|do|does|did|can|is|are|we|i|you|they|that|this|for|of|get|have|cover|covered|it|then|please|in"
    r"|cost|earn|take|part|one|a|per|month|involved|there))*)*\W*$"
)
_OTHERS = re.compile(r"\b(?:tools?|roles?|people|who|phases?|why|how|explain|mean|means|difference)\b")


def states(masked: str) -> bool:
    """`free`, `open source`, `under $50`: something that bounds a set."""
    return bool(_STATES.search(masked) or find_amounts(masked))


def counts_again(masked: str) -> bool:
    """`how many is that?`"""
    return bool(_COUNTS.match(masked))


def ranks_again(masked: str) -> bool:
    """`the most expensive one?`, `which is the cheapest?`"""
    ranks = ask.MIN.search(masked) or ask.MAX.search(masked)
    return bool(ranks) and len(masked.split()) <= _SHORT and "§" not in masked and not _OTHERS.search(masked)


def compares_again(masked: str) -> bool:
    """`which one is cheaper?`, `and which covers more phases?`: of two that were named before."""
    asks = (ask.COMPARATIVE, ask.DEARER, ask.EARNS_MORE, ask.EARNS_LESS, ask.MORE_PHASES, ask.FEWER_PHASES)
    short = len(masked.split()) <= _SHORT and "§" not in masked
    return short and not re.search(r"\bthan\b", masked) and any(pattern.search(masked) for pattern in asks)


def looks_up(masked: str) -> bool:
    """`what do they cost?`, `sort them by price`: a price or wage of each."""
    money = ask.COST.search(masked) or ask.WAGE.search(masked)
    bounded = states(masked) or ask.MIN.search(masked) or ask.MAX.search(masked)
    return bool(money) and not bounded and "§" not in masked and not ask.COUNT.search(masked)


def asked_of(masked: str, name: str, *, role: bool) -> str | None:
    """`and the price?`, `which phases would we get for that?` of the one name before."""
    if not _ATTRIBUTE.match(masked):
        return None
    if re.search(r"\b(?:phases?|stages?)\b", masked):
        return f"Which phases does {name} cover?"
    if ask.LICENCE.search(masked):
        return None if role else f"Is {name} open source?"
    return f"What does {name} earn a month?" if role else f"How much does {name} cost?"


def adds_condition(question: str, masked: str, mentions: Sequence[Mention]) -> bool:
    """`only free?`, `any under $50?`, `which also cover deployment?`: a further condition on what was found."""
    if len(masked.split()) > _SHORT or _OTHERS.search(masked):
        return False
    if mentions:
        return bool(re.search(r"\b(?:also|as well|too)\b", masked)) and not re.match(
            r"\W*(?:and |also )+(?:for|in)\b", masked
        )
    return states(masked) or bool(find_amounts(question.lower()))


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
