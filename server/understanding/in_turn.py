"""Questions of one text that lean on one another, read like turns of a conversation: `what phases does X have, and
what does it cost?`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.query import Query
from server.schema import Filters, Items
from server.understanding.conversation import Conversations
from server.understanding.reading import Reading
from server.understanding.turn import Turn

Read = Callable[[str, Conversations, str | None, Filters], Reading]
"""Reads one question in a conversation, by the conversation's id."""

_TOLD_AT_MOST = 15
_FEWEST_WORDS = 3  # `and which phase` belongs to what was asked before
_OF_TWO = re.compile(r"\b(?P<both>both )of (?:them|those|these)\b|\bthe two\b(?! of)", re.IGNORECASE)
# What only the question before tells: `and which others are not?`
_ELLIPTIC = re.compile(r"\b(?:too|as well|not|either)\W*$|n['’]t\W*$|\beach of (?:those|them|these)\b", re.IGNORECASE)
_ASIDE = "aside"  # the conversation that the questions are, where they are in none


class InTurn:
    """Reads the questions of one text one after the other."""

    def __init__(self, linker: Linker, facts: FactEngine, read: Read) -> None:
        self._linker = linker
        self._facts = facts
        self._read = read

    def read(
        self, parts: Sequence[str], whole: Reading, here: Conversations, conversation_id: str | None, filters: Filters
    ) -> Reading | None:
        """The reading of all parts, which go on `here`, a conversation of their own; None where one of them cannot be
        read, or adds nothing to the `whole`."""
        readings: list[Reading] = []
        for part in self._of_two(parts):
            reading = self._read(part, here, conversation_id or _ASIDE, filters)
            query = reading.held
            if not reading.beyond and (query is None or query.premise or query.plan):
                return None
            if query is not None and not _adds(query, part, readings):
                return self._with_wider(whole, readings[0].query) if query == whole.query else None
            readings.append(reading)
            items = self._facts.answer(query).items if query is not None else Items()
            here.remember(conversation_id or _ASIDE, Turn(reading.question, reading.query, items))
        return _joined(whole.question, readings) if len(readings) > 1 else None

    def _with_wider(self, whole: Reading, wider: Query | None) -> Reading | None:
        """What narrows a list of a few, with that list: `which tools cover X, and which of them are free?`"""
        query = whole.query
        if query is None or wider is None or wider.measure != "list" or wider.named or wider.select != query.select:
            return None
        few = 1 < len(self._facts.answer(wider).rows) <= _TOLD_AT_MOST
        told = wider.model_copy(update={"told": True})
        return replace(whole, query=query.beside([told])) if few and wider != query else None

    def _of_two(self, parts: Sequence[str]) -> list[str]:
        """The questions, with the two that the first names where later ones speak of `both of them`."""
        mentions = self._linker.link(parts[0]) if parts else []
        named = [mention.text for mention in mentions if mention.kind in ("tool", "role")]
        if len(named) != 2:
            return list(parts)
        pair = " and ".join(named)
        return [_OF_TWO.sub(lambda said: f"{said['both'] or ''}{pair}", part) for part in parts]


def _joined(question: str, readings: Sequence[Reading]) -> Reading | None:
    beyond = [reading for reading in readings if reading.beyond]
    queries = [reading.held for reading in readings if reading.held is not None]
    if not queries:
        return None
    return Reading(
        question,
        queries[0].beside(queries[1:]),
        tuple(name for reading in beyond for name in reading.foreign),
        uncarried=tuple(aspect for reading in beyond for aspect in reading.uncarried),
        asides=tuple(aside for reading in readings for aside in reading.asides),
        partly=bool(beyond),
    )


def _adds(query: Query, part: str, before: Sequence[Reading]) -> bool:
    """Whether a later question asks for more than those before: neither for some of what was listed, nor the same
    again, nor for one of two."""
    if not before:
        return True
    if len(part.split()) < _FEWEST_WORDS or query == Query(select=query.select, by=query.by):
        return False
    if _ELLIPTIC.search(part) or (_OF_TWO.search(part) and len(query.named) < 2):
        return False
    asked = [reading.held for reading in before if reading.held is not None]
    listed = any(each.measure == "list" and not each.named and each.select == query.select for each in asked)
    return not listed and all(_kind(each) != _kind(query) for each in asked)


def _kind(query: Query) -> tuple[str, str, str | None]:
    return query.select, query.measure, query.by
