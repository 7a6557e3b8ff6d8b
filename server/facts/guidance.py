"""Facts from Table II (MLOps against LLMOps) and Figure 2 (train or use an LLM)."""

import re
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence
from server.facts.decision import decide, decision_sheet
from server.query import Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement
from server.wording import listed


@dataclass(frozen=True)
class Guidance:
    """Answers queries that select aspects or the decision of Figure 2."""

    catalogue: Catalogue

    def aspects(self, query: Query) -> Sheet:
        """The named aspects of Table II (all without a name), MLOps beside LLMOps; a list is of the tools in them."""
        aspects = [self.catalogue.aspects[name] for name in query.named or self.catalogue.aspects]
        sides = [
            (aspect, self.catalogue.aspect_cell(aspect, "MLOps"), self.catalogue.aspect_cell(aspect, "LLMOps"))
            for aspect in aspects
        ]
        if query.measure == "list":
            return self._examples([side for _, *both in sides for side in both])
        if len(aspects) <= 2:
            statements = [
                Statement(side.excerpt.rstrip("."), (side,)) for _, mlops, llmops in sides for side in (mlops, llmops)
            ]
        else:
            text = f"Table II sets MLOps against LLMOps in {len(aspects)} aspects: {listed([a.name for a in aspects])}"
            statements = [Statement(text, (self.catalogue.column("Table II", "Aspect"),))]
        rows = tuple(
            Row((aspect.name, mlops.excerpt, llmops.excerpt), (mlops, llmops)) for aspect, mlops, llmops in sides
        )
        counted = (Value(name="number of aspects", value=len(aspects), unit="aspects"),)
        values = counted if query.measure == "count" else ()
        return Sheet(tuple(statements), values=values, columns=("Aspect", "MLOps", "LLMOps"), rows=rows)

    def _examples(self, cells: list[Evidence]) -> Sheet:
        """The tools of Table IV that cells of Table II give as examples."""
        found = [(tool, cell) for cell in cells for tool in self.catalogue.tools if _names(cell.excerpt, tool)]
        tools = tuple(dict.fromkeys(tool for tool, _ in found))
        evidence = tuple(dict.fromkeys(cell for _, cell in found))
        if not found:
            text = "Table II gives no tool of Table IV as an example there"
            return Sheet((Statement(text, (self.catalogue.column("Table II", "Aspect"),)),))
        statements = (
            Statement(f"The tools that Table II gives as examples there are {listed(tools)}", evidence),
            *(Statement(cell.excerpt.rstrip("."), (cell,)) for cell in evidence),
        )
        rows = tuple(Row((tool, cell.excerpt), (cell,)) for tool, cell in found)
        return Sheet(statements, Items(tools=tools), columns=("Example", "Table II"), rows=rows)

    def decision(self, query: Query) -> Sheet:
        """The conditions of Figure 2, all of which an own model needs; the path taken where some are stated."""
        if query.stated:
            stated = {name: answer == "yes" for name, answer in query.stated}
            return decision_sheet(self.catalogue, decide(self.catalogue.criteria, stated))
        cells = [self.catalogue.criterion_cell(criterion) for criterion in self.catalogue.criteria]
        statements = (
            Statement(
                "Using an existing LLM is generally preferable unless all five conditions of Figure 2 hold: a need "
                "for a specialised model, ample high-quality data, significant computational resources, specialised "
                "machine learning expertise and the means to maintain the model continuously",
                tuple(cells),
            ),
        )
        rows = tuple(
            Row((criterion.question, "use an existing LLM"), (cell,))
            for criterion, cell in zip(self.catalogue.criteria, cells, strict=True)
        )
        counted = (Value(name="number of conditions", value=len(cells), unit="conditions"),)
        values = counted if query.measure == "count" else ()
        return Sheet(statements, values=values, columns=("Condition", "If not"), rows=rows)


def _names(text: str, tool: str) -> bool:
    return re.search(rf"\b{re.escape(tool)}\b", text) is not None
