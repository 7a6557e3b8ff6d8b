"""What to say when the corpus does not carry an answer: that, the nearest names, what it covers."""

import re
from collections.abc import Callable, Sequence

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import Evidence
from server.sheet import Sheet, Statement
from server.wording import listed

_TITLES = re.compile(
    r"\b(?:engineers?|analysts?|scientists?|administrators?|architects?|officers?|managers?|developers?|masters?|owners?"
    r"|stewards?|leads?|directors?|consultants?|specialists?|researchers?|designers?|testers?|coach(?:es)?)\b",
    re.IGNORECASE,
)


class Refusals:
    """Refusals as sheets of cited statements without items. Of names that its text `uses`, none says that the corpus
    does not."""

    def __init__(self, catalogue: Catalogue, linker: Linker, uses: Callable[[str], bool] = lambda _: False) -> None:
        self._catalogue = catalogue
        self._linker = linker
        self._uses = uses

    def unmentioned(self, names: Sequence[str]) -> Sheet:
        """A question in prose about names that the corpus never uses, or only in its text."""
        told, near = self._unknown(names)
        if near:
            return Sheet((told, self._coverage()), refuted=True)
        return Sheet((Statement(f"{told.text}; {self._covered()}", self._tables()),), refuted=True)

    def beside(self, names: Sequence[str]) -> Statement:
        """That names in prose are unknown which only stand beside what is asked about."""
        return self._unknown(names)[0]

    def _unknown(self, names: Sequence[str]) -> tuple[Statement, bool]:
        """That the corpus does not use these names, or only its text, and whether the nearest ones are told."""
        unused = [name for name in names if not self._uses(name)]
        if not unused:
            told = f"No table of the corpus lists {listed(names)}, which only its text names"
            return Statement(told, self._tables()), False
        near, cell = self._nearest(unused)
        told = f"The corpus does not mention {listed(unused)}"
        if near:
            return Statement(f"{told}; the nearest names there are {listed(near)}", (cell,)), True
        return Statement(told, self._tables()), False

    def uncarried(self, aspects: Sequence[str]) -> Sheet:
        """A question about known names that wants what no table and no document holds of them."""
        text = f"The corpus does not carry {listed(aspects)}; {self._covered()}"
        return Sheet((Statement(text, self._tables()),), refuted=True)

    def unknown_names(self, names: Sequence[str]) -> Sheet:
        """A question about the tables that names what no table holds."""
        used = [name for name in names if self._uses(name)]
        if len(used) == len(names):
            return self.unmentioned(names)
        names = [name for name in names if name not in used]
        near, cell = self._nearest(names)
        verb = "is" if len(names) == 1 else "are"
        held = f"{len(self._catalogue.roles)} roles in Table III"
        if not _are_titles(names):
            held = f"{len(self._catalogue.tools)} tools in Table IV"
        text = f"{listed(names)} {verb} not in the corpus, which names {held}"
        if near:
            text = f"{text}; the nearest names there are {listed(near)}"
        if used:
            text = f"{text}; no table lists {listed(used)}, which only its text names"
        return Sheet((Statement(text, (cell,)), self._coverage()), refuted=True)

    def without_instance(self, of: str) -> Sheet:
        """A question for an example of something of which no passage gives one."""
        text = f"No passage of the corpus gives an example of {of}; {self._covered()}"
        return Sheet((Statement(text, self._tables()),), refuted=True)

    def in_another_language(self, language: str) -> Sheet:
        """A question that is not put in English, which is all that is read here."""
        text = f"This advisor reads English only, and the question seems to be in {language}: please ask it in English"
        return Sheet((Statement(f"{text}; {self._covered()}", self._tables()),), refuted=True)

    def unsaid(self) -> Sheet:
        """A question that has the source say what it does not."""
        text = f"No passage of the corpus says what that question takes for said; {self._covered()}"
        return Sheet((Statement(text, self._tables()),), refuted=True)

    def off_corpus(self) -> Sheet:
        """Nothing in the corpus carries the question."""
        return Sheet(
            (Statement(f"The corpus does not carry an answer to that question; {self._covered()}", self._tables()),)
        )

    def _nearest(self, names: Sequence[str]) -> tuple[list[str], Evidence]:
        """At most three names of the kind asked for that look most alike, and the column that they stand in."""
        titles = _are_titles(names)
        near = (name for foreign in names for name in self._linker.near(foreign, "role" if titles else "tool"))
        table = ("Table III", "MLOps Roles") if titles else ("Table IV", "Tool")
        return list(dict.fromkeys(near))[:3], self._catalogue.column(*table)

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


def _are_titles(names: Sequence[str]) -> bool:
    return any(_TITLES.search(name) for name in names)
