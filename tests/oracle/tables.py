"""Tables III and IV as sets of names, read straight from their files: what answers are compared with.

Nothing of the product is imported. Conditions are sets and combine by set algebra, and a phase is the
set of columns that it spans, so that this agrees with the product only where both agree with the tables.
"""

import operator
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, Literal

TABLES = Path(__file__).parents[2] / "corpus" / "tables"
COLUMNS = ("BN", "AS", "MDT", "MDL", "VC", "CI", "D", "M")
COST, LICENCE, TICKS = "Cost/Month", "Open Source", "BN to M"
WAGE, CODES = "Monthly Wage Estimate DOL 2023", "MLOps Abbreviated Phase"
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Kind = Literal["tools", "roles"]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


PHASES: dict[str, dict[str, Any]] = {phase["code"]: phase for phase in _read("phases")["phase"]}
TOOLS: dict[str, dict[str, Any]] = {tool["name"]: row | tool for row in _read("tools")["row"] for tool in row["tools"]}
ROLES: dict[str, dict[str, Any]] = {role["name"]: role for role in _read("roles")["role"]}
DATED = frozenset(f"Dated sources, {update['tool']}, {update['column']}" for update in _read("updates")["update"])
RECORDS: dict[Kind, dict[str, dict[str, Any]]] = {"tools": TOOLS, "roles": ROLES}


@dataclass(frozen=True)
class Names:
    """Some tools or roles, and the columns that had to be read to tell them from the others."""

    kind: Kind
    names: frozenset[str]
    columns: frozenset[str] = frozenset()

    def __and__(self, other: "Names") -> "Names":
        return Names(self.kind, self.names & other.names, self.columns | other.columns)

    def __or__(self, other: "Names") -> "Names":
        return Names(self.kind, self.names | other.names, self.columns | other.columns)

    def __invert__(self) -> "Names":
        return Names(self.kind, frozenset(RECORDS[self.kind]) - self.names, self.columns)


def spread(codes: Iterable[str]) -> frozenset[str]:
    """The columns that phases span: `MD` is both of its halves; `DT`, which is no phase, none."""
    halves = {code for code in ("MDT", "MDL") if "MD" in codes}
    return frozenset(halves.union(codes).intersection(COLUMNS))


def printed(name: str) -> list[str]:
    """The phase codes that a tool's or a role's row prints."""
    codes: list[str] = (TOOLS.get(name) or ROLES[name])["phases"]
    return codes


def price(name: str) -> int | None:
    """A tool's fixed price in US dollars a month, None where the cell prints words."""
    cost: str = TOOLS[name]["cost"]
    return int(cost[1:]) if cost.startswith("$") else None


def wage(name: str) -> int:
    """A role's monthly wage in US dollars."""
    return int(ROLES[name]["monthly_wage_usd"])


def _where(kind: Kind, column: str | Iterable[str], holds: Callable[[str], bool]) -> Names:
    columns = frozenset({column} if isinstance(column, str) else column)
    return Names(kind, frozenset(name for name in RECORDS[kind] if holds(name)), columns)


def everything(kind: Kind) -> Names:
    """Every tool or role, whatever its row prints."""
    return Names(kind, frozenset(RECORDS[kind]))


def covering(kind: Kind, code: str) -> Names:
    """Those printed for any column of the phase."""
    columns = spread([code])
    return _where(kind, columns if kind == "tools" else CODES, lambda name: bool(columns & spread(printed(name))))


def confined(kind: Kind, codes: Iterable[str]) -> Names:
    """Those printed for no phase but these."""
    allowed = spread(list(codes))
    return _where(kind, TICKS if kind == "tools" else CODES, lambda name: spread(printed(name)) <= allowed)


def spanning(kind: Kind, sign: str, count: int) -> Names:
    """Those printed for so many phases."""
    column = TICKS if kind == "tools" else CODES
    return _where(kind, column, lambda name: COMPARISONS[sign](len(printed(name)), count))


def priced(sign: str, usd: float) -> Names:
    """Tools with a fixed price that compares so with `usd`."""
    return _where("tools", COST, lambda name: (cost := price(name)) is not None and COMPARISONS[sign](cost, usd))


def billed(cell: str) -> Names:
    """Tools whose cost cell prints these words; `fixed`: that prints any price."""
    return _where(
        "tools", COST, lambda name: price(name) is not None if cell == "fixed" else TOOLS[name]["cost"] == cell
    )


def open_source() -> Names:
    """Tools ticked as open source."""
    return _where("tools", LICENCE, lambda name: bool(TOOLS[name]["open_source"]))


