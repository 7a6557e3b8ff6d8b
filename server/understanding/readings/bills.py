"""What people and tools come to together: `a data engineer and X, what is the monthly total?`"""

import re
from itertools import pairwise

from server.query import Query, Select
from server.understanding.pieces.headcount import on_basis
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.signals import Signals
from server.understanding.readings.named import sums, team_counts
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_EVERYTHING = phrases("everything|all (?:of it|that|of that|in all)|the lot|overall|bill")
# `a § and two §`, `a §, plus the licence of §`; not `§ for a §`, which tells who uses it.
_JOINED = re.compile(r"(?:,|&|\b(?:and|plus|with)\b)")
_USED = re.compile(r"[.?!;]|\b(?:for|by|in|or|than|who|that|which|as|how|what|needs?|us(?:e|es|ing)|wants?)\b")


def read_bill(signals: Signals) -> Query | None:
    """The prices of the tools and the wages of the roles that are named side by side, where their sum is asked for."""
    if not signals.tools or not signals.roles or signals.target.noun is not None or signals.pieces:
        return None
    everything = signals.says(_EVERYTHING) and signals.says(ask.COST, ask.WAGE)
    if not _side_by_side(signals) or not (everything or sums(signals, (*signals.tools, *signals.roles))):
        return None
    prices, wages = (_sum(signals, "tools", signals.tools), _sum(signals, "roles", signals.roles))
    return prices.beside((wages,))


def _sum(signals: Signals, select: Select, named: tuple[str, ...]) -> Query:
    team = team_counts(signals, named)
    query = Query(select=select, measure="sum", named=named, by=DEFAULT[select], team=team)
    return on_basis(query, signals.masked)


def _side_by_side(signals: Signals) -> bool:
    """Whether a role and a tool stand in one list."""
    named = [mention for mention in signals.mentions if mention.kind in ("tool", "role")]
    between = [signals.masked[a.end : b.start] for a, b in pairwise(named) if a.kind != b.kind]
    return any(_JOINED.search(said) and not _USED.search(said) for said in between)
