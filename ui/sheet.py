"""A form and what it leads to, side by side."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.form import form_component, result_component


def sheet(form_id: str, result_id: str, introduction: str) -> tuple[gr.HTML, gr.HTML]:
    """The place of the form and that of its result, where the `introduction` stands first."""
    with gr.Row(elem_classes="page"):
        with gr.Column(scale=4, min_width=300, elem_classes="card"):
            form = form_component(form_id)
        with gr.Column(scale=7, min_width=320, elem_classes="card"):
            result = result_component(result_id, introduction)
    return form, result


def on_submit(form: gr.HTML, act: Callable[..., Any], result: gr.HTML) -> None:
    """Let `act` turn each form that is sent into the result."""
    form.submit(
        act,
        None,
        [result],
        show_progress="hidden",
        trigger_mode="multiple",
        concurrency_limit=None,
        api_visibility="private",
    )
