"""What several views are made of."""

from collections.abc import Iterable
from http import HTTPStatus

from server.schema import Problem
from ui.markup import inline_html, text
from ui.sources import literal

NOT_ACCEPTED = "This cannot be asked for"
WORKING = '<p class="progress" role="status"><i></i>Working it out</p>'


def figures_html(figures: Iterable[tuple[str, str, str]]) -> str:
    """Numbers that are the answer: name, value and unit of each."""
    shown = "".join(
        f"<div><dt>{text(name)}</dt><dd>{text(value)} <span>{text(unit)}</span></dd></div>"
        for name, value, unit in figures
    )
    return f'<dl class="values">{shown}</dl>'


def section_html(heading: str, content: str) -> str:
    """A part of a page under its heading."""
    return f"<h3>{text(heading)}</h3>{content}"


def problem_html(problem: Problem) -> str:
    """What went wrong and what to do about it."""
    title = NOT_ACCEPTED if problem.title == HTTPStatus.UNPROCESSABLE_ENTITY.phrase else problem.title
    trace = f'<p class="small">Trace {text(problem.trace_id)}</p>' if problem.trace_id else ""
    return (
        f'<div class="problem" role="alert"><p><strong>{text(title)}</strong></p>'
        f"<p>{inline_html(problem.detail, literal)}</p>{trace}</div>"
    )
