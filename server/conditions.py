"""Conditions of a typed query: small predicates over tools and roles, and how they combine.

Each knows whether a record meets it (`holds`), how to say so of many records (`words`, a verb
phrase), and which printed columns an answer built on it rests on (`columns`, as headings of the
record's own table; `BN to M` stands for all of Table IV's phase columns).
"""

from typing import Annotated, Literal

from pydantic import Field

from corpus.vocabulary import MAIN_PHASES, PhaseCode, Record, Role, Tool
from server.basis import Basis
from server.wording import listed

Thing = Tool | Role
Comparison = Literal["=", "<", "<=", ">", ">="]
Sharing = Literal["any", "all", "same"]

COST = "Cost/Month"
LICENCE = "Open Source"
ROLE_PHASES = "MLOps Abbreviated Phase"
WAGE = "Monthly Wage Estimate DOL 2023"
ALL_PHASES = "BN to M"
DOL_CODE = "DOL Code"
DOL_TITLE = "Department Of Labor (DOL) Title"

_WORDS: dict[Comparison, str] = {"=": "", "<": "under ", "<=": "at most ", ">": "over ", ">=": "at least "}


def compare(left: float, comparison: Comparison, right: float) -> bool:
    """Whether `left comparison right` is true."""
    return {
        "=": left == right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[comparison]


def compared(comparison: Comparison) -> str:
    """`at most ` and the like, to stand before an amount; nothing for the very amount."""
    return _WORDS[comparison]


def _so_many_phases(comparison: Comparison, count: int, *, of_seven: bool = False) -> str:
    if of_seven and comparison == "=" and count == len(MAIN_PHASES):
        return "all seven phases"
    phases = "of the seven phases" if of_seven else f"phase{'s' * (count != 1)}"
    return f"{_WORDS[comparison] or 'exactly '}{count} {phases}"


class Covers(Record):
    """Printed for the phase; `MD` spans both its halves."""

    kind: Literal["covers"] = "covers"
    phase: PhaseCode

    def holds(self, thing: Thing) -> bool:
        return thing.covers(self.phase)

    def words(self) -> str:
        return f"cover {self.phase}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (ROLE_PHASES,) if isinstance(thing, Role) else tuple(code.value for code in self.phase.columns)


class Costs(Record):
    """A tool's fixed price compared with US dollars, on the printed basis or another; `free` is `= 0`."""

    kind: Literal["costs"] = "costs"
    comparison: Comparison
    usd: float
    basis: Basis = Basis()

    def holds(self, thing: Thing) -> bool:
        return (
            isinstance(thing, Tool)
            and thing.cost.usd is not None
            and compare(self.basis.price(thing.cost.usd), self.comparison, self.usd)
        )

    def words(self) -> str:
        if self.comparison == "=" and self.usd == 0:
            return "are free ($0)"
        seats = f" for {self.basis.seats}" if self.basis.assumed else ""
        return f"cost {_WORDS[self.comparison]}${self.usd:,g} {self.basis.period}{seats}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (COST,) if isinstance(thing, Tool) else ()


class Priced(Record):
    """A tool whose cost cell prints these words (`CB`, `By Request`), or any fixed price."""

    kind: Literal["priced"] = "priced"
    printed: Literal["CB", "By Request", "fixed"]

    def holds(self, thing: Thing) -> bool:
        return isinstance(thing, Tool) and (
            thing.cost.fixed if self.printed == "fixed" else thing.cost.printed == self.printed
        )

    def words(self) -> str:
        return {
            "CB": "are priced by consumption (CB)",
            "By Request": "are priced by request",
            "fixed": "have a fixed price",
        }[self.printed]

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (COST,) if isinstance(thing, Tool) else ()


class OpenSource(Record):
    """A tool ticked as open source."""

    kind: Literal["open_source"] = "open_source"

    def holds(self, thing: Thing) -> bool:
        return isinstance(thing, Tool) and thing.open_source

    def words(self) -> str:
        return "are ticked as open source"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (LICENCE,) if isinstance(thing, Tool) else ()


class Earns(Record):
    """A role's wage compared with US dollars, by the month or on another basis."""

    kind: Literal["earns"] = "earns"
    comparison: Comparison
    usd: float
    basis: Basis = Basis()

    def holds(self, thing: Thing) -> bool:
        return isinstance(thing, Role) and compare(self.basis.wage(thing.monthly_wage_usd), self.comparison, self.usd)

    def words(self) -> str:
        return f"earn {_WORDS[self.comparison]}${self.usd:,g} {self.basis.period}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (WAGE,) if isinstance(thing, Role) else ()


class Classified(Record):
    """A role mapped to one of these Department of Labor codes."""

    kind: Literal["classified"] = "classified"
    dol_codes: tuple[str, ...]

    def holds(self, thing: Thing) -> bool:
        return isinstance(thing, Role) and thing.dol_code in self.dol_codes

    def words(self) -> str:
        if len(self.dol_codes) == 1:
            return f"are mapped to DOL code {self.dol_codes[0]}"
        return f"are mapped to one of the DOL codes {listed(self.dol_codes)}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (DOL_CODE,) if isinstance(thing, Role) else ()


class Confined(Record):
    """Covers no phase but these."""

    kind: Literal["confined"] = "confined"
    phases: tuple[PhaseCode, ...]

    def holds(self, thing: Thing) -> bool:
        allowed = {code for phase in self.phases for code in phase.columns}
        printed = thing.known_phases
        return {code for phase in printed for code in phase.columns} <= allowed

    def words(self) -> str:
        return f"cover no phase but {' and '.join(self.phases)}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (ROLE_PHASES,) if isinstance(thing, Role) else (ALL_PHASES,)


class Spans(Record):
    """Printed for this many phases (a tool's ticked columns, a role's printed codes), or `of_seven`: both halves of
    model development are one."""

    kind: Literal["spans"] = "spans"
    comparison: Comparison
    count: int
    of_seven: bool = False

    def holds(self, thing: Thing) -> bool:
        halves = PhaseCode.MD.columns if self.of_seven else ()
        phases = {PhaseCode.MD if code in halves else code for code in thing.phases}
        return compare(len(phases), self.comparison, self.count)

    def words(self) -> str:
        return f"span {_so_many_phases(self.comparison, self.count, of_seven=self.of_seven)}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (ROLE_PHASES,) if isinstance(thing, Role) else (ALL_PHASES,)


class Shares(Record):
    """Has `any` phase in common with another tool or role (whose phases are given), `all` of them, exactly the `same`
    ones, or so many as `count` says; never that one itself. With `among`, those alone count that its card names."""

    kind: Literal["shares"] = "shares"
    name: str
    phases: tuple[PhaseCode, ...]
    mode: Sharing = "any"
    comparison: Comparison = "="
    count: int | None = None
    among: tuple[str, ...] = ()

    def holds(self, thing: Thing) -> bool:
        if thing.name == self.name or not self.phases or (self.among and thing.name not in self.among):
            return False
        if self.count is not None:
            return compare(sum(map(thing.covers, self.phases)), self.comparison, self.count)
        if self.mode == "same":
            return set(thing.phases) == set(self.phases)
        covered = [thing.covers(phase) for phase in self.phases]
        return all(covered) if self.mode == "all" else any(covered)

    def words(self) -> str:
        if self.count is not None:
            return f"share {_so_many_phases(self.comparison, self.count)} with {self.name} ({', '.join(self.phases)})"
        how = {"any": "share a phase with", "all": "cover every phase of", "same": "cover the same phases as"}
        named = " and are named on its card" if self.among else ""
        return f"{how[self.mode]} {self.name} ({', '.join(self.phases)}){named}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        if isinstance(thing, Role):
            return (ROLE_PHASES,)
        return tuple(dict.fromkeys(code.value for phase in self.phases for code in phase.columns))


class Spare(Record):
    """One of the names that are `held`, each with its phases, whose every phase another of them has too."""

    kind: Literal["spare"] = "spare"
    held: tuple[tuple[str, tuple[PhaseCode, ...]], ...]

    def holds(self, thing: Thing) -> bool:
        held = dict(self.held)
        others = {phase for name, phases in self.held if name != thing.name for phase in phases}
        return thing.name in held and set(held[thing.name]) <= others

    def words(self) -> str:
        return f"share every phase with others of {listed([name for name, _ in self.held])}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return (ROLE_PHASES,) if isinstance(thing, Role) else (ALL_PHASES,)


class Named(Record):
    """One of these names."""

    kind: Literal["named"] = "named"
    names: tuple[str, ...]

    def holds(self, thing: Thing) -> bool:
        return thing.name in self.names

    def words(self) -> str:
        return f"are {'one of ' * (len(self.names) > 1)}{', '.join(self.names)}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return ()


class Not(Record):
    """Whatever `of` does not hold for."""

    kind: Literal["not"] = "not"
    of: "Condition"

    def holds(self, thing: Thing) -> bool:
        return not self.of.holds(thing)

    def words(self) -> str:
        if isinstance(self.of, Confined):
            return f"cover a phase besides {' and '.join(self.of.phases)}"
        phrase = _grouped(self.of)
        return f"are not {phrase.removeprefix('are ')}" if phrase.startswith("are ") else f"do not {phrase}"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return self.of.columns(thing)


class AllOf(Record):
    """Every part holds; no parts hold for everything."""

    kind: Literal["all"] = "all"
    of: tuple["Condition", ...] = ()

    def holds(self, thing: Thing) -> bool:
        return all(part.holds(thing) for part in self.of)

    def words(self) -> str:
        return " and ".join(_grouped(part) if len(self.of) > 1 else part.words() for part in self.of)

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return _columns(self.of, thing)


class AnyOf(Record):
    """At least one part holds."""

    kind: Literal["any"] = "any"
    of: tuple["Condition", ...]

    def holds(self, thing: Thing) -> bool:
        return any(part.holds(thing) for part in self.of)

    def words(self) -> str:
        return " or ".join(part.words() for part in self.of)

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return _columns(self.of, thing)


class Several(Record):
    """So many of the parts hold."""

    kind: Literal["several"] = "several"
    comparison: Comparison
    count: int
    of: tuple["Condition", ...]

    def holds(self, thing: Thing) -> bool:
        return compare(sum(part.holds(thing) for part in self.of), self.comparison, self.count)

    def words(self) -> str:
        parts = ", ".join(part.words() for part in self.of)
        return f"meet {_WORDS[self.comparison] or 'exactly '}{self.count} of ({parts})"

    def columns(self, thing: Thing) -> tuple[str, ...]:
        return _columns(self.of, thing)


Condition = Annotated[
    Covers
    | Costs
    | Priced
    | OpenSource
    | Earns
    | Classified
    | Confined
    | Spans
    | Shares
    | Spare
    | Named
    | Not
    | AllOf
    | AnyOf
    | Several,
    Field(discriminator="kind"),
]
Not.model_rebuild()
AllOf.model_rebuild()
AnyOf.model_rebuild()
Several.model_rebuild()


def _grouped(condition: Condition) -> str:
    """Its words inside a longer condition."""
    return f"({condition.words()})" if isinstance(condition, AnyOf) else condition.words()


def _columns(parts: tuple[Condition, ...], thing: Thing) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for part in parts for column in part.columns(thing)))
