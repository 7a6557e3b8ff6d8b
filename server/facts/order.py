"""Which phase comes next: the order in which Section II and Table IV take the phases, and what closes the circle."""

from corpus.catalogue import Catalogue
from corpus.vocabulary import MAIN_PHASES, PhaseCode
from server.ordinals import ordinal
from server.query import Query
from server.schema import Items
from server.sheet import Row, Sheet, Statement
from server.wording import listed, phase_name

# Figure 1's caption and Section II: what monitoring learns returns to these.
_FED_BY_MONITORING = (PhaseCode.AS, PhaseCode.MD)


def end_of_order(catalogue: Catalogue, query: Query) -> Sheet:
    """The `first` or the `last` phase, one so many places from there, or the one that each leads `down` to."""
    if query.rank > len(MAIN_PHASES):
        cells = tuple(catalogue.phase_cell(catalogue.phases[code]) for code in MAIN_PHASES)
        return Sheet((Statement(f"Section II describes {len(MAIN_PHASES)} phases only", cells),), refuted=True)
    phase = catalogue.phases[MAIN_PHASES[query.rank - 1 if query.order == "first" else -query.rank]]
    name, cell = phase_name(catalogue, phase.code), catalogue.phase_cell(phase)
    if query.order == "down":
        text = f"In Figure 1, each completed phase leads down to {name}"
    else:
        text = f"{name} is the {_place(query)} phase that Section II describes"
    row = Row((phase.code, phase.name), (cell,))
    return Sheet((Statement(text, (cell,)),), Items(phases=(phase.code,)), (), ("Code", "Phase"), (row,))


def _place(query: Query) -> str:
    """`first`, `third`, `last`, `second to last`."""
    if query.rank == 1:
        return str(query.order)
    return ordinal(query.rank) + (" to last" if query.order == "last" else "")


def between(catalogue: Catalogue, query: Query) -> Sheet:
    """The phases that lie between the two of the query."""
    first, last = sorted(MAIN_PHASES.index(code.main) for code in query.phases)
    found = MAIN_PHASES[first + 1 : last]
    ends = listed([phase_name(catalogue, code) for code in query.phases])
    phases = [catalogue.phases[code] for code in MAIN_PHASES[first : last + 1]]
    cells = tuple(catalogue.phase_cell(phase) for phase in phases)
    names = listed([phase_name(catalogue, code) for code in found]) or "no phase"
    text = f"In the order in which Section II describes the phases, {names} {'lie' if len(found) > 1 else 'lies'}"
    rows = tuple(Row((phase.code, phase.name), (catalogue.phase_cell(phase),)) for phase in phases)
    statement = Statement(f"{text} between {ends}", cells)
    return Sheet((statement,), Items(phases=found), (), ("Code", "Phase"), rows)


def neighbours(catalogue: Catalogue, query: Query) -> Sheet:
    """The phase `after` or `before` the one of the query; monitoring leads back into the circle."""
    code = query.phases[0]
    place = MAIN_PHASES.index(code.main)
    after = query.order == "after"
    found: tuple[PhaseCode, ...] = MAIN_PHASES[place + 1 : place + 2] if after else MAIN_PHASES[:place][-1:]
    asked = phase_name(catalogue, code)
    shown = [catalogue.phases[each] for each in (code, *found)]
    cells = tuple(catalogue.phase_cell(phase) for phase in shown)
    if found:
        name = phase_name(catalogue, found[0])
        text = f"In the order in which Section II describes the phases, {name} comes {query.order} {asked}"
    else:
        text = f"{asked} is the {'last' if after else 'first'} phase that Section II describes"
    statements = [Statement(text, cells)]
    if after and not found:
        found = _FED_BY_MONITORING
        names = listed([phase_name(catalogue, each) for each in found])
        statements.append(Statement(f"What {asked} learns returns to {names}", cells))
    rows = tuple(Row((phase.code, phase.name), (cell,)) for phase, cell in zip(shown, cells, strict=True))
    return Sheet(tuple(statements), Items(phases=tuple(found)), (), ("Code", "Phase"), rows)
