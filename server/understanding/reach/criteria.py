"""Tools warded off without a criterion: nothing in the tables tells which ones are bad."""

from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import phrases

_BAD = phrases(
    r"""
    (?:not|never|\w+n['’]t) (?:be )?(?:recommend\w*|suggest\w*|advis\w*|propose|pick|choose|buy|touch)
    (?:should|must|better|ought to|do) (?:we|i|one|you|a \w+|small \w+)? ?(?:avoid|skip|stay away from|steer clear of)
    (?:bad|poor|wrong|terrible|unwise) (?:choices?|picks?|ideas?|fits?|options?|tools?)|overkill|too much for|unsuitable
    (?:avoid|steer clear of|stay away from|keep away from|advise against|recommend against|warn against)
    """
)
QUESTION = (
    "What should count against a tool: its price, that it is not open source, or the phases that it leaves out? "
    "Table IV tells no more of a tool."
)


def criterion_doubt(signals: Signals) -> str | None:
    """The question to ask back where tools are warded off and nothing says by what."""
    if signals.target.noun != "tools" or signals.tools or signals.phases or signals.stated:
        return None
    return QUESTION if signals.says(_BAD) else None
