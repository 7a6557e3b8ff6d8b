"""A question as the tests of drift see it: its conversation, its topics, its text."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.linker import Linker
from eval.golden import Golden
from server.journal.records import Kept

T = TypeVar("T")
FACETS = ("phase", "role", "tool")
NONE = "none"


@dataclass(frozen=True)
class Asked:
    """One question. `topics` holds the names of each facet that it mentions; `none` where it mentions none."""

    conversation: str
    text: str
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)


def of_journal(kept: Iterable[Kept], linker: Linker) -> list[Asked]:
    """The questions of the journal, with what they were after as one more facet."""
    return [
        Asked(one.answer.conversation_id, one.question, {**_linked(one.question, linker), "intent": (one.intent,)})
        for one in kept
    ]


def of_golden(questions: Iterable[Golden], linker: Linker) -> list[Asked]:
    """The golden questions that stand alone; nobody's conversation holds two of them."""
    return [Asked(one.id, one.question, _linked(one.question, linker)) for one in questions if not one.turns]


def drawn(asked: Sequence[T], most: int, seed: int) -> Sequence[T]:
    """At most so many of them, the same ones every time."""
    return asked if len(asked) <= most else random.Random(seed).sample(asked, most)  # noqa: S311 -- no secret


def _linked(question: str, linker: Linker) -> dict[str, tuple[str, ...]]:
    mentions = linker.link(question)
    named = {facet: dict.fromkeys(one.name for one in mentions if one.kind == facet) for facet in FACETS}
    return {facet: tuple(names) or (NONE,) for facet, names in named.items()}
