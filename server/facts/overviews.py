"""Facts about all phases at once: what happens in each, who takes part in it, which tools it has."""

from corpus.catalogue import Catalogue
from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, PhaseCode
from server.conditions import ROLE_PHASES
from server.query import Query
from server.schema import Items
from server.sheet import Row, Sheet, Statement
from server.wording import listed, phase_name


def summarised(catalogue: Catalogue, code: PhaseCode) -> Statement:
    """What a phase is for, as its cell of Figure 1 tells."""
    phase = catalogue.phases[code]
    return Statement(f"{phase_name(catalogue, code)} {phase.summary}", (catalogue.phase_cell(phase),))


def phases_described(catalogue: Catalogue) -> Sheet:
    """Each phase with what happens in it, in the order of Figure 1."""
    phases = [catalogue.phases[code] for code in MAIN_PHASES]
    cells = [catalogue.phase_cell(phase) for phase in phases]
    statements = (
        Statement(f"The MLOps lifecycle goes through {len(phases)} phases", tuple(cells)),
        *(summarised(catalogue, phase.code) for phase in phases),
    )
    rows = tuple(
        Row((phase.code, phase.name, phase.summary), (cell,)) for phase, cell in zip(phases, cells, strict=True)
    )
    return Sheet(statements, Items(phases=MAIN_PHASES), columns=("Code", "Phase", "What happens"), rows=rows)


def phases_filled(catalogue: Catalogue, query: Query) -> Sheet:
    """The roles or the tools of each phase, as the table prints them."""
    tools = query.by == "tool_count"
    things = (catalogue.tools if tools else catalogue.roles).values()
    noun, printed = ("tool", "Table IV") if tools else ("role", "Table III")
    statements, rows = [], []
    for code in TABLE_IV_COLUMNS if tools else MAIN_PHASES:
        column = catalogue.column("Table IV", code) if tools else catalogue.column("Table III", ROLE_PHASES)
        names = [thing.name for thing in things if thing.covers(code)]
        told = f"{len(names)} {noun}{'s' * (len(names) != 1)}: {listed(names)}" if names else f"no {noun} in {printed}"
        statements.append(Statement(f"{phase_name(catalogue, code)} has {told}", (column,)))
        rows.append(Row((code, ", ".join(names)), (column,)))
    return Sheet(tuple(statements), Items(phases=MAIN_PHASES), columns=("Phase", f"{noun.title()}s"), rows=tuple(rows))
