"""Phases set against each other: `are there more tools for D or for M?`"""

import re

from corpus.vocabulary import PhaseCode
from server.query import Query
from server.understanding.signals import Signals
from server.understanding.target import marked

_KINDS = r"tools?|tooling|products?|roles?|jobs?|people|staff"
_SIGNS = r"more|most|fewer|fewest"
_EITHER = r"\b(?:or|than|vs\.?|versus)\b"
_RIVALS = re.compile(
    rf"\b(?P<sign>{_SIGNS}) (?P<kind>{_KINDS})\b.*?¤.*?{_EITHER}.*?¤"
    rf"|¤.*?{_EITHER}.*?¤.*?\b(?P<sign_behind>{_SIGNS}) (?P<kind_behind>{_KINDS})\b"
)


def read_rivals(signals: Signals) -> Query | None:
    """Which of the phases named has the most or the fewest tools or roles."""
    if len(signals.phases) < 2 or signals.tools or signals.roles:
        return None
    rivals = _RIVALS.search(marked(signals.text, signals.mentions))
    if rivals is None:
        return None
    most = (rivals["sign"] or rivals["sign_behind"]).startswith("mo")
    of_tools = (rivals["kind"] or rivals["kind_behind"]).startswith(("tool", "product"))
    return Query(
        select="phases",
        measure="max" if most else "min",
        by="tool_count" if of_tools else "role_count",
        phases=tuple(PhaseCode(code) for code in signals.phases),
    )
