"""An index, for readers: the live one, or one by its hash."""

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from ingest.layout import FIX, IndexUnavailableError, Layout, Manifest, read_manifest
from ingest.lock import exclusive
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from ingest.store import QdrantStore


def live_manifest(settings: IngestSettings) -> Manifest:
    """What the live index holds; raises IndexUnavailableError when there is none or Qdrant is away."""
    if settings.qdrant.url:
        from ingest.aliases import connect, live_collection

        with closing(connect(settings.qdrant)) as client:
            manifest = live_collection(client, settings.qdrant.collection)
    else:
        layout = Layout(settings.data_dir)
        live = layout.live()
        manifest = read_manifest(layout.folder(live)) if live else None
    if manifest is None:
        raise IndexUnavailableError(f"there is no index yet: {FIX}")
    return manifest


def manifest_of(settings: IngestSettings, index_hash: str) -> Manifest:
    """What the index with this hash holds, live or not; raises IndexUnavailableError when it is gone."""
    if not settings.qdrant.url:
        return read_manifest(Layout(settings.data_dir).folder(index_hash))
    from ingest.aliases import collection_manifest, collection_of, connect

    with closing(connect(settings.qdrant)) as client:
        manifest = collection_manifest(client, collection_of(settings.qdrant.collection, index_hash))
    if manifest is None:
        raise IndexUnavailableError(f"there is no index {index_hash} any more: {FIX}")
    return manifest


def live_hash(settings: IngestSettings) -> str:
    """The content hash of the live index; raises IndexUnavailableError as `live_manifest` does."""
    return live_manifest(settings).hash


def open_index(settings: IngestSettings, index_hash: str | None = None) -> "QdrantStore":
    """The index with this hash, or the live one, to be closed by the caller.

    An embedded one can be open once at a time. Raises IndexUnavailableError, naming the fix, when it
    is missing, damaged, open elsewhere, or built with another embedding than the settings name.
    """
    manifest = manifest_of(settings, index_hash) if index_hash else live_manifest(settings)
    manifest.check(settings.embedding.model, settings.embedding.dimensions)
    from ingest.store import QdrantStore

    if settings.qdrant.url:
        from ingest.aliases import collection_of, connect
        from ingest.remote import RemoteEngine

        alias = settings.qdrant.collection
        collection = collection_of(alias, manifest.hash) if index_hash else alias
        return QdrantStore(RemoteEngine(connect(settings.qdrant), collection))
    from ingest.edge import EdgeEngine

    folder = Layout(settings.data_dir).folder(manifest.hash)
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(folder / "open.lock", wait=False))
        except BlockingIOError as error:
            raise IndexUnavailableError(
                f"the index in {folder} is open in another process (the server?): "
                "ask through its HTTP API, or stop it first"
            ) from error
        return QdrantStore(EdgeEngine.load(folder / "shard"), release=stack.pop_all().close)
