"""A question and the answer that the raw tables give to it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Question:
    """A question, the names that are its answer, its numbers, and the columns that each row must cite.

    `order` groups the names by rank; `shown` are the rows of the table where they are not the names.
    """

    text: str
    kind: Literal["tools", "roles", "phases"]
    names: frozenset[str]
    values: tuple[int | str, ...] = ()
    columns: frozenset[str] = frozenset()
    order: tuple[frozenset[str], ...] = ()
    shown: frozenset[str] | None = None
    at_least: bool = False
