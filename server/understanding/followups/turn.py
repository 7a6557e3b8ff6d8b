"""One turn of a conversation, and a question freed from those before it."""

from dataclasses import dataclass

from server.query import Query
from server.schema import Items
from server.understanding.situations.situation import Situation


@dataclass(frozen=True)
class Turn:
    """One answered question: as it stands alone, its typed query and what it yielded. `options` are the
    readings that were offered where the answer was a question back, `foreign` the names in it that nobody knows,
    `told` the tool or role whose card prose began with."""

    question: str
    query: Query | None
    items: Items
    options: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[str, ...]:
        """The tools, or else the roles, that it yielded."""
        return self.items.tools or self.items.roles


@dataclass(frozen=True)
class Standalone:
    """A question that needs no context. `query` is an earlier one with a change, where nothing has to be read
    anew; `situation` asks for the phase, the tools or the roles of what the turn before told; `dangling`
    is set where the question leans on a turn that there was not, `bare` where it names nothing of the corpus and asks
    the last question again (`same for X`), and `options` are its readings where it leans
    on one that allows several. What it asks is asked `among` those of an earlier query, where it has one. `abroad` is
    set where a place that no table knows is what it asks about."""

    question: str
    query: Query | None = None
    among: Query | None = None
    dangling: bool = False
    bare: bool = False
    situation: Situation | None = None
    options: tuple[str, ...] = ()
    abroad: bool = False
