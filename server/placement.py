"""Places what no name tells: the phase or the roles that a told situation is about, by what is known to be asked."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Named
from server.conjunctions import all_of
from server.coverage import phase_part
from server.known import Known, leaning, nearness
from server.query import Query, Select
from server.understanding.situation import Situation

# `Section II, Model Deployment (D), Test, sentence 1`; the halves of MD follow their parent.
_PHASE = re.compile(r"^Section II, [^,]*\((?P<code>[A-Z]+)\)(?:, (?P<half>MDT|MDL)\b)?")
# So many known questions vote, the likest with most weight; what a word of the situation names counts half as much
# again as the best of them. All set on the development split of the golden set.
_VOTERS = 40
_SHARPNESS = 20.0
_NAMED = 0.5
# Less alike, a situation is unknown.
_ALIKE = 0.42
# Leaning less to what the corpus answers, it may be anything; who asks for a phase asks of the corpus, most of all
# where a situation is told besides.
_LEAST = 0.06
_LEAST_OF_PHASES = 0.03
_LEAST_TOLD = 0.0
# So much nearer to what the corpus does not answer, it asks for something else.
_STRAYS = 0.05
# A question carries where it is nearly as like as the likest of all.
_NEARLY = 0.2


@dataclass(frozen=True)
class Work:
    """One work of a situation: the phases that its words name, the known questions that are most like it, likest first,
    and those beyond the corpus."""

    named: frozenset[PhaseCode]
    known: Sequence[Known]
    beyond: Sequence[Known]

    @property
    def likeness(self) -> float:
        return self.known[0].likeness if self.known else 0.0

    @property
    def strays(self) -> bool:
        """Whether the very nearest are questions that the corpus does not answer."""
        return nearness(self.known) < nearness(self.beyond) - _STRAYS

    @property
    def carrying(self) -> Known | None:
        """The likest question of the phase that most of them, by weight, belong to."""
        weights: dict[PhaseCode, float] = defaultdict(float)
        for each in self.known[:_VOTERS]:
            code = phase_of(each)
            if code is not None:
                weights[code] += math.exp(_SHARPNESS * each.likeness)
        most = max(weights.values(), default=0.0)
        for code in self.named & weights.keys():
            weights[code] += _NAMED * most
        best = max(weights, key=lambda code: weights[code], default=None)
        return self._near(each for each in self.known if best is not None and phase_of(each) == best)

    @property
    def needing(self) -> Known | None:
        """The likest question of somebody who needs a role."""
        return self._near(each for each in self.known if each.needs)

    def _near(self, known: Iterable[Known]) -> Known | None:
        likest = next(iter(known), None)
        near = max(_ALIKE, self.likeness - _NEARLY)
        return likest if likest is not None and likest.likeness >= near else None


@dataclass(frozen=True)
class Placement:
    """The typed query that a situation comes to, and the known questions whose passages carry that."""

    query: Query
    known: tuple[Known, ...]


def placed(situation: Situation, works: Sequence[Work]) -> Placement | None:
    """Where a situation belongs; None where no known question is like it, or those beyond the corpus are more so."""
    least = _least(situation)
    if any(work.likeness < _ALIKE or leaning(work.known, work.beyond) < least or work.strays for work in works):
        return None
    needing = _whole(work.needing for work in works) if not situation.several else ()
    if situation.kinds == ("roles",) and needing:
        return Placement(_of_roles(needing, amounts=situation.amounts), needing)
    read = situation.otherwise
    if situation.kinds == ("roles",) and read is not None and phase_part(read.where) is not None:
        return None  # its words name phases, if nobody who does just this is known
    carrying = _whole(work.carrying for work in works)
    if not carrying:
        return None
    codes = tuple(dict.fromkeys(code for known in carrying if (code := phase_of(known)) is not None))
    query, *others = (
        _of_roles(needing, amounts=situation.amounts)
        if kind == "roles" and needing
        else _of_phases(codes, kind, situation)
        for kind in situation.kinds
    )
    return Placement(query.beside(others), carrying)


def _least(situation: Situation) -> float:
    if "phases" not in situation.kinds:
        return _LEAST
    return _LEAST_OF_PHASES if situation.asked in situation.works else _LEAST_TOLD


def phase_of(known: Known) -> PhaseCode | None:
    """The phase whose part of Section II answers a known question."""
    match = _PHASE.match(known.locator)
    return PhaseCode(match["half"] or match["code"]) if match else None


def _whole(found: Iterable[Known | None]) -> tuple[Known, ...]:
    """All of them, or none where one is missing."""
    several = tuple(found)
    return tuple(each for each in several if each is not None) if None not in several else ()


def _of_roles(needing: Sequence[Known], *, amounts: bool) -> Query:
    names = tuple(dict.fromkeys(name for known in needing for name in known.needs))
    if not amounts:
        return Query(select="roles", where=Named(names=names))
    return Query(select="roles", measure="attribute" if len(needing) == 1 else "sum", named=names, by="wage")


def _of_phases(codes: tuple[PhaseCode, ...], kind: Select, situation: Situation) -> Query:
    if kind == "phases":
        return Query(select="phases", phases=codes)
    parts: list[Condition] = [Covers(phase=code) for code in codes]
    if kind == "tools" and situation.where != AllOf():
        parts.append(situation.where)
    return Query(select=kind, where=all_of(parts))
