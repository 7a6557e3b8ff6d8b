"""The catalogue: the paper's figures and tables as typed data, proved when loaded.

Every record can be cited: the `*_cell` methods give the Evidence of one printed cell, and
`column` gives a whole column, which is what an exhaustive or empty result rests on.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.alternatives import load_alternatives
from corpus.practices import PracticeError, Questionnaire, load_questionnaire
from corpus.vocabulary import (
    PHASE_CODES,
    TABLE_IV_COLUMNS,
    Aspect,
    Cost,
    Criterion,
    Evidence,
    MaturityModel,
    PaperTables,
    Phase,
    PhaseCode,
    Role,
    Tool,
)

TABLES = Path(__file__).parent / "tables"
PAPER = "navigating-mlops"
PAPER_TITLE = "Navigating MLOps: Insights into Maturity, Lifecycle, Tools, and Careers"
PAPER_URL = "https://arxiv.org/abs/2503.15577"
COUNTS = {"phases": 9, "tools": 55, "roles": 13, "maturity": 5, "aspects": 9, "criteria": 5}


class CatalogueError(ValueError):
    """A table file is missing, malformed or does not add up; the message names file and fix."""


@dataclass(frozen=True)
class Catalogue:
    """Figures 1-2 and Tables I-IV, with look-ups by the names they print. `questionnaire` is no part of
    the paper: it maps practices onto the levels of Table I by this project's judgement. `folder` is where the
    tables were read, and where the lists beside them are."""

    tables: PaperTables
    as_of: dict[str, str]
    questionnaire: Questionnaire
    folder: Path = TABLES

    @cached_property
    def tools(self) -> dict[str, Tool]:
        """Tools by name, in print order."""
        return {tool.name: tool for tool in self.tables.tools}

    @cached_property
    def alternatives(self) -> dict[str, tuple[str, ...]]:
        """The tools that the card of a tool names as alternatives to it, by its name."""
        return load_alternatives(self.tools, self.folder.parent / "documents" / "tools")

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles by name, in print order."""
        return {role.name: role for role in self.tables.roles}

    def thing(self, name: str) -> Tool | Role:
        """The tool or the role of this name; raises KeyError."""
        return self.tools.get(name) or self.roles[name]

    @cached_property
    def phases(self) -> dict[PhaseCode, Phase]:
        """Phases by code, in lifecycle order."""
        return {phase.code: phase for phase in self.tables.phases}

    @cached_property
    def maturity(self) -> dict[str, MaturityModel]:
        """Maturity models by name, in print order."""
        return {model.name: model for model in self.tables.maturity}

    @cached_property
    def aspects(self) -> dict[str, Aspect]:
        """Aspects of Table II by name, in print order."""
        return {aspect.name: aspect for aspect in self.tables.aspects}

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The conditions of Figure 2."""
        return self.tables.criteria

    def tool_cell(self, tool: Tool, column: str) -> Evidence:
        """One cell of Table IV; `column` is `Cost/Month`, `Open Source` or a phase code."""
        if column == "Cost/Month":
            printed = tool.cost.printed
        elif column == "Open Source":
            printed = "✓" if tool.open_source else "blank"
        else:
            printed = "✓" if PhaseCode(column) in tool.phases else "blank"
        return self._cell("tools", f"Table IV, row {tool.row}, column {column}", f"{tool.row}: {column} {printed}")

    def tool_row(self, tool: Tool) -> Evidence:
        """All of Table IV that one tool's row prints."""
        licence = "ticked" if tool.open_source else "not ticked"
        text = f"{tool.row}: Cost/Month {tool.cost.printed}; Open Source {licence}; {', '.join(tool.phases)}"
        return self._cell("tools", f"Table IV, row {tool.row}", text)

    def role_row(self, role: Role) -> Evidence:
        """All of Table III that one role's row prints."""
        text = (
            f"{role.name}: phases {', '.join(role.phases)}; DOL code {role.dol_code}; "
            f"{role.dol_title}; ${role.monthly_wage_usd:,} a month"
        )
        return self._cell("roles", f"Table III, row {role.name}", text)

    def role_cell(self, role: Role, column: str) -> Evidence:
        """One cell of Table III; `column` is one of its printed headings."""
        printed = {
            "MLOps Abbreviated Phase": ", ".join(role.phases),
            "DOL Code": role.dol_code,
            "Department Of Labor (DOL) Title": role.dol_title,
            "Monthly Wage Estimate DOL 2023": f"${role.monthly_wage_usd:,}",
        }[column]
        return self._cell("roles", f"Table III, row {role.name}, column {column}", f"{role.name}: {column} {printed}")

    def maturity_cell(self, model: MaturityModel) -> Evidence:
        """One row of Table I with all its levels."""
        levels = "; ".join(f"{level.label}: {level.name}" for level in model.levels)
        return self._cell("maturity", f"Table I, row {model.name}", f"{model.name}: {levels}")

    def aspect_cell(self, aspect: Aspect, column: str) -> Evidence:
        """One cell of Table II in our own words; `column` is `MLOps` or `LLMOps`."""
        text = {"MLOps": aspect.mlops, "LLMOps": aspect.llmops}[column]
        return self._cell("aspects", f"Table II, row {aspect.name}, column {column}", text)

    def criterion_cell(self, criterion: Criterion) -> Evidence:
        """One condition of Figure 2."""
        return self._cell("criteria", f"Figure 2, condition {criterion.name}", criterion.question)

    def phase_cell(self, phase: Phase) -> Evidence:
        """A phase of Figure 1 with its steps."""
        steps = f" Steps: {', '.join(step.name for step in phase.steps)}." if phase.steps else ""
        text = f"{phase.name} ({phase.code}) {phase.summary}.{steps}"
        return self._cell("phases", f"Figure 1, phase {phase.code}", text)

    def column(self, table: str, column: str) -> Evidence:
        """A whole column of a table (`BN to M`: all phase columns), which counts and empty sets rest on."""
        tools, roles = self.tools.values(), self.roles.values()
        match table, column:
            case "Table IV", "Tool":
                text = ", ".join(self.tools)
            case "Table IV", "Cost/Month":
                text = "; ".join(f"{tool.name} {tool.cost.printed}" for tool in tools)
            case "Table IV", "Open Source":
                text = f"ticked for every tool but {', '.join(tool.name for tool in tools if not tool.open_source)}"
            case "Table IV", "BN to M":
                text = "; ".join(f"{tool.name}: {', '.join(tool.phases)}" for tool in tools)
            case "Table IV", _:
                ticked = [tool.name for tool in tools if PhaseCode(column) in tool.phases]
                text = f"{column} is ticked for {len(ticked)} of {len(tools)} tools: {', '.join(ticked)}"
            case "Table III", "MLOps Roles":
                text = ", ".join(self.roles)
            case "Table III", _:
                text = "; ".join(self.role_cell(role, column).excerpt.replace(f" {column}", "") for role in roles)
            case "Table II", _:
                text = ", ".join(self.aspects)
            case _:
                text = "; ".join(f"{model.name}: {len(model.levels)} levels" for model in self.maturity.values())
        part = {"Table I": "maturity", "Table II": "aspects", "Table III": "roles", "Table IV": "tools"}[table]
        return self._cell(part, f"{table}, column {column}", text)

    def _cell(self, table: str, locator: str, excerpt: str) -> Evidence:
        return _printed(locator, excerpt, self.as_of[table])


