"""The wording that is searched for: the question with the catalogue's own names beside the asker's."""

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from corpus.vocabulary import PhaseCode
from server.terms import terms


class QueryExpander:
    """Expands questions by the names that they mention in other words."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self._catalogue = catalogue
        self._linker = linker

    def expanded(self, question: str) -> str:
        """The question with the names added: `CI` also finds Continuous Integration."""
        names: list[str] = []
        for mention in self._linker.link(question, typos=False):
            if mention.kind == "phase":
                phase = self._catalogue.phases[PhaseCode(mention.name)]
                names += [mention.step] if mention.step else [phase.name, f"({phase.code})"]
            else:
                names.append(mention.name)
        return " ".join((question, *(name for name in names if name.lower() not in question.lower())))

    def tools(self, question: str) -> tuple[str, ...]:
        """The tools that the question names, as it spells them or by another of their names."""
        mentions = self._linker.link(question, typos=False)
        return tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "tool"))

    def asked(self, question: str) -> str:
        """The expanded question without the tools it names: finding a tool is not finding what is asked of it."""
        rest = self.expanded(question)
        for mention in reversed(self._linker.link(rest)):
            if mention.kind == "tool":
                rest = f"{rest[: mention.start]} {rest[mention.end :]}"
        return rest if terms(rest) else question
