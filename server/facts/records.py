"""Facts about tools and roles (Tables III and IV)."""

from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, PhaseCode, Role, Tool
from server.conditions import (
    ALL_PHASES,
    COST,
    DOL_CODE,
    DOL_TITLE,
    LICENCE,
    ROLE_PHASES,
    WAGE,
    AllOf,
    Condition,
    Thing,
)
from server.facts.sheet import Row, Sheet, Statement
from server.facts.wording import denied, listed, price, singular
from server.query import Attribute, Query
from server.schema import Items, Value

COLUMN: dict[Attribute, str] = {
    "cost": COST,
    "licence": LICENCE,
    "wage": WAGE,
    "dol_code": DOL_CODE,
    "dol_title": DOL_TITLE,
}
USD = "USD per month for ten users"
WAGE_USD = "USD per month"


@dataclass(frozen=True)
class Records:
    """Answers queries that select tools or roles, or that look one of them up."""

    catalogue: Catalogue

    def answer(self, query: Query) -> Sheet:
        """The sheet for a query with `select` tools or roles."""
        if query.measure == "check":
            return self._check(query)
        if query.measure in ("attribute", "sum") and query.named:
            return self._looked_up(query)
        if query.measure in ("compare", "describe"):
            return self._described(query)
        things = [thing for thing in self._pool(query) if query.where.holds(thing)]
        if query.measure in ("min", "max"):
            return self._extreme(query, things)
        if query.measure == "sum":
            return self._total(query, things, (1,) * len(things), self._resting_on(query, query.where))
        return self._listed(query, things)

    def _pool(self, query: Query) -> list[Thing]:
        return list(self.catalogue.tools.values() if query.select == "tools" else self.catalogue.roles.values())

    def _named(self, query: Query) -> list[Thing]:
        pool = {thing.name: thing for thing in self._pool(query)}
        return [pool[name] for name in query.named]

    def _table(self, query: Query) -> str:
        return "Table IV" if query.select == "tools" else "Table III"

    # lists and counts

    def _listed(self, query: Query, things: list[Thing]) -> Sheet:
        pool = self._pool(query)
        noun = query.select
        table = self._table(query)
        phrase = query.where.words()
        evidence = self._resting_on(query, query.where)
        names = [thing.name for thing in things]
        if query.where == AllOf():
            text = f"{table} lists {len(names)} {noun}: {listed(names)}"
        elif not names:
            text = f"None of the {len(pool)} {noun} in {table} {singular(phrase)}"
        elif len(names) == 1:
            text = f"Of the {len(pool)} {noun} in {table}, only {names[0]} {singular(phrase)}"
        else:
            text = f"Of the {len(pool)} {noun} in {table}, {len(names)} {phrase}: {listed(names)}"
        statements = [Statement(text, evidence)]
        statements += self._notes(things, query)
        values = (Value(name=f"number of {noun}", value=len(names), unit=noun),) if query.measure == "count" else ()
        columns = list(query.where.columns(pool[0]))
        if query.by and COLUMN.get(query.by) not in columns:
            columns.append(COLUMN[query.by])
        return self._sheet(query, things, columns or self._default_columns(query), statements, values)

    def _notes(self, things: list[Thing], query: Query) -> list[Statement]:
        """A role whose printed phase joins nothing is told where phases decide."""
        if query.select != "roles" or ROLE_PHASES not in query.where.columns(self._pool(query)[0]):
            return []
        odd = self.catalogue.roles["QA Engineer"]
        if odd not in things and any(phase in query.where.words() for phase in ("D", "M")):
            text = "QA Engineer is printed with DT, which Figure 1 does not define and which joins no phase"
            return [Statement(text, (self.catalogue.role_cell(odd, ROLE_PHASES),))]
        return []

    # extremes

    def _extreme(self, query: Query, things: list[Thing]) -> Sheet:
        by = query.by or "cost"
        measured = [(self._measure(thing, by), thing) for thing in things]
        known = [(value, thing) for value, thing in measured if value is not None]
        column = (
            ALL_PHASES if by == "phases" and query.select == "tools" else ROLE_PHASES if by == "phases" else COLUMN[by]
        )
        evidence = self._resting_on(query, query.where, column)
        restriction = query.where.words()
        among = (
            f"Among the {query.select} that {restriction}"
            if restriction
            else f"Among all {query.select} of {self._table(query)}"
        )
        if not known:
            text = (
                f"{among}, none has a fixed price to compare" if by == "cost" else f"{among}, there is none to compare"
            )
            return self._sheet(query, [], [column], [Statement(text, evidence)])
        ranked = sorted({value for value, _ in known}, reverse=query.measure == "max")
        wanted = self._wanted(query, ranked, known)
        if not wanted:
            text = f"{among}, there are only {len(ranked)} different values"
            return self._sheet(query, [], [column], [Statement(text, evidence)])
        picked = [thing for value, thing in known if value in wanted]
        picked.sort(key=lambda thing: wanted.index(self._measure(thing, by) or 0))
        word = {"cost": ("cheapest", "dearest"), "wage": ("lowest paid", "best paid")}.get(
            by, ("narrowest", "broadest")
        )
        superlative = word[query.measure == "max"]
        if query.rank > 1:
            superlative = f"{ {2: 'second', 3: 'third', 4: 'fourth'}[query.rank] } {superlative}"
        said = listed([f"{thing.name} ({self._amount(self._measure(thing, by) or 0, by)})" for thing in picked])
        statements = [Statement(f"{among}, {superlative} {'is' if len(picked) == 1 else 'are'} {said}", evidence)]
        unpriced = [thing.name for value, thing in measured if value is None]
        if unpriced and query.measure == "max" or (unpriced and len(unpriced) <= 4):
            text = f"{listed(unpriced)} {'has' if len(unpriced) == 1 else 'have'} no fixed price and cannot be ranked"
            statements.append(Statement(text, self._cells([t for v, t in measured if v is None], COST)))
        unit = {"cost": USD, "wage": WAGE_USD}.get(by, "phases")
        values = tuple(Value(name=thing.name, value=self._measure(thing, by) or 0, unit=unit) for thing in picked)
        return self._sheet(
            query, picked, list(dict.fromkeys((*query.where.columns(picked[0]), column))), statements, values
        )

    def _wanted(self, query: Query, ranked: list[int], known: list[tuple[int, Thing]]) -> list[int]:
        """The values asked for: the rank-th one, or as many as fill the limit (ties stay together)."""
        if query.limit == 1:
            return ranked[query.rank - 1 : query.rank]
        wanted: list[int] = []
        for value in ranked:
            if sum(1 for other, _ in known if other in wanted) >= query.limit:
                break
            wanted.append(value)
        return wanted

    def _measure(self, thing: Thing, by: Attribute) -> int | None:
        if by == "phases":
            return len(thing.phases)
        return thing.monthly_wage_usd if isinstance(thing, Role) else thing.cost.usd

    def _amount(self, value: int, by: Attribute) -> str:
        return f"{value} phases" if by == "phases" else f"${value:,} a month"

    # one entity or a few

    def _check(self, query: Query) -> Sheet:
        phrase = singular(query.where.words())
        things = self._named(query)
        holding = [thing for thing in things if query.where.holds(thing)]
        statements: list[Statement] = []
        columns = list(query.where.columns(things[0])) or self._default_columns(query)
        if query.by and query.by in COLUMN and COLUMN[query.by] not in columns:
            columns.append(COLUMN[query.by])
        for thing in things:
            evidence = self._cells([thing], *columns)
            if thing in holding:
                verb = f"{thing.name} {phrase}"
            else:
                verb = (
                    f"{thing.name} {denied(phrase)}"
                    if " and " not in phrase
                    else f"It is not so that {thing.name} {phrase}"
                )
            statements.append(Statement(f"{verb}; the table prints {self._printed(thing, columns)}", evidence))
        sheet = self._sheet(query, holding, columns, statements, shown=things)
        if query.premise and not holding:
            return Sheet(sheet.statements, columns=sheet.columns, rows=sheet.rows, refuted=True)
        return sheet

    def _printed(self, thing: Thing, columns: list[str]) -> str:
        if any(column in PhaseCode.__members__ or column == ALL_PHASES for column in columns):
            rest = [c for c in columns if c not in PhaseCode.__members__ and c != ALL_PHASES]
            phases = f"the phases {', '.join(thing.phases)}"
            return listed([phases, *(self._cell_words(thing, column) for column in rest)])
        return listed([self._cell_words(thing, column) for column in columns])

    def _cell_words(self, thing: Thing, column: str) -> str:
        text = self._cell(thing, column)
        if column == LICENCE:
            return f"{'a' if text == 'yes' else 'no'} tick for open source"
        if column == ROLE_PHASES:
            return f"the phases {text}"
        return f"{text} as its {'cost' if column == COST else 'monthly wage' if column == WAGE else column}"

    def _looked_up(self, query: Query) -> Sheet:
        things = self._named(query)
        counts = query.team or (1,) * len(things)
        if query.measure == "sum" or any(count > 1 for count in counts):
            return self._total(query, things, counts, ())
        by = query.by or "cost"
        column = COLUMN[by]
        statements = [
            Statement(f"{thing.name} {self._says(thing, by)}", self._cells([thing], column)) for thing in things
        ]
        values: tuple[Value, ...] = ()
        if by in ("cost", "wage"):
            unit = USD if by == "cost" else WAGE_USD
            values = tuple(
                Value(
                    name=thing.name,
                    value=self._value(thing),
                    unit=unit if self._measure(thing, by) is not None else "as printed",
                )
                for thing in things
            )
        elif by == "dol_code":
            values = tuple(
                Value(name=thing.name, value=thing.dol_code, unit="DOL code")
                for thing in things
                if isinstance(thing, Role)
            )
        return self._sheet(query, things, [column], statements, values)

    def _says(self, thing: Thing, by: Attribute) -> str:
        if isinstance(thing, Tool):
            return (
                price(thing.cost) if by == "cost" else f"is {'' if thing.open_source else 'not '}ticked as open source"
            )
        if by == "wage":
            return f"earns ${thing.monthly_wage_usd:,} a month by the paper's estimate"
        return f"is mapped to DOL code {thing.dol_code} ({thing.dol_title})"

    def _value(self, thing: Thing) -> int | str:
        if isinstance(thing, Role):
            return thing.monthly_wage_usd
        return thing.cost.usd if thing.cost.usd is not None else thing.cost.printed

    def _total(
        self, query: Query, things: list[Thing], counts: tuple[int, ...], evidence: tuple[Evidence, ...]
    ) -> Sheet:
        by: Attribute = "wage" if query.select == "roles" else "cost"
        column = COLUMN[by]
        priced = [(self._measure(thing, by), count, thing) for thing, count in zip(things, counts, strict=True)]
        total = sum(value * count for value, count, _ in priced if value is not None)
        open_ended = [thing.name for value, _, thing in priced if value is None]
        parts = [f"{count} × {thing.name}" if count > 1 else thing.name for _, count, thing in priced]
        cells = self._cells(things, column)
        least = "at least " if open_ended else ""
        verb = "earn" if by == "wage" else "cost"
        basis = "" if by == "wage" else " for ten users"
        noun = listed(parts) if len(parts) <= 8 else f"these {len(parts)} {query.select}"
        statements = [Statement(f"Together {noun} {verb} {least}${total:,} a month{basis}", evidence or cells)]
        if open_ended:
            text = f"{listed(open_ended)} {'has' if len(open_ended) == 1 else 'have'} no fixed price, so the total is a lower bound"
            statements.append(
                Statement(text, self._cells([thing for value, _, thing in priced if value is None], column))
            )
        unit = WAGE_USD if by == "wage" else USD
        values = (Value(name="at least, in total" if open_ended else "total", value=total, unit=unit),)
        return self._sheet(query, things, [column], statements, values)

    def _described(self, query: Query) -> Sheet:
        things = self._named(query)
        columns = [COST, LICENCE, ALL_PHASES] if query.select == "tools" else [ROLE_PHASES, WAGE, DOL_CODE]
        statements: list[Statement] = []
        for thing in things:
            evidence = (self._row(thing),)
            phases = listed([f"{code}" for code in thing.phases])
            if isinstance(thing, Tool):
                licence = "is ticked as open source" if thing.open_source else "is not ticked as open source"
                text = f"{thing.name} covers {phases}, {price(thing.cost)} and {licence}"
            else:
                text = f"{thing.name} takes part in {phases} and earns ${thing.monthly_wage_usd:,} a month by the paper's estimate"
            statements.append(Statement(text, evidence))
        return self._sheet(query, things if query.measure == "compare" else [], columns, statements, shown=things)

    # shared

    def _sheet(
        self,
        query: Query,
        things: list[Thing],
        columns: list[str],
        statements: list[Statement],
        values: tuple[Value, ...] = (),
        shown: list[Thing] | None = None,
    ) -> Sheet:
        names = tuple(thing.name for thing in things)
        items = Items(tools=names) if query.select == "tools" else Items(roles=names)
        rows = tuple(
            Row(
                (thing.name, *(self._cell(thing, column) for column in columns)),
                self._cells([thing], *columns),
            )
            for thing in (things if shown is None else shown)
        )
        head = "Tool" if query.select == "tools" else "Role"
        notes = [
            Statement(thing.note.rstrip("."), self._cells([thing], LICENCE if isinstance(thing, Tool) else ROLE_PHASES))
            for thing in (things if shown is None else shown)[:1]
            if thing.note
            and len(things if shown is None else shown) == 1
            and {LICENCE, ROLE_PHASES}.intersection(columns)
        ]
        return Sheet((*statements, *notes), items, values, (head, *columns), rows)

    def _default_columns(self, query: Query) -> list[str]:
        return [COST, LICENCE, ALL_PHASES] if query.select == "tools" else [ROLE_PHASES, WAGE]

    def _cell(self, thing: Thing, column: str) -> str:
        if column in (ALL_PHASES, ROLE_PHASES):
            return ", ".join(thing.phases)
        if isinstance(thing, Role):
            return {WAGE: f"${thing.monthly_wage_usd:,}", DOL_CODE: thing.dol_code, DOL_TITLE: thing.dol_title}[column]
        if column == COST:
            return thing.cost.printed
        if column == LICENCE:
            return "yes" if thing.open_source else "no"
        return "✓" if PhaseCode(column) in thing.phases else "–"

    def _row(self, thing: Thing) -> Evidence:
        return self.catalogue.role_row(thing) if isinstance(thing, Role) else self.catalogue.tool_row(thing)

    def _cells(self, things: list[Thing], *columns: str) -> tuple[Evidence, ...]:
        found: list[Evidence] = []
        for thing in things:
            for column in columns:
                if column == ALL_PHASES:
                    found.append(self._row(thing))
                elif isinstance(thing, Role):
                    found.append(self.catalogue.role_cell(thing, column))
                else:
                    found.append(self.catalogue.tool_cell(thing, column))
        return tuple(dict.fromkeys(found))

    def _resting_on(self, query: Query, where: Condition, *more: str) -> tuple[Evidence, ...]:
        pool = self._pool(query)
        columns = dict.fromkeys((*where.columns(pool[0]), *more)) or dict.fromkeys(
            (ALL_PHASES,) if query.select == "tools" else (ROLE_PHASES,)
        )
        return tuple(self.catalogue.column(self._table(query), column) for column in columns)
