"""A plan as the wire carries it: every place numbered once, in the order of the answer."""

from collections.abc import Iterable

from server.citations import CitationRegister, marked
from server.planning.plan import Change, Plan
from server.planning.schema import (
    ChangedPlan,
    PlanResponse,
    RankedStack,
    RejectedTools,
    RoleChoice,
    ToolChoice,
    Totals,
    Uncovered,
)
from server.planning.telling import of_stack, of_team
from server.sheet import Statement


def respond(plan: Plan, *, release: str, trace_id: str) -> PlanResponse:
    """The response for a plan."""
    register = CitationRegister()
    paragraphs = [_paragraph(register, statements) for statements in (*of_stack(plan), *of_team(plan)) if statements]
    answer = "\n\n".join(paragraphs)
    return PlanResponse(
        status=plan.status,
        understood=plan.constraints.words(),
        answer=answer,
        picks=tuple(
            ToolChoice(
                tool=pick.tool.name,
                phases=pick.phases,
                cost=pick.tool.cost.printed,
                usd=pick.tool.cost.usd,
                in_use=pick.in_use,
                interchangeable_with=pick.equals,
                reason=_sentence(register, pick.reason),
                citations=register.number(pick.cells),
            )
            for pick in plan.picks
        ),
        roles=tuple(
            RoleChoice(
                role=pick.role.name,
                count=pick.count,
                phases=pick.phases,
                monthly_wage_usd=pick.role.monthly_wage_usd,
                at_hand=pick.at_hand,
                interchangeable_with=pick.equals,
                reason=_sentence(register, pick.reason),
                citations=register.number(pick.cells),
            )
            for pick in plan.roles
        ),
        totals=Totals(
            tools_usd=plan.stack.usd if plan.stack else None,
            at_least=bool(plan.stack and plan.stack.unpriced),
            wages_at_hand_usd=plan.wages_at_hand,
            wages_to_add_usd=plan.wages_to_add,
        ),
        alternatives=tuple(
            RankedStack(
                rank=rank,
                tools=tuple(tool.name for tool in other.stack.tools),
                tools_usd=other.stack.usd,
                at_least=bool(other.stack.unpriced),
                difference=_sentence(register, other.difference),
                citations=register.number(other.difference.evidence),
            )
            for rank, other in enumerate(plan.alternatives, start=2)
        ),
        notes=tuple(_sentence(register, note) for note in plan.notes),
        rejected=tuple(
            RejectedTools(
                tools=rejection.tools,
                why=rejection.why,
                reason=_sentence(register, rejection.reason),
                citations=register.number(rejection.reason.evidence),
            )
            for rejection in plan.rejected
        ),
        changes=tuple(_changed(register, change) for change in plan.changes),
        uncovered=tuple(
            Uncovered(
                phase=gap.phase,
                by=gap.by,
                reason=_sentence(register, gap.reason),
                citations=register.number(gap.reason.evidence),
            )
            for gap in plan.gaps
        ),
        conflicts=tuple(_changed(register, change) for change in plan.conflicts),
        nearest=_changed(register, plan.nearest) if plan.nearest else None,
        citations=register.all(),
        release=release,
        trace_id=trace_id,
    )


def _changed(register: CitationRegister, change: Change) -> ChangedPlan:
    stack = change.stack
    return ChangedPlan(
        altered=change.altered,
        tools=tuple(tool.name for tool in stack.tools) if stack else None,
        tools_usd=stack.usd if stack else None,
        at_least=bool(stack and stack.unpriced),
        statement=_sentence(register, change.statement),
        citations=register.number(change.statement.evidence),
    )


def _paragraph(register: CitationRegister, statements: Iterable[Statement]) -> str:
    return " ".join(_sentence(register, statement) for statement in statements)


def _sentence(register: CitationRegister, statement: Statement) -> str:
    return marked(statement.text, register.number(statement.evidence))
