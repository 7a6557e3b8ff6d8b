"""Who and what helps with a practice: its phase, the roles that take part there, the tools that cover it."""

from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, Phase, PhaseCode, Role, Tool

_ROLE_PHASES = "MLOps Abbreviated Phase"
SHOWN_TOOLS = 5


@dataclass(frozen=True)
class Support:
    """One phase with its roles in print order and its tools: free ones first, then the cheapest."""

    catalogue: Catalogue
    code: PhaseCode

    @property
    def phase(self) -> Phase:
        """The phase of Figure 1."""
        return self.catalogue.phases[self.code]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles of Table III that are printed for the phase; none is an answer too."""
        return tuple(role for role in self.catalogue.roles.values() if role.covers(self.code))

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Every tool of Table IV that covers the phase; those without a fixed price come last."""
        covering = [tool for tool in self.catalogue.tools.values() if tool.covers(self.code)]
        return tuple(sorted(covering, key=lambda tool: (tool.cost.usd is None, tool.cost.usd or 0)))

    def role_evidence(self) -> tuple[Evidence, ...]:
        """The roles' cells, or the whole column where there are none."""
        cells = tuple(self.catalogue.role_cell(role, _ROLE_PHASES) for role in self.roles)
        return cells or (self.catalogue.column("Table III", _ROLE_PHASES),)

    def tool_evidence(self) -> tuple[Evidence, ...]:
        """The columns that the count rests on and the cost cells of the tools that are shown."""
        columns = tuple(self.catalogue.column("Table IV", code) for code in self.code.columns)
        return (*columns, *(self.catalogue.tool_cell(tool, "Cost/Month") for tool in self.tools[:SHOWN_TOOLS]))
