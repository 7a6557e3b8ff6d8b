"""The stack planner: constraints in a form, the plan beside it."""

from collections.abc import AsyncGenerator
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.schema import Problem
from ui.client import AdvisorClient, invalid
from ui.form import fields
from ui.parts import WORKING, problem_html
from ui.plan_form import plan_form_html, plan_request
from ui.plan_view import plan_html
from ui.sheet import on_submit, sheet

INTRODUCTION = (
    '<section class="sheet empty"><h2>A stack and a team that fit</h2><p>Say what has to be covered and what you are '
    "bound to. The plan is solved exactly over the paper's tables: the cheapest stack and team, or what the cards "
    "advise, why each pick is there, what comes next best, what was left out, and what would change it.</p></section>"
)


def add_planner(client: AdvisorClient, tab: gr.Tab) -> None:
    """Add the planner to its tab; its form is asked for when the tab is first opened."""
    loaded = gr.State(False)
    form, result = sheet("plan-form", "plan", INTRODUCTION)

    async def load(known: bool) -> dict[Any, Any]:
        if known:
            return {loaded: True}
        phases, tools, roles = await client.phases(), await client.tools(), await client.roles()
        if isinstance(phases, Problem):
            return {form: problem_html(phases)}
        if isinstance(tools, Problem):
            return {form: problem_html(tools)}
        if isinstance(roles, Problem):
            return {form: problem_html(roles)}
        whole = [(phase.code, phase.name) for phase in phases.phases if phase.parent is None]
        names = [tool.name for tool in tools.tools], [role.name for role in roles.roles]
        return {form: plan_form_html(whole, *names), loaded: True}

    async def plan(event: gr.EventData) -> AsyncGenerator[str]:
        yield WORKING
        try:
            request = plan_request(fields(event))
        except ValidationError as error:
            yield problem_html(invalid("The plan cannot be asked for", error))
            return
        answer = await client.plan(request)
        yield problem_html(answer) if isinstance(answer, Problem) else plan_html(answer)

    tab.select(load, [loaded], [form, loaded], show_progress="hidden", api_visibility="private")
    on_submit(form, plan, result)
