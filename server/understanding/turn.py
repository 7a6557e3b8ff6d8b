"""One turn of a conversation, and a question freed from those before it."""

from dataclasses import dataclass

from server.query import Query
from server.schema import Items


@dataclass(frozen=True)
class Turn:
    """One answered question: as it stands alone, its typed query and what it yielded."""

    question: str
    query: Query | None
    items: Items

    @property
    def found(self) -> tuple[str, ...]:
        """The tools, or else the roles, that it yielded."""
        return self.items.tools or self.items.roles


@dataclass(frozen=True)
class Standalone:
    """A question that needs no context. `among` restricts it to names from the turn before; `query` is
    the last one with a change, where nothing has to be read anew; `dangling` is set where the question
    leans on a turn that there was not."""

    question: str
    among: tuple[str, ...] = ()
    dangling: bool = False
    query: Query | None = None
