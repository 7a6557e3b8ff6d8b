"""Questions for a whole table: `list all tools`, `what roles are there?`"""

import re

from server.query import Measure
from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import phrases

_ALL = re.compile(r"\b(?:all|every|list|complete|full)\b")
# `what is there?`, `what does the paper name?`
_THERE_IS = phrases(
    r"""
    are there|exist|available
    (?:do(?:es)?|did) (?:the |this |that |your |its )*(?:paper|framework|tables?|lists?|figure|authors|lifecycle|corpus)
    (?:do(?:es)?|did) (?:you|it|(?:the|this|your) advisor)
    (?:in|of|from|on) (?:the |this |that |your )*(?:paper|framework|table|list|figure|corpus|catalogu?e|lifecycle)
    (?:listed|named|mentioned|described|covered|defined|included)
    """
)
_AMOUNTS = re.compile(
    r"\b(?:with|and|plus|by) (?:the|their|its)?(?: \w+)? ?(?:prices?|costs?|wages?|salar(?:y|ies)|pay)\b"
)
_NOT_ROWS = re.compile(r"\b(?:and |but )?not (?:the )?(?:table )?rows\b")
_SAYS_NOTHING_ELSE = frozenset(
    """
    are there in the of total table iv iii paper corpus catalogue catalog list listed mlops does do you know
    about count overall it mention mentioned mentions name names named have has all a is exist this your on
    with covered altogether number whole entire complete full here set data document study
    hold holds contain contains your tool role together distinguish distinguishes recognise recognises recognize
    recognizes present presents describe describes describe described define defines defined include includes included
    feature features compare compares show shows give gives know knows got different distinct separate exactly please
    that told counted counting own its itself separately apart individually one
    we i lists tools roles individual single each row rows product products
    from did available cover covers authors advisor lifecycle framework figure thanks thank thx pls plz hi hello
    """.split()
)


def of_the_whole(signals: Signals, measure: Measure) -> bool:
    """Whether a question without conditions really asks for a whole table."""
    behind = signals.masked[signals.target.end :]
    words = re.findall("[a-z]+", _NOT_ROWS.sub(" ", _AMOUNTS.sub(" ", behind)))
    alone = re.fullmatch(r"\W*(?:the )?\w+\W*", signals.lead)
    asks = alone or measure == "count" or _ALL.search(signals.lead + behind) or _THERE_IS.search(behind)
    return bool(asks) and _SAYS_NOTHING_ELSE.issuperset(words)
