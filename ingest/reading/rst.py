"""reStructuredText, through docutils; what only Sphinx knows (cross-references, tables of contents) is taken as text or
left out."""

from docutils import nodes
from docutils.core import publish_doctree

from ingest.reading.blocks import Outline, Reading

# Nothing is fetched, included or run, and nothing is printed.
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "smart_quotes": False,
    "doctitle_xform": False,
    "_disable_config": True,
}
_LEFT_OUT = (
    nodes.system_message,
    nodes.comment,
    nodes.docinfo,
    nodes.image,
    nodes.target,
    nodes.substitution_definition,
)


def read_rst(text: str) -> Reading:
    """The blocks of a reStructuredText document."""
    outline = Outline()
    _walk(publish_doctree(text, settings_overrides=_SETTINGS), outline, 0)
    return outline.reading()


def _walk(node: nodes.Node, outline: Outline, level: int) -> None:
    for child in node.children:
        if isinstance(child, _LEFT_OUT):
            continue
        if isinstance(child, nodes.section):
            _walk(child, outline, level + 1)
        elif isinstance(child, nodes.title):
            outline.head(max(level, 1), child.astext())
        elif isinstance(child, (nodes.literal_block, nodes.doctest_block)):
            outline.add(child.astext(), "code")
        elif isinstance(child, nodes.table):
            outline.add_table(_rows(child))
        elif isinstance(child, nodes.TextElement):
            outline.add(child.astext())
        else:
            _walk(child, outline, level)


def _rows(table: nodes.table) -> list[list[str]]:
    return [
        [" ".join(entry.astext().split()) for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)
    ]
