"""The release that serves and its index: whole, of this embedding, and of this corpus."""

from collections.abc import Iterator

from ingest.index import live_hash
from ingest.inspection import inspect_index
from ingest.layout import IndexUnavailableError
from ingest.pipeline import wanted_hash
from server.doctor.finding import Finding, ok, warning
from server.doctor.ports import readiness
from server.releases.registry import Registry
from server.releases.snapshot import read_snapshot
from server.settings import Settings


def index(settings: Settings) -> Iterator[Finding]:
    """A live release has an index of its own; otherwise the live index is this tree's, where this process writes it."""
    release = Registry(settings.data_dir).live()
    if release is None:
        if settings.qdrant.read_only:
            yield ok(
                "corpus", "is not here: the index is written where the documents are, on a cluster by the job `sync`"
            )
        held = live_hash(settings)
        yield _inspected(settings, held)
        if not settings.qdrant.read_only and held != wanted_hash(settings):
            yield warning("corpus", "is not what the index was built from: run `python -m ingest run`")
        return
    snapshot = read_snapshot(settings, release.name)
    yield ok("release", f"{release.name} is live, its files are as they were registered")
    yield _inspected(snapshot.settings, snapshot.index)


def _inspected(settings: Settings, held: str) -> Finding:
    try:
        manifest = inspect_index(settings, held)
    except IndexUnavailableError as error:
        if not isinstance(error.__cause__, BlockingIOError):
            raise
        ready = readiness(settings)
        if ready is None or ready.parts.index != "ready":
            raise
        return ok("index", f"{held} is open in the API, which searches in it")
    return ok("index", f"{held} holds {manifest.nodes:,} entries, of {manifest.created}")
