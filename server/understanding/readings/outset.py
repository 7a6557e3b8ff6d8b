"""Whether tools are to be recommended to somebody who tells just where the team stands and what it may spend."""

from server.conditions import Costs
from server.terms import terms
from server.understanding.pieces.explained import left_over
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_TOOLS = r"(?:tools?|tooling|software|products?|technolog(?:y|ies))"
_USE = r"(?:use|pick|take|choose|select|adopt|need|buy|get|recommend|suggest|propose|advise|start|begin|go|have)"
_RECOMMENDED = phrases(
    rf"""
    (?:which|what)(?: \w+){{0,3}}? (?:do|would|should|could|shall|must)(?!(?: \w+)? not\b)(?: \w+){{1,6}}? {_USE}
    (?<!not )(?:recommend|suggest|propose|advise)(?: \w+){{0,5}}? {_TOOLS}
    {_TOOLS}(?: \w+)? (?:needed|required|necessary|recommended)
    help (?:me|us) (?:\w+ )?(?:choose|pick|select)|what does it take
    (?:budget|spend)[^?]*(?:which|what) {_TOOLS}
    """
)
# A budget, or that it is all about MLOps and only begins.
_BEGINNING = phrases(
    r"ml ?ops|from scratch|get(?:ting)? started|start(?:s|ing|ed)?(?: out)?|begin(?:s|ning|ners?)?|start-?ups?|new to"
    r"|end[- ]to[- ]end|team of \w+"
    r"|(?:small|tiny|little|young|medium|large|big)(?:[- ]sized)? (?:team|company|business|firm|group|organi[sz]ation)"
)
_PEOPLE = phrases(
    r"roles?|positions?|hir(?:e|es|ing)|recruit\w*|employ\w*|staff(?:ed|ing)?|wages?|salar(?:y|ies)|payroll"
)
_AT_MOST = ("=", "<", "<=")
# Who asks, and at what moment: nothing that a tool is to do.
_SETTING = frozenset(
    terms(
        """
        stack startup start-up scratch small tiny little young medium large big company business firm group organization
        organisation sized new beginner beginning begin engineer developer scientist data ml ideal typical basic setup
        tooling machine learning end team
        """
    )
)


def at_the_outset(signals: Signals) -> bool:
    """`what tools do we need to start with MLOps?`, `5 people, $2,000 a month: what should we use?`"""
    told = signals.of(signals.whole or signals.text)
    if told.phases or told.tools or told.roles or told.in_names or not _SETTING.issuperset(left_over(told)):
        return False
    if not signals.says(_RECOMMENDED) or signals.says(_PEOPLE, ask.COUNT, ask.WHY, ask.MIN, ask.MAX):
        return False
    return _may_spend(told) or told.says(_BEGINNING)


def _may_spend(told: Signals) -> bool:
    limits = [piece.condition for piece in told.stated if isinstance(piece.condition, Costs)]
    return any(limit.usd > 0 and limit.comparison in _AT_MOST for limit in limits)
