"""Tables with the steps that made them what they are, and what a connection to them can do."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr

from server.errors import AdvisorError

Where = Path | SecretStr
"""A SQLite file, or the address of a PostgreSQL, which holds a password."""
Value = str | int | bytes | None
Row = Mapping[str, Any]


class DatabaseError(Exception):
    """What a database refused or could not do; `cause` names it in a word, without any value."""

    def __init__(self, message: str, cause: str) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True)
class Tables:
    """Tables that change together. A step is never altered once it was released: what changes is a step more.

    In a step, `{serial}` stands for a key that counts up and `{bytes}` for a binary type.
    """

    name: str
    steps: tuple[str, ...]
    foreign: type[AdvisorError]
    """Raised where a newer program has made more steps than are known here."""


@dataclass(frozen=True)
class Done:
    """What a statement gave: its rows, and how many it touched."""

    rows: tuple[Row, ...]
    count: int

    @property
    def first(self) -> Row | None:
        """The first row, if any."""
        return self.rows[0] if self.rows else None


class Database(Protocol):
    """A connection, used by one thread at a time. Statements are the same for both kinds, values named `:so`; every
    method raises DatabaseError."""

    def execute(self, statement: str, values: Mapping[str, Value] = ...) -> Done: ...

    def execute_all(self, statement: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """The statement for each of the rows, in one transaction."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """What happens inside happens whole or not at all."""
        ...

    def scrub(self, *tables: str) -> None:
        """Let what was deleted from these tables be found nowhere any more."""
        ...

    def close(self) -> None: ...
