"""Forms in plain HTML: the browser's own controls bring labels, keys and validation along."""

from collections.abc import Collection, Iterable

import gradio as gr
from pydantic import TypeAdapter

from ui.assets import asset
from ui.markup import text

Fields = dict[str, list[str]]
"""What a form held when it was sent: the values by the names of the controls."""

Options = Iterable[tuple[str, str]]
"""Values, each with the words that stand for it."""

_FIELDS = TypeAdapter(Fields)


def form_component(elem_id: str, *, script: str = "") -> gr.HTML:
    """The place of a form, whose `submit` event brings the fields; `script` is what its controls need beside that."""
    return gr.HTML("", elem_id=elem_id, js_on_load=asset("form.js") + script, apply_default_css=False)


def result_component(elem_id: str, value: str) -> gr.HTML:
    """The place of what a form leads to; its focusable heading is focused when it changes."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=asset("result.js"), apply_default_css=False)


def fields(event: gr.EventData) -> Fields:
    """The fields of a form that was sent; ValidationError for anything that is none."""
    return _FIELDS.validate_python(event._data["fields"])


def checkboxes(legend: str, name: str, options: Options, checked: Collection[str] = ()) -> str:
    """A group of which any number may be chosen."""
    return _group(legend, name, options, checked, "checkbox")


def radios(legend: str, name: str, options: Options, chosen: str) -> str:
    """A group of which one is chosen."""
    return _group(legend, name, options, (chosen,), "radio")


def folded(legend: str, controls: str) -> str:
    """A long group, folded until it is opened; its summary tells how much of it is chosen."""
    return (
        f'<details class="fold"><summary>{text(legend)} <span class="count" aria-label="chosen">0</span></summary>'
        f'<div class="choices" role="group" aria-label="{text(legend)}">{controls}</div></details>'
    )


def choice(name: str, value: str, words: str, kind: str = "checkbox", *, checked: bool = False) -> str:
    """One option of a group."""
    state = " checked" if checked else ""
    return (
        f'<label class="choice"><input type="{kind}" name="{text(name)}" value="{text(value)}"{state}>'
        f"<span>{text(words)}</span></label>"
    )


def number(label: str, name: str, most: int, *, value: str = "", hint: str = "") -> str:
    """A whole number from 0 to `most`, or nothing."""
    told = f' aria-describedby="hint-{text(name)}"' if hint else ""
    hinted = f'<small id="hint-{text(name)}">{text(hint)}</small>' if hint else ""
    return (
        f'<div class="number"><label><span>{text(label)}</span><input type="number" inputmode="numeric" '
        f'name="{text(name)}" min="0" max="{most}" step="1" value="{text(value)}"{told}></label>{hinted}</div>'
    )


def _group(legend: str, name: str, options: Options, chosen: Collection[str], kind: str) -> str:
    inputs = "".join(choice(name, value, words, kind, checked=value in chosen) for value, words in options)
    return f'<fieldset><legend>{text(legend)}</legend><div class="choices">{inputs}</div></fieldset>'
