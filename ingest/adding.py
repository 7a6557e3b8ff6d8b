"""Add documents to the library, take them out again, say what is there."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ingest.folders import licence_of, offered_from
from ingest.library import Library, LibraryError, Source
from ingest.offered import Failed, Kept, Offered, Report, take_in

_SLUG = re.compile(r"[^a-z0-9]+")


def add_path(
    library: Library, path: Path, title: str | None, tool: str | None, as_of: str | None, url: str | None
) -> Report:
    """Add what lies at a path, or bring it up to date; raises FileNotFoundError where nothing does."""
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist: name a file, a folder or an address")
    root = path.resolve()
    return add(
        library, str(root), title, root.stem if root.is_file() else root.name, tool, licence_of(root), offered_from(path, as_of, url)
    )


def add(  # noqa: PLR0913, PLR0917 - what a source is made of
    library: Library,
    origin: str,
    title: str | None,
    name: str,
    tool: str | None,
    licence: str | None,
    offered: Iterable[Offered | Failed | Kept],
) -> Report:
    """Take the files of one origin in, all or nothing if the process dies; title and tool of earlier are kept where
    none is given."""
    sources = library.sources()
    before = next((source for source in sources if source.origin == origin), None)
    if before is None:
        source_id = _unused(_slug(title or name), {source.id for source in sources})
        before = Source(id=source_id, title=title or name, origin=origin, checked=today())
    source = before.model_copy(
        update={"title": title or before.title, "tool": tool or before.tool, "licence": licence, "checked": today()}
    )
    with library.changing():
        return take_in(library, source, offered)


def remove(library: Library, source_id: str) -> Source:
    """Take a source out; raises LibraryError for one that is not there."""
    source = library.source(source_id)
    if source is None:
        there = ", ".join(source.id for source in library.sources()) or "none"
        raise LibraryError(f"no source {source_id!r} was added: there is {there}")
    with library.changing():
        library.remove(source_id)
    return source


def today() -> str:
    """The day in UTC, in ISO form."""
    return datetime.now(UTC).date().isoformat()


def _slug(name: str) -> str:
    return _SLUG.sub("-", name.lower()).strip("-") or "source"


def _unused(slug: str, used: set[str]) -> str:
    names = (slug, *(f"{slug}-{n}" for n in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)
