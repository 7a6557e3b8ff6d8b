"""Jupyter notebooks, through nbformat: the Markdown cells and the code between them, without outputs."""

import warnings

import nbformat
from nbformat.reader import NotJSONError

from ingest.reading.blocks import Outline, Reading, UnreadableError
from ingest.reading.markdown import add_markdown


def read_notebook(text: str) -> Reading:
    """The blocks of a notebook of any version; raises UnreadableError for one that is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id, which nothing here needs
            notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except (NotJSONError, nbformat.ValidationError, ValueError, KeyError, AttributeError) as error:
        raise UnreadableError(f"is no notebook that can be read ({str(error).splitlines()[0][:80]})") from error
    outline = Outline()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            add_markdown(cell.source, outline)
        elif cell.cell_type == "code":
            outline.add(cell.source, "code")
    return outline.reading()
