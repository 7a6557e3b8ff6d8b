"""The names in a request, resolved to the tables' own: any spelling that the linker knows, no guesses."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.linker import Kind, Linker
from corpus.vocabulary import PhaseCode
from server.constraints import PlanConstraints
from server.errors import UnknownName
from server.planning.schema import PlanRequest


@dataclass(frozen=True)
class Naming:
    """Resolves codes, names and aliases; raises UnknownName, which names the nearest ones."""

    catalogue: Catalogue
    linker: Linker

    def constraints(self, request: PlanRequest) -> PlanConstraints:
        """The request in the tables' own names."""
        tools, roles = self.catalogue.tools, self.catalogue.roles
        names = {
            "phases": tuple(dict.fromkeys(self._phase(value) for value in request.phases)),
            "tools": tuple(dict.fromkeys(self._name("tool", value, tools) for value in request.tools)),
            "without": tuple(dict.fromkeys(self._either(value) for value in request.without)),
            "team": tuple(self._name("role", value, roles) for value in request.team),
        }
        return PlanConstraints.model_validate(request.model_dump() | names)

    def _either(self, value: str) -> str:
        roles = [mention for mention in self.linker.link(value.strip(), typos=False) if mention.kind == "role"]
        known = self.catalogue.roles if roles else self.catalogue.tools
        return self._name("role" if roles else "tool", value, known)

    def _phase(self, value: str) -> PhaseCode:
        code = value.strip().upper()
        return PhaseCode(code if code in PhaseCode.__members__ else self._name("phase", value, PhaseCode))

    def _name(self, kind: Kind, value: str, known: Iterable[str]) -> str:
        text = value.strip()
        mentions = self.linker.link(text, typos=False)
        if [(mention.kind, mention.text) for mention in mentions] == [(kind, text)]:
            return mentions[0].name
        raise UnknownName(kind, value, known)
