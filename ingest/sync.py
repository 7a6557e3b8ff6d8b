"""Fetch the upstream documentation that `corpus/sources.yaml` names: what is due, as far as it changed."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import IO

from corpus.sources import Upstream
from ingest.adding import Wish, slug, today, wished
from ingest.archive import ArchiveError, offered_from
from ingest.library import File, Library, Source
from ingest.offered import Failed, Kept, Offered, Report, take_in
from ingest.web import ARCHIVE, Fetched, FetchError, GoneError, Web


def sync(library: Library, upstreams: Sequence[Upstream], web: Web, *, due_only: bool = True) -> Iterator[Report]:
    """One report a source that was due; one that fails is as it was and due again."""
    for upstream in upstreams:
        source = _source(library, upstream)
        if due_only and not is_due(source):
            continue
        take = _archive if upstream.archive else _pages
        try:
            yield take(library, upstream, source, web)
        except (FetchError, ArchiveError) as error:
            yield Report(source.id, failed=[Failed(upstream.archive or "", str(error))])


def is_due(source: Source) -> bool:
    """Whether a source was not looked at for as long as its schedule says, or never."""
    return not source.checked or date.fromisoformat(source.checked) + timedelta(source.days or 0) <= date.fromisoformat(
        today()
    )


def add_address(library: Library, url: str, wish: Wish, web: Web) -> Report:
    """Add the page or the archive at an address; one that fails leaves what was there of it."""
    source = wished(library, url, url.rstrip("/").rpartition("/")[2], wish)
    try:
        with web.get(url) as fetched:
            if fetched is None:
                raise FetchError("says that nothing changed, and was not asked whether")
            if fetched.suffix != ARCHIVE:
                page = _page(url, fetched, wish.as_of)
                with library.changing():
                    return take_in(library, source, [page])
            with _downloaded(fetched) as archive, library.changing():
                return take_in(library, source, offered_from(archive, url=wish.url))
    except (FetchError, ArchiveError) as error:
        return Report(source.id, failed=[Failed(url, str(error))])


def _source(library: Library, upstream: Upstream) -> Source:
    source_id = f"upstream-{slug(upstream.tool)}"
    known = library.source(source_id)
    return Source(
        id=source_id,
        title=upstream.title,
        origin=upstream.archive or upstream.pages[0],
        tool=upstream.tool,
        licence=upstream.licence,
        checked=known.checked if known else "",
        days=upstream.days,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
    )


def _archive(library: Library, upstream: Upstream, source: Source, web: Web) -> Report:
    with web.get(upstream.archive or "", source.etag, source.last_modified) as fetched:
        if fetched is None:
            with library.changing():
                library.put(source.model_copy(update={"checked": today()}))
            return Report(source.id, unchanged=len(library.files(source.id)))
        fresh = {"checked": today(), "etag": fetched.etag, "last_modified": fetched.last_modified}
        with _downloaded(fetched) as archive, library.changing():
            return take_in(library, source.model_copy(update=fresh), offered_from(archive, upstream.path, upstream.url))


def _pages(library: Library, upstream: Upstream, source: Source, web: Web) -> Report:
    """Page by page; the source counts as looked at only once each of its pages was."""
    known = {file.url: file for file, _ in library.files(source.id)}
    offered = [found for url in upstream.pages if (found := _fetched(url, known.get(url), web)) is not None]
    looked_at = not any(isinstance(each, Failed) for each in offered)
    checked = today() if looked_at else source.checked
    with library.changing():
        return take_in(library, source.model_copy(update={"checked": checked}), offered)


def _fetched(url: str, known: File | None, web: Web) -> Offered | Failed | Kept | None:
    """The page as it is now; None where it is gone."""
    try:
        with web.get(url, known.etag if known else None, known.last_modified if known else None) as fetched:
            if fetched is not None:
                return _page(url, fetched, None)
            return Kept(known.name) if known else Failed(url, "says that nothing changed, and was never fetched")
    except GoneError:
        return None if known else Failed(url, "is gone: correct its address")
    except FetchError as error:
        return Failed(known.name if known else url, str(error))


def _page(url: str, fetched: Fetched, as_of: str | None) -> Offered:
    name = url.partition("://")[2].partition("?")[0].rstrip("/")
    return Offered(
        name if name.endswith(fetched.suffix) else f"{name}{fetched.suffix}",
        fetched.content(),
        as_of or fetched.as_of,
        url,
        dated=as_of is not None,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )


@contextmanager
def _downloaded(fetched: Fetched) -> Iterator[IO[bytes]]:
    """An archive in a file of its own, gone afterwards."""
    with tempfile.TemporaryFile() as archive:
        for piece in fetched.pieces():
            archive.write(piece)
        archive.seek(0)
        yield archive
