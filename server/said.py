"""What the paper and the cards say, as the texts that a question's words are looked up in."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.catalogue import PAPER, Catalogue
from corpus.document import Document
from corpus.updates import load_updates


def texts_of(catalogue: Catalogue, documents: Sequence[Document]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the paper says, its tables row by row included, and what the cards do."""
    paper = (*_told(document for document in documents if document.id == PAPER), *_rows(catalogue))
    return paper, _told(document for document in documents if document.id != PAPER)


def _told(documents: Iterable[Document]) -> tuple[str, ...]:
    return tuple(f"{passage.heading}. {passage.text}" for document in documents for passage in document.passages)


def _rows(catalogue: Catalogue) -> Iterator[str]:
    yield from (catalogue.tool_row(tool).excerpt for tool in catalogue.tools.values())
    yield from (catalogue.role_row(role).excerpt for role in catalogue.roles.values())
    yield from (catalogue.maturity_cell(model).excerpt for model in catalogue.maturity.values())
    yield from (f"{aspect.name} {aspect.mlops} {aspect.llmops}" for aspect in catalogue.aspects.values())
    yield from (catalogue.phase_cell(phase).excerpt for phase in catalogue.phases.values())
    for update in load_updates(catalogue.tools, catalogue.folder / "updates.toml"):
        tool = catalogue.tools[update.tool]
        yield update.evidence(tool, catalogue.tool_row(tool).as_of).excerpt
