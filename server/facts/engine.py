"""The typed query engine: one query in, one sheet of facts out. No similarity, no LLM."""

from dataclasses import dataclass

from corpus.catalogue import Catalogue
from server.facts.guidance import Guidance
from server.facts.lifecycle import Lifecycle
from server.facts.records import Records
from server.facts.sheet import Sheet
from server.query import Query


@dataclass(frozen=True)
class FactEngine:
    """Answers typed queries over the catalogue."""

    catalogue: Catalogue

    def answer(self, query: Query) -> Sheet:
        """The facts for one query; exact and exhaustive."""
        match query.select:
            case "tools" | "roles":
                return Records(self.catalogue).answer(query)
            case "phases":
                return Lifecycle(self.catalogue).answer(query)
            case "maturity":
                return Guidance(self.catalogue).maturity(query)
            case "aspects":
                return Guidance(self.catalogue).aspects(query)
            case "decision":
                return Guidance(self.catalogue).decision()
