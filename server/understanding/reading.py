"""What a question was read as."""

from dataclasses import dataclass, fields

from server.conditions import Shares
from server.conjunctions import parts_of
from server.query import Query
from server.understanding.reach.card_parts import CardPart
from server.understanding.reach.choices import seeks_a_tool
from server.understanding.reach.makers import MAKER, asks_for_maker
from server.understanding.reach.quantities import MEASURE, UNITS, priced_by, unit_of
from server.understanding.reach.releases import wants_a_release
from server.understanding.reach.uncarried import INSTRUCTIONS
from server.understanding.situations.need import Need
from server.understanding.situations.situation import Situation
from server.understanding.words.cues import ALTERNATIVE


@dataclass(frozen=True)
class Said:
    """What is found in the words of a question.

    With no `query` it is prose. `foreign` are names it is about that neither the catalogue nor the corpus knows;
    `uncarried` what it wants of a known name although no table holds it. Prose may tell a `situation` instead of naming
    a phase or a role, which only known questions can place; whatever is told may come to a `need` for one tool.
    `claims` are what prose takes for granted, in its own words, of which `attributed` are what its source is to have
    said, or what is to have come about. There is `more` than the query answers: words that it does not explain, or
    sentences that tell before one asks. `asides` are what it wants explained besides, as the reason of what holds. Of
    several questions the query may answer only some, `partly`: then `foreign` and `uncarried` are those of the others.
    `tools` are those named, `to_go` the one that is to be dropped or costs too much.
    """

    question: str
    query: Query | None = None
    foreign: tuple[str, ...] = ()
    uncarried: tuple[str, ...] = ()
    situation: Situation | None = None
    need: Need | None = None
    claims: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    more: bool = False
    asides: tuple[str, ...] = ()
    partly: bool = False
    tools: tuple[str, ...] = ()
    to_go: str | None = None


@dataclass(frozen=True)
class Reading(Said):
    """What a question was read as in its conversation.

    `clarify` is the question to ask back and `options` the readings in doubt, as questions. `stand_ins` are titles that
    Table III lacks, each with the role that was read for it. It is `narrower` where it names a step, of which tables
    tell no more than of the phase; `llms` are the names that an existing LLM was read for. A query that is `carried`
    over from the turns before, with a change, is not told by the question alone. `of_cards` are claims about a tool,
    named before each, of which only its card can say whether they hold. `parts` are those of cards that tell best what
    is wanted of what it names.
    """

    clarify: str | None = None
    options: tuple[str, ...] = ()
    stand_ins: tuple[tuple[str, str], ...] = ()
    narrower: bool = False
    llms: tuple[str, ...] = ()
    carried: bool = False
    of_cards: tuple[tuple[str, str], ...] = ()
    parts: tuple[CardPart, ...] = ()
    language: str | None = None

    @classmethod
    def of(cls, said: Said) -> "Reading":
        """What was found in the words, as a reading."""
        return cls(**{field.name: getattr(said, field.name) for field in fields(Said)})

    @property
    def told(self) -> str:
        """What is asked, in words that need no turn before."""
        return self.query.words() if self.carried and self.query is not None else self.question

    @property
    def beyond(self) -> bool:
        """Whether it wants something that the corpus does not hold."""
        return bool(self.foreign or self.uncarried)

    @property
    def unplaced(self) -> Situation | None:
        """The situation that it tells, where it is neither read already nor refused."""
        return None if self.query or self.beyond or self.clarify else self.situation

    @property
    def instructions(self) -> bool:
        """Whether all that it wants beyond the corpus is how something is done."""
        return self.uncarried == (INSTRUCTIONS,) and not self.foreign

    @property
    def unit(self) -> str | None:
        """The unit of the figure that is all that it wants beyond the tables, where a passage may give it."""
        return unit_of(self.question.lower()) if self.uncarried == (MEASURE,) and not self.foreign else None

    @property
    def sold_by(self) -> tuple[str, str] | None:
        """The tool and the unit, where a price by that unit is all that it wants beyond the tables: its card may tell
        it."""
        if self.uncarried != (UNITS,) or self.foreign or self.query is None or self.query.select != "tools":
            return None
        unit = priced_by(self.question.lower())
        return (self.query.named[0], unit) if unit and len(self.query.named) == 1 else None

    @property
    def of_maker(self) -> bool:
        """Whether all that it wants is who made or bought a tool, which the tool's card may tell; by `who` alone, roles
        are asked for."""
        roles_alone = self.query is None or (self.query.select == "roles" and not self.query.premise)
        return self.uncarried == (MAKER,) and roles_alone and not self.foreign and asks_for_maker(self.question)

    @property
    def of_release(self) -> bool:
        """Whether it asks, and no table is asked, which version of a tool is the latest, which the tool's card may
        tell."""
        return self.query is None and wants_a_release(self.question.lower())

    @property
    def seeks_a_tool(self) -> bool:
        """Whether its query seeks a tool for the work of a phase."""
        return self.query is not None and not self.carried and seeks_a_tool(self.query, self.question.lower())

    @property
    def in_place_of(self) -> str | None:
        """The tool that its query seeks others to, in its place or cheaper than it; None where it seeks nothing so."""
        query = self.query
        if query is None or query.select != "tools":
            return None
        if query.premise and query.by == "cost" and query.measure == "attribute":
            return query.named[0]
        others_to = [part.name for part in parts_of(query.where) if isinstance(part, Shares)]
        return others_to[0] if len(others_to) == 1 and ALTERNATIVE.search(self.question.lower()) else None

    @property
    def replaceable(self) -> str | None:
        """The tool that is to go, where nothing but it is asked about."""
        return self.to_go if self.query is None or self.query.named == (self.to_go,) else None

    @property
    def held(self) -> Query | None:
        """The query, where the tables answer it, if only in part."""
        return None if self.beyond and not self.partly else self.query
