"""Readings that ask for phases."""

import re

from corpus.vocabulary import PhaseCode
from server.query import Attribute, Combine, Measure, Query
from server.understanding import cues as ask
from server.understanding.clauses import negates
from server.understanding.signals import Signals

_WHERE = re.compile(r"^\W*(?:where|when)\b|\bwhere (?:in|does|do|is|are)\b")
_GAPS = re.compile(r"\b(?:gaps?|holes?|uncovered)\b")
_COUNTED = re.compile(r"\b(?:tools?|roles?|people)\b")
_ALL = re.compile(r"\b(?:list|name|all|what are|which are)\b")


def read_phases(signals: Signals) -> Query | None:
    """Phases of named tools or roles, phases by how many they have, or the lifecycle's own."""
    named = (*signals.tools, *signals.roles)
    asks_where = bool(_WHERE.search(signals.lower)) and bool(named) and not signals.mentions_cost
    asks_gap = bool(named) and signals.target.noun is None and signals.says(_GAPS)
    if signals.target.noun != "phases" and not asks_where and not asks_gap:
        return None
    codes = tuple(PhaseCode(code) for code in signals.phases)
    measure: Measure = "count" if signals.says(ask.COUNT) else "list"
    if named:
        return Query(select="phases", measure=measure, named=named, combine=_combine(signals, named), phases=codes)
    counted = _COUNTED.search(signals.masked, signals.target.end)
    if counted:
        return _counted(signals, "tool_count" if counted.group().startswith("tool") else "role_count")
    if codes:
        return Query(select="phases", phases=codes)
    if measure == "count" or signals.says(_ALL):
        return Query(select="phases", measure=measure)
    return None


def _combine(signals: Signals, named: tuple[str, ...]) -> Combine:
    if signals.says(ask.GAP):
        return "gap"
    if len(named) > 1 and signals.says(ask.COMPARE):
        return "difference"
    if len(named) > 1 and signals.says(ask.COMMON):
        return "common"
    return "any"


def _counted(signals: Signals, by: Attribute) -> Query | None:
    if signals.says(ask.MAX, r"\bmost\b"):
        return Query(select="phases", measure="max", by=by)
    if signals.says(ask.MIN):
        return Query(select="phases", measure="min", by=by)
    if negates(signals.masked[signals.target.end :]) or signals.says(r"\bno\b", r"\bzero\b"):
        return Query(select="phases", by=by, comparison="=", amount=0)
    return None
