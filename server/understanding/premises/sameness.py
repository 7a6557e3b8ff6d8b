"""Claims that named tools or roles are alike, differ, or differ by an amount, and that a tool has an open licence."""

import re

from server.conditions import OpenSource
from server.query import Attribute, Query
from server.understanding.pieces.signals import Signals
from server.understanding.premises.absence import subject_of
from server.understanding.words import cues as ask

_ALIKE = re.compile(r"\b(?:same|shared?|shares|sharing|identical|equal\w*|alike|common)\b")
_UNLIKE = re.compile(r"\b(?:different|differ(?:s|ing)?|distinct|separate|unequal|not the same|another)\b")
_CODE = re.compile(r"\b(?:dol|codes?|titles?|occupations?|classification|classified)\b")
_PAY = re.compile(r"\b(?:wages?|salar(?:y|ies)|pay|paid|earn\w*|income|price[ds]?|costs?|pric\w+)\b")


def misclassified(signals: Signals) -> Query | None:
    """`§ and § have different DOL codes`, `§ and § cost the same`."""
    named, select = subject_of(signals)
    alike, unlike = bool(_ALIKE.search(signals.masked)), bool(_UNLIKE.search(signals.masked))
    if len(named) < 2 or select == "maturity" or alike == unlike or signals.pieces:
        return None
    by: Attribute | None = None
    if select == "roles" and _CODE.search(signals.masked):
        by, values = "dol_code", {signals.catalogue.roles[name].dol_code for name in named}
    elif not _PAY.search(signals.masked):
        return None
    elif select == "roles":
        by, values = "wage", {str(signals.catalogue.roles[name].monthly_wage_usd) for name in named}
    else:
        by, values = "cost", {signals.catalogue.tools[name].cost.printed for name in named}
    same = alike != bool(ask.DENIED.search(signals.masked.replace("not the same", " ")))
    if (len(values) == 1) == same:
        return None
    return Query(select=select, measure="attribute", named=named, by=by, premise=True)


_MARGIN = re.compile(
    r"\$(?P<usd>\d[\d,]*)(?: (?:a|per) month)?"
    r" (?:(?P<more>more|dearer|higher|above|better|pricier)|less|cheaper|lower|below|fewer)\b"
)


def mismeasured(signals: Signals) -> Query | None:
    """`§ is $100 dearer than §`, where it is dearer by another amount or not at all."""
    margin = _MARGIN.search(signals.masked)
    named, select = subject_of(signals)
    if margin is None or len(named) != 2 or select == "maturity" or ask.DENIED.search(signals.masked):
        return None
    roles, tools = signals.catalogue.roles, signals.catalogue.tools
    first, second = (roles[name].monthly_wage_usd if select == "roles" else tools[name].cost.usd for name in named)
    if first is None or second is None:
        return None
    stated = int(margin["usd"].replace(",", ""))
    if first - second == (stated if margin["more"] else -stated):
        return None
    by: Attribute = "wage" if select == "roles" else "cost"
    return Query(select=select, measure="compare", named=named, by=by, premise=True)


# Licences that make what is under them open source.
_OPEN_LICENCE = re.compile(
    r"(?:§+ (?:is|was|being|comes?|has|carries|stands|runs|has been)|^\W*(?:is|was|does) (?:the )?§+)"
    r"(?: \w+){0,2}? (?:(?:under|with|by) )?(?:an? |the )?"
    r"(?:(?:mit|apache|a?l?gpl\w*|gnu|bsd|mozilla|mpl|eclipse|isc)\b[\w. -]{0,20}?\blicen[cs]\w*"
    r"|(?:licen[cs]ed|released|published|distributed) under (?:the |an? )?"
    r"(?:mit|apache|a?l?gpl\w*|gnu|bsd|mozilla|mpl)\b"
    r"|(?:mit|apache|a?l?gpl|bsd|mpl)(?=\W*$))"
)


def mislicensed(signals: Signals) -> Query | None:
    """`§ is under the MIT licence`, of a tool that is not ticked as open source."""
    if len(signals.tools) != 1 or signals.roles or ask.DENIED.search(signals.masked):
        return None
    if not _OPEN_LICENCE.search(signals.masked) or signals.catalogue.tools[signals.tools[0]].open_source:
        return None
    return Query(select="tools", measure="check", named=signals.tools, where=OpenSource(), premise=True)
