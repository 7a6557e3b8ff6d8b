"""The library's passages as entries: quoted word for word, with their headings as locator."""

from collections.abc import Iterator

from corpus.catalogue import Catalogue
from corpus.linker import Linker
from ingest.duplicates import Duplicates
from ingest.entries import Entry, names_in
from ingest.library import File, Library, Passage, Source

ADDED = "added/"
"""What the ids of added documents begin with, so that none is taken for one of the corpus."""
_JOIN = " › "


def added_entries(library: Library, catalogue: Catalogue, duplicates: Duplicates) -> Iterator[Entry]:
    """Source by source and file by file; a passage like one before it is left out and counted."""
    linker = Linker(catalogue)
    for source in library.sources():
        files = library.files(source.id)
        for file, _ in files:
            for passage, signature in library.passages(source.id, file.name):
                if not duplicates.seen(signature):
                    yield _entry(source, file, passage, linker, alone=len(files) == 1)


def _entry(source: Source, file: File, passage: Passage, linker: Linker, *, alone: bool) -> Entry:
    path = passage.headings if alone else (file.name, *passage.headings)
    heading = _heading(source, file, passage)
    names = names_in(linker, f"{heading}\n{passage.text}")
    tools = (source.tool, *names.tools) if source.tool else names.tools
    return Entry(
        layer="added",
        kind="quote",
        document=f"{ADDED}{source.id}",
        title=source.title if file.title in (None, source.title) else f"{source.title}: {file.title}",
        locator=_JOIN.join(path) or file.name,
        text=passage.text,
        url=file.url,
        as_of=file.as_of,
        heading=heading,
        phases=names.phases,
        roles=names.roles,
        tools=tuple(dict.fromkeys(tools)),
    )


def _heading(source: Source, file: File, passage: Passage) -> str:
    """What is searched beside the text: the tool, the page and the headings, each once."""
    above = [part for part in (file.title, *passage.headings) if part]
    said = " ".join(above).lower()
    if source.tool and source.tool.lower() not in said:
        above = [source.tool, *above]
    return _JOIN.join(dict.fromkeys(above))
