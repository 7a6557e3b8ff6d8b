"""The case study as Markdown."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.case_study.study import Study
from server.release import HEX_DIGITS
from server.wording import listed

TEMPLATE = Path(__file__).parent / "case-study.md.j2"


def document(study: Study) -> str:
    """The whole text; an undefined name in the template is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 -- Markdown of our own data, no page for a browser
    )
    environment.filters["listed"] = listed
    return environment.get_template(TEMPLATE.name).render(study=study, hex_digits=HEX_DIGITS)
