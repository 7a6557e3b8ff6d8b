"""What to say when the corpus does not carry an answer: that, the nearest names, what it covers."""

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.sheet import Sheet, Statement
from server.wording import listed


class Refusals:
    """Refusals as sheets of cited statements without items."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self._catalogue = catalogue
        self._linker = linker

    def unmentioned(self, names: Sequence[str]) -> Sheet:
        """A question in prose about names that the corpus never uses."""
        text = f"The corpus does not mention {listed(names)}; {self._covered()}"
        return Sheet((Statement(text, self._tables()),), refuted=True)

    def uncarried(self, aspects: Sequence[str]) -> Sheet:
        """A question about known names that wants what no table and no document holds of them."""
        text = f"The corpus does not carry {listed(aspects)}; {self._covered()}"
        return Sheet((Statement(text, self._tables()),), refuted=True)

    def unknown_names(self, names: Sequence[str]) -> Sheet:
        """A question about the tables that names what no table holds."""
        near = list(dict.fromkeys(name for foreign in names for name in self._linker.near(foreign, "tool")))
        verb = "is" if len(names) == 1 else "are"
        text = f"{listed(names)} {verb} not in the corpus, which names {len(self._catalogue.tools)} tools in Table IV"
        if near:
            text = f"{text}; the nearest names there are {listed(near[:3])}"
        return Sheet((Statement(text, (self._catalogue.column("Table IV", "Tool"),)), self._coverage()), refuted=True)

    def off_corpus(self) -> Sheet:
        """Nothing in the corpus carries the question."""
        return Sheet(
            (Statement(f"The corpus does not carry an answer to that question; {self._covered()}", self._tables()),)
        )

    def _coverage(self) -> Statement:
        words = self._covered()
        return Statement(words[0].upper() + words[1:], self._tables())

    def _covered(self) -> str:
        catalogue = self._catalogue
        return (
            "it covers the phases of the MLOps lifecycle, "
            f"{len(catalogue.roles)} roles with wages, {len(catalogue.tools)} tools with costs, "
            f"{len(catalogue.maturity)} maturity models and the differences between MLOps and LLMOps"
        )

    def _tables(self) -> tuple[Evidence, ...]:
        return (
            self._catalogue.column("Table III", "MLOps Roles"),
            self._catalogue.column("Table IV", "Tool"),
            self._catalogue.column("Table I", "Maturity Level Proposed(s)"),
        )
