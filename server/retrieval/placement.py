"""Places what no name tells: the phase or the roles that a told situation is about, by what is known to be asked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Named
from server.conjunctions import all_of
from server.coverage import phase_part
from server.query import Measure, Query, Select
from server.retrieval.known import Known, nearness
from server.understanding.situations.situation import Situation

# A phase that the words of a situation name is so many times as likely, and how like its likest question is counts by
# this power. Both and what follows were set on the development split of the golden set.
_NAMED = 10.0
_ALIKENESS = 10.0
# Less alike, a known question is another's.
_ALIKE = 0.42
_ALIKE_OF_ROLES = 0.33
# So alike, what a card advises needs no other sign that it is meant.
_CLOSELY = 0.55
# One carries where it is nearly as like as the likest of all.
_NEARLY = 0.2
# A work is of the corpus by so much: nearer to what is asked of it than to what is beyond it, and likelier so by all
# that was learned; where no story is told, by more, and like a known question.
_LEARNED = 0.02
_OF_THE_CORPUS = -0.02
_OF_THE_CORPUS_BY_FEW = 0.08


@dataclass(frozen=True)
class Work:
    """One work of a situation: the phases that its words name, the known questions that are most like it, of the corpus
    and beyond it, likest first, how likely each phase is, how likely who tells it needs which roles, and how much
    likelier it is one that the corpus answers (a difference of log-likelihoods)."""

    named: frozenset[PhaseCode]
    known: Sequence[Known]
    beyond: Sequence[Known]
    phases: Mapping[PhaseCode, float]
    needs: Mapping[tuple[str, ...], float]
    carried: float

    def is_of_the_corpus(self, situation: Situation) -> bool:
        """Whether the corpus is asked about such a work at all."""
        by = nearness(self.known) - nearness(self.beyond) + _LEARNED * self.carried
        if situation.story:
            return by >= _OF_THE_CORPUS
        return by >= _OF_THE_CORPUS_BY_FEW and bool(self.known) and self.known[0].likeness >= _ALIKE

    @property
    def carrying(self) -> Known | None:
        """The likest question of the likeliest phase; None without any."""
        likest: dict[PhaseCode, Known] = {}
        for each in self.known:
            if each.phase is not None and each.phase in self.phases:
                likest.setdefault(each.phase, each)
        best = max(likest, key=lambda phase: self._likelihood(phase, likest[phase]), default=None)
        return likest[best] if best else None

    @property
    def needing(self) -> Known | None:
        """The likest question of somebody who needs the likeliest roles; None where it is hardly like one."""
        roles = max(self.needs, key=lambda each: self.needs[each], default=None)
        near = max(_ALIKE_OF_ROLES, self.known[0].likeness - _NEARLY) if self.known else _ALIKE_OF_ROLES
        return next((each for each in self.known if each.needs == roles and each.likeness >= near), None)

    def _likelihood(self, phase: PhaseCode, likest: Known) -> float:
        named = _NAMED if phase in self.named else 1.0
        return named * self.phases[phase] * math.exp(_ALIKENESS * likest.likeness)


@dataclass(frozen=True)
class Placement:
    """The typed query that a situation comes to, and the known questions whose passages carry that."""

    query: Query
    known: tuple[Known, ...]

    @property
    def charges(self) -> tuple[PhaseCode, ...]:
        """The phases of which it is asked who sees to them."""
        whose = self.query.select == "roles" and phase_part(self.query.where) is not None
        return tuple(dict.fromkeys(known.phase for known in self.known if known.phase is not None)) if whose else ()

    @property
    def advises(self) -> bool:
        """Whether it is a need, for which a card says when to choose its tool."""
        return any(known.tool for known in self.known)


def advising(known: Iterable[Known]) -> Known | None:
    """The likest question that a card answers by when to choose its tool."""
    return next((each for each in known if each.tool), None)


def is_close(known: Known) -> bool:
    """Whether a known question is so like what is told that nothing else has to tell that it is meant."""
    return known.likeness >= _CLOSELY


def advised(advice: Known, *, amounts: bool = False) -> Placement:
    """A need for one tool, whose card says when to choose it, and its price where that is asked for."""
    return Placement(_of_names("tools", (str(advice.tool),), "attribute" if amounts else None), (advice,))


def done(doing: Known, *, amounts: bool = False) -> Placement:
    """A work of one role, whose card says that it does this, and its wage where that is asked for."""
    needing = (replace(doing, needs=(str(doing.doer),)),)
    return Placement(_of_roles(needing, amounts=amounts), needing)


def placed(situation: Situation, works: Sequence[Work]) -> Placement | None:
    """Where a situation belongs; None where no known question is like it, or its words name it."""
    needing = _whole(work.needing for work in works) if not situation.several else ()
    if situation.kinds == ("roles",) and needing:
        return Placement(_of_roles(needing, amounts=situation.amounts), needing)
    read = situation.otherwise
    names = read is not None and phase_part(read.where) is not None
    if names and (situation.kinds == ("roles",) or (situation.kinds == ("tools",) and situation.story)):
        return None  # its words name phases, if nobody who does just this, and no tool for just this, is known
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
    measure: Measure = "attribute" if len(needing) == 1 else "sum"
    return _of_names("roles", names, measure if amounts else None)


def _of_names(select: Select, names: tuple[str, ...], amounts: Measure | None) -> Query:
    """The named ones, or what they cost or earn, each or together."""
    if amounts is None:
        return Query(select=select, where=Named(names=names))
    return Query(select=select, measure=amounts, named=names, by="cost" if select == "tools" else "wage")


def _of_phases(codes: tuple[PhaseCode, ...], kind: Select, situation: Situation) -> Query:
    if kind == "phases":
        return Query(select="phases", phases=codes, order=situation.order)
    parts: list[Condition] = [Covers(phase=code) for code in codes]
    if kind == "tools" and situation.where != AllOf():
        parts.append(situation.where)
    return Query(select=kind, where=all_of(parts))
