"""Facts that answer several queries at once: the phases, their tools and their roles; the phases and the price."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from corpus.vocabulary import Evidence
from server.basis import whole
from server.facts.amounts import usd
from server.query import Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement

_COLUMNS = ("Kind", "Name", "As printed")
# What a plan is made of.
_KINDS = {"stack": "tool", "team": "role"}


def several_sheets(query: Query, answer: Callable[[Query], Sheet]) -> Sheet:
    """The sheets of a query and of what it asks for besides as one; its rows say of which kind they are.

    What is set against something, as in `which is cheaper, and by how much?`, is no answer for that.
    """
    first = query.model_copy(update={"also": ()})
    start = answer(first)
    bill = [part.measure for part in (first, *query.also)] == ["sum", "sum"] and first.select != query.also[0].select
    also = [_over_the_same_time(part, first) for part in query.also] if bill else query.also
    parts = [(first, start), *((part, answer(part)) for part in _about(start, also))]
    sheets = [sheet for _, sheet in parts]
    found = [sheet.items for part, sheet in parts if part is first or part.measure != "compare"]
    if bill:
        sheets.append(_of_both(first, sheets))
    columns, rows = _table(parts)
    return Sheet(
        statements=tuple(dict.fromkeys(said for sheet in sheets for said in sheet.statements)),
        items=Items(
            phases=_distinct(items.phases for items in found),
            roles=_distinct(items.roles for items in found),
            tools=_distinct(items.tools for items in found),
        ),
        values=tuple(dict.fromkeys(value for sheet in sheets for value in sheet.values)),
        columns=columns,
        rows=rows,
        refuted=any(sheet.refuted for sheet in sheets),
    )


def _over_the_same_time(query: Query, first: Query) -> Query:
    basis = query.basis.model_copy(update={"months": first.basis.months})
    return query.model_copy(update={"basis": basis})


def _of_both(query: Query, sheets: Sequence[Sheet]) -> Sheet:
    """What tools and people come to together."""
    totals = [sheet.values[0] for sheet in sheets]
    total = whole(sum(float(value.value) for value in totals))
    least = "at least " if any(value.name != "total" for value in totals) else ""
    evidence = dict.fromkeys(place for sheet in sheets for place in sheet.statements[0].evidence)
    text = f"All of it together comes to {least}{usd(total)} {query.basis.period}"
    value = Value(name=f"all of it{', at least' if least else ''}", value=total, unit=query.basis.wage_unit)
    return Sheet((Statement(text, tuple(evidence)),), values=(value,))


def _about(start: Sheet, queries: Iterable[Query]) -> Iterator[Query]:
    """The further queries, those about what was found with its names; without any they have nothing to ask."""
    names = (*start.items.tools, *start.items.roles)
    for query in queries:
        if not query.found:
            yield query
        elif names:
            yield query.model_copy(update={"named": names, "found": False})


def _table(parts: list[tuple[Query, Sheet]]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The columns and rows, one row a name, with what all parts print of it: in columns of its own where all are of one
    kind."""
    kinds: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {}
    evidence: dict[str, dict[Evidence, None]] = {}
    for query, sheet in parts:
        for row in sheet.rows:
            name, *printed = row.cells
            if query.select != "phases" or not query.named:  # the rows of `phases of X` are tools or roles
                kinds[name] = _KINDS.get(query.select) or query.select.removesuffix("s")
            cells.setdefault(name, {}).update(zip(sheet.columns[1:], printed, strict=True))
            evidence.setdefault(name, {}).update(dict.fromkeys(row.evidence))
    columns = tuple(dict.fromkeys(chain.from_iterable(found for found in cells.values())))
    if len(set(kinds.values())) == 1 and kinds.keys() == cells.keys():
        (kind,) = set(kinds.values())
        told = {name: (name, *(found.get(column, "") for column in columns)) for name, found in cells.items()}
        return (kind.capitalize(), *columns), tuple(Row(told[name], tuple(evidence[name])) for name in cells)
    mixed = {name: (kinds.get(name, ""), name, ", ".join(dict.fromkeys(cells[name].values()))) for name in cells}
    return _COLUMNS, tuple(Row(mixed[name], tuple(evidence[name])) for name in cells)


def _distinct(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))
