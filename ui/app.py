"""The page: one tab for each way to get advice."""

import gradio as gr

from ui.chat import add_chat
from ui.client import AdvisorClient
from ui.map import add_map
from ui.maturity import add_maturity
from ui.planner import add_planner

TITLE = "MLOps Advisor"
HEADER = (
    f'<header class="masthead"><span class="mark" aria-hidden="true">[n]</span><div><h1>{TITLE}</h1>'
    "<p>Phases, roles, tools, cost and maturity of MLOps. "
    "Every sentence is checked against the source that it cites.</p></div></header>"
)


def build_page(client: AdvisorClient, trace_url: str | None) -> gr.Blocks:
    """The Blocks of the page, which talk to the API through `client`; `trace_url` leads to the viewer of traces."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(HEADER, elem_id="top", apply_default_css=False)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Chat", elem_id="tab-chat"):
                add_chat(client, trace_url)
            with gr.Tab("Stack planner", elem_id="tab-planner") as planner:
                add_planner(client, planner)
            with gr.Tab("Maturity", elem_id="tab-maturity") as maturity:
                add_maturity(client, maturity)
            with gr.Tab("Map", elem_id="tab-map") as explored:
                add_map(client, explored)
    return page
