"""Whether an index is whole.

Every entry is read: the engine opens a file that was cut short and fills it with nothing.
"""

import math
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice

from ingest.contents import read_contents
from ingest.engine import Engine, Hit
from ingest.index import manifest_of, open_index
from ingest.layout import FIX, IndexUnavailableError, Layout, Manifest
from ingest.settings import IngestSettings

_BATCH = 500
# Vectors are stored with unit length, in 32 bits.
_NEARLY = 1e-3


def inspect_index(settings: IngestSettings, index_hash: str) -> Manifest:
    """What the index holds; raises IndexUnavailableError unless all of it is there.

    An embedded index is read whole, a second for 10,000 entries; of one on a server the entries are counted.
    """
    manifest = manifest_of(settings, index_hash)
    with closing(open_index(settings, index_hash)) as store:
        engine: Engine = store.client
        _equal(engine.count(), manifest.nodes, "entries")
        if not settings.qdrant.url:
            contents = read_contents(Layout(settings.data_dir).folder(index_hash)) or {}
            ids = [str(uuid.UUID(bytes=key)) for key in contents]
            _equal(sum(_whole(hit) for hit in _read(engine, ids)), manifest.nodes, "whole entries")
    return manifest


def _read(engine: Engine, ids: Sequence[str]) -> Iterator[Hit]:
    left = iter(ids)
    try:
        while batch := list(islice(left, _BATCH)):
            yield from engine.get(batch)
    except Exception as error:  # the engine raises nothing more specific
        raise IndexUnavailableError(f"the index is damaged ({error}): remove its folder and {FIX}") from error


def _whole(hit: Hit) -> bool:
    return bool(hit.payload) and hit.dense is not None and abs(math.hypot(*hit.dense) - 1) < _NEARLY


def _equal(found: int, expected: int, what: str) -> None:
    if found != expected:
        raise IndexUnavailableError(
            f"the index is damaged ({found:,} of {expected:,} {what}): remove its folder or collection and {FIX}"
        )
