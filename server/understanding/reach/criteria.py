"""Tools warded off or chosen without a criterion: nothing in the tables tells which ones are bad, or best for all; and
people counted by an amount without their roles."""

from server.conditions import Costs, Earns
from server.constraints import LIFECYCLE
from server.understanding.pieces.doubt import Doubt
from server.understanding.pieces.explained import left_over
from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import phrases
from server.wording import phase_name

_BAD = phrases(
    r"""
    (?:not|never|\w+n['’]t) (?:be )?(?:recommend\w*|suggest\w*|advis\w*|propose|pick|choose|buy|touch)
    (?:should|must|better|ought to|do) (?:we|i|one|you|a \w+|small \w+)? ?(?:avoid|skip|stay away from|steer clear of)
    (?:bad|poor|wrong|terrible|unwise) (?:choices?|picks?|ideas?|fits?|options?|tools?)|overkill|too much for|unsuitable
    (?:avoid|steer clear of|stay away from|keep away from|advise against|recommend against|warn against)
    """
)
_CHOOSES = phrases(
    r"""
    best|better|ideal|right|recommend\w*|suggest\w*|advis\w+|favou?rite
    (?:should|shall|can|could|would|do) (?:we|i|one|you) (?:pick|choose|use|take|buy|adopt|get|try|start with)
    """
)
_ONE = phrases(r"which one|what one|which of (?:them|the two)|(?:what|which)(?:['’]s| is) (?:the )?better(?=\W*$)")
_CHOICE = frozenset(
    "good best right ideal recommend suggest advis favourit favorit pick choos adopt take get try start".split()
)
WARDED_OFF = (
    "What should count against a tool: that it is no longer offered, its price, that it is not open source, or the "
    "phases that it leaves out?"
)
_CHOSEN = "Best for what: which phase of the lifecycle, which budget, or what is to be done with it?"
_HEADS = phrases(
    r"""
    how many (?:\w+ )?(?:people|persons|roles|employees|heads|positions|staff) (?:can|could|may|do
    |would|will) (?:i|we|one|you) (?:\w+ )?(?:hire|afford|employ|pay|recruit)
    """
)
# What the tables, and sources since, may tell against a tool.
_AGAINST = (
    "Which tools are no longer offered?",
    "Which tools are the dearest?",
    "Which tools are not open source?",
    "Which tools cover the fewest phases?",
)


def wants_a_choice(signals: Signals) -> bool:
    """Whether one is to be chosen or recommended, for which cards say when to take which."""
    return signals.says(_CHOOSES)


def heads_doubt(signals: Signals) -> Doubt | None:
    """What to ask back where it is asked how many people an amount pays for, whatever their roles."""
    told = signals.of(signals.whole or signals.text)
    paid = any(isinstance(piece.condition, Costs | Earns) for piece in told.stated)
    if told.roles or told.tools or told.phases or not paid or not signals.says(_HEADS):
        return None
    wages = [role.monthly_wage_usd for role in signals.catalogue.roles.values()]
    span = f"from ${min(wages):,} to ${max(wages):,} a month"
    return Doubt(f"Which roles are they to have? What one of them earns differs: in Table III {span}.")


def criterion_doubt(signals: Signals) -> Doubt | None:
    """What to ask back where tools are warded off or chosen, and nothing says by what."""
    if signals.mentions or signals.stated or not (signals.target.noun == "tools" or signals.says(_ONE)):
        return None
    if signals.says(_BAD):
        return Doubt(WARDED_OFF, _AGAINST)
    if not (wants_a_choice(signals) and _CHOICE.issuperset(left_over(signals))):
        return None
    return Doubt(_CHOSEN, tuple(f"Which tool is best for {phase_name(signals.catalogue, code)}?" for code in LIFECYCLE))
