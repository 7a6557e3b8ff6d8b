"""The typed query behind a question, when there is one."""

from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Linker, Mention
from server.query import Query
from server.understanding.focus import focus
from server.understanding.guidance import read_aspects, read_decision, read_maturity
from server.understanding.phases import read_phases
from server.understanding.pieces import find_pieces
from server.understanding.premise import read_premise
from server.understanding.records import read_records
from server.understanding.signals import Signals
from server.understanding.spelling import evened
from server.understanding.unknown import Vocabulary

# Most specific first: the first reading that fits is taken.
_READINGS = (read_maturity, read_decision, read_aspects, read_premise, read_phases, read_records)


@dataclass(frozen=True)
class Parse:
    """What a question was read as: evened out, its mentions and the typed query, or no query for
    prose. `foreign` are the names in it that neither the catalogue nor the corpus uses."""

    question: str
    foreign: tuple[str, ...]
    mentions: tuple[Mention, ...]
    query: Query | None


class Parser:
    """Reads one standalone question."""

    def __init__(self, catalogue: Catalogue, linker: Linker, vocabulary: Vocabulary) -> None:
        self._catalogue = catalogue
        self._linker = linker
        self._vocabulary = vocabulary

    def parse(self, question: str) -> Parse:
        """What the question asks; `query` is None for prose."""
        text = evened(question, self._vocabulary)
        mentions = tuple(self._linker.link(text))
        asked = focus(text, mentions, find_pieces(text, mentions, self._catalogue, wages=False))
        within = mentions if asked == text else tuple(self._linker.link(asked))
        signals = Signals(asked, within, self._catalogue, self._linker)
        queries = (read(signals) for read in _READINGS)
        query = next((query for query in queries if query is not None), None)
        return Parse(text, tuple(self._vocabulary.foreign_names(asked, within)), mentions, query)
