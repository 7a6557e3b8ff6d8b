"""A reader of questions as the server builds it, over the catalogue and the corpus' own words."""

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from server.understanding.reader import QuestionReader
from server.understanding.unknown import Vocabulary

CATALOGUE = load_catalogue()
LINKER = Linker(CATALOGUE)
VOCABULARY = Vocabulary(
    [f"{passage.heading}. {passage.text}" for document in load_documents() for passage in document.passages]
)


def new_reader() -> QuestionReader:
    """A reader that has heard nothing yet."""
    return QuestionReader(CATALOGUE, LINKER, VOCABULARY)