def earning(sign: str, usd: float) -> Names:
    """Roles whose wage compares so with `usd`."""
    return _where("roles", WAGE, lambda name: COMPARISONS[sign](wage(name), usd))


def meeting(kind: Kind, other: str) -> Names:
    """Tools (roles) that share a phase with this role (tool)."""
    columns = spread(printed(other))
    return _where(kind, columns if kind == "tools" else CODES, lambda name: bool(columns & spread(printed(name))))


def overlapping(kind: Kind, other: str, sign: str, count: int) -> Names:
    """Tools or roles, this one aside, printed for so many phases of this tool or role."""
    codes = [code for code in printed(other) if spread([code])]
    columns = spread(codes) if kind == "tools" else CODES
    found = _where(kind, columns, lambda name: COMPARISONS[sign](sum(takes_part(name, code) for code in codes), count))
    return Names(kind, found.names - {other}, found.columns)


def all_of(sets: Sequence[Names]) -> Names:
    """What is in every one of the sets."""
    return reduce(operator.and_, sets)


def any_of(sets: Sequence[Names]) -> Names:
    """What is in at least one of the sets."""
    return reduce(operator.or_, sets)


def ranked(
    names: Iterable[str], measure: Callable[[str], int | None], *, highest: bool, rank: int = 1, limit: int = 1
) -> list[tuple[int, frozenset[str]]]:
    """Values with all who tie at each: the `rank`-th, and further ones until `limit` names are there."""
    groups: dict[int, set[str]] = {}
    for name in names:
        if (value := measure(name)) is not None:
            groups.setdefault(value, set()).add(name)
    wanted = sorted(groups.items(), reverse=highest)[rank - 1 :]
    taken: list[tuple[int, frozenset[str]]] = []
    for value, tied in wanted:
        if taken and sum(len(group) for _, group in taken) >= limit:
            break
        taken.append((value, frozenset(tied)))
    return taken


def common(names: Iterable[str]) -> frozenset[str]:
    """Codes that all share: `MD` where all print it, else whichever half all take part in."""
    rows = [printed(name) for name in names]
    columns = frozenset.intersection(*(spread(row) for row in rows))
    if all("MD" in row for row in rows):
        columns = (columns - {"MDT", "MDL"}) | {"MD"}
    return columns | frozenset.intersection(*(frozenset(row) - {"MD", *COLUMNS} for row in rows))


def takes_part(name: str, code: str) -> bool:
    """Whether a row prints the code or one that has a column in common with it."""
    return code in printed(name) or bool(spread([code]) & spread(printed(name)))


def unshared(names: Sequence[str]) -> frozenset[str]:
    """Printed codes that not all of the names take part in."""
    codes = {code for name in names for code in printed(name)}
    return frozenset(code for code in codes if not all(takes_part(name, code) for name in names))


def alone(first: str, others: Iterable[str]) -> frozenset[str]:
    """Codes that the first prints and that none of the others takes part in."""
    return frozenset(code for code in printed(first) if not any(takes_part(other, code) for other in others))


def gap(names: Sequence[str]) -> frozenset[str]:
    """Columns that none of the names covers; for roles alone in the codes of Table III, which knows `MD` whole."""
    left = frozenset(COLUMNS).difference(*(spread(printed(name)) for name in names))
    if left >= {"MDT", "MDL"} and all(name in ROLES for name in names):
        return (left - {"MDT", "MDL"}) | {"MD"}
    return left


def shown(name: str, column: str) -> str:
    """What a facts table shows in one cell of a row."""
    if column in (TICKS, CODES):
        return ", ".join(printed(name))
    if column == WAGE:
        return f"${wage(name):,}"
    if column in COLUMNS:
        return "✓" if column in printed(name) else "–"
    return {COST: str(TOOLS[name]["cost"]), LICENCE: "yes" if TOOLS[name]["open_source"] else "no"}[column]


def row_locator(name: str) -> str:
    """Where a tool's or a role's row stands."""
    return f"Table IV, row {TOOLS[name]['label']}" if name in TOOLS else f"Table III, row {name}"


def cites(locator: str, text: str, name: str, column: str) -> bool:
    """Whether a place is that cell, or the row that holds it, and its text gives what is printed there."""
    cell = shown(name, column)
    if locator == row_locator(name):
        if column in COLUMNS:
            return text.endswith(shown(name, TICKS))
        return (f"Open Source {'ticked' if cell == 'yes' else 'not ticked'}" if column == LICENCE else cell) in text
    ticked = "✓" if cell in ("yes", "✓") else "blank"
    expected = ticked if column == LICENCE or column in COLUMNS else cell
    return locator == f"{row_locator(name)}, column {column}" and text.endswith(f"{column} {expected}")
