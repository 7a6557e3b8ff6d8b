"""What a conversation is about by now: the names that it dwells on, its sets and its phase."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import PHASE_CODES, PhaseCode, Role
from server.conditions import Classified, Condition, Costs, Covers, Earns, Named, Not, Thing
from server.conjunctions import any_of, parts_of
from server.coverage import phase_part
from server.query import Attribute, Measure, Query, Select
from server.understanding.followups.turn import Turn
from server.understanding.pieces.measures import DEFAULT
from server.understanding.words import cues as ask


@dataclass(frozen=True)
class Thread:
    """The turns of one conversation, oldest first, at least one."""

    turns: tuple[Turn, ...]
    catalogue: Catalogue
    linker: Linker

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @cached_property
    def typed(self) -> Query | None:
        """The last typed query, whatever prose was asked since."""
        return next((turn.query for turn in reversed(self.turns) if turn.query is not None), None)

    def query_for(self, kind: Select, stated: Container[Condition] = ()) -> Query | None:
        """The last typed query over the kind; of those under a condition that is `stated` again, the widest."""
        found = [
            query.model_copy(update={"select": kind, "also": ()})
            for turn in reversed(self.turns)
            if (query := turn.query) is not None and query.plan is None and kind in (query.select, *query.also)
        ]
        again = [query for query in found if any(part in stated for part in parts_of(query.where))]
        return min(again, key=lambda query: len(parts_of(query.where)), default=next(iter(found), None))

    @cached_property
    def narrowed(self) -> tuple[Query, ...]:
        """The queries over one set that were narrowed step by step to the last one, the widest first."""
        steps: list[Query] = []
        for turn in reversed(self.turns):
            query = turn.query
            if query is None or query.select not in ("tools", "roles") or query.named or query.plan is not None:
                break
            if steps and (query.select != steps[0].select or not _holds_back(query.where, steps[0].where)):
                break
            steps.insert(0, query)
        return tuple(steps)

    def named(self, turn: Turn) -> tuple[str, ...]:
        """The tools or roles that a turn named; a statement (`we use X and Y`) is about those in it."""
        if turn.query is not None:
            return turn.query.named if turn.query.select in ("tools", "roles", "phases") else ()
        mentions = self.linker.link(turn.question)
        tools = tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "tool"))
        return tools or tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "role"))

    def about(self, turn: Turn) -> tuple[str, ...]:
        """The tools or roles that a turn dwelt on: those that it named, or found among them, or else found or told."""
        chosen = turn.query is not None and turn.query.measure in ("min", "max") and turn.found
        return turn.found if chosen else self.named(turn) or turn.found or turn.told

    @cached_property
    def mentioned(self) -> tuple[str, ...]:
        """The tools or roles in the words of the last turn."""
        mentions = self.linker.link(self.last.question)
        return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind in ("tool", "role")))

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The phases and steps in the words of the last turns that were no typed query, as those put them."""
        for turn in reversed(self.turns):
            texts = tuple(m.text for m in self.linker.link(turn.question) if m.kind == "phase")
            if texts or turn.query is not None:
                return texts
        return ()

    @cached_property
    def yields(self) -> tuple[tuple[str, ...], ...]:
        """The names of each turn that had any, newest first."""
        return tuple(names for turn in reversed(self.turns) for names in self._of(turn))

    def _of(self, turn: Turn) -> Iterator[tuple[str, ...]]:
        found, named = turn.found, self.named(turn)
        if found:
            yield found
        if named and set(named) != set(found):
            yield named

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """What `it` and `they` are: the names of the last turn that had any."""
        return next((names for turn in reversed(self.turns) if (names := self.about(turn))), ())

    @cached_property
    def singles(self) -> tuple[str, ...]:
        """The names of the last turns that were about one each, in the order in which they came up."""
        found: list[str] = []
        for turn in reversed(self.turns):
            names = self.about(turn)
            if len(names) > 1 or (names and found and self.kind_of(names) != self.kind_of((found[0],))):
                break
            found[:0] = names
        return tuple(dict.fromkeys(found))

    @cached_property
    def several(self) -> tuple[str, ...]:
        """What `both` and `the two` are: the focus, what it was chosen among, or the last names one by one."""
        if len(self.focus) > 1:
            return self.focus
        query = self.last.query
        among = query.where.names if query is not None and isinstance(query.where, Named) else ()
        return among or self.singles

    def nth(self, place: int) -> str | None:
        """The one of several that stands there, counted from 0, or from the end with -1; None where there are fewer."""
        return self.several[place] if -1 <= place < len(self.several) and self.several else None

    def so_many(self, count: int) -> tuple[str, ...]:
        """The last `count` names: one set of that size, what was found and what it was likened to, or those of the last
        turns put together."""
        if len(self.likened) == count:
            return self.likened
        together: dict[str, None] = {}
        kind = self.kind_of(self.focus)
        for names in self.yields:
            if len(names) == count and (not together or set(together) <= set(names)):
                return names
            if self.kind_of(names) == kind:
                together |= dict.fromkeys(names)
            if len(together) == count:
                return tuple(together)
            if len(together) > count:
                break
        return next((names for names in self.yields if len(names) == count), ())

    @property
    def likened(self) -> tuple[str, ...]:
        """Behind `who else earns what § earns?` that one and those found; empty elsewhere."""
        query = self.last.query
        if query is None or query.named or not self.last.found:
            return ()
        parts = parts_of(query.where)
        besides = (part.of.names for part in parts if isinstance(part, Not) and isinstance(part.of, Named))
        named = tuple(name for names in besides for name in names)
        alike = any(isinstance(part, Earns | Costs | Classified) for part in parts)
        return (*named, *self.last.found) if named and alike else ()

    def others(self) -> tuple[str, ...]:
        """The rest of the last set that holds more than what the conversation dwells on."""
        for names in self.yields:
            rest = tuple(name for name in names if name not in self.focus)
            if rest and set(self.focus) < set(names):
                return rest
        rest = tuple(name for name in self.singles if name not in self.focus)
        return rest

    @cached_property
    def cut(self) -> bool:
        """Whether the last turn took some out of the set."""
        last = self.last.query
        if last is None or last.named or last.select not in ("tools", "roles"):
            return False
        before = parts_of(self.narrowed[-2].where) if len(self.narrowed) > 1 else ()
        dropped = bool(before) and ask.TAKES_OUT.search(self.last.question.lower()) is not None
        return any(
            isinstance(part, Not) and (isinstance(part.of, Named) or (dropped and part not in before))
            for part in parts_of(last.where)
        )

    def kind_of(self, names: tuple[str, ...]) -> Select | None:
        """Whether these are tools or roles; None for those of both tables or of neither, and for no names."""
        if names and all(name in self.catalogue.tools for name in names):
            return "tools"
        return "roles" if names and all(name in self.catalogue.roles for name in names) else None

    def phases(self) -> Condition | None:
        """What is demanded of the phases that the conversation is at, as it was put; None for no phase."""
        for turn in reversed(self.turns):
            query = turn.query
            if query is not None and query.select in ("tools", "roles"):
                part = phase_part(query.where)
                if part is not None:
                    return part
            elif (
                query is not None
                and query.select == "phases"
                and (not query.named or query.combine != "any")
                and turn.items.phases
            ):
                return any_of(_covers(turn.items.phases)) if _covers(turn.items.phases) else None
            elif query is None:
                codes = [mention.name for mention in self.linker.link(turn.question) if mention.kind == "phase"]
                if codes:
                    return any_of(Covers(phase=PhaseCode(code)) for code in dict.fromkeys(codes))
        return None

    def printed(self, name: str) -> tuple[str, ...]:
        """The phases that a tool or a role is printed for."""
        thing = self.catalogue.thing(name)
        return tuple(thing.phases)

    def covers(self, name: str) -> tuple[Covers, ...]:
        """What covers each of the phases that a tool or a role is printed for."""
        return _covers(self.printed(name))

    def extreme(self, kind: Select, names: tuple[str, ...], *, highest: bool) -> Query:
        """The query for those of the names, all of the kind, with the highest or the lowest price or wage."""
        measure: Measure = "max" if highest else "min"
        return Query(select=kind, measure=measure, by=DEFAULT[kind], where=Named(names=names))

    def pool(self, query: Query) -> tuple[Thing, ...]:
        """The tools or the roles that a query chooses from."""
        return tuple((self.catalogue.tools if query.select == "tools" else self.catalogue.roles).values())

    def amount(self, name: str) -> float | None:
        """The monthly price or wage of a tool or a role; None where no fixed one is printed."""
        return _amount(self.catalogue.thing(name), None)

    def members(self, query: Query) -> tuple[str, ...]:
        """The names that a query over a set stands at."""
        if query.named:
            return query.named
        things = [thing for thing in self.pool(query) if query.where.holds(thing)]
        if query.measure in ("min", "max"):
            amounts = {thing.name: amount for thing in things if (amount := _amount(thing, query.by)) is not None}
            extreme = (max if query.measure == "max" else min)(amounts.values(), default=None)
            return tuple(name for name, amount in amounts.items() if amount == extreme)
        return tuple(thing.name for thing in things)

    @cached_property
    def ranking(self) -> Query | None:
        """The extreme of which something was asked since: a price or a wage, the licence, the phases."""
        for turn in reversed(self.turns):
            query = turn.query
            if query is not None and query.select == "phases" and set(query.named) == set(self.focus):
                continue
            if query is None or query.select not in ("tools", "roles"):
                return None
            if query.measure in ("min", "max"):
                return query if set(turn.found) == set(self.focus) else None
            if query.measure not in ("attribute", "sum", "check") or set(self.about(turn)) != set(self.focus):
                return None
        return None

    @cached_property
    def kin(self) -> tuple[str, ...]:
        """The other roles of the same noun as the one that the conversation dwells on: `administrator`, `engineer`."""
        noun = self.focus[0].split()[-1] if len(self.focus) == 1 and self.kind_of(self.focus) == "roles" else None
        return tuple(name for name in self.catalogue.roles if name.split()[-1] == noun and name not in self.focus)

    @cached_property
    def subject(self) -> Query | None:
        """What is spoken of: the last typed query over tools or roles, or the names of a later turn."""
        for turn in reversed(self.turns):
            query = turn.query
            if query is not None and query.select in ("tools", "roles") and query.plan is None:
                return query
            names = self.about(turn)
            kind = self.kind_of(names)
            if kind is not None:
                return Query(select=kind, measure="describe", named=names)
        return None


def _covers(codes: Sequence[str]) -> tuple[Covers, ...]:
    """What covers these phases; the tables also print a code that stands for none."""
    return tuple(Covers(phase=PhaseCode(code)) for code in codes if code in PHASE_CODES)


def _holds_back(wide: Condition, narrow: Condition) -> bool:
    return set(parts_of(wide)) <= set(parts_of(narrow))


def _amount(thing: Thing, by: Attribute | None) -> float | None:
    if by == "phases":
        return len(thing.phases)
    return thing.monthly_wage_usd if isinstance(thing, Role) else thing.cost.usd
