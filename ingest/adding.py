"""Add documents to the library, take them out again, say what is there."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.chunks import LIMIT
from ingest.folders import licence_of, offered_from
from ingest.library import Library, LibraryError, Source
from ingest.offered import Report, take_in

_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Wish:
    """What somebody says of the documents that they add; what is not said is found out, or as it was."""

    title: str | None = None
    tool: str | None = None
    as_of: str | None = None
    url: str | None = None


def add_path(library: Library, path: Path, wish: Wish, limit: int = LIMIT) -> Report:
    """Add what lies at a path, or bring it up to date; raises FileNotFoundError where nothing does."""
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist: name a file, a folder or an address")
    root = path.resolve()
    source = wished(library, str(root), root.stem if root.is_file() else root.name, wish)
    licence = licence_of(root) or source.licence
    with library.changing():
        return take_in(
            library, source.model_copy(update={"licence": licence}), offered_from(root, wish.as_of, wish.url), limit
        )


def wished(library: Library, origin: str, name: str, wish: Wish) -> Source:
    """The source of this origin as it is wished for, looked at today; a new one is called `name` if nothing is said."""
    sources = library.sources()
    source = next((source for source in sources if source.origin == origin), None)
    if source is None:
        title = wish.title or name
        source = Source(id=_unused(slug(title), {each.id for each in sources}), title=title, origin=origin, checked="")
    said = {"title": wish.title, "tool": wish.tool, "checked": today()}
    return source.model_copy(update={key: value for key, value in said.items() if value})


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


def slug(name: str) -> str:
    """A name as an id: lower case letters, digits and hyphens."""
    return _SLUG.sub("-", name.lower()).strip("-") or "source"


def _unused(slug: str, used: set[str]) -> str:
    names = (slug, *(f"{slug}-{n}" for n in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)
