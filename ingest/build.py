"""Write a whole index beside the live one, then switch."""

import shutil
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from opentelemetry import trace
from qdrant_client import QdrantClient

from ingest.aliases import CLIENT_ERRORS, collection_of, connect, switch_alias
from ingest.edge import EdgeEngine
from ingest.engine import Engine
from ingest.entries import Entry
from ingest.layout import IndexUnavailableError, Layout, Manifest, sync_folder, write_manifest
from ingest.lock import exclusive
from ingest.nodes import node_of
from ingest.remote import RemoteEngine
from ingest.settings import IngestSettings
from ingest.store import QdrantStore
from ingest.vectors import Vector

_BATCH = 256
_tracer = trace.get_tracer(__name__)


def build(manifest: Manifest, entries: Sequence[Entry], vectors: Sequence[Vector], settings: IngestSettings) -> None:
    """Write the index that `manifest` describes and make it live; the one before it is kept."""
    with _tracer.start_as_current_span("ingest.write", attributes={"nodes": len(entries), "hash": manifest.hash}):
        if settings.qdrant.url:
            with closing(connect(settings.qdrant)) as client:
                try:
                    pinned = Layout(settings.data_dir).pinned()
                    build_remote(client, settings.qdrant.collection, manifest, entries, vectors, pinned)
                except CLIENT_ERRORS as error:
                    raise IndexUnavailableError(f"Qdrant refuses ({error}): check ADVISOR_QDRANT__URL") from error
        else:
            build_embedded(Layout(settings.data_dir), manifest, entries, vectors)


def build_embedded(layout: Layout, manifest: Manifest, entries: Sequence[Entry], vectors: Sequence[Vector]) -> None:
    """A new folder, complete before it gets its name; folders that a reader holds open stay."""
    folder = layout.folder(manifest.hash)
    if not folder.exists():
        shutil.rmtree(layout.building, ignore_errors=True)
        with closing(EdgeEngine.create(layout.building / "shard", manifest.dimensions)) as engine:
            _write(engine, entries, vectors)
        write_manifest(layout.building, manifest)
        layout.building.rename(folder)
        sync_folder(layout.root)
    before = layout.live()
    layout.switch(manifest.hash)
    for old in layout.indexes():
        if old.name not in {manifest.hash, before, *layout.pinned()}:
            _remove(old)


def build_remote(  # noqa: PLR0913, PLR0917 - what `build_embedded` takes, and what its layout knows
    client: QdrantClient,
    alias: str,
    manifest: Manifest,
    entries: Sequence[Entry],
    vectors: Sequence[Vector],
    pinned: Collection[str] = (),
) -> None:
    """A new collection `<alias>-<hash>`, complete before the alias points at it; `pinned` ones are complete."""
    collection = collection_of(alias, manifest.hash)
    if not (manifest.hash in pinned and client.collection_exists(collection)):
        if client.collection_exists(collection):  # left by a run that died, or by the corpus of two runs ago
            client.delete_collection(collection)
        engine = RemoteEngine.create(client, collection, manifest.dimensions, manifest.model_dump())
        _write(engine, entries, vectors)
    kept = {collection_of(alias, index_hash) for index_hash in pinned}
    before = switch_alias(client, alias, collection)
    for found in client.get_collections().collections:
        if found.name.startswith(f"{alias}-") and found.name not in {collection, before, *kept}:
            client.delete_collection(found.name)


def _write(engine: Engine, entries: Sequence[Entry], vectors: Sequence[Vector]) -> None:
    store = QdrantStore(engine)
    nodes = [node_of(entry) for entry in entries]
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector.tolist()
    for start in range(0, len(nodes), _BATCH):
        store.add(nodes[start : start + _BATCH])
    engine.finish()
    if engine.count() != len(nodes):
        raise IndexUnavailableError(f"Qdrant stored {engine.count()} of {len(nodes)} entries: run the ingest again")


def _remove(folder: Path) -> None:
    """Remove an index unless a reader has it open."""
    try:
        with exclusive(folder / "open.lock", wait=False):
            shutil.rmtree(folder)
    except BlockingIOError:
        return
