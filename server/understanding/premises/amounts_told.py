"""Claims about amounts: on another basis than the table's, how far two lie apart, which are of the tables at all."""

import re

from corpus.catalogue import Catalogue
from server.conditions import Costs, Covers, Earns, OpenSource, Priced
from server.conjunctions import affirmed
from server.query import Attribute, Query
from server.understanding.pieces.relations import compared
from server.understanding.pieces.signals import Signals
from server.understanding.premises.absence import subject_of
from server.understanding.words import cues as ask

# `$11,509 a year`, `$390 per head`
_YEARLY = (
    r"(?:(?:a|an|per|each|every|/) ?(?:year|annum|quarter|week|fortnight|day|hour)|yearly|annually|weekly|daily|hourly)"
)
_HEAD = (
    r"(?:users?|heads?|seats?|persons?|people|capita|developers?|members?|employees?|engineers?|colleagues?"
    r"|licen[cs]es?)"
)
_EACH = rf"(?:(?:a|an|per|each|every|/|for (?:a|one|each|every)(?: single)?) ?{_HEAD}|apiece|each)"
_ON = re.compile(
    rf"\$?\b(?P<usd>\d[\d,]*)(?: dollars| usd| bucks)?,? (?:(?:a|per) month,? )?(?:(?P<span>{_YEARLY})"
    rf"|(?P<head>{_EACH}))\b"
)
# Offers that Table IV does not print, and sums that are no price.
_OFFERED = re.compile(
    rf"\$?\d[\d,.]* ?(?:million|billion|bn|mn|m)\b|\b(?:plans?|tiers?|editions?|trials?|accounts?|start(?:s"
    rf"|ing)? (?:at|from)|from \$|up to"
    rf"|(?:a|an|per|each|every|/) ?(?:{_HEAD}|hours?|gb|tb|nodes?|hosts?|requests?|tokens?|days?|weeks?|years?)"
    rf"|(?:for|of) (?!ten\b|10\b)\d+ {_HEAD})\b"
)
# The table is of its day: what became of it since is for the cards to say.
_SINCE = re.compile(
    r"\b(?:no longer|any ?(?:more|longer)|once|originally|used to|until|formerly|previously|since \d{4}|in (?:19"
    r"|20)\d\d|last year"
    r"|recently|meanwhile|became|turned|went|got|changed|moved|switched|would|could|may|might)\b"
)
_TICKED = re.compile(
    r"\b(?:tick\w*|mark(?:s|ed)?|cross(?:es|ed)?|columns?|listed|filed|print(?:s|ed)|phases?|stages?|table|figure"
    r"|belongs?|covers?|covering|stands?|sits?|falls?"
    r"|takes? part|taking part|works? in|(?:is|are|being) (?:also |only |just )?(?:in|under) (?:the )?§)"
)


_EDITION = re.compile(
    r"\b(?:free|community|enterprise|paid|starter|pro|premium) (?:plan|tier|edition|trial|account)s?\b"
    r"|\$\d[\d,.]* (?:plan|tier|edition)s?\b"
)


def tells_of_tables(signals: Signals) -> bool:
    """Whether all that a claim in passing says of a name is what a row of the tables holds."""
    kinds = [affirmed(piece.condition) for piece in signals.pieces]
    if _OFFERED.search(signals.masked) and any(isinstance(kind, Costs | Priced | Earns) for kind in kinds):
        return False
    if any(isinstance(kind, OpenSource) for kind in kinds) and _SINCE.search(signals.masked):
        return False
    if any(isinstance(kind, Covers) for kind in kinds) and not _TICKED.search(signals.masked):
        return False
    return bool(kinds) or signals.says(ask.MIN, ask.MAX) or _sets_against(signals)


def _sets_against(signals: Signals) -> bool:
    named, select = subject_of(signals)
    return select in ("tools", "roles") and compared(signals, select, named) is not None


def tells_of_plans(signals: Signals) -> bool:
    """Whether a claim in passing speaks of plans and editions, of which Table IV prints one price."""
    return signals.says(_EDITION)


def misbased(signals: Signals) -> Query | None:
    """`$11,509 a year for §`, `§ at $390 per head`: the table's own amount on another basis."""
    named, select = subject_of(signals)
    if len(named) != 1 or select == "maturity" or ask.DENIED.search(signals.masked):
        return None
    return wrongly_based(signals.catalogue, named[0], signals.masked)


def wrongly_based(catalogue: Catalogue, name: str, masked: str) -> Query | None:
    """The amount of a name as printed, where a text tells the same figure on another basis than the tables'."""
    amounts = {int(found["usd"].replace(",", "")): found for found in _ON.finditer(masked)}
    role = catalogue.roles.get(name)
    printed = role.monthly_wage_usd if role else catalogue.tools[name].cost.usd
    said = amounts.get(int(printed)) if printed else None
    if said is None or (role and not said["span"]):
        return None
    return Query(select="roles" if role else "tools", measure="describe", named=(name,), premise=True)


_BY_HOW_MUCH = re.compile(
    r"\bby (?:how (?:much|many)|what|which)\b|\bhow (?:much|many dollars|far)(?= [^?]*\b(?:more|less|dearer|cheaper"
    r"|higher|lower|pricier"
    r"|above|below|better|worse|ahead|beats?|tops?|out-?earns?|undercuts?|exceeds?)\b)"
)
_UP = re.compile(
    r"\b(?:more|dearer|higher|pricier|costlier|above|better|ahead|beats?|tops?|surpass\w*|outstrips?|out-?earns?"
    r"|outprices?|exceeds?)\b"
)
_DOWN = re.compile(r"\b(?:less|cheaper|lower|below|behind|worse|undercuts?|under)\b")
_THAN = re.compile(r"\b(?:than|above|below|ahead of|behind|under) (?:the |an? |that of (?:the |an? )?)?$")


# These set one against the other by themselves.
_OUTDOES = re.compile(r"\b(?:beats?|tops?|surpass\w*|outstrips?|out-?earns?|outprices?|exceeds?|undercuts?)\b")
# Neither is it taken for granted, nor of amounts.
_UNSURE = re.compile(r"\b(?:or|if|whether|phases?|tools)\b")


def misgraded(signals: Signals) -> Query | None:
    """`by how much does § beat §?`, of two of which the first has not more than the second."""
    asked = _BY_HOW_MUCH.search(signals.masked)
    named, select = subject_of(signals)
    if asked is None or len(named) != 2 or select == "maturity" or signals.says(_UNSURE):
        return None
    up, down = _UP.search(signals.masked, asked.end()), _DOWN.search(signals.masked, asked.end())
    behind = [m.name for m in signals.mentions if m.name in named and _THAN.search(signals.masked[: m.start])]
    if bool(up) == bool(down) or not (behind or signals.says(_OUTDOES)):
        return None
    subject, other = named[::-1] if behind[:1] == [named[0]] else named
    more, less = (_amount(signals, name) for name in ((subject, other) if up else (other, subject)))
    if more is None or less is None or more > less:
        return None
    by: Attribute = "wage" if select == "roles" else "cost"
    return Query(select=select, measure="compare", named=(subject, other), by=by, premise=True)


def _amount(signals: Signals, name: str) -> float | None:
    role = signals.catalogue.roles.get(name)
    return role.monthly_wage_usd if role else signals.catalogue.tools[name].cost.usd
