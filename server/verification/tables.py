"""Reads a sentence as statements about the tables and checks each against the cells that it names.

A sentence is read only when every word of it is understood: a name, an amount, one of the forms below or
plain grammar. So nothing that a sentence adds beside the tables can pass; what is not read is judged as prose.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import PHASE_CODES, TABLE_IV_COLUMNS, Evidence, MaturityModel, PhaseCode, Role, Tool
from server.verification.forms import FORMS, GLUE
from server.verification.symbols import Symbolic, Thing, symbolic

_COST, _LICENCE = "Cost/Month", "Open Source"
_WAGE, _CODE, _TITLE = "Monthly Wage Estimate DOL 2023", "DOL Code", "Department Of Labor (DOL) Title"
_PHASES = "MLOps Abbreviated Phase"
_LEVELS = "Maturity Level Proposed(s)"
_LOCATOR = re.compile(r"(?P<table>Table (?:I|III|IV))(?:, row (?P<row>.+?))?(?:, column (?P<column>[^,]+))?$")
# `a little under $8,400`: so near, as a share of the amount, that a reader would round it so.
_ROUGHLY = 0.05
_SAME = (
    (r"levels", _LEVELS),
    (r"phases?", _PHASES),
    (r"code", _CODE),
    (r"title|occupation", _TITLE),
    (r"wage|salary", _WAGE),
    (r"price|cost", _COST),
)
_TOGETHER = re.compile(r"\b(?:together|total (?:cost|price|wage)|sum|in total|combined|altogether|in all|jointly)\b")
# "X and Y are the tools of CI" says that no other one is.
_EXHAUSTIVE = re.compile(r"\b(?:is|are) the (?:\w+ ){0,2}(?:tools?|roles?|ones?|models?)\b")
_TOOL_ROWS = ("Table IV", "Tool", "tools")


@dataclass(frozen=True)
class Cell:
    """A cell that a statement rests on; `row` is None for a whole column."""

    table: str
    row: str | None
    column: str


@dataclass(frozen=True)
class Reading:
    """All that a sentence states. `denied` says what the tables print instead of the first wrong statement;
    `cells` are what the statements rest on; `exhaustive` that the sentence also says that nothing else is so."""

    cells: tuple[Cell, ...]
    denied: str | None
    exhaustive: bool


def reading(sentence: str, catalogue: Catalogue, linker: Linker) -> Reading | None:
    """The sentence as statements about the tables; None when some of its words are not understood."""
    source = symbolic(sentence, catalogue, linker)
    parser = _Parser(source, catalogue)
    return parser.read()


def carriers(found: Reading, cited: Sequence[Evidence]) -> tuple[int, ...] | None:
    """The positions in `cited` that hold the cells, None when one cell is not among them."""
    used: set[int] = set()
    for cell in found.cells:
        holder = next((at for at, piece in enumerate(cited) if piece.kind == "cell" and _holds(piece, cell)), None)
        if holder is None:
            return None
        used.add(holder)
    return tuple(sorted(used))


def _holds(piece: Evidence, cell: Cell) -> bool:
    place = _LOCATOR.fullmatch(piece.locator)
    if place is None or place["table"] != cell.table:
        return False
    columns = {None, cell.column, *(("BN to M",) if cell.column in PHASE_CODES else ())}
    if place["row"] is None:
        return place["column"] is not None and place["column"] in columns
    return place["row"] == cell.row and place["column"] in columns


@dataclass
class _Parser:
    """Goes through the symbols from left to right; `subject` is what is being spoken of."""

    source: Symbolic
    catalogue: Catalogue
    subject: tuple[Thing, ...] = ()
    negated: bool = False
    rough: str | None = None
    end: str | None = None
    cells: list[Cell] = field(default_factory=list)
    denied: str | None = None
    bare: bool = False
    other: tuple[Thing, ...] = ()

    def read(self) -> Reading | None:
        """The reading, or None."""
        at, text = 0, self.source.text
        while at < len(text):
            for pattern, form in FORMS:
                match = pattern.match(text, at)
                if match and getattr(self, form)(match):
                    at = match.end()
                    break
            else:
                return None
        if self.bare or self.negated or self.rough or self.end or not self.cells:
            return None
        return Reading(tuple(dict.fromkeys(self.cells)), self.denied, _EXHAUSTIVE.search(text) is not None)

    # Each form returns whether it understood its match in this place.

    def glue(self, match: re.Match[str]) -> bool:
        return match.group() in GLUE

    def punctuation(self, match: re.Match[str]) -> bool:
        if match.group() in ",;":
            self.negated = False
        return True

    def deny(self, match: re.Match[str]) -> bool:
        self.negated = True
        return True

    def things(self, match: re.Match[str]) -> bool:
        if self.bare:
            return False
        self.subject = tuple(value for value in self.source.at(match[1]).values if isinstance(value, Thing))
        self.bare = True
        return True

    def dollars(self, match: re.Match[str]) -> bool:
        (amount,) = self.source.at(match[1]).values
        rough, self.rough = self.rough, None
        if len(self.subject) > 1 and _TOGETHER.search(self.source.text):
            each = [_amount(thing) for thing in self.subject]
            total = None if None in each else sum(filter(None, each))
            return not rough and self._each(lambda _: total == amount, self._amount_column)
        return isinstance(amount, int) and self._each(
            lambda thing: _near(_amount(thing), amount, rough) if rough else _amount(thing) == amount,
            self._amount_column,
        )

    def roughly(self, match: re.Match[str]) -> bool:
        self.rough = match.group()
        return True

    def free(self, match: re.Match[str]) -> bool:
        # What a price by consumption or by request comes to is not printed, so it is neither free nor not.
        fixed = all(thing.cost.fixed for thing in self.subject if isinstance(thing, Tool))
        return fixed and self._tools(lambda tool: tool.cost.usd == 0, _COST)

    def consumption(self, match: re.Match[str]) -> bool:
        return self._tools(lambda tool: tool.cost.printed == "CB", _COST)

    def request(self, match: re.Match[str]) -> bool:
        return self._tools(lambda tool: tool.cost.printed == "By Request", _COST)

    def unfixed(self, match: re.Match[str]) -> bool:
        return self._tools(lambda tool: not tool.cost.fixed, _COST)

    def licence(self, match: re.Match[str]) -> bool:
        return self._tools(lambda tool: tool.open_source, _LICENCE)

    def proprietary(self, match: re.Match[str]) -> bool:
        return self._tools(lambda tool: not tool.open_source, _LICENCE)

    def phases(self, match: re.Match[str]) -> bool:
        negated, understood = self.negated, bool(self.subject)
        for code in self.source.at(match[1]).values:
            if not isinstance(code, PhaseCode):
                return False
            self.negated = negated
            understood = understood and self._phase(code)
        self.negated = False
        return understood

    def phase_count(self, match: re.Match[str]) -> bool:
        (count,) = self.source.at(match[1]).values
        if not self._all(Tool):
            return False
        self.cells += [Cell("Table IV", _row(thing), code) for thing in self.subject for code in TABLE_IV_COLUMNS]
        return self._each(lambda thing: isinstance(thing, Tool) and len(thing.phases) == count, None)

    def occupation(self, match: re.Match[str]) -> bool:
        symbol = self.source.at(match[1])
        column = _CODE if symbol.kind == "c" else _TITLE
        return self._all(Role) and self._each(
            lambda thing: isinstance(thing, Role) and symbol.values[0] in (thing.dol_code, thing.dol_title),
            lambda _: column,
        )

    def same(self, match: re.Match[str]) -> bool:
        column = next(name for words, name in _SAME if re.search(words, match.group()))
        values = {_printed(thing, column) for thing in self.subject}
        if len(self.subject) < 2 or None in values:
            return False
        return self._each(lambda _: len(values) == 1, lambda _: column)

    def compared(self, match: re.Match[str]) -> bool:
        """`$140 more than X`, `cheaper than X`, `exceeds that of X by $2,471`."""
        groups = match.groupdict()
        other = self.source.at(groups["other"]).values
        amount = self.source.at(groups["by"]).values[0] if groups.get("by") else None
        if len(self.subject) != 1 or len(other) != 1 or not isinstance(other[0], Thing):
            return False
        ours, theirs = _amount(self.subject[0]), _amount(other[0])
        if ours is None or theirs is None or type(other[0]) is not type(self.subject[0]):
            return False
        gap = ours - theirs if re.search(r"more|dear|exceed|above|higher|better", match.group()) else theirs - ours
        self.cells.append(Cell(_table(other[0]), _row(other[0]), self._amount_column(other[0])))
        self.other = (other[0],)
        return self._each(lambda _: gap == amount if amount is not None else gap > 0, self._amount_column)

    def other_one(self, match: re.Match[str]) -> bool:
        """`cheaper than X, which costs ...`: from here on the other one is spoken of."""
        if not self.other:
            return False
        self.subject, self.other, self.bare = self.other, (), True
        return True

    def same_as(self, match: re.Match[str]) -> bool:
        """`the same wage as X`."""
        others = tuple(value for value in self.source.at(match["other"]).values if isinstance(value, Thing))
        self.subject = (*self.subject, *others)
        return self.same(match)

    def ceiling(self, match: re.Match[str]) -> bool:
        """`no tool costs more than $500`."""
        (amount,) = self.source.at(match["amount"]).values
        roles = match["kind"] == "role"
        things: Iterable[Thing] = (self.catalogue.roles if roles else self.catalogue.tools).values()
        most = max(_amount(thing) or 0 for thing in things)
        self.cells.append(Cell("Table III", None, _WAGE) if roles else Cell("Table IV", None, _COST))
        if not isinstance(amount, int) or most > amount:
            self._wrong(f"the highest is ${most:,}")
        return not self.bare

    def level_count(self, match: re.Match[str]) -> bool:
        (count,) = self.source.at(match[1]).values
        return self._all(MaturityModel) and self._each(
            lambda thing: isinstance(thing, MaturityModel) and len(thing.levels) == count, lambda _: _LEVELS
        )

    def edge(self, match: re.Match[str]) -> bool:
        if self.end:
            return False
        self.end = "first" if re.search("lowest|first|bottom|start|begin", match.group()) else "last"
        return True

    def level(self, match: re.Match[str]) -> bool:
        """Names of levels: at the end of the model that `edge` named, at the label in front, or from below upwards."""
        names = self.source.at(match["name"]).values
        end, self.end = self.end, None
        number = self.source.at(match["label"]).values[0] if match["label"] else None
        if len(names) > 1 and (end or number is not None):
            return False

        def holds(thing: Thing) -> bool:
            levels = thing.levels if isinstance(thing, MaturityModel) else ()
            if end:
                levels = levels[:1] if end == "first" else levels[-1:]
            if number is not None:
                levels = tuple(level for level in levels if level.label == f"Level {number}")
            printed = [level.name for level in levels]
            order = [printed.index(str(name)) for name in names if name in printed]
            return len(order) == len(names) and order == sorted(order)

        return self._all(MaturityModel) and self._each(holds, lambda _: _LEVELS)

    def edge_label(self, match: re.Match[str]) -> bool:
        """`starts at Level 1`."""
        (number,) = self.source.at(match["label"]).values
        end, self.end = self.end, None
        if end is None or not self._all(MaturityModel):
            return False

        def holds(thing: Thing) -> bool:
            level = thing.levels[0 if end == "first" else -1] if isinstance(thing, MaturityModel) else None
            return level is not None and level.label == f"Level {number}"

        return self._each(holds, lambda _: _LEVELS)

    def counted(self, match: re.Match[str]) -> bool:
        """`six tools are ticked for CI, X among them`, `ten of the tools are not open source`."""
        groups = match.groupdict()
        chosen, column = self._chosen(groups)
        if column is None:
            return False
        self.cells.append(Cell("Table IV", None, column))
        (count,) = self.source.at(groups["count"]).values
        if len(chosen) != count:
            self._wrong(f"Table IV, column {column}: {len(chosen)} tools")
        some = next((number for name, number in groups.items() if name.startswith("some") and number), None)
        for tool in self.source.at(some).values if some else self.subject:
            if tool not in chosen:
                self._wrong(f"Table IV, column {column}: one that is named is not among them")
        self.bare = self.negated = False
        return True

    def rows(self, match: re.Match[str]) -> bool:
        """`thirteen roles`: how many rows a table has."""
        (count,) = self.source.at(match["count"]).values
        table, column, kind = ("Table III", "MLOps Roles", "roles") if match["kind"] == "roles" else _TOOL_ROWS
        total = len(self.catalogue.roles if kind == "roles" else self.catalogue.tools)
        self.cells.append(Cell(table, None, column))
        if total != count:
            self._wrong(f"{table} lists {total} {kind}")
        return True

    def everything(self, match: re.Match[str]) -> bool:
        if self.bare or self.negated:
            return False
        tables = self.catalogue.tables
        found: dict[str, tuple[Thing, ...]] = {"roles": tables.roles, "tools": tables.tools, "models": tables.maturity}
        self.subject, self.bare = found[match["kind"]], True
        return True

    def basis(self, match: re.Match[str]) -> bool:
        """The ten users that every price of Table IV is for, the year that every wage of Table III is of."""
        (number,) = self.source.at(match["number"]).values
        return number == (2023 if match.group().endswith(">") else 10)

    def _chosen(self, groups: dict[str, str | None]) -> tuple[list[Tool], str | None]:
        tools = list(self.catalogue.tools.values())
        if groups.get("licence"):
            return [tool for tool in tools if tool.open_source != bool(groups["not"])], _LICENCE
        codes = self.source.at(groups["phase"] or "").values
        if len(codes) != 1 or not isinstance(codes[0], PhaseCode) or codes[0] is PhaseCode.MD:
            return [], None
        return [tool for tool in tools if codes[0] in tool.phases], codes[0].value

    def extreme(self, match: re.Match[str]) -> bool:
        """`the highest wage of all roles`, `the cheapest tool`."""
        if len(self.subject) != 1 or not isinstance(self.subject[0], Role):
            return False
        wages = [role.monthly_wage_usd for role in self.catalogue.roles.values()]
        most = max(wages) if re.search("highest|best|most|top", match.group()) else min(wages)
        self.cells.append(Cell("Table III", None, _WAGE))
        if (self.subject[0].monthly_wage_usd == most) == self.negated:
            self._wrong(f"Table III: the figure is ${most:,}")
        self.bare = self.negated = False
        return True

    def _phase(self, code: PhaseCode) -> bool:
        self.bare = False
        for thing in self.subject:
            if isinstance(thing, MaturityModel):
                return False
            if isinstance(thing, Role) and code is PhaseCode.MD and code not in thing.phases and thing.covers(code):
                # Printed for one half only: whether that is taking part in MD is left open.
                return False
            if isinstance(thing, Tool):
                for column in code.columns:
                    self.cells.append(Cell("Table IV", thing.row, column.value))
            else:
                self.cells.append(Cell("Table III", thing.name, _PHASES))
            # A role printed MD takes part in both halves; a sentence may name either.
            if thing.covers(code) == self.negated:
                self._wrong(f"{_table(thing)}: {thing.name} covers {', '.join(thing.phases)}")
        return True

    def _tools(self, holds: Callable[[Tool], bool], column: str) -> bool:
        return self._all(Tool) and self._each(lambda thing: isinstance(thing, Tool) and holds(thing), lambda _: column)

    def _all(self, kind: type[Thing]) -> bool:
        return bool(self.subject) and all(isinstance(thing, kind) for thing in self.subject)

    def _each(self, holds: Callable[[Thing], bool], column: Callable[[Thing], str] | None) -> bool:
        if not self.subject:
            return False
        for thing in self.subject:
            if column is not None:
                self.cells.append(Cell(_table(thing), _row(thing), column(thing)))
            if holds(thing) == self.negated:
                self._wrong(_instead(thing))
        self.bare = self.negated = False
        return True

    def _wrong(self, instead: str) -> None:
        self.denied = self.denied or instead

    @staticmethod
    def _amount_column(thing: Thing) -> str:
        return {Tool: _COST, Role: _WAGE}.get(type(thing), _LEVELS)


def _amount(thing: Thing) -> int | None:
    if isinstance(thing, Tool):
        return thing.cost.usd
    return thing.monthly_wage_usd if isinstance(thing, Role) else None


def _near(amount: int | None, stated: object, how: str) -> bool:
    """Whether an amount is nearly the stated one, on the side of it that the words say."""
    if amount is None or not isinstance(stated, int) or abs(amount - stated) > _ROUGHLY * stated:
        return False
    if re.search(r"under|below|less|nearly|almost", how):
        return amount < stated
    return amount > stated if re.search(r"over|above|more", how) else True


def _printed(thing: Thing, column: str) -> object:
    if isinstance(thing, Tool):
        return {_COST: thing.cost.printed, _LICENCE: thing.open_source}.get(column)
    if isinstance(thing, MaturityModel):
        return len(thing.levels) if column == _LEVELS else None
    if isinstance(thing, Role):
        return {
            _WAGE: thing.monthly_wage_usd,
            _CODE: thing.dol_code,
            _TITLE: thing.dol_title,
            _PHASES: thing.phases,
        }.get(column)
    return None


def _instead(thing: Thing) -> str:
    if isinstance(thing, Tool):
        licence = "" if thing.open_source else "not "
        return f"Table IV: {thing.name} costs {thing.cost.words} and is {licence}open source"
    if isinstance(thing, Role):
        return f"Table III: {thing.name} earns ${thing.monthly_wage_usd:,} a month, {thing.dol_code} {thing.dol_title}"
    return f"Table I: {thing.name} has {'; '.join(f'{level.label}: {level.name}' for level in thing.levels)}"


def _table(thing: Thing) -> str:
    return {Tool: "Table IV", Role: "Table III"}.get(type(thing), "Table I")


def _row(thing: Thing) -> str:
    return thing.row if isinstance(thing, Tool) else thing.name
