"""A plan as HTML: the stack with its cost, the team, and why it is this one."""

from collections.abc import Iterable, Sequence

from server.planning.schema import PlanResponse, RoleChoice, ToolChoice
from ui.bars import Bar, bars_html
from ui.markup import Reference, inline_html, text
from ui.parts import figures_html, section_html
from ui.sources import folded_sources_html, references

GROUP = "plan"


def plan_html(plan: PlanResponse) -> str:
    """The whole plan, its sources last."""
    reference = references(GROUP, plan.citations)
    found = plan.status == "planned"
    parts = [
        f'<h2 tabindex="-1">{text(_headline(plan))}</h2>',
        f'<p class="understood"><span>Understood as</span> {text(plan.understood)}</p>',
        "" if found else _infeasible(plan, reference),
        figures_html(_totals(plan)) if found else "",
        _tools(plan.picks, reference),
        section_html("What each tool costs", _cost_chart(plan)) if plan.picks else "",
        _team(plan, reference),
        _listed("What to mind", plan.notes, reference),
        _ranked(plan, reference),
        _listed("What would change this", (change.statement for change in plan.changes), reference),
        _listed("Left out, and why", (rejected.reason for rejected in plan.rejected), reference),
        f'<div class="cited">{folded_sources_html(GROUP, plan.citations)}</div>',
        f'<p class="small">release {text(plan.release[:12])} · trace {text(plan.trace_id)}</p>',
    ]
    return f'<section class="sheet" aria-label="The plan">{"".join(parts)}</section>'


def _headline(plan: PlanResponse) -> str:
    if plan.status == "infeasible":
        return "No stack meets these constraints"
    count = len(plan.picks)
    return f"{count} tool{'' if count == 1 else 's'} for {_total(plan.totals.tools_usd, plan.totals.at_least)} a month"


def _total(usd: int | None, at_least: bool) -> str:
    return "no known price" if usd is None else f"{'at least ' if at_least else ''}${usd:,}"


def _totals(plan: PlanResponse) -> Iterable[tuple[str, str, str]]:
    totals = plan.totals
    yield "Tools", _total(totals.tools_usd, totals.at_least), "a month, ten users"
    if totals.wages_at_hand_usd:
        yield "Team at hand", f"${totals.wages_at_hand_usd:,}", "a month"
    yield "Roles to add", f"${totals.wages_to_add_usd:,}", "a month"


def _infeasible(plan: PlanResponse, reference: Reference) -> str:
    why = [missing.reason for missing in plan.uncovered if missing.by == "tools"]
    ways = [conflict.statement for conflict in plan.conflicts]
    if plan.nearest and plan.nearest.statement not in ways:
        ways.append(plan.nearest.statement)
    return _listed("What stands in the way", why, reference) + _listed("What would make room", ways, reference)


def _tools(picks: Sequence[ToolChoice], reference: Reference) -> str:
    rows = "".join(
        f'<li><div class="pick"><strong>{text(pick.tool)}</strong>{_chips(pick.phases)}'
        f"{_tag('in use') if pick.in_use else ''}<span>{text(pick.cost)}</span></div>"
        f"<p>{inline_html(pick.reason, reference)}</p></li>"
        for pick in picks
    )
    return section_html("The stack", f'<ol class="picks">{rows}</ol>') if picks else ""


def _team(plan: PlanResponse, reference: Reference) -> str:
    rows = "".join(
        f'<li><div class="pick"><strong>{text(_people(role))}</strong>{_chips(role.phases)}'
        f"{_tag('at hand') if role.at_hand else ''}<span>${role.monthly_wage_usd:,}</span></div>"
        f"<p>{inline_html(role.reason, reference)}</p></li>"
        for role in plan.roles
    )
    missing = "".join(
        f"<p>{inline_html(phase.reason, reference)}</p>" for phase in plan.uncovered if phase.by == "roles"
    )
    return section_html("The team", f'<ol class="picks">{rows}</ol>{missing}') if rows or missing else ""


def _people(role: RoleChoice) -> str:
    return role.role if role.count == 1 else f"{role.count} × {role.role}"


def _cost_chart(plan: PlanResponse) -> str:
    bars = [Bar(pick.tool, pick.usd, pick.cost if pick.usd is None else f"${pick.usd:,}") for pick in plan.picks]
    note = ""
    if any(bar.length is None for bar in bars):
        note = '<p class="small">A dashed bar stands for a price that is not fixed: CB is based on consumption.</p>'
    elif not any(bar.length for bar in bars):
        note = '<p class="small">Every tool of this stack is free at the paper\'s prices.</p>'
    return bars_html("Tool", "Cost a month", bars) + note


def _ranked(plan: PlanResponse, reference: Reference) -> str:
    if not plan.alternatives:
        return ""
    rows = "".join(
        f'<li value="{stack.rank}"><div class="pick"><strong>{text(", ".join(stack.tools))}</strong>'
        f"<span>{text(_total(stack.tools_usd, stack.at_least))}</span></div>"
        f"<p>{inline_html(stack.difference, reference)}</p></li>"
        for stack in plan.alternatives
    )
    return section_html("The next best stacks", f'<ol class="picks">{rows}</ol>')


def _listed(heading: str, statements: Iterable[str], reference: Reference) -> str:
    items = [f"<li>{inline_html(statement, reference)}</li>" for statement in statements]
    return section_html(heading, f'<ul class="statements">{"".join(items)}</ul>') if items else ""


def _chips(phases: Iterable[str]) -> str:
    return "".join(f'<span class="chip">{text(phase)}</span>' for phase in phases)


def _tag(words: str) -> str:
    return f'<em class="tag">{text(words)}</em>'
