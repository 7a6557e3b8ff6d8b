"""Phases by how many tools or roles they have: `the phases with more than ten tools`, `shared by two of these`."""

import re

from server.conditions import Comparison, Named
from server.query import Attribute, Query
from server.understanding.pieces.signals import Signals
from server.understanding.premises.stated_counts import NUMBER, count_of
from server.understanding.words.bounds import SIGNS

_SIGN = "more than|over|at least|no fewer than|exactly|only|just|fewer than|less than|under|at most|no more than|up to"
_POPULATED = re.compile(
    rf"\b(?:(?P<sign>{_SIGN}) )?{NUMBER} (?:(?P<early>or more|or fewer|or less) )?"
    r"(?:different |distinct )?(?P<kind>tools?|products?|roles?|jobs?|people|positions?)\b"
    r"(?: (?P<late>or more|or fewer|or less))?"
)
# `ticked by at least two of X, Y and Z`, `X, Y and Z: shared by two or more of them`
_OF_THE_NAMED = re.compile(
    rf"\b(?:(?P<sign>{_SIGN}) )?{NUMBER}(?: (?P<late>or more|or fewer|or less))? of (?:(?:an? |our |my |the )?§"
    r"|(?:them|these|those|the (?:three|four|five|six|seven|tools|roles|stack|team|named))\b)"
)
# Of two, one or both say it all.
_MANY = 3


def read_populated(signals: Signals) -> Query | None:
    """The phases that have so many tools or roles, or so many of those named; None where no number bounds them."""
    if signals.target.noun != "phases" or signals.phases:
        return None
    named = signals.tools or signals.roles
    if named:
        return _of_the_named(signals, named)
    match = _POPULATED.search(signals.masked, signals.target.end)
    if match is None or re.search(r"\b(?:not|no|even)\s$", signals.masked[: match.start()]):
        return None  # `not one tool`
    said = match["sign"] or match["early"] or match["late"]
    by: Attribute = "tool_count" if match["kind"].startswith(("tool", "product")) else "role_count"
    return Query(select="phases", by=by, comparison=SIGNS.get(said or "", "="), amount=count_of(match["n"]))


def _of_the_named(signals: Signals, named: tuple[str, ...]) -> Query | None:
    match = _OF_THE_NAMED.search(signals.masked)
    if match is None or len(named) < _MANY or (signals.tools and signals.roles):
        return None
    # Who wants them shared by two minds no third.
    plain: Comparison = ">=" if count_of(match["n"]) != 1 else "="
    sign = SIGNS.get(match["sign"] or match["late"] or "", plain)
    by: Attribute = "tool_count" if signals.tools else "role_count"
    return Query(select="phases", by=by, where=Named(names=named), comparison=sign, amount=count_of(match["n"]))
