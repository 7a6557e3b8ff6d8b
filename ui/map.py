"""The map: which tool covers, and which role takes part in, which phase; each cell opens its source."""

from typing import Any

import gradio as gr

from server.schema import Problem
from ui.assets import asset
from ui.client import AdvisorClient
from ui.form import fields, form_component
from ui.map_form import Selection, map_form_html, place, selection
from ui.map_view import NOTHING_CHOSEN, cell_html, roles_html, tools_html
from ui.parts import problem_html
from ui.sheet import on_submit

ANNOUNCED = 'element.setAttribute("aria-live", "polite");'


def add_map(client: AdvisorClient, tab: gr.Tab) -> None:
    """Add the map to its tab; its rows are asked for when the tab is first opened."""
    with gr.Row(elem_classes="page"):
        with gr.Column(scale=8, min_width=320, elem_classes="card", elem_id="map"):
            filters = form_component("map-filters", map_form_html())
            matrix = form_component("map-matrix", script=asset("matrix.js"))
        with gr.Column(scale=3, min_width=280, elem_classes="card", elem_id="map-side"):
            source = gr.HTML(NOTHING_CHOSEN, elem_id="map-source", js_on_load=ANNOUNCED, apply_default_css=False)

    async def shown(wanted: Selection) -> str:
        phases = await client.phases()
        if isinstance(phases, Problem):
            return problem_html(phases)
        if wanted.kind == "role":
            roles = await client.roles()
            return problem_html(roles) if isinstance(roles, Problem) else roles_html(roles.roles, phases.phases, wanted)
        every, tools = await client.tools(), await client.tools(free=wanted.free, open_source=wanted.open_source)
        if isinstance(every, Problem):
            return problem_html(every)
        if isinstance(tools, Problem):
            return problem_html(tools)
        return tools_html(tools.tools, phases.phases, wanted, len(every.tools))

    async def load(known: str | None) -> dict[Any, Any]:
        return {matrix: known or await shown(Selection())}

    async def narrow(event: gr.EventData) -> str:
        return await shown(selection(fields(event)))

    async def choose(event: gr.EventData) -> str:
        chosen = place(fields(event))
        if chosen.kind == "role":
            roles = await client.roles(chosen.name)
            return problem_html(roles) if isinstance(roles, Problem) else cell_html(roles.roles[0], chosen.column)
        tools = await client.tools(chosen.name)
        return problem_html(tools) if isinstance(tools, Problem) else cell_html(tools.tools[0], chosen.column)

    tab.select(load, [matrix], [matrix], show_progress="hidden", api_visibility="private")
    # One at a time, so that what is shown last is what was set last; "always_last" would repeat the first one's fields.
    on_submit(filters, narrow, matrix, at_once=1)
    on_submit(matrix, choose, source)
