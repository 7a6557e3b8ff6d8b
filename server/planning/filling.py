"""What would fill the phases that tools in use leave uncovered."""

from dataclasses import replace

from server.constraints import LIFECYCLE, PlanConstraints
from server.planning.planner import Planner
from server.query import Query
from server.sheet import Sheet


def filled(planner: Planner, query: Query, sheet: Sheet) -> Sheet:
    """The sheet of `which phases do these leave uncovered?` with the tools of first choice for them and their cost;
    any other as it is."""
    gap = query.select == "phases" and query.combine == "gap" and query.measure == "list"
    if not gap or not sheet.items.phases or not all(name in planner.catalogue.tools for name in query.named):
        return sheet
    plan = planner.plan(PlanConstraints(phases=query.phases or LIFECYCLE, tools=query.named, advised=True))
    if plan.stack is None or not plan.stack.added:
        return sheet
    return replace(sheet, statements=(*sheet.statements[:1], *plan.summary[1:], *sheet.statements[1:]))
