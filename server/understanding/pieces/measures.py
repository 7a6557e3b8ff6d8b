"""How a question over tools or roles measures them: by what, which extreme, how many of it."""

import re

from server.basis import Basis
from server.ordinals import ORDINAL, ordinal_of
from server.query import Attribute, Measure, Select
from server.understanding.pieces.headcount import read_basis, spans_alone
from server.understanding.pieces.pieces import NUMBERS
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask

DEFAULT: dict[Select, Attribute] = {"tools": "cost", "roles": "wage"}
_EXTREME = r"(?:the )?(?:very )?(?:\w+est|most|least|best|worst|top|bottom|last)\b"
_NEXT = re.compile(
    r"\brunners?[- ]up\b"
    r"|\bnext[- ]\w+est\b|\bnumber two\b|\bnext (?:price|cost|wage|one|step|rung|place)? ?(?:down|up|below"
    r"|above|lower|higher)\b"
    rf"|\b(?:second|2nd|next) (?:one )?(?:up |down )?(?:from|to|above|below|after|behind) {_EXTREME}"
    # `setting aside the lowest, who comes next?`
    rf"|\b(?:set|sets|setting|leave|leaving|put|putting) (?:aside|out) {_EXTREME}"
    rf"|\b(?:apart from|aside from|not counting|ignoring|after|besides|except(?: for)?)"
    rf" (?:the (?:\w+ ){{1,3}})?{_EXTREME}"
)
_NTH = re.compile(
    rf"\b(?P<n>{ORDINAL})[- ](?:\w+est|most|least|best|place|worst|top)\b"
    rf"|\b(?:is|comes|stands|sits|ranks|lies) (?:in |at |on )?(?:the )?(?P<at>{ORDINAL})\b"
    r"(?! (?:phase|stage|role|tool|one)s?\b)"
)
_SORTED = re.compile(
    r"\bfrom (?:the )?(?:cheapest|lowest|dearest|highest|most expensive|best paid"
    r"|least expensive)\b.*\b(?:to|down|up)\b"
    r"|\b(?:sort|order|rank)(?:ed|ing)? (?:them |these |it )?by\b|\b(?:ascending|descending)\b"
)
# `which is the cheaper one?` of those that are described
_ONE = r"(?:(?: [\w§-]+){0,2} (?:one|tool|product|option|choice|of (?:the two|them|these|those))\b|(?=\W*$))"
_THE_CHEAPER = re.compile(rf"\bthe (?:cheaper|less expensive|more affordable){_ONE}")
_THE_DEARER = re.compile(rf"\bthe (?:dearer|pricier|costlier|more expensive){_ONE}")
# `A, or B plus C?`, `A or B for 20 people?` is a choice.
EITHER = re.compile(r"§,? or (?:an? |the |rather |just )?§")
# `the two cheapest`, `top three`
TOP = re.compile(
    r"\b(?:the )?(?P<n>two|three|four|five|six|\d)\s+(?:cheapest|most|least|highest|lowest|best|priciest|costliest"
    r"|dearest|worst)|"
    r"\b(?P<k>two|three|four|five|six|\d) (?:of the )?(?:[\w§-]+ )?(?:tools|roles|jobs|products|positions|people)\b"
    r"(?=.*\b(?:cheapest|most|least|highest|lowest|best|priciest|dearest|worst)\b)|"
    r"\btop[- ](?P<m>\d|two|three|four|five)\b"
)
# `are all § tools open source?` is answered by how many of them are.
ARE_ALL = re.compile(r"^\W*(?:so )?(?:are|is|do|does|can|have) (?:all|every|each)\b")
_PHASES = re.compile(
    r"\b(?:phases?|stages?|parts? of the (?:\w+ )?cycle|coverage|versatil\w*|lifecycle|columns"
    r"|ticks|ticked|broadest|widest|narrowest)\b"
)
_BY_COST = re.compile(
    r"\b(?:cheap|expens|pric|cost|dear|affordable|pocket|bill|fees?\b|dollar|money|tags?\b|paid|pay)"
    r"|least[- ]expensive|\$"
)
# `the lowest one`: no noun of its own, so it is a wage; `the fewest tools`, `on top of it` are none.
_ALONE = re.compile(
    r"(?<!on )\b(?:lowest|highest|top|best|worst|bottom)\b"
    r"(?: (?:ones?|roles?|jobs?|persons?|in|of|for|among|two|three|four|five|\d)\b|\W*$|[,.?;])"
)
_RANGE = re.compile(
    r"\b(?:price|cost|wage|salary|pay) (?:range|span|spread|band)s?\b(?! (?:from|of|between) \$?\d)"
    r"|\b(?:gap|difference|spread|distance) between (?:the )?(?:best|highest|top|dearest|lowest|worst|cheapest)\b"
    r"[^?.!§]* and (?:the )?(?:best|highest|top|dearest|lowest|worst|cheapest|poorest)\b"
    r"|\brange of (?:the )?(?:\w+ )?(?:prices|costs|wages|salaries)\b"
)
_TITLE = re.compile(r"\btitles?\b|\bclassif\w+\b|\boccupations?\b(?! codes?\b)")


