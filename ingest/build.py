"""Write a whole index beside the live one, then switch.

Entries come as a stream and are written batch by batch. An embedded index begins as a copy of the live one, in which
only what differs is written; on a server each collection is written whole.
"""

import shutil
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from opentelemetry import trace
from qdrant_client import QdrantClient

from ingest.aliases import (
    CLIENT_ERRORS,
    collection_manifest,
    collection_of,
    connect,
    switch_alias,
    unavailable,
)
from ingest.budgets import QDRANT_WRITE_S
from ingest.contents import Contents, identity, read_contents, state, write_contents
from ingest.disk import check_room, copy_folder, size_of
from ingest.edge import EdgeEngine
from ingest.embedder import Vector
from ingest.engine import Engine
from ingest.entries import Entry
from ingest.layout import IndexUnavailableError, Layout, Manifest, read_manifest, sync, write_manifest
from ingest.lock import exclusive
from ingest.nodes import node_of
from ingest.remote import RemoteEngine
from ingest.settings import IngestSettings
from ingest.store import QdrantStore

_BATCH = 256
tracer = trace.get_tracer(__name__)

Describe = Callable[[int], Manifest]
"""The manifest, told how many entries were written once they are."""

Fill = Callable[[RemoteEngine, "Stream"], int]
"""Writes a stream into a new collection; tells how many entries it wrote."""


@dataclass(frozen=True)
class Stream:
    """The entries of an index and who gives their vectors; an entry that comes twice is written once."""

    entries: Iterable[Entry]
    vectors: Callable[[Sequence[Entry]], Sequence[Vector]]

    def batches(self) -> Iterator[list[Entry]]:
        """A few entries at a time."""
        entries = iter(self.entries)
        while batch := list(islice(entries, _BATCH)):
            yield batch


def fill(engine: RemoteEngine, stream: Stream) -> int:
    """Write the stream from this process."""
    return len(_write_difference(engine, {}, stream))


def build(
    index_hash: str, describe: Describe, stream: Stream, settings: IngestSettings, filled: Fill = fill
) -> Manifest:
    """Write the index and make it live; the one before it is kept. A collection of a server is `filled`."""
    with tracer.start_as_current_span("ingest.write", attributes={"hash": index_hash}):
        layout = Layout(settings.data_dir)
        if not settings.qdrant.url:
            return build_embedded(layout, index_hash, describe, stream)
        with closing(connect(settings.qdrant, QDRANT_WRITE_S)) as client:
            try:
                alias = settings.qdrant.collection
                return build_remote(client, alias, index_hash, describe, stream, layout.pinned(), filled)
            except CLIENT_ERRORS as error:
                raise unavailable("Qdrant refuses", error) from error


def build_embedded(layout: Layout, index_hash: str, describe: Describe, stream: Stream) -> Manifest:
    """A new folder, complete before it gets its name; folders that a reader holds open stay."""
    folder = layout.folder(index_hash)
    if folder.exists():
        manifest = read_manifest(folder)
    else:
        shutil.rmtree(layout.building, ignore_errors=True)
        layout.building.mkdir(parents=True)
        engine, before = _begun(layout, describe(0))
        with closing(engine):
            contents = _write_difference(engine, before, stream)
            _counted(engine, len(contents))
        manifest = describe(len(contents))
        write_contents(layout.building, contents)
        write_manifest(layout.building, manifest)
        layout.building.rename(folder)
        sync(layout.root)
    before_live = layout.live()
    layout.switch(index_hash)
    for old in layout.indexes():
        if old.name not in {index_hash, before_live, *layout.pinned()}:
            _remove(old)
    return manifest


def build_remote(  # noqa: PLR0913, PLR0917 - what `build_embedded` takes, and what its layout knows
    client: QdrantClient,
    alias: str,
    index_hash: str,
    describe: Describe,
    stream: Stream,
    pinned: Collection[str] = (),
    filled: Fill = fill,
) -> Manifest:
    """A new collection `<alias>-<hash>`, complete before the alias points at it; `pinned` ones are complete."""
    collection = collection_of(alias, index_hash)
    if index_hash in pinned and (complete := collection_manifest(client, collection)) is not None:
        manifest = complete
    else:
        if client.collection_exists(collection):  # left by a run that died, or by the corpus of two runs ago
            client.delete_collection(collection)
        manifest = describe(0)
        engine = RemoteEngine.create(client, collection, manifest.dimensions, manifest.model_dump())
        written = filled(engine, stream)
        _counted(engine, written)
        manifest = describe(written)
        engine.describe(manifest.model_dump())
    kept = {collection_of(alias, pinned_hash) for pinned_hash in pinned}
    before = switch_alias(client, alias, collection)
    for found in client.get_collections().collections:
        if found.name.startswith(f"{alias}-") and found.name not in {collection, before, *kept}:
            client.delete_collection(found.name)
    return manifest


def _begun(layout: Layout, manifest: Manifest) -> tuple[EdgeEngine, Contents]:
    """A copy of the live index and what it holds, or an empty one where there is none of this kind."""
    shard = layout.building / "shard"
    live = layout.live()
    if live is not None and (held := _copyable(layout.folder(live), manifest)):
        check_room(layout.root, size_of(layout.folder(live) / "shard"))
        copy_folder(layout.folder(live) / "shard", shard)
        try:
            engine = EdgeEngine.load(shard)
        except IndexUnavailableError:
            shutil.rmtree(shard)
        else:
            if engine.count() == len(held):
                return engine, held
            engine.close()
            shutil.rmtree(shard)
    return EdgeEngine.create(shard, manifest.dimensions), {}


def _copyable(folder: Path, manifest: Manifest) -> Contents | None:
    try:
        read_manifest(folder).check(manifest.embedding_model, manifest.dimensions)
    except IndexUnavailableError:
        return None
    return read_contents(folder)


def _write_difference(engine: Engine, before: Contents, stream: Stream) -> Contents:
    """Bring what `engine` holds, `before`, up to the stream; returns what it then holds."""
    store = QdrantStore(engine)
    contents: Contents = {}
    for batch in stream.batches():
        states = {identity(entry): (state(entry), entry) for entry in batch}
        states = {key: found for key, found in states.items() if key not in contents}
        contents |= {key: digest for key, (digest, _) in states.items()}
        fresh = [entry for key, (digest, entry) in states.items() if before.pop(key, None) != digest]
        if fresh:
            nodes = [node_of(entry) for entry in fresh]
            for node, vector in zip(nodes, stream.vectors(fresh), strict=True):
                node.embedding = vector.tolist()
            store.add(nodes)
    if before and isinstance(engine, EdgeEngine):
        engine.remove([str(uuid.UUID(bytes=key)) for key in before])
    engine.finish()
    return contents


def _counted(engine: Engine, entries: int) -> None:
    if engine.count() != entries:
        raise IndexUnavailableError(f"Qdrant stored {engine.count()} of {entries} entries: run the ingest again")


def _remove(folder: Path) -> None:
    """Remove an index unless a reader has it open."""
    try:
        with exclusive(folder / "open.lock", wait=False):
            shutil.rmtree(folder)
    except BlockingIOError:
        return
