"""A reader of questions as the server builds it, over the catalogue and the corpus' own words, and what it finds."""

from collections.abc import Sequence

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from server.facts.engine import FactEngine
from server.said import texts_of
from server.schema import Filters, Items
from server.sheet import Sheet
from server.understanding.followups.turn import Turn
from server.understanding.reach.unknown import Vocabulary
from server.understanding.reader import QuestionReader
from server.understanding.reading import Reading

CATALOGUE = load_catalogue()
LINKER = Linker(CATALOGUE)
ENGINE = FactEngine(CATALOGUE)
PAPER, CARDS = texts_of(CATALOGUE, load_documents())
VOCABULARY = Vocabulary(PAPER, beside=CARDS)


def new_reader() -> QuestionReader:
    """A reader that has heard nothing yet."""
    return QuestionReader(CATALOGUE, LINKER, VOCABULARY)


def sheet(reader: QuestionReader, question: str) -> Sheet:
    """What the tables say to a question alone; fails where it is no question to them."""
    reading = reader.read(question, None, Filters())
    assert reading.query is not None, reading
    return ENGINE.answer(reading.query)


def names_in(items: Items) -> set[str]:
    """Whatever was found, of all kinds."""
    return {*items.phases, *items.roles, *items.tools}


def last_of(turns: Sequence[str]) -> tuple[Reading, Items, list[float | str]]:
    """The reading of a conversation's last turn, with what it yields."""
    reader = new_reader()
    for question in turns:
        reading = reader.read(question, "conversation", Filters())
        sheet = ENGINE.answer(reading.query) if reading.query is not None else None
        items = sheet.items if sheet is not None else Items()
        reader.remember("conversation", Turn(reading.question, reading.query, items, reading.options))
    return reading, items, [value.value for value in sheet.values] if sheet is not None else []
