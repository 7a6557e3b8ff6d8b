"""A reader of questions as the server builds it, over the catalogue and the corpus' own words."""

from collections.abc import Sequence

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.schema import Filters, Items
from server.understanding.followups.turn import Turn
from server.understanding.reach.unknown import Vocabulary
from server.understanding.reader import QuestionReader
from server.understanding.reading import Reading

CATALOGUE = load_catalogue()
LINKER = Linker(CATALOGUE)
ENGINE = FactEngine(CATALOGUE)
VOCABULARY = Vocabulary(
    [f"{passage.heading}. {passage.text}" for document in load_documents() for passage in document.passages]
)


def new_reader() -> QuestionReader:
    """A reader that has heard nothing yet."""
    return QuestionReader(CATALOGUE, LINKER, VOCABULARY)


def last_of(turns: Sequence[str]) -> tuple[Reading, Items, list[float | str]]:
    """The reading of a conversation's last turn, with what it yields."""
    reader = new_reader()
    for question in turns:
        reading = reader.read(question, "conversation", Filters())
        typed = reading.query is not None and reading.query.plan is None
        sheet = ENGINE.answer(reading.query) if reading.query is not None and typed else None
        items = sheet.items if sheet is not None else Items()
        reader.remember("conversation", Turn(reading.question, reading.query, items, reading.options))
    return reading, items, [value.value for value in sheet.values] if sheet is not None else []
