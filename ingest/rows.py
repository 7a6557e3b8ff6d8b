"""The catalogue's rows as sentences: what search finds when no typed query answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.questions import QuestionError, Questions, load_questions
from corpus.updates import load_updates, overview
from corpus.vocabulary import PHASE_CODES, Evidence, MaturityModel, PhaseCode, Role, Tool


@dataclass(frozen=True)
class Names:
    """The codes and names that a text is about."""

    phases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row as one citable text; `names` is None where only its words tell what it is about."""

    heading: str
    evidence: Evidence
    names: Names | None = None
    questions: Questions | None = None


def asked_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Every row with what people ask that it answers; raises QuestionError for questions that no row has."""
    questions = {record.locator: record for record in load_questions(catalogue.folder / "questions.toml")}
    for row in rows(catalogue):
        yield replace(row, questions=questions.pop(row.evidence.locator, None))
    if questions:
        raise QuestionError(f"questions.toml: no row has the locator {min(questions)!r}: correct it")


def rows(catalogue: Catalogue) -> Iterator[Row]:
    """Every phase, tool, role, maturity model, side of an aspect, condition and dated source."""
    for phase in catalogue.phases.values():
        yield Row(f"{phase.name} ({phase.code})", catalogue.phase_cell(phase), Names(phases=(phase.code.value,)))
    for tool in catalogue.tools.values():
        names = Names(phases=tuple(code.value for code in tool.phases), tools=(tool.name,))
        yield Row(tool.name, _row(catalogue.tool_cell(tool, "Cost/Month"), _tool(tool, catalogue)), names)
    for role in catalogue.roles.values():
        names = Names(phases=tuple(code.value for code in role.known_phases), roles=(role.name,))
        yield Row(role.name, _row(catalogue.role_cell(role, "DOL Code"), _role(role, catalogue)), names)
    for model in catalogue.maturity.values():
        evidence = _row(catalogue.maturity_cell(model), _maturity(model))
        yield Row(f"{model.name} maturity model", evidence, Names())
    for aspect in catalogue.aspects.values():
        for column in ("MLOps", "LLMOps"):
            yield Row(f"MLOps or LLMOps: {aspect.name}", catalogue.aspect_cell(aspect, column))
    for evidence in (*map(catalogue.criterion_cell, catalogue.criteria), _decision(catalogue)):
        yield Row("Training an own LLM or using an existing one", evidence, Names())
    updates = load_updates(catalogue.tools, catalogue.folder / "updates.toml")
    for update in updates:
        evidence = update.evidence(catalogue.tools[update.tool], catalogue.as_of["tools"])
        yield Row(f"{update.tool} by other sources", evidence, Names(tools=(update.tool,)))
    names = Names(tools=tuple(dict.fromkeys(update.tool for update in updates)))
    yield Row("Tools that have changed since the paper", overview(updates), names)


def _row(cell: Evidence, text: str) -> Evidence:
    """The evidence of one cell widened to its row, told by `text`."""
    return cell.model_copy(update={"locator": cell.locator.partition(", column ")[0], "excerpt": text})


def _tool(tool: Tool, catalogue: Catalogue) -> str:
    cost = {"CB": "Its price is consumption based", "By Request": "Its price is given by request"}.get(
        tool.cost.printed, f"It costs {tool.cost.words} for ten users"
    )
    licence = "is ticked as open source" if tool.open_source else "is not ticked as open source"
    sentences = [f"{tool.name} covers {_phases(tool.phases, catalogue)}.", f"{cost} and it {licence}."]
    return " ".join([*sentences, tool.note or ""]).strip()


def _role(role: Role, catalogue: Catalogue) -> str:
    part = _phases(role.known_phases, catalogue)
    odd = [code for code in role.phases if code not in PHASE_CODES]
    printed = f" (and in {_list(odd)}, as printed)" if odd else ""
    wage = f"an estimated monthly wage of ${role.monthly_wage_usd:,} (2023)"
    sentences = [
        f"The {role.name} takes part in {part}{printed}.",
        f"The Department of Labor files the role under {role.dol_code}, {role.dol_title}, with {wage}.",
    ]
    return " ".join([*sentences, role.note or ""]).strip()


def _maturity(model: MaturityModel) -> str:
    levels = _list(f"{level.label}: {level.name}" for level in model.levels)
    return f"The {model.name} maturity model of MLOps has {len(model.levels)} levels: {levels}."


def _decision(catalogue: Catalogue) -> Evidence:
    conditions = " ".join(criterion.question for criterion in catalogue.criteria)
    text = (
        "Training an own LLM is advised only where all of these are answered yes; "
        f"otherwise an existing LLM is the choice. {conditions}"
    )
    return catalogue.criterion_cell(catalogue.criteria[0]).model_copy(update={"locator": "Figure 2", "excerpt": text})


def _phases(codes: Iterable[PhaseCode], catalogue: Catalogue) -> str:
    return _list(f"{catalogue.phases[code].name} ({code})" for code in codes)


def _list(words: Iterable[str]) -> str:
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last
