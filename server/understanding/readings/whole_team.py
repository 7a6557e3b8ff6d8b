"""Readings about everybody at once: one person in each role of Table III, and what MLOps costs as a whole."""

import re

from server.constraints import PlanConstraints
from server.query import Query
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_TEAM = r"(?:ml ?ops )?(?:team|crew|squad|staff|department)"
_EACH = r"(?:each|every|all(?: of)?(?: the)?(?: 13| thirteen)?)"
_ROLES = r"(?:ml ?ops )?(?:roles?|positions?|jobs?)"
_EVERYBODY = phrases(
    rf"""
    (?:complete|full|whole|entire|fully staffed) {_TEAM}
    (?:one|a|1|single) (?:\w+ )?(?:per|(?:for|in|of|from) {_EACH}(?: single)?) {_ROLES}
    one of {_EACH} {_ROLES}|{_EACH} {_ROLES}(?: \w+){{0,6}} (?:once|one each|staffed|filled)
    (?:everybody|everyone|{_EACH} {_ROLES}) (?:in|of|from|on) (?:the )?table(?: iii| 3)?
    (?:staff|fill|hire|employ|cast)(?:s|e?d|ing)? {_EACH} {_ROLES}
    """
)
_CHOOSES = phrases(r"smallest|leanest|minimal|minimum|cheapest|fewest|least|cover\w*|phases?|lowest|best|which|need\w*")
# What moves costs is for the text to tell.
_MOVES = phrases(
    r"driv\w+|influenc\w+|determin\w+|reduc\w+|lower\w*|cut\w*|affect\w*|caus\w+|compar\w+|than|increas\w+|sav\w+"
)
_PAID = phrases(
    r"how much|pay\w*|spend\w*|budget\w*|money|bill|expens\w+|sum|set (?:us|me) back|run (?:us|me) (?:to|at)|\$"
)
_MLOPS = r"(?:(?:an?|the|our|your|any|with|doing|running|introducing|setting up|starting) )*ml ?ops"
_ENDS = (
    r"(?: (?:overall|altogether|in total|all in|as a whole|us|me|(?:per|a) (?:month|year)|set-?up|project|platform))*"
)
# Nothing stands beside MLOps that would narrow what is to be paid for.
_COSTS_OVERALL = re.compile(
    rf"(?:\bhow much (?:money )?(?:does|will|would|is|might|should|must|can) (?:\w+ ){{0,4}}?{_MLOPS}{_ENDS}"
    rf"(?: (?:cost|run|come|set|need|take|be)\b.*)?"
    rf"|\bwhat (?:does|will|would|might|is) (?:\w+ ){{0,6}}?{_MLOPS}{_ENDS}(?: (?:cost|run)\b.*)?"
    rf"|\bwhat (?:budget|money|sum) (?:\w+ ){{0,6}}?{_MLOPS}{_ENDS}"
    rf"|\bhow (?:expensive|costly|pricey) is {_MLOPS}{_ENDS}"
    rf"|\b(?:costs?|price|tco|total cost of ownership|budget|price tag|bill)\b(?: \w+){{0,4}} (?:of|for|to)"
    rf" (?:\w+ )?{_MLOPS}{_ENDS}(?:,? (?:with |for |including )?(?:both )?(?:tools|people) and (?:tools|people))?)"
    r"\W*(?:please\W*)?$"
)


def read_whole(signals: Signals) -> Query | None:
    """The wages of a complete team, or the least that tools and people come to; None for anything narrower."""
    if signals.tools or signals.roles or signals.phases or signals.titles:
        return None
    paid = signals.says(ask.COST, ask.WAGE, _PAID)
    if paid and signals.says(_EVERYBODY) and not signals.says(_CHOOSES, ask.COUNT, ask.MEAN, ask.YES_NO, ask.WHY):
        return Query(select="roles", measure="sum", by="wage")
    if signals.says(ask.COST) and not signals.says(ask.WHY, _MOVES) and _COSTS_OVERALL.search(signals.masked):
        plan = PlanConstraints(alternatives=0)
        team = Query(select="team", plan=PlanConstraints(hired=True))
        return Query(select="stack", plan=plan, also=(team, Query(select="roles", measure="sum", by="wage")))
    return None