# A long list cites as many cells as it has rows, and the next one cites them again.
@lru_cache(maxsize=4096)
def _printed(locator: str, excerpt: str, as_of: str) -> Evidence:
    return Evidence(
        kind="cell",
        document=PAPER,
        title=PAPER_TITLE,
        locator=locator,
        excerpt=excerpt,
        url=PAPER_URL,
        as_of=as_of,
    )


def load_catalogue(folder: Path = TABLES) -> Catalogue:
    """Read and prove the tables in `folder`; raises CatalogueError naming the file and the fix."""
    parts = {
        name: _read(folder / f"{name}.toml") for name in ("phases", "tools", "roles", "maturity", "aspects", "criteria")
    }
    try:
        tables = PaperTables.model_validate(
            {
                "phases": parts["phases"]["phase"],
                "tools": [tool for row in parts["tools"]["row"] for tool in _tools_of(row)],
                "roles": parts["roles"]["role"],
                "maturity": parts["maturity"]["model"],
                "aspects": parts["aspects"]["aspect"],
                "criteria": parts["criteria"]["criterion"],
            }
        )
        as_of = {name: str(part["as_of"]) for name, part in parts.items()}
    except (KeyError, TypeError, ValidationError) as error:
        raise CatalogueError(f"the tables in {folder} do not fit the vocabulary: {error}") from error
    _prove(tables)
    try:
        questionnaire = load_questionnaire(tables.maturity, folder / "practices.toml")
    except PracticeError as error:
        raise CatalogueError(str(error)) from error
    return Catalogue(tables=tables, as_of=as_of, questionnaire=questionnaire, folder=folder)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name} cannot be read: {error}; restore it from the repository") from error


def _tools_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    shared = {
        "row": row["label"],
        "cost": _cost(row["cost"]),
        "open_source": row["open_source"],
        "phases": row["phases"],
    }
    return [shared | tool for tool in row["tools"]]


def _cost(printed: object) -> Cost:
    if printed in ("CB", "By Request"):
        return Cost(printed=str(printed), usd=None)
    if isinstance(printed, str) and re.fullmatch(r"\$\d+", printed, re.ASCII):
        return Cost(printed=printed, usd=int(printed[1:]))
    raise CatalogueError(f"tools.toml: cost {printed!r} is none of $n, CB, By Request")


def _prove(tables: PaperTables) -> None:
    for name, expected in COUNTS.items():
        names = [str(getattr(record, "code", record.name)) for record in getattr(tables, name)]
        if len(names) != expected or len(set(names)) != expected:
            raise CatalogueError(f"{name}.toml holds {len(set(names))} distinct records, the paper has {expected}")
    ticked = {code for tool in tables.tools for code in tool.phases}
    if ticked != set(TABLE_IV_COLUMNS):
        raise CatalogueError(f"tools.toml ticks {sorted(ticked)}, Table IV has the columns {list(TABLE_IV_COLUMNS)}")
    for tool in tables.tools:
        if len(set(tool.phases)) != len(tool.phases):
            raise CatalogueError(f"tools.toml ticks a phase twice in the row {tool.row}")
    for role in tables.roles:
        unknown = [code for code in role.phases if code not in PHASE_CODES]
        if unknown and not role.note:
            raise CatalogueError(f"roles.toml: {role.name} has unknown phases {unknown} and no note about them")
