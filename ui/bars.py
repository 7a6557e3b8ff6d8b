"""Amounts as bars. The table holds the words and numbers, so that the drawing adds nothing that cannot be read."""

from collections.abc import Sequence
from typing import NamedTuple

from ui.markup import text


class Bar(NamedTuple):
    """An amount by name; `length` is None where nothing can be drawn, `shown` says it in words."""

    name: str
    length: int | None
    shown: str


def bars_html(name: str, amount: str, bars: Sequence[Bar]) -> str:
    """A table of two columns, `name` and `amount`, with a bar in each row."""
    longest = max((bar.length or 0 for bar in bars), default=0)
    rows = "".join(
        f'<tr><th scope="row">{text(bar.name)}</th><td>{_drawn(bar, longest)}<span>{text(bar.shown)}</span></td></tr>'
        for bar in bars
    )
    return (
        f'<table class="bars"><thead><tr><th scope="col">{text(name)}</th><th scope="col">{text(amount)}</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _drawn(bar: Bar, longest: int) -> str:
    share = 100 * (bar.length or 0) / longest if longest else 0
    kind = "open" if bar.length is None else "filled"
    width = 100 if bar.length is None else share
    return (
        '<svg aria-hidden="true" width="100%" height="10" preserveAspectRatio="none">'
        f'<rect class="{kind}" width="{width:.1f}%" height="10" rx="3"></rect></svg>'
    )
