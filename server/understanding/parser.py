"""The typed query behind a question, when there is one."""

from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Linker, Mention
from server.query import Query
from server.understanding.guidance import read_aspects, read_decision, read_maturity
from server.understanding.phases import read_phases
from server.understanding.premise import read_premise
from server.understanding.records import read_records
from server.understanding.signals import Signals

# Most specific first: the first reading that fits is taken.
_READINGS = (read_maturity, read_decision, read_aspects, read_premise, read_phases, read_records)


@dataclass(frozen=True)
class Parse:
    """What a question was read as: its mentions and the typed query, or no query for prose."""

    mentions: tuple[Mention, ...]
    query: Query | None


class Parser:
    """Reads one standalone question."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self._catalogue = catalogue
        self._linker = linker

    def parse(self, question: str) -> Parse:
        """The mentions in the question and its typed query; `query` is None for prose."""
        mentions = tuple(self._linker.link(question))
        signals = Signals(question, mentions, self._catalogue, self._linker)
        queries = (read(signals) for read in _READINGS)
        return Parse(mentions, next((query for query in queries if query is not None), None))
