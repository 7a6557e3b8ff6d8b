"""Places what no name tells: the phase or the roles that a told situation is about, by what is known to be asked."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Named
from server.known import Known, leaning
from server.query import Query, Select
from server.understanding.situation import Situation

# `Section II, Model Deployment (D), Test, sentence 1`; the halves of MD follow their parent.
_PHASE = re.compile(r"^Section II, [^,]*\((?P<code>[A-Z]+)\)(?:, (?P<half>MDT|MDL)\b)?")
# So many known questions vote, the likest with most weight; set on the development split of the golden set.
_VOTERS = 20
_SHARPNESS = 12.0
# Less alike, a situation is unknown.
_ALIKE = 0.42
# Leaning less to what the corpus answers, it may be anything.
_LEAST = 0.06
# A role is known to be needed where such a question is nearly as like as the likest of all.
_NEARLY = 0.2


@dataclass(frozen=True)
class Placement:
    """The typed query that a situation comes to, and the known question whose passage carries that."""

    query: Query
    known: Known


def placed(situation: Situation, known: Sequence[Known], beyond: Sequence[Known]) -> Placement | None:
    """Where a situation belongs, by known questions that come likest first; None where none of them is like it, or
    those beyond the corpus are more so."""
    if not known or known[0].likeness < _ALIKE or leaning(known, beyond) < _LEAST:
        return None
    if situation.kinds == ("roles",) and not situation.several:
        needed = next((each for each in known if each.needs), None)
        if needed is not None and needed.likeness >= max(_ALIKE, known[0].likeness - _NEARLY):
            return Placement(Query(select="roles", where=Named(names=needed.needs)), needed)
    carrying = _elected(known[:_VOTERS])
    code = phase_of(carrying) if carrying else None
    if carrying is None or code is None:
        return None
    query, *others = (_of_phase(code, kind, situation.where) for kind in situation.kinds)
    return Placement(query.model_copy(update={"also": tuple(others)}), carrying)


def phase_of(known: Known) -> PhaseCode | None:
    """The phase whose part of Section II answers a known question."""
    match = _PHASE.match(known.locator)
    return PhaseCode(match["half"] or match["code"]) if match else None


def _elected(known: Sequence[Known]) -> Known | None:
    """The likest question of the phase that most of them, by weight, belong to."""
    weights: dict[PhaseCode, float] = defaultdict(float)
    for each in known:
        code = phase_of(each)
        if code is not None:
            weights[code] += math.exp(_SHARPNESS * each.likeness)
    if not weights:
        return None
    best = max(weights, key=lambda code: weights[code])
    return next(each for each in known if phase_of(each) == best)


def _of_phase(code: PhaseCode, kind: Select, where: Condition) -> Query:
    if kind == "phases":
        return Query(select="phases", phases=(code,))
    covers = Covers(phase=code)
    return Query(select=kind, where=covers if kind != "tools" or where == AllOf() else AllOf(of=(covers, where)))
