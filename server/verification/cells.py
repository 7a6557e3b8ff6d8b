"""Says in sentences what a table cell states, so that prose can be checked against it."""

import re

from corpus.catalogue import Catalogue
from corpus.vocabulary import PHASE_CODES, Evidence, PhaseCode

_CELL = re.compile(r"Table (?P<table>I|II|III|IV), row (?P<row>.+?)(?:, column (?P<column>[^,]+))?$")
_COLUMN = re.compile(r"Table IV, column (?P<column>[^,]+)$")


def stated(evidence: Evidence, catalogue: Catalogue) -> tuple[str, ...]:
    """The readings of a piece of evidence, each a text; prose reads as it stands."""
    if evidence.kind != "cell":
        return (evidence.excerpt,)
    cell = _CELL.match(evidence.locator)
    if cell and cell["table"] == "IV" and cell["column"]:
        return _tool(cell["row"], cell["column"], catalogue)
    if cell and cell["table"] == "III" and cell["column"]:
        return _role(cell["row"], cell["column"], catalogue)
    if cell and cell["table"] == "I":
        return _maturity(cell["row"], evidence.excerpt, catalogue)
    column = _COLUMN.match(evidence.locator)
    if column:
        return _column(column["column"], evidence.excerpt, catalogue)
    return (evidence.excerpt,)


def _tool(row: str, column: str, catalogue: Catalogue) -> tuple[str, ...]:
    tools = [tool for tool in catalogue.tools.values() if tool.row == row]
    readings: list[str] = []
    for tool in tools:
        cost = tool.cost
        if column == "Cost/Month":
            price = f"costs {cost.words} for 10 users" + (" and is free" if cost.usd == 0 else "")
            readings.append(f"{tool.name} {price}.")
            readings.append(f"The cost of {tool.name} is {cost.words}, {cost.printed} pricing.")
        elif column == "Open Source":
            readings.append(f"{tool.name} is {'' if tool.open_source else 'not '}open source.")
            if not tool.open_source:
                readings.append(f"{tool.name} is proprietary, closed source.")
        else:
            no = "" if PhaseCode(column) in tool.phases else "not "
            readings.append(f"{tool.name} does {no}cover {_phase(column, catalogue)}; used in.")
    if len(tools) > 1 and column == "Cost/Month":
        readings.append(f"{' and '.join(tool.name for tool in tools)} each cost {tools[0].cost.words}.")
    return tuple(readings)


def _role(name: str, column: str, catalogue: Catalogue) -> tuple[str, ...]:
    role = catalogue.roles.get(name)
    if role is None:
        return ()
    if column == "Monthly Wage Estimate DOL 2023":
        return (f"A {name} earns an estimated monthly wage of ${role.monthly_wage_usd:,} by DOL 2023 estimate.",)
    if column == "DOL Code":
        return (f"The Department of Labor DOL code of the {name} is {role.dol_code}.",)
    if column == "DOL Title":
        return (f"The Department of Labor DOL title of the {name} is {role.dol_title}.",)
    phases = " and ".join(_phase(code, catalogue) for code in role.phases)
    return (f"A {name} takes part in {phases}, the abbreviated phases of this role.",)


def _maturity(name: str, excerpt: str, catalogue: Catalogue) -> tuple[str, ...]:
    model = catalogue.maturity.get(name)
    if model is None:
        return (excerpt,)
    count = f"The {name} maturity model has {len(model.levels)} levels"
    levels = "; ".join(f"{level.label} is {level.name}" for level in model.levels)
    top = f"The lowest level of {name} is {model.levels[0].name}; the highest level is {model.levels[-1].name}."
    each = (f"At {level.label} the {name} maturity model has {level.name}." for level in model.levels)
    return (f"{count}: {levels}.", top, *each)


def _column(column: str, excerpt: str, catalogue: Catalogue) -> tuple[str, ...]:
    if column not in PHASE_CODES:
        return (excerpt,)
    tools = [tool.name for tool in catalogue.tools.values() if PhaseCode(column) in tool.phases]
    where = _phase(column, catalogue)
    return (
        f"{len(tools)} tools of {len(catalogue.tools)} cover {where}: {' and '.join(tools)}.",
        f"{' and '.join(tools)} cover {where}.",
        excerpt,
    )


def _phase(code: str, catalogue: Catalogue) -> str:
    return f"{catalogue.phases[PhaseCode(code)].name} ({code}) phase" if code in PHASE_CODES else code
