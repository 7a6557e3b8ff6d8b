"""Facts from Table I (maturity), Table II (MLOps against LLMOps) and Figure 2 (train or use an LLM)."""

import re
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, MaturityLevel, MaturityModel
from server.facts.decision import decide, decision_sheet
from server.maturity.assessor import MaturityAssessor
from server.maturity.statements import COLUMNS, MaturityWording
from server.query import Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement
from server.wording import listed


@dataclass(frozen=True)
class Guidance:
    """Answers queries that select maturity, aspects or the decision of Figure 2."""

    catalogue: Catalogue

    def maturity(self, query: Query) -> Sheet:
        """Levels of the named models of Table I, or of all; counts and extremes of their number."""
        if query.measure == "check":
            return self._assessed(query)
        models = [self.catalogue.maturity[name] for name in query.named or self.catalogue.maturity]
        rest = (self.catalogue.column("Table I", "Maturity Level Proposed(s)"),)
        values: tuple[Value, ...] = ()
        if query.measure in ("min", "max"):
            extreme = (max if query.measure == "max" else min)(len(model.levels) for model in models)
            models = [model for model in models if len(model.levels) == extreme]
            word = "most" if query.measure == "max" else "fewest"
            text = f"The {word} levels, {extreme}, are proposed by {listed([model.name for model in models])}"
            statements = [Statement(text, rest)]
            values = tuple(Value(name=model.name, value=extreme, unit="levels") for model in models)
        elif query.measure == "count" and not query.named:
            statements = [
                Statement(f"Table I compares {len(models)} maturity models: {listed([m.name for m in models])}", rest)
            ]
            if query.premise and query.amount != len(models):
                return self._sheet(statements, [], refuted=True)
            values = (Value(name="number of maturity models", value=len(models), unit="models"),)
        elif query.level:
            return self._level(models, query.level, named=bool(query.named))
        else:
            statements = [Statement(self._levels(model), (self.catalogue.maturity_cell(model),)) for model in models]
            if query.measure == "sum":
                total = sum(len(model.levels) for model in models)
                statements.insert(
                    0, Statement(f"Together {listed([m.name for m in models])} propose {total} levels", rest)
                )
                values = (Value(name="levels in total", value=total, unit="levels"),)
            elif query.measure == "count":
                values = tuple(Value(name=model.name, value=len(model.levels), unit="levels") for model in models)
        rows = [(model, level) for model in models for level in model.levels]
        return self._sheet(statements, rows, values)

    def _assessed(self, query: Query) -> Sheet:
        """The asker's own maturity: by the practices stated, or where the questionnaire is to be found."""
        wording = MaturityWording(self.catalogue)
        if not query.stated:
            listing = self.maturity(query.model_copy(update={"measure": "list"}))
            return replace(listing, statements=(wording.invitation(), wording.preface(), *listing.statements))
        assessment = MaturityAssessor(self.catalogue).assess(dict(query.stated), query.named)
        standings = [said for standing in assessment.standings for said in wording.standing(standing)]
        told = [wording.understood(assessment), *standings, *wording.open_practices(assessment)]
        statements = (*told, wording.preface(), wording.invitation())
        return Sheet(statements, columns=COLUMNS, rows=wording.rows(assessment))

    def _level(self, models: list[MaturityModel], wanted: str, *, named: bool) -> Sheet:
        """One level by its label or name; a label that a named model does not have refutes the question."""
        rows = [(model, level) for model in models for level in model.levels if wanted in (level.label, level.name)]
        statements = [
            Statement(f"{model.name} calls its {level.label} {level.name}", (self.catalogue.maturity_cell(model),))
            for model, level in rows
        ]
        missing = [model for model in models if named and model not in [holder for holder, _ in rows]]
        statements += [
            Statement(f"{model.name} has no {wanted}; {self._levels(model)}", (self.catalogue.maturity_cell(model),))
            for model in missing
        ]
        return self._sheet(statements, rows, refuted=not rows)

    def _levels(self, model: MaturityModel) -> str:
        levels = listed([f"{level.label} ({level.name})" for level in model.levels])
        return f"{model.name} proposes {len(model.levels)} levels: {levels}"

    def _sheet(
        self,
        statements: list[Statement],
        levels: list[tuple[MaturityModel, MaturityLevel]],
        values: tuple[Value, ...] = (),
        *,
        refuted: bool = False,
    ) -> Sheet:
        rows = tuple(
            Row((model.name, level.label, level.name), (self.catalogue.maturity_cell(model),))
            for model, level in levels
        )
        columns = ("Model", "Level", "Name")
        return Sheet(tuple(statements), values=values, columns=columns, rows=rows, refuted=refuted)

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
