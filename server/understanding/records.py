"""Readings that ask for tools or roles: those that meet conditions, how many, which extreme, what together."""

import re

from server.conditions import AllOf
from server.query import Measure, Query
from server.understanding import cues as ask
from server.understanding.measures import DEFAULT, attribute_of, extreme_of, measure_of, rank_of
from server.understanding.named import read_named
from server.understanding.relations import where
from server.understanding.signals import Signals

_ALL = re.compile(r"\b(?:all|every|list|complete|full)\b")
_WHOLE = frozenset(
    """
    are there in the of total table iv iii paper corpus catalogue catalog list listed mlops does do you know
    about count overall it mention mentioned mentions name names named have has all a is exist this your on
    with covered altogether number
    """.split()
)


def read_records(signals: Signals) -> Query | None:
    """The typed query over Table III or IV, or None when the question asks for something else."""
    select = signals.subject
    if select is None:
        return None
    named = signals.tools if select == "tools" else signals.roles
    if named:
        about = read_named(signals, select, named)
        if about is not None or signals.target.noun is None:
            return about
    if ask.WHY.search(signals.lower):
        return None
    condition = where(signals, select, named)
    measure = measure_of(signals, select)
    if measure in ("min", "max"):
        rank, limit = rank_of(signals)
        by = extreme_of(signals, select)
        return Query(select=select, measure=measure, where=condition, by=by, rank=rank, limit=limit)
    if measure == "sum":
        return Query(select=select, measure="sum", where=condition, by=DEFAULT[select])
    if condition == AllOf() and not _whole_table(signals, measure):
        return None
    shown = attribute_of(signals, select)
    return Query(select=select, measure=measure, where=condition, by=shown if shown in ("cost", "wage") else None)


def _whole_table(signals: Signals, measure: Measure) -> bool:
    """Whether a question without conditions really asks for the whole table."""
    rest = re.findall("[a-z]+", signals.masked[signals.target.end :])
    return (measure == "count" or signals.says(_ALL)) and all(word in _WHOLE for word in rest)
