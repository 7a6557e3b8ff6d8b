"""Facts about the steps of phases, as Figure 1 names them, and which of them stands next to another."""

from dataclasses import replace

from corpus.catalogue import Catalogue
from server.facts.order import neighbours
from server.query import Query
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement
from server.wording import listed, phase_name


def steps_of(catalogue: Catalogue, query: Query) -> Sheet:
    """The steps of each phase asked about, Model Development by its halves; how many, where they are counted."""
    codes = tuple(dict.fromkeys(column for code in query.phases for column in code.columns))
    phases = [catalogue.phases[code] for code in codes]
    statements, rows = [], []
    for phase in phases:
        name, cell = phase_name(catalogue, phase.code), catalogue.phase_cell(phase)
        steps = [step.name for step in phase.steps]
        told = f"{len(steps)} steps in Figure 1: {listed(steps)}" if steps else "no steps of its own in Figure 1"
        statements.append(Statement(f"{name} has {told}", (cell,)))
        rows += [Row((phase.code, step), (cell,)) for step in steps]
    counted = query.measure == "count"
    values = tuple(Value(name=phase.code, value=len(phase.steps), unit="steps") for phase in phases) if counted else ()
    return Sheet(tuple(statements), Items(phases=tuple(query.phases)), values, ("Phase", "Step"), tuple(rows))


def step_beside(catalogue: Catalogue, query: Query) -> Sheet:
    """The step that Figure 1 names `after` or `before` one of the same phase; at an end of it, the phase beside."""
    phase = catalogue.phases[query.phases[0]]
    name, cell = phase_name(catalogue, phase.code), catalogue.phase_cell(phase)
    steps = [step.name for step in phase.steps]
    at = steps.index(query.step or "") + (1 if query.order == "after" else -1)
    if 0 <= at < len(steps):
        text = f"In the order in which Figure 1 names the steps of {name}, {steps[at]} comes {query.order} {query.step}"
        return Sheet(
            (Statement(text, (cell,)),),
            Items(phases=(phase.code,)),
            columns=("Phase", "Step"),
            rows=(Row((phase.code, steps[at]), (cell,)),),
        )
    end = Statement(f"{query.step} is the {'first' if at < 0 else 'last'} step that Figure 1 names in {name}", (cell,))
    beside = neighbours(catalogue, query)
    return replace(beside, statements=(end, *beside.statements))
