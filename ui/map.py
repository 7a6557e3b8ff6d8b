"""The map: which tool covers, and which role takes part in, which phase; each cell opens its source."""

import asyncio
from typing import Any

import gradio as gr

from server.schema import Problem
from ui.assets import asset
from ui.client import AdvisorClient
from ui.form import fields, form_component
from ui.map_form import place
from ui.map_view import NOTHING_CHOSEN, cell_html, map_html
from ui.parts import problem_html
from ui.sheet import on_submit

ANNOUNCED = 'element.setAttribute("aria-live", "polite");'


def add_map(client: AdvisorClient, tab: gr.Tab) -> None:
    """Add the map to its tab; its rows are asked for when the tab is first opened."""
    with gr.Row(elem_classes="page"):
        with gr.Column(scale=8, min_width=320, elem_classes="card", elem_id="map"):
            matrix = form_component("map-matrix", script=asset("matrix.js"))
        with gr.Column(scale=3, min_width=280, elem_classes="card", elem_id="map-side"):
            source = gr.HTML(NOTHING_CHOSEN, elem_id="map-source", js_on_load=ANNOUNCED, apply_default_css=False)

    async def load(drawn: bool) -> Any:
        if drawn:
            return gr.skip()
        tools, roles, phases = await asyncio.gather(client.tools(), client.roles(), client.phases())
        if isinstance(tools, Problem):
            return problem_html(tools), False
        if isinstance(roles, Problem):
            return problem_html(roles), False
        if isinstance(phases, Problem):
            return problem_html(phases), False
        return map_html(tools.tools, roles.roles, phases.phases), True

    async def choose(event: gr.EventData) -> str:
        chosen = place(fields(event))
        if chosen.kind == "role":
            roles = await client.roles(chosen.name)
            return problem_html(roles) if isinstance(roles, Problem) else cell_html(roles.roles[0], chosen.column)
        tools = await client.tools(chosen.name)
        return problem_html(tools) if isinstance(tools, Problem) else cell_html(tools.tools[0], chosen.column)

    drawn = gr.State(False)
    tab.select(load, [drawn], [matrix, drawn], show_progress="hidden", api_visibility="private")
    on_submit(matrix, choose, source)
