"""Phases by how many tools or roles they have: `the phases with more than ten tools`."""

import re

from server.query import Attribute, Query
from server.understanding.bounds import SIGNS
from server.understanding.signals import Signals
from server.understanding.stated_counts import NUMBER, count_of

_SIGN = "more than|over|at least|no fewer than|exactly|fewer than|less than|under|at most|no more than|up to"
_POPULATED = re.compile(
    rf"\b(?:(?P<sign>{_SIGN}) )?{NUMBER} (?:(?P<early>or more|or fewer|or less) )?"
    r"(?:different |distinct )?(?P<kind>tools?|products?|roles?|jobs?|people|positions?)\b"
    r"(?: (?P<late>or more|or fewer|or less))?"
)


def read_populated(signals: Signals) -> Query | None:
    """The phases that have so many tools or roles; None where no number bounds them."""
    match = _POPULATED.search(signals.masked, signals.target.end)
    if match is None or signals.target.noun != "phases" or signals.phases or signals.tools or signals.roles:
        return None
    if re.search(r"\b(?:not|no|even)\s$", signals.masked[: match.start()]):
        return None  # `not one tool`
    said = match["sign"] or match["early"] or match["late"]
    by: Attribute = "tool_count" if match["kind"].startswith(("tool", "product")) else "role_count"
    return Query(select="phases", by=by, comparison=SIGNS.get(said or "", "="), amount=count_of(match["n"]))
