"""What several come to together: `a data engineer and X, what is the monthly total?`, `is X plus Y cheaper than Z?`"""

import re
from itertools import pairwise

from server.conditions import Named
from server.query import Measure, Query, Select
from server.understanding.pieces.headcount import on_basis
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.signals import Signals, distinct
from server.understanding.readings.named import sums, team_counts
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_EVERYTHING = phrases("everything|all (?:of it|that|of that|in all)|the lot|overall|bill")
# `a § and two §`, `a §, plus the licence of §`; not `§ for a §`, which tells who uses it.
_JOINED = re.compile(r"(?:,|&|\b(?:and|plus|with)\b)")
_USED = re.compile(r"[.?!;]|\b(?:for|by|in|or|than|who|that|which|as|how|what|needs?|us(?:e|es|ing)|wants?)\b")
# `stack one: §, §. Stack two: §, §.`
_GROUP = (
    r"(?:stacks?|options?|sets?|teams?|plans?|packages?|bundles?|variants?|combos?|combinations?|lists?|groups?|offers?"
    r"|alternatives?|scenarios?|crews?|squads?|choices?|proposals?|set-?ups?|tool ?chains?|baskets?|kits?)"
)
_LABEL = re.compile(
    rf"\b(?:{_GROUP} (?:number |no\.? ?)?(?:one|two|[12ab]|i{{1,2}})|(?:first|second|other) {_GROUP})"
    r"\s*(?:[:=(–-]|is\b|has\b)"
    r"|(?:^|(?<=[.;,:] ))[12ab][:)]"
)
_AGAINST = re.compile(r"\b(?:than|versus|vs\.?|against|or|with|(?:compared|next) to)(?!\w)")
_LISTED = re.compile(r"(?:[\s,;&()]|\b(?:and|plus|with|as well as|together|an?|the|one|two|three|both)\b)*")
_ADDED = re.compile(r"\bplus\b|&")
_TOGETHER = phrases(
    rf"together(?! with)|combined|in (?:total|sum)|total|summed up|as a (?:bundle|package|team|set)|{_GROUP}"
)
_LESS = (ask.COMPARATIVE, ask.EARNS_LESS, ask.MIN)
_MORE = (ask.DEARER, ask.EARNS_MORE, ask.MAX)


def read_bill(signals: Signals) -> Query | None:
    """The prices of the tools and the wages of the roles that are named side by side, where their sum is asked for."""
    if not signals.tools or not signals.roles or signals.target.noun is not None or signals.pieces:
        return None
    everything = signals.says(_EVERYTHING) and signals.says(ask.COST, ask.WAGE)
    if not _side_by_side(signals) or not (everything or sums(signals, (*signals.tools, *signals.roles))):
        return None
    prices, wages = (_sum(signals, "tools", signals.tools), _sum(signals, "roles", signals.roles))
    return prices.beside((wages,))


def read_bills(signals: Signals) -> Query | None:
    """Which of two groups of names comes to less or to more, or how far they lie apart."""
    told = signals.of(signals.whole or signals.text)
    named = told.tools or told.roles
    asks = signals.says(*_LESS, *_MORE, ask.MARGIN, ask.DIFFERENCE) or (
        signals.says(ask.COMPARE) and signals.says(ask.COST, ask.WAGE)
    )
    if not asks or len(named) < 3 or (told.tools and told.roles) or told.stated:
        return None
    first = _labelled(told) or _set_against(told)
    others = tuple(name for name in named if name not in first)
    if not first or not others:
        return None
    measure: Measure = "min" if signals.says(*_LESS) else "max" if signals.says(*_MORE) else "compare"
    select: Select = "tools" if told.tools else "roles"
    query = Query(select=select, measure=measure, named=(*first, *others), by=DEFAULT[select])
    team = team_counts(told, query.named)
    return query.model_copy(update={"team": team, "within": Named(names=first)})


def _labelled(told: Signals) -> tuple[str, ...]:
    """Those that stand behind the first of two labels."""
    labels = [match.end() for match in _LABEL.finditer(told.masked)]
    mentions = [mention for mention in told.mentions if mention.kind in ("tool", "role")]
    if len(labels) != 2 or not mentions or mentions[0].start < labels[0]:
        return ()
    return distinct(mention.name for mention in mentions if mention.start < labels[1])


def _set_against(told: Signals) -> tuple[str, ...]:
    """Those of two lists that stand before the one word that sets them against each other."""
    mentions = [mention for mention in told.mentions if mention.kind in ("tool", "role")]
    between = [told.masked[a.end : b.start] for a, b in pairwise(mentions)]
    compares = told.says(ask.COMPARE)  # then `with` sets apart
    listed = [_LISTED.fullmatch(said) and not (compares and " with " in said) for said in between]
    apart = [place for place, alike in enumerate(listed) if not alike]
    if len(apart) != 1 or not _AGAINST.search(between[apart[0]]):
        return ()
    joined = between[: apart[0]] + between[apart[0] + 1 :]
    if not told.says(_TOGETHER) and not any(_ADDED.search(said) for said in joined):
        return ()
    return distinct(mention.name for mention in mentions[: apart[0] + 1])


def _sum(signals: Signals, select: Select, named: tuple[str, ...]) -> Query:
    team = team_counts(signals, named)
    query = Query(select=select, measure="sum", named=named, by=DEFAULT[select], team=team)
    return on_basis(query, signals.masked)


def _side_by_side(signals: Signals) -> bool:
    """Whether a role and a tool stand in one list."""
    named = [mention for mention in signals.mentions if mention.kind in ("tool", "role")]
    between = [signals.masked[a.end : b.start] for a, b in pairwise(named) if a.kind != b.kind]
    return any(_JOINED.search(said) and not _USED.search(said) for said in between)
