"""What an amount is enough for: what is left of it after what is named, and how long or for how many it lasts."""

import re

from server.conditions import Costs, Earns
from server.query import Combine, Measure, Query, Select
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.signals import Signals
from server.understanding.readings.named import limit_of, team_counts
from server.understanding.words.wordlist import phrases

_I = r"(?:i|we|you|they|it|that|this|those|these|one|me|us|my \w+|our \w+|the \w+)"
_MUCH = (
    r"(?:what(?:['’]?s| is| are)?|how (?:much|many|far|big|large)|which|whether|anything|something|any|is there"
    r"|will there)"
)
# `what's left?`, `how much would remain?`, `how much headroom is there?`
LEAVES = phrases(
    rf"""
    {_MUCH}\b[^.?!;]*?\b(?:left(?:[- ]?overs?)?|remain(?:s|ing|der)?)(?=\W*$|[,.;?!]| (?:now|then|over|after|of
    |from|in|for|if|once|when|to|each|per|a|every|with|on)\b)
    {_MUCH}\b[^.?!;]*?\bover(?=\W*$|[,.;?!])
    {_MUCH} (?:\w+ )?(?:do|does|did|would|will) {_I}(?: \w+)? leave
    (?:by )?how (?:much|far) (?:\w+ )?(?:do|does|did|would|will|are|is) {_I} (?:\w+ )?(?:overshoot|over|under|exceed
    |miss|too high|too much|short|off|beyond|above|below)
    {_MUCH}\b[^.?!;]*?\b(?:headroom|leeway|slack|wiggle room|breathing room|room|unspent|spare|surplus|shortfall|balance
    |remaining|leftovers?)
    {_MUCH} (?:\w+ )?(?:do(?:es)?|did|have|has|will|would|can|could) {_I} (?:\w+ )?still (?:\w+ ){{0,3}}?(?:got|have|has
    |spend|use|own)
    {_MUCH} (?:\w+ )?(?:have|has) {_I} (?:still )?got(?: left| still)?|still (?:got|have|has)(?=\W*$)
    {_MUCH} (?:\w+ )?(?:can|could|may|do|does|would|will) (?:{_I} )?still (?:be )?(?:spend|spent|have|afford)
    what(?:['’]?s| is| would be| remains of) the (?:rest|remainder|leftover|balance|change)
    how (?:far|much) (?:\w+ )?(?:under|over|below|above|short of|beyond|within) (?:the |our |my |that )?(?:budget
    |limit|cap|ceiling|it)
    (?:remaining|leftover|left-over|unspent) (?:budget|money|amount|sum|funds|cash|dollars)
    (?:the |an? )?(?:leftovers?|remainder)(?=\W*$)
    """
)
FITS = phrases(
    r"fit(?:s|ting)?|within|inside|enough|afford\w*|still (?:ok|okay|fine|in|below|under)|exceed\w*|suffic\w+"
    r"|stay(?:s|ing)? (?:under|below)|(?:over|under) (?:the )?budget|oversho\w+|overspen[dt]"
    r"|(?:does|do|will|would) (?:that|this|it|they) (?:work|go)(?: out)?|possible|doable|feasible"
)
_OPENLY = phrases("which|what|who|how")
_BY_HOW_MUCH = phrases(r"by how much|how much (?:over|under|too much|short)|how far (?:over|under|above|below)")
# What is left of a lifecycle, and not of a budget.
OF_PHASES = phrases(r"phases?|stages?|lifecycle|uncovered|cover(?:s|ed|age)?|gaps?|columns?")
MONTHS = phrases(
    r"""
    (?:for )?how (?:many|much) (?:\w+ )?(?:months?|years?)(?! of)|number of (?:\w+ )?months
    how long\b[^.?!]*\b(?:lasts?|keep|afford|pay|employ|fund|finance|run|hold|suffice|enough|carry|hire|retain|support
    |sustain)
    until (?:the |my |our |that )?(?:money|budget|cash|pot|amount|it|funds?) (?:runs? (?:out|dry)|is (?:gone
    |used up|spent|empty))
    """
)
_HEADS = re.compile(
    r"\bhow many (?:full[- ]time |more |such )?§+[^.?!]*\b(?:afford|hire|employ|pay|paid|fund|finance|fit|get|have|keep"
    r"|buy|enough|cover|support|recruit)\w*"
    r"|\b(?:afford|hire|employ|pay for|fund|finance) how many §"
)
_COUNTS = re.compile(r"\bhow many (?!dollars|bucks|usd)")
_NEEDS = phrases("need(?:s|ed)?|should|must|ought|recommend\\w*|typical\\w*|usual\\w*")


def read_budget(signals: Signals) -> Query | None:
    """What is left of an amount, or how far it goes; the amount and the names may be told in any sentence."""
    asked = _measure(signals)
    if asked is None or signals.target.noun == "phases":
        return None
    told = signals.of(signals.whole or signals.text)
    select: Select = "tools" if told.tools else "roles"
    named = told.tools or told.roles
    if not named or (told.tools and told.roles) or (signals.says(_COUNTS) and asked == "sum"):
        return None
    query = budget(told, select, named, asked)
    return query.model_copy(update={"combine": "any"}) if query is not None and _only_fits(signals) else query


def budget(told: Signals, select: Select, named: tuple[str, ...], asked: Measure) -> Query | None:
    """What the amount that is told is enough for; None where none is told, or more than one."""
    limit = limit_of(told, select)
    if limit is None or (asked == "heads" and (select != "roles" or len(named) > 1)):
        return None
    team = () if asked == "heads" else team_counts(told, named)
    combine: Combine = "minus" if asked == "sum" else "any"
    by = DEFAULT[select]
    return Query(select=select, measure=asked, named=named, by=by, team=team, amount=limit, combine=combine)


def _measure(signals: Signals) -> Measure | None:
    """What is asked of an amount: what is left (as a sum within it), for how long it lasts, for how many."""
    if not any(isinstance(piece.condition, Costs | Earns) for piece in signals.of(signals.whole).stated):
        return None
    if signals.says(_HEADS) and not signals.says(_NEEDS):
        return "heads"
    if signals.says(MONTHS):
        return "months"
    leaves = signals.says(LEAVES) or (signals.says(_BY_HOW_MUCH) and signals.says(FITS)) or _only_fits(signals)
    return "sum" if leaves and not signals.says(OF_PHASES) else None


def _only_fits(signals: Signals) -> bool:
    """Whether it is asked no more than whether several keep to an amount that was told in a sentence before."""
    several = len(signals.tools or signals.roles) > 1
    asks = signals.says(FITS) and not signals.says(LEAVES, _BY_HOW_MUCH, _OPENLY)
    return several and asks and not signals.stated
