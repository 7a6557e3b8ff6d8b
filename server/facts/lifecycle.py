"""Facts about phases: which a tool or role covers, shares or leaves out, and how many each has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, Evidence, PhaseCode, Role, Tool
from server.conditions import ALL_PHASES, ROLE_PHASES, WAGE, Comparison, Named, compare, compared
from server.facts.amounts import usd
from server.facts.order import between, end_of_order, neighbours
from server.facts.overviews import phases_described, phases_filled
from server.facts.steps import step_beside, steps_of
from server.facts.table import RecordTable
from server.query import Measure, Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement
from server.wording import listed, phase_name


@dataclass(frozen=True)
class Lifecycle:
    """Answers queries that select phases."""

    catalogue: Catalogue

    def answer(self, query: Query) -> Sheet:
        """The sheet for a query with `select` phases."""
        if query.measure == "describe":
            return phases_filled(self.catalogue, query) if query.by else phases_described(self.catalogue)
        if query.by == "steps":
            return step_beside(self.catalogue, query) if query.step else steps_of(self.catalogue, query)
        if query.by:
            return self._paid(query) if query.by == "wage" else self._counted(query)
        if query.named:
            return self._covered(query)
        if query.order in ("after", "before"):
            return neighbours(self.catalogue, query)
        if query.order == "between":
            return between(self.catalogue, query)
        if query.order:
            return end_of_order(self.catalogue, query)
        return self._phases(query)

    def _phases(self, query: Query) -> Sheet:
        codes = query.phases or MAIN_PHASES
        phases = [self.catalogue.phases[code] for code in codes]
        evidence = tuple(self.catalogue.phase_cell(phase) for phase in phases)
        names = listed([phase_name(self.catalogue, phase.code) for phase in phases])
        if query.phases:
            text = f"The question falls into {names}"
        else:
            text = (
                f"The lifecycle has {len(phases)} phases, of which Model Development has the two halves "
                f"MDT and MDL: {names}"
            )
        values = (Value(name="number of phases", value=len(phases), unit="phases"),) if query.measure == "count" else ()
        told = zip(phases, evidence, strict=True)
        rows = tuple(Row((phase.code, phase.name, phase.summary), (cell,)) for phase, cell in told)
        columns = ("Code", "Phase", "What happens")
        return Sheet((Statement(text, evidence),), Items(phases=tuple(codes)), values, columns, rows)

    def _covered(self, query: Query) -> Sheet:
        things = [self.catalogue.thing(name) for name in query.named]
        evidence = tuple(self._cell(thing) for thing in things)
        names = listed(query.named)
        printed = [set(thing.phases) for thing in things]
        order = [
            *dict.fromkeys([code.value for code in PhaseCode] + [code for thing in things for code in thing.phases])
        ]
        if query.combine == "common":
            found = [code for code in order if all(self._has(thing, code) for thing in things)]
            found = [code for code in found if any(code in codes for codes in printed)]
            if not all("MD" in codes for codes in printed):  # a tool for either half shares no whole
                found = [code for code in found if code != "MD"]
            text = f"{names} have {listed(found) or 'no phase'} in common"
        elif query.combine == "gap":
            asked = query.phases or TABLE_IV_COLUMNS
            found = [code.value for code in asked if not any(thing.covers(code) for thing in things)]
            if all(isinstance(thing, Role) for thing in things):
                found = _coarsest(found)
            text = f"{names} {'leaves' if len(things) == 1 else 'leave'} {listed(found) or 'no phase'} uncovered"
        elif query.combine == "minus":
            first, *others = things
            found = [code for code in first.phases if not any(self._has(other, code) for other in others)]
            verb = "does" if len(others) == 1 else "do"
            text = f"{first.name} covers {listed(found) or 'no phase'} that {listed(query.named[1:])} {verb} not"
        elif query.combine == "difference":
            found = [
                code
                for code in order
                if any(code in codes for codes in printed) and not all(self._has(thing, code) for thing in things)
            ]
            text = (
                f"The phases that {names} do not share are {listed(found)}"
                if found
                else f"{names} are printed for the same phases"
            )
        else:
            found = [code for code in order if any(code in codes for codes in printed)]
            verb = "is" if len(things) == 1 else "are together"
            text = f"{names} {verb} printed for {self._names(found)}"
        if query.phases and query.combine == "any":
            found = [code for code in found if code in query.phases]
            verb = "is" if len(things) == 1 else "are"
            text = f"Of the phases asked about, {names} {verb} printed for {listed(found) or 'none'}"
        values = (Value(name="number of phases", value=len(found), unit="phases"),) if query.measure == "count" else ()
        notes = tuple(
            Statement(thing.note.rstrip("."), (cell,))
            for thing, cell in zip(things, evidence, strict=True)
            if isinstance(thing, Role) and thing.note
        )
        rows = tuple(
            Row((thing.name, ", ".join(thing.phases)), (cell,)) for thing, cell in zip(things, evidence, strict=True)
        )
        return Sheet((Statement(text, evidence), *notes), Items(phases=tuple(found)), values, ("Name", "Phases"), rows)

    def _counted(self, query: Query) -> Sheet:
        tools = query.by == "tool_count"
        codes = query.phases or (TABLE_IV_COLUMNS if tools else MAIN_PHASES)
        table = RecordTable(self.catalogue, tools)
        pool = [thing for thing in table.things if query.where.holds(thing)]
        counts = _counts(pool, codes)
        told = query.where.words()
        noun = f"{table.noun} that {told}" if told else table.noun
        if isinstance(query.where, Named):
            noun = f"of {listed(query.where.names)}"
        if query.measure in ("min", "max"):
            extreme, found = _furthest(counts, query.measure)
            words = f"the {'most' if query.measure == 'max' else 'fewest'} {noun}"
            text = f"{self._names(found)} {'has' if len(found) == 1 else 'have'} {words}: {extreme}"
            others = [f"{count} for {code}" for code, count in counts.items() if query.phases and code not in found]
            text = f"{text}, against {listed(others)}" if others else text
        elif query.within.words():
            rivals = _counts([thing for thing in table.things if query.within.holds(thing)], codes)
            found = [code for code, count in rivals.items() if compare(count, query.comparison, counts[code])]
            more = f"{'more' if query.comparison == '>' else 'fewer'} {table.noun} that {query.within.words()}"
            text = f"{self._names(found) or 'No phase'} {'has' if len(found) < 2 else 'have'} {more} than {noun}"
        elif query.measure == "compare":
            (more, most), (less, least) = sorted(counts.items(), key=lambda count: -count[1])
            found = [code for code in codes if counts[code] == most]
            text = f"{self._names([more])} has {most - least} more {noun} than {self._names([less])}"
            text = f"{text}: {most} against {least}"
        elif query.amount is None:
            found = list(codes)
            text = f"The phases have {listed([f'{code} {count}' for code, count in counts.items()])} {noun}"
        else:
            found = [code for code, count in counts.items() if compare(count, query.comparison, query.amount or 0)]
            none = "none " if isinstance(query.where, Named) else "no "
            bound = _bound(query.comparison, query.amount, len(pool), none)
            text = f"{self._names(found) or 'No phase'} {'has' if len(found) < 2 else 'have'} {bound}{noun}"
        evidence = table.whole_columns([ALL_PHASES if tools else ROLE_PHASES, *table.columns_of(query.where)])
        cells = {code: (self.catalogue.column("Table IV", code),) for code in codes} if tools else {}
        rows = tuple(Row((code, str(counts[code])), cells.get(code, evidence)) for code in codes)
        values = tuple(Value(name=code, value=counts[code], unit=table.noun) for code in found)
        if query.measure == "compare":
            values = (Value(name="difference", value=max(counts.values()) - min(counts.values()), unit=table.noun),)
        return Sheet(
            (Statement(text, evidence),), Items(phases=tuple(found)), values, ("Phase", table.noun.title()), rows
        )

    def _paid(self, query: Query) -> Sheet:
        """Which phase has the highest or lowest sum of wages, one of each of its roles; one without roles has none."""
        table = RecordTable(self.catalogue, tools=False)
        wages = {
            code: sum(role.monthly_wage_usd for role in self.catalogue.roles.values() if role.covers(code))
            for code in MAIN_PHASES
        }
        bare = [code for code, wage in wages.items() if not wage]
        extreme, found = _furthest({code: wage for code, wage in wages.items() if wage}, query.measure)
        rank = "highest" if query.measure == "max" else "lowest"
        text = f"{self._names(found)} {'has' if len(found) == 1 else 'have'} the {rank} sum of wages"
        text = f"{text}, one of each of its roles: {usd(extreme)} a month"
        evidence = table.whole_columns([ROLE_PHASES, WAGE])
        notes = [Statement(f"No role of Table III is printed for {listed(bare)}", evidence)] if bare else []
        rows = tuple(Row((code, usd(wages[code])), evidence) for code in MAIN_PHASES)
        values = tuple(Value(name=code, value=extreme, unit=table.unit) for code in found)
        items = Items(phases=tuple(found))
        return Sheet((Statement(text, evidence), *notes), items, values, ("Phase", "Wages a month"), rows)

    def _names(self, codes: Sequence[str]) -> str:
        return listed([phase_name(self.catalogue, code) for code in codes])

    def _has(self, thing: Tool | Role, code: str) -> bool:
        return code in thing.phases or (code in PhaseCode.__members__ and thing.covers(PhaseCode(code)))

    def _cell(self, thing: Tool | Role) -> Evidence:
        if isinstance(thing, Role):
            return self.catalogue.role_cell(thing, ROLE_PHASES)
        return self.catalogue.tool_row(thing)


def _counts(things: Sequence[Tool | Role], codes: Sequence[PhaseCode]) -> dict[PhaseCode, int]:
    """How many of them each phase has."""
    return {code: sum(thing.covers(code) for thing in things) for code in codes}


def _furthest(amounts: Mapping[PhaseCode, int], measure: Measure) -> tuple[int, list[PhaseCode]]:
    """The highest or lowest amount, and the phases that have it."""
    extreme = (max if measure == "max" else min)(amounts.values())
    return extreme, [code for code, amount in amounts.items() if amount == extreme]


def _coarsest(codes: list[str]) -> list[str]:
    """Both halves of `MD` as `MD`, which is what Table III prints."""
    if not {"MDT", "MDL"}.issubset(codes):
        return codes
    return ["MD" if code == "MDT" else code for code in codes if code != "MDL"]


def _bound(comparison: Comparison, amount: int, whole: int, none: str) -> str:
    """`no `, `all 13 `, `over 10 `; nothing where any are enough."""
    if (comparison, amount) == (">", 0):
        return ""
    exactly = {0: none, whole: f"all {amount} "} if comparison == "=" else {}
    return exactly.get(amount, f"{compared(comparison)}{amount} ")
