"""A plan told: its sentences in the order of an answer, and as sheets of facts for the chat."""

from dataclasses import replace

from corpus.vocabulary import Evidence
from server.basis import Basis
from server.planning.plan import Plan
from server.planning.stack import Stack
from server.schema import Items, Value
from server.sheet import Row, Sheet, Statement

_PRINTED = Basis()


def of_stack(plan: Plan) -> tuple[tuple[Statement, ...], ...]:
    """Paragraphs about the tools: the stack and its picks, what to mind, what is in the way, the alternatives, what
    would change it."""
    return (
        (*plan.summary, *((plan.within,) if plan.within else ())),
        tuple(dict.fromkeys(pick.reason for pick in plan.picks)),
        plan.notes,
        tuple(gap.reason for gap in plan.gaps if gap.by == "tools"),
        tuple(change.statement for change in plan.conflicts),
        tuple(change.statement for change in (plan.nearest,) if change and len(change.altered) > 1),
        tuple(other.difference for other in plan.alternatives),
        tuple(change.statement for change in plan.changes),
    )


def of_team(plan: Plan) -> tuple[tuple[Statement, ...], ...]:
    """Paragraphs about the roles: the team, the phases that no role is printed for, the wages."""
    return (
        tuple(pick.reason for pick in plan.roles),
        tuple(gap.reason for gap in plan.gaps if gap.by == "roles"),
        plan.team,
    )


def stack_sheet(plan: Plan, basis: Basis = _PRINTED) -> Sheet:
    """The tools of a plan as facts, with what they come to on the basis; without items where no stack meets the
    constraints."""
    rows = tuple(
        Row((pick.tool.name, ", ".join(pick.phases) or "–", pick.tool.cost.printed), pick.cells) for pick in plan.picks
    )
    values: tuple[Value, ...] = ()
    if plan.stack:
        name = "total, at least" if plan.stack.unpriced else "total"
        values = (Value(name=name, value=plan.stack.usd, unit="USD per month for ten users"),)
    said = tuple(statement for paragraph in of_stack(_shortened(plan, basis)) for statement in paragraph)
    items = Items(tools=tuple(pick.tool.name for pick in plan.picks))
    return Sheet(said, items, values, ("Tool", "Phases", "Cost/Month"), rows)


def _shortened(plan: Plan, basis: Basis) -> Plan:
    """Of the stacks beside the best one only the next, and those changes alone that alter what it costs; its own cost
    and the budget for the users that are told of."""
    if plan.stack is None:
        return plan
    telling = [each for each in plan.changes if each.stack is None or _price(each.stack) != _price(plan.stack)]
    short = replace(plan, alternatives=plan.alternatives[:1], changes=tuple(telling))
    if not basis.assumed:
        return short
    if plan.stack.usd:
        short = replace(short, summary=(*plan.summary, _scaled(plan.stack, basis, plan.summary[0].evidence)))
    budget = plan.constraints.budget_usd
    if plan.within and budget is not None:
        text = f"That is within the budget of ${basis.price(budget):,.0f} {basis.period} for {basis.seats}"
        short = replace(short, within=Statement(text, plan.within.evidence))
    return short


def _price(stack: Stack) -> tuple[int, int]:
    return len(stack.unpriced), stack.usd


def _scaled(stack: Stack, basis: Basis, evidence: tuple[Evidence, ...]) -> Statement:
    """What a stack comes to for other users than the table's."""
    total = f"{'at least ' if stack.unpriced else ''}${basis.price(stack.usd):,g}"
    text = (
        f"For {basis.seats} that makes {total} {basis.period}, as every amount here for ten users is taken to grow in "
        "proportion, which is an assumption of this advisor and not a statement of the paper"
    )
    return Statement(text, evidence)


def team_sheet(plan: Plan) -> Sheet:
    """The roles of a plan as facts, those at hand included."""
    rows = tuple(
        Row((pick.role.name, ", ".join(pick.phases) or "–", f"${pick.role.monthly_wage_usd:,}"), pick.cells)
        for pick in plan.roles
    )
    values = (
        Value(name="wages at hand", value=plan.wages_at_hand, unit="USD per month"),
        Value(name="wages to add", value=plan.wages_to_add, unit="USD per month"),
    )
    said = tuple(statement for paragraph in of_team(plan) for statement in paragraph)
    items = Items(roles=tuple(pick.role.name for pick in plan.roles))
    return Sheet(said, items, values, ("Role", "Phases", "Monthly Wage"), rows)
