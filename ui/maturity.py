"""The maturity assessment: the questionnaire in a form, the levels beside it."""

from collections.abc import AsyncGenerator
from typing import Any

import gradio as gr
from pydantic import ValidationError

from server.schema import Problem
from ui.client import AdvisorClient, invalid
from ui.form import fields
from ui.maturity_form import maturity_form_html, maturity_request
from ui.maturity_view import maturity_html
from ui.parts import WORKING, problem_html
from ui.sheet import on_submit, sheet

INTRODUCTION = (
    '<section class="sheet empty"><h2>How mature are you?</h2><p>Answer what you know; the rest stays open and is '
    "told apart. You are placed on all five maturity models of the paper's Table I, with what the next level still "
    "needs and the next steps by phase, role and tool.</p></section>"
)


def add_maturity(client: AdvisorClient, tab: gr.Tab) -> None:
    """Add the assessment to its tab; the questionnaire is asked for when the tab is first opened."""
    loaded = gr.State(False)
    form, result = sheet("maturity-form", "maturity", INTRODUCTION)

    async def load(known: bool) -> dict[Any, Any]:
        if known:
            return {loaded: True}
        questionnaire, phases = await client.questionnaire(), await client.phases()
        if isinstance(questionnaire, Problem):
            return {form: problem_html(questionnaire)}
        if isinstance(phases, Problem):
            return {form: problem_html(phases)}
        names = {phase.code: phase.name for phase in phases.phases}
        return {form: maturity_form_html(questionnaire, names), loaded: True}

    async def assess(event: gr.EventData) -> AsyncGenerator[str]:
        yield WORKING
        try:
            request = maturity_request(fields(event))
        except ValidationError as error:
            yield problem_html(invalid("The assessment cannot be asked for", error))
            return
        questionnaire, assessment = await client.questionnaire(), await client.assess(request)
        if isinstance(questionnaire, Problem):
            yield problem_html(questionnaire)
        elif isinstance(assessment, Problem):
            yield problem_html(assessment)
        else:
            yield maturity_html(assessment, questionnaire)

    tab.select(load, [loaded], [form, loaded], show_progress="hidden", api_visibility="private")
    on_submit(form, assess, result)
