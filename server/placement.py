"""Places what no name tells: the phase or the roles that a told situation is about, by what is known to be asked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Named
from server.conjunctions import all_of
from server.coverage import phase_part
from server.known import Known
from server.query import Query, Select
from server.understanding.situation import Situation

# A phase that the words of a situation name is so many times as likely, and how like its likest question is counts by
# this power. Both and what follows were set on the development split of the golden set.
_NAMED = 3.0
_ALIKENESS = 10.0
# So likely about none of the phases, a situation is unknown; who asks for a phase asks of the lifecycle.
_NONE = 0.3
_NONE_OF_PHASES = 0.7
# Less alike, a known question is another's.
_ALIKE = 0.42
# One carries where it is nearly as like as the likest of all.
_NEARLY = 0.2


@dataclass(frozen=True)
class Work:
    """One work of a situation: the phases that its words name, the known questions that are most like it, likest first,
    how likely each phase is, or none, and how likely who tells it needs which roles."""

    named: frozenset[PhaseCode]
    known: Sequence[Known]
    phases: Mapping[PhaseCode | None, float]
    needs: Mapping[tuple[str, ...], float]

    @property
    def carrying(self) -> Known | None:
        """The likest question of the likeliest phase; None without any."""
        likest: dict[PhaseCode, Known] = {}
        for each in self.known:
            if each.phase is not None and each.phase in self.phases:
                likest.setdefault(each.phase, each)
        return max(likest.values(), key=self._likelihood, default=None)

    @property
    def needing(self) -> Known | None:
        """The likest question of somebody who needs the likeliest roles; None where it is hardly like one."""
        roles = max(self.needs, key=lambda each: self.needs[each])
        likest = next((each for each in self.known if each.needs == roles), None)
        return (
            likest if likest is not None and likest.likeness >= max(_ALIKE, self.known[0].likeness - _NEARLY) else None
        )

    def _likelihood(self, known: Known) -> float:
        named = _NAMED if known.phase in self.named else 1.0
        return named * self.phases[known.phase] * math.exp(_ALIKENESS * known.likeness)


@dataclass(frozen=True)
class Placement:
    """The typed query that a situation comes to, and the known questions whose passages carry that."""

    query: Query
    known: tuple[Known, ...]


def placed(situation: Situation, works: Sequence[Work]) -> Placement | None:
    """Where a situation belongs; None where it may well be about something else, or its words name it already."""
    none = _NONE_OF_PHASES if "phases" in situation.kinds else _NONE
    if any(work.phases[None] >= none for work in works):
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
    codes = tuple(dict.fromkeys(code for known in carrying if (code := known.phase) is not None))
    query, *others = (
        _of_roles(needing, amounts=situation.amounts)
        if kind == "roles" and needing
        else _of_phases(codes, kind, situation)
        for kind in situation.kinds
    )
    return Placement(query.beside(others), carrying)


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
