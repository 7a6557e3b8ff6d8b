"""What a typed query yields: entities, numbers, a table and statements, each on its evidence."""

from dataclasses import dataclass, field

from corpus.vocabulary import Evidence
from server.schema import Items, Value


@dataclass(frozen=True)
class Statement:
    """One sentence, without citation marks, and the places that carry it."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Row:
    """One row of the facts table and the cells that it was read from."""

    cells: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Sheet:
    """The facts. `refuted` means that the question's premise is false: nothing may be affirmed."""

    statements: tuple[Statement, ...]
    items: Items = field(default_factory=Items)
    values: tuple[Value, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    refuted: bool = False
