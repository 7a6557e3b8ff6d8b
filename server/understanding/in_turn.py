"""Several questions of one text, read like turns of a conversation: `what phases has X, and what does it cost?`."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.query import Query
from server.schema import Filters
from server.sheet import Sheet
from server.understanding.conversation import Conversations
from server.understanding.followups.carry import begins_afresh
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.turn import Turn
from server.understanding.pieces.headcount import on_basis
from server.understanding.pieces.target import mask
from server.understanding.reading import Reading
from server.understanding.readings.asides import EXPLAINS
from server.understanding.readings.compound import Part

Read = Callable[[str, Conversations, str | None, Filters], Reading]
"""Reads one question in a conversation, by the conversation's id."""

# A longer list that is narrowed at once only leads to what it is narrowed to.
_TOLD_AT_MOST = 15
_OF_TWO = re.compile(r"\b(?P<both>both )of (?:them|those|these)\b|\bthe two\b(?! of)", re.IGNORECASE)
_OF_IT = re.compile(r"\b(?:it|its|they|their|them)\b", re.IGNORECASE)
_ALONE = "alone"  # the conversation that the questions are, where they are in none


@dataclass(frozen=True)
class _Answered:
    """One of the questions, with what the tables say to it."""

    reading: Reading
    sheet: Sheet

    @property
    def query(self) -> Query | None:
        """What the tables answer of it."""
        return None if _explained(self.reading) else self.reading.held

    @property
    def asides(self) -> tuple[str, ...]:
        """What documents are to explain of it."""
        return (self.reading.question,) if _explained(self.reading) else self.reading.asides

    def repeats(self, others: Iterable["_Answered"]) -> bool:
        """Whether it asks for what another has asked for, or for the whole table that another asks some of."""
        return self.query is not None and any(self._repeats(other) for other in others)

    def _repeats(self, other: "_Answered") -> bool:
        if self.query is None or other.query is None or self.query.select != other.query.select:
            return False
        same = (self.sheet.items, self.sheet.values) == (other.sheet.items, other.sheet.values)
        ranked = other.query.measure in ("min", "max") and other.query.by == self.query.by
        told = ranked and self.query.measure == "attribute" and _names(self.sheet) == _names(other.sheet)
        return same or told or self.query == Query(select=self.query.select, by=self.query.by)

    def narrows(self, other: "_Answered") -> bool:
        """Whether it takes a few out of a long list."""
        if self.query is None or other.query is None or len(other.sheet.rows) <= _TOLD_AT_MOST:
            return False
        listed = other.query.measure == "list" and not other.query.named and other.query.select == self.query.select
        return listed and _names(self.sheet) < _names(other.sheet)


# `… and which phases is the role printed for?`
_THE_ONE = re.compile(
    r"\bthe (?:role|tool|product|job)\b(?= (?:is|has|does|costs?|earns?|covers?|printed|ticked|for)\b|\W*$)"
)


class InTurn:
    """Reads the questions of one text one after the other."""

    def __init__(self, linker: Linker, facts: FactEngine, read: Read) -> None:
        self._linker = linker
        self._facts = facts
        self._read = read

    def read(
        self,
        question: str,
        parts: Sequence[Part],
        before: Conversations,
        conversation_id: str | None,
        filters: Filters,
    ) -> Reading | None:
        """The reading of all parts; those that lean go on from the part before, the others from what was said `before`
        the text. None where one of them cannot be read, or they come to one question."""
        told: list[_Answered] = []
        where = conversation_id or _ALONE
        first = FollowUp(parts[0].text, tuple(self._linker.link(parts[0].text)))
        before = before.afresh() if begins_afresh(first) else before
        here = before.aside(conversation_id)
        for part in self._of_two(parts):
            leans = part.leans or (bool(told) and _THE_ONE.search(part.text) is not None)
            if told and self._of_the_unknown(part.text, told[-1].reading):
                continue
            place = (here, where) if leans else (before, conversation_id)
            reading = self._read(part.text, *place, filters)
            if told and not leans and reading.held is None and not reading.beyond:
                leaning = self._read(part.text, here, where, filters)
                reading = leaning if leaning.held is not None else reading
            if not _stands(reading):
                return None
            sheet = self._facts.answer(reading.held) if reading.held is not None else Sheet(())
            answered = _Answered(reading, sheet)
            if answered.repeats(told):
                continue
            told = [other for other in told if not (leans and answered.narrows(other))] + [answered]
            here.remember(where, Turn(reading.question, reading.held, sheet.items))
        if len(told) == 1 and told[0].reading.foreign:
            return replace(told[0].reading, question=question)
        return self._joined(question, parts[0].text, told) if len(told) > 1 else None

    def _of_the_unknown(self, text: str, before: Reading) -> bool:
        """Whether it asks more of the name that the question before asked about and that nobody knows."""
        if not before.foreign or before.held is not None or not _OF_IT.search(text):
            return False
        unknown = " ".join(before.foreign)
        named = [m.text for m in self._linker.link(before.question) if m.kind in ("tool", "role")]
        return all(name in unknown for name in named) and not any(
            found.kind in ("tool", "role") for found in self._linker.link(text)
        )

    def _of_two(self, parts: Sequence[Part]) -> list[Part]:
        """The questions, with the two that the first names where later ones speak of `both of them`."""
        mentions = self._linker.link(parts[0].text)
        named = [mention.text for mention in mentions if mention.kind in ("tool", "role")]
        if len(named) != 2:
            return list(parts)
        pair = " and ".join(named)
        return [
            replace(part, text=_OF_TWO.sub(lambda said: f"{said['both'] or ''}{pair}", part.text)) for part in parts
        ]

    def _joined(self, question: str, first: str, told: Sequence[_Answered]) -> Reading | None:
        masked = mask(first, [m for m in self._linker.link(first) if m.kind in ("tool", "role")])
        queries = [on_basis(each.query, masked) for each in told if each.query is not None]
        if not queries:
            return None
        readings = [each.reading for each in told]
        beyond = [reading for reading in readings if reading.beyond]
        return Reading(
            question,
            queries[0].beside(queries[1:]),
            tuple(name for reading in beyond for name in reading.foreign),
            uncarried=tuple(aspect for reading in beyond for aspect in reading.uncarried),
            stand_ins=tuple(pair for reading in readings for pair in reading.stand_ins),
            more=any(reading.more for reading in readings),
            asides=tuple(aside for each in told for aside in each.asides),
            partly=bool(beyond),
        )


def _names(sheet: Sheet) -> set[str]:
    return {row.cells[0] for row in sheet.rows}


def _explained(reading: Reading) -> bool:
    """Whether documents answer a question, and no table."""
    typed = reading.held is not None and reading.held.measure != "describe"
    return not (typed or reading.beyond) and EXPLAINS.match(reading.question) is not None


def _stands(reading: Reading) -> bool:
    """Whether a question can be answered beside others: from the tables, by documents, or not at all."""
    if reading.clarify or reading.situation:
        return False
    if reading.held is None:
        return reading.beyond or _explained(reading)
    return not (reading.held.premise or reading.held.plan)
