"""What a question takes to be all there is, or to stand at an end, set beside what does: `is X the only one?`"""

from dataclasses import replace

from server.conditions import Thing
from server.facts.amounts import says_amount
from server.facts.listing import scope_of
from server.facts.lookup import check_records
from server.facts.ranking import superlative
from server.facts.table import RecordTable
from server.query import Query
from server.sheet import Sheet, Statement
from server.wording import listed, singular


def beside_claim(table: RecordTable, query: Query, sheet: Sheet) -> Sheet:
    """The sheet of what the query finds, behind whether that is what was claimed."""
    pool = {thing.name: thing for thing in table.things}
    claimed = [pool[name] for name in query.claimed]
    found = [pool[name] for name in (*sheet.items.tools, *sheet.items.roles)]
    said = _outside(table, query, claimed)
    if not said:
        said = _at_an_end(table, query, claimed, found) if query.by else _alone(table, query, claimed, found)
    return replace(sheet, statements=(*said, *sheet.statements))


def _outside(table: RecordTable, query: Query, claimed: list[Thing]) -> list[Statement]:
    """What of them is not even one of the set."""
    names = tuple(thing.name for thing in claimed if not query.where.holds(thing))
    check = Query(select=query.select, measure="check", named=names, where=query.where, basis=query.basis)
    return list(check_records(table, check).statements[: len(names)])


def _alone(table: RecordTable, query: Query, claimed: list[Thing], found: list[Thing]) -> list[Statement]:
    """Whether they are the whole set."""
    names, (asked, condition) = listed([thing.name for thing in claimed]), scope_of(query.where)
    only = "" if {thing.name for thing in found} == set(query.claimed) else "not "
    some = f"of the {len(asked)} {table.noun} asked about " if asked else ""
    if len(claimed) == 1:
        one = f"one {some}" if some else f"{table.noun.removesuffix('s')} "
        text = f"{names} is {only}the only {one}that {singular(condition.words())}"
    else:
        text = f"{names} are {only}the only {f'ones {some}' if some else f'{table.noun} '}that {condition.words()}"
    return [Statement(text, table.whole_columns(table.columns_of(query.where)))]


def _at_an_end(table: RecordTable, query: Query, claimed: list[Thing], found: list[Thing]) -> list[Statement]:
    """Whether each of them is the cheapest, the best paid or the broadest one of the set."""
    by = query.by or "cost"
    column = table.column_of(by)
    statements = []
    for thing in claimed:
        verdict = "is not" if thing not in found else "is one of" if len(found) > 1 else "is"
        amount = f"spans {len(thing.phases)} phases" if by == "phases" else says_amount(thing, table.basis)
        text = f"{thing.name} {verdict} the {superlative(query)}: it {amount}"
        if table.measure(thing, by) is None:
            text = f"Whether {thing.name} is the {superlative(query)} the table cannot tell: it {amount}"
        statements.append(Statement(text, table.cells([thing], column)))
    return statements
