"""Facts about one set of phases for several kinds at once: the phases, their tools, their roles."""

from collections.abc import Callable

from corpus.vocabulary import PhaseCode
from server.conditions import AnyOf, Condition, Covers
from server.coverage import phase_part, phases_of
from server.query import Query, Select
from server.schema import Items
from server.sheet import Row, Sheet

_COLUMNS = ("Kind", "Name", "As printed")


def queries_of(query: Query) -> tuple[Query, ...]:
    """One query a kind; the kinds asked for besides meet the part of the condition that speaks of phases."""
    about = phase_part(query.where) if query.select != "phases" else _any(query.phases)
    first = query.model_copy(update={"also": ()})
    return (first, *(_of_kind(kind, about) for kind in query.also))


def several_kinds(query: Query, answer: Callable[[Query], Sheet]) -> Sheet:
    """The sheets of all kinds as one; its rows say of which kind they are."""
    sheets = [(part.select, answer(part)) for part in queries_of(query)]
    return Sheet(
        statements=tuple(dict.fromkeys(said for _, sheet in sheets for said in sheet.statements)),
        items=Items(
            phases=tuple(name for _, sheet in sheets for name in sheet.items.phases),
            roles=tuple(name for _, sheet in sheets for name in sheet.items.roles),
            tools=tuple(name for _, sheet in sheets for name in sheet.items.tools),
        ),
        columns=_COLUMNS,
        rows=tuple(_row(select, row) for select, sheet in sheets for row in sheet.rows),
    )


def _of_kind(kind: Select, about: Condition | None) -> Query:
    if about is None:
        raise ValueError("several kinds are asked for of no phase")
    return Query(select="phases", phases=phases_of(about)) if kind == "phases" else Query(select=kind, where=about)


def _any(phases: tuple[PhaseCode, ...]) -> Condition | None:
    covers = tuple(Covers(phase=code) for code in phases)
    return AnyOf(of=covers) if len(covers) > 1 else next(iter(covers), None)


def _row(select: Select, row: Row) -> Row:
    name, *cells = row.cells
    return Row((select.removesuffix("s"), name, ", ".join(cells)), row.evidence)
