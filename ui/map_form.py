"""What the map shows: the form that narrows it, and which cell was chosen."""

from typing import Literal, NamedTuple

from pydantic import TypeAdapter

from ui.form import Fields, choice, radios
from ui.markup import text

Kind = Literal["tool", "role"]
CELL = "cell"  # the name of the buttons in the matrix
_KIND = TypeAdapter[Kind](Kind)
_APART = "\t"  # stands in no name of a table


class Selection(NamedTuple):
    """The rows wanted; `free` and `open_source` concern tools alone."""

    kind: Kind = "tool"
    name: str = ""
    free: bool = False
    open_source: bool = False


class Place(NamedTuple):
    """One cell of a table of the paper."""

    kind: Kind
    name: str
    column: str

    @property
    def value(self) -> str:
        """The place as the value of a button."""
        return _APART.join(self)


def map_form_html() -> str:
    """The filters, which apply while they are changed."""
    return (
        '<form class="sheet-form filters" aria-label="Filter the map" data-live>'
        + radios("Show", "kind", (("tool", "Tools"), ("role", "Roles")), "tool")
        + f'<label class="search"><span>{text("Name contains")}</span><input type="search" name="name" '
        'maxlength="60" autocomplete="off"></label>'
        + '<fieldset><legend>Only tools that are</legend><div class="choices">'
        + choice("free", "yes", "Free ($0)")
        + choice("open_source", "yes", "Open source")
        + "</div></fieldset></form>"
    )


def selection(fields: Fields) -> Selection:
    """The rows that the filters ask for; ValidationError for a kind that there is not."""
    return Selection(
        kind=_KIND.validate_python(fields["kind"][0]),
        name=fields["name"][0].strip(),
        free="free" in fields,
        open_source="open_source" in fields,
    )


def place(fields: Fields) -> Place:
    """The cell that was chosen; ValueError for what is none."""
    kind, name, column = fields[CELL][0].split(_APART)
    return Place(_KIND.validate_python(kind), name, column)
