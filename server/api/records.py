"""Records of the catalogue as the API gives them, each with the cells that carry it."""

from collections.abc import Iterable

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence, MaturityModel, Phase, Role, Tool
from server.schema import Citation, Wire

ROLE_PHASES = "MLOps Abbreviated Phase"
ROLE_COLUMNS = (ROLE_PHASES, "DOL Code", "Department Of Labor (DOL) Title", "Monthly Wage Estimate DOL 2023")


class Cost(Wire):
    """Monthly cost for ten users: as printed, and in US dollars where the price is fixed."""

    printed: str
    usd: int | None


class ToolRecord(Wire):
    """One tool of Table IV."""

    name: str
    cost: Cost
    open_source: bool
    phases: tuple[str, ...]
    url: str
    note: str | None
    citations: tuple[Citation, ...]


class RoleRecord(Wire):
    """One role of Table III; `phases` as printed."""

    name: str
    phases: tuple[str, ...]
    dol_code: str
    dol_title: str
    monthly_wage_usd: int
    note: str | None
    citations: tuple[Citation, ...]


class PhaseRecord(Wire):
    """One phase of Figure 1; `parent` is set for the halves of Model Development."""

    code: str
    name: str
    parent: str | None
    summary: str
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]


class Level(Wire):
    """One level of a maturity model."""

    label: str
    name: str


class MaturityRecord(Wire):
    """One maturity model of Table I, lowest level first."""

    name: str
    levels: tuple[Level, ...]
    citations: tuple[Citation, ...]


class Page(Wire):
    """A part of a list of `total`; `next` is the address of the part after it."""

    total: int
    next: str | None


class Tools(Page):
    """The tools, in print order; `citations` are the columns that the selection rests on."""

    tools: tuple[ToolRecord, ...]
    citations: tuple[Citation, ...]


class Roles(Page):
    """The roles, in print order; `citations` are the columns that the selection rests on."""

    roles: tuple[RoleRecord, ...]
    citations: tuple[Citation, ...]


class Phases(Page):
    """The phases, in lifecycle order."""

    phases: tuple[PhaseRecord, ...]


class MaturityModels(Page):
    """The maturity models, in print order."""

    maturity: tuple[MaturityRecord, ...]


def numbered(evidence: Iterable[Evidence]) -> tuple[Citation, ...]:
    """Citations numbered from 1 within their record."""
    return tuple(Citation(n=n, **item.model_dump()) for n, item in enumerate(evidence, start=1))


def tool_record(catalogue: Catalogue, tool: Tool) -> ToolRecord:
    """A tool with its cost, licence and ticked phase cells."""
    columns = ("Cost/Month", "Open Source", *tool.phases)
    return ToolRecord(
        name=tool.name,
        cost=Cost(printed=tool.cost.printed, usd=tool.cost.usd),
        open_source=tool.open_source,
        phases=tool.phases,
        url=tool.url,
        note=tool.note,
        citations=numbered(catalogue.tool_cell(tool, column) for column in columns),
    )


def role_record(catalogue: Catalogue, role: Role) -> RoleRecord:
    """A role with all its cells."""
    return RoleRecord(
        name=role.name,
        phases=role.phases,
        dol_code=role.dol_code,
        dol_title=role.dol_title,
        monthly_wage_usd=role.monthly_wage_usd,
        note=role.note,
        citations=numbered(catalogue.role_cell(role, column) for column in ROLE_COLUMNS),
    )


def phase_record(catalogue: Catalogue, phase: Phase) -> PhaseRecord:
    """A phase with the figure's place that carries it."""
    return PhaseRecord(
        code=phase.code,
        name=phase.name,
        parent=phase.parent,
        summary=phase.summary,
        steps=tuple(step.name for step in phase.steps),
        citations=numbered([catalogue.phase_cell(phase)]),
    )


def maturity_record(catalogue: Catalogue, model: MaturityModel) -> MaturityRecord:
    """A maturity model with its row."""
    return MaturityRecord(
        name=model.name,
        levels=tuple(Level(label=level.label, name=level.name) for level in model.levels),
        citations=numbered([catalogue.maturity_cell(model)]),
    )