def measure_of(signals: Signals, select: Select) -> Measure:
    """List, count, sum or an extreme, for a question over a set."""
    if signals.says(_SORTED) and not TOP.search(signals.masked):
        return "list"
    if signals.says(ask.SHARE) or (len(signals.pieces) > 1 and signals.says(ARE_ALL)):
        return "share"
    if signals.says(ask.MEAN, ask.MEDIAN) and not signals.says(ask.BEYOND_AVERAGE):
        return "median" if signals.says(ask.MEDIAN) else "mean"
    ranks = (
        signals.says(ask.COST, ask.WAGE, _BY_COST) or by_phases(signals) or (select == "roles" and signals.says(_ALONE))
    )
    if (ranks and signals.says(ask.MIN) and signals.says(ask.MAX) and signals.says(ask.MARGIN)) or signals.says(_RANGE):
        return "spread"
    if signals.says(_NTH, _NEXT) and ranks:
        return "min" if signals.says(ask.MIN) else "max"
    one_of_the_described = bool(signals.pieces) and not signals.tools and not signals.roles
    if (ask.MIN.search(signals.unstated) and ranks) or (one_of_the_described and signals.says(_THE_CHEAPER)):
        return "min"
    if (ask.MAX.search(signals.unstated) and ranks) or (one_of_the_described and signals.says(_THE_DEARER)):
        return "max"
    added = signals.says(ask.TOTAL) and not signals.says(ask.IN_BETWEEN, r"\bhow many\b[^.;]*\bin total\b")
    if added and signals.says(ask.COST, ask.WAGE) and not _lists_together(signals):
        return "sum"
    return "count" if signals.says(ask.COUNT) else "list"


def extreme_of(signals: Signals, select: Select) -> Attribute:
    """What an extreme looks at."""
    if by_phases(signals):
        return "phases"
    return DEFAULT[select]


def by_phases(signals: Signals) -> bool:
    """Whether more or fewer phases are meant, and not a price within a phase."""
    if signals.says(ask.MORE_PHASES, ask.FEWER_PHASES, r"\bversatile\b"):
        return True
    extreme = ask.MAX.search(signals.masked) or ask.MIN.search(signals.masked)
    if extreme is None:
        return False
    near = signals.masked[extreme.start() : extreme.end() + 30]
    found = _PHASES.search(near)
    return bool(found) and not _BY_COST.search(near[: found.end()] if found else near) and not signals.says(ask.WAGE)


def rank_of(signals: Signals) -> tuple[int, int]:
    """`(2, 1)` for the second, `(1, 3)` for the top three."""
    nth = _NTH.search(signals.masked)
    rank = ordinal_of(nth["n"] or nth["at"]) if nth else 2 if signals.says(_NEXT) else 1
    top = TOP.search(signals.masked)
    return rank, number_of(top["n"] or top["m"] or top["k"]) or 1 if top else 1


def attribute_of(signals: Signals, select: Select) -> Attribute | None:
    """The column that a question about named ones wants to know."""
    if select == "roles":
        if ask.DOL.search(signals.lower):
            return "dol_title" if signals.says(_TITLE) else "dol_code"
        return "wage" if signals.says(ask.WAGE) or signals.mentions_cost or spans_alone(signals.masked) else None
    if signals.mentions_cost or (read_basis(signals.masked, roles=False) != Basis() and not signals.says(EITHER)):
        return "cost"
    return "licence" if signals.says(ask.LICENCE) else None


def number_of(word: str) -> int | None:
    """The number that a word or digits spell."""
    return NUMBERS[word] if word in NUMBERS else int(word) if word.isdigit() else None


def _lists_together(signals: Signals) -> bool:
    """`one combined list`, `all together please`: the set is one, nothing is added up."""
    return signals.says(r"\b(?:combined|joint) (?:list|set|selection)\b") or not signals.says(
        ask.WAGE,
        r"\bcost|\bpric|\bpay|\bbought|\bbuy|\b(?:a|per) month|\bsum\b|\bspend|\bbudget|\bbill"
        r"|\bhow much\b|\$|\bdollars?\b|\bmonthly\b|\bexpens|\bfees?\b|\bcharges?\b",
    )
