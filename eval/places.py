"""The places of the corpus that a citation may resolve to."""

from collections.abc import Iterable

from corpus.catalogue import Catalogue
from corpus.document import Document
from corpus.vocabulary import TABLE_IV_COLUMNS, Evidence, Record
from ingest.entries import entries_of

_TABLE_I = "Maturity Level Proposed(s)"
_TABLE_III = (
    "MLOps Abbreviated Phase",
    "DOL Code",
    "Department Of Labor (DOL) Title",
    "Monthly Wage Estimate DOL 2023",
)
_TABLE_IV = ("Cost/Month", "Open Source", *TABLE_IV_COLUMNS)


def need_name(at: int) -> str:
    """What a golden need is called to the libraries that score its ranking."""
    return f"need {at}"


class Place(Record):
    """A document and a locator in it."""

    document: str
    locator: str


def carries(prefix: str, locator: str) -> bool:
    """Whether the locator is the prefix or lies below it: `sentence 1` holds no `sentence 12`."""
    rest = locator.removeprefix(prefix)
    return locator.startswith(prefix) and not rest[:1].isalnum()


def places_of(catalogue: Catalogue, documents: Iterable[Document]) -> frozenset[Place]:
    """Every passage, row, cell and column."""
    documents = tuple(documents)
    sources = (entry for entry in entries_of(catalogue, documents) if entry.layer == "source")
    found = {Place(document=entry.document, locator=entry.locator) for entry in sources}
    return frozenset(found | {_place(evidence) for evidence in cells_of(catalogue)})


def cells_of(catalogue: Catalogue) -> Iterable[Evidence]:
    """Every row, cell and column of the tables as the catalogue cites them."""
    for tool in catalogue.tools.values():
        yield catalogue.tool_row(tool)
        yield from (catalogue.tool_cell(tool, column) for column in _TABLE_IV)
    for role in catalogue.roles.values():
        yield catalogue.role_row(role)
        yield from (catalogue.role_cell(role, column) for column in _TABLE_III)
    yield from (catalogue.column("Table III", column) for column in ("MLOps Roles", *_TABLE_III))
    yield from (catalogue.column("Table IV", column) for column in ("Tool", *_TABLE_IV, "BN to M"))
    yield catalogue.column("Table I", _TABLE_I)


def _place(evidence: Evidence) -> Place:
    return Place(document=evidence.document, locator=evidence.locator)
