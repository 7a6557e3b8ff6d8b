"""What narrows the map, and which cell of it was chosen."""

from typing import Literal, NamedTuple

from pydantic import TypeAdapter

from ui.form import Fields, choice, radios
from ui.markup import text

Kind = Literal["tool", "role"]
FIRST: Kind = "tool"  # what is shown until the other is chosen
CELL = "cell"  # the name of the buttons in the matrix
FREE, OPEN = "free", "open"  # what a tool's row can be marked with
_KIND = TypeAdapter[Kind](Kind)
_APART = "\t"  # stands in no name of a table


class Place(NamedTuple):
    """One cell of a table of the paper."""

    kind: Kind
    name: str
    column: str

    @property
    def value(self) -> str:
        """The place as the value of a button."""
        return _APART.join(self)


def filters_html() -> str:
    """The filters, which apply in the browser while they are changed: all rows are there."""
    return (
        '<div class="sheet-form filters" role="search" aria-label="Filter the map">'
        + radios("Show", "kind", (("tool", "Tools"), ("role", "Roles")), FIRST)
        + f'<label class="search"><span>{text("Name contains")}</span><input type="search" name="name" '
        'maxlength="60" autocomplete="off"></label>'
        + '<fieldset><legend>Only tools that are</legend><div class="choices">'
        + choice("only", FREE, "Free ($0)")
        + choice("only", OPEN, "Open source")
        + "</div></fieldset></div>"
    )


def place(fields: Fields) -> Place:
    """The cell that was chosen; ValueError for what is none."""
    kind, name, column = fields[CELL][0].split(_APART)
    return Place(_KIND.validate_python(kind), name, column)
