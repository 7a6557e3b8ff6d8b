"""Phases of one tool or role but those that are set aside: `what does § cover besides deployment?`"""

from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, PhaseCode
from server.query import Query
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import marked
from server.understanding.words.wordlist import phrases

_BESIDES = phrases(
    r"""
    (?:besides|other than|apart from|aside from|beyond|in addition to|on top of|except(?: for)?)(?: the)? ¤+
    (?:every|any)(?:where|thing) (?:but|except(?: for)?|save) (?:in |for )?(?:the )?¤+
    (?:every phase|all(?: the)? phases) (?:but|except(?: for)?|save) (?:in |for )?(?:the )?¤+
    (?:cover|do|serve|support|touch|reach|handle|for|in|on) more than (?:just |only )?(?:the )?¤+
    elsewhere than (?:in |for )?(?:the )?¤+
    """
)
_ELSE = phrases(
    r"(?:(?:every|any|some)(?:where|thing)|nothing|elsewhere|what|more(?= than)|any(?: other)? phases?)(?: else)?"
)
# `… or just that?` asks for them all.
_OR_ALONE = phrases(r"or (?:(?:is|was) (?:that|this|it)|(?:just|only|nothing but) (?:that|this|it|¤+))")


def read_spared(signals: Signals) -> Query | None:
    """The phases of the one named that are not set aside; None where none is."""
    named = (*signals.tools, *signals.roles)
    asks = signals.target.noun == "phases" or signals.says(_ELSE)
    masked = marked(signals.text, signals.mentions)
    if len(named) != 1 or not asks or not _BESIDES.search(masked):
        return None
    if _OR_ALONE.search(masked):
        return Query(select="phases", named=named)
    aside = [PhaseCode(code) for code in signals.phases]
    every = dict.fromkeys((*MAIN_PHASES, *TABLE_IV_COLUMNS))
    left = tuple(code for code in every if not any(code.meets(out) for out in aside))
    return Query(select="phases", named=named, phases=left)
