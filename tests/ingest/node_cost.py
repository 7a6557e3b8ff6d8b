"""What an entry costs, measured on the corpus' own entries: the figures of `server/sizing/measured.toml`.

python -m tests.ingest.node_cost [COPIES]

Vectors come from `var/index/vectors.sqlite`, which `python -m ingest run` makes. Each cost is the difference between
the corpus once and COPIES times, since the engine reserves its files by pages. Times are processor seconds, which other
work on the machine hardly changes.
"""

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from ingest.contents import identity
from ingest.duplicates import Duplicates, signature_of
from ingest.edge import EdgeEngine
from ingest.embedder import Embedder, Vector
from ingest.entries import Entry, entries_of
from ingest.nodes import node_of
from ingest.settings import IngestSettings
from ingest.store import QdrantStore
from ingest.vectors import open_vectors
from tests.vectors import MADE

EMBEDDED = 256
BATCH = 256
SEARCHES = 200
_SETTINGS = IngestSettings()


def main(copies: int) -> None:
    """Print the figures."""
    begun = time.process_time()
    own = entries_of(load_catalogue(), load_documents())
    told = (time.process_time() - begun) / len(own)
    with open_vectors(MADE, _SETTINGS) as kept:
        vectors = kept.of(own)
    with tempfile.TemporaryDirectory() as folder:
        costs = []
        for times in (1, copies):
            path = Path(folder) / str(times)
            seconds = _written(path, own, vectors, times)
            with get_context("spawn").Pool(1) as pool:
                resident = pool.apply(_resident, (path, vectors[:SEARCHES]))
            costs.append((_on_disk(path), resident, seconds))
        more = len(own) * (copies - 1)
        disk, memory, write = ((after - before) / more for before, after in zip(*costs, strict=True))
        cache = _vectors_on_disk(Path(folder) / "vectors.sqlite", own, vectors)
    print(f"nodes = {len(own)}\ncopies = {copies}")
    print(f"disk_bytes = {disk:.0f}\nmemory_bytes = {memory:.0f}\nwrite_seconds = {write:.6f}")
    print(f"vector_bytes = {cache:.0f}\nrun_bytes = {_remembered(own):.0f}")
    print(f"told_seconds = {told:.6f}\nembed_seconds = {_embedding(own):.6f}")


def _copies(own: tuple[Entry, ...], times: int) -> Iterator[Entry]:
    """The same entries at other places: other ids."""
    for n in range(times):
        for entry in own:
            yield entry.model_copy(update={"locator": f"{entry.locator}, copy {n}"}) if n else entry


def _written(path: Path, own: tuple[Entry, ...], vectors: list[Vector], times: int) -> float:
    random = np.random.default_rng(1)
    begun = time.process_time()
    with closing(EdgeEngine.create(path, len(vectors[0]))) as engine:
        store = QdrantStore(engine)
        nodes = []
        for n, entry in enumerate(_copies(own, times)):
            node = node_of(entry)
            # As near to each other as texts on one subject are, and not the same.
            near = vectors[n % len(own)] + random.normal(scale=0.02, size=len(vectors[0]))
            node.embedding = (near / np.linalg.norm(near)).tolist()
            nodes.append(node)
            if len(nodes) == BATCH:
                store.add(nodes)
                nodes = []
        store.add(nodes)
        engine.finish()
    return time.process_time() - begun


def _resident(path: Path, queries: list[Vector]) -> int:
    """Bytes of this process that the engine takes, once it has been searched."""
    before = _rss()
    with closing(EdgeEngine.load(path)) as engine:
        for query in queries:
            engine.search(query.tolist(), None, 50, None)
        return _rss() - before


def _rss() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096


def _on_disk(path: Path) -> int:
    return sum(found.stat().st_blocks * 512 for found in path.rglob("*") if found.is_file())


def _vectors_on_disk(path: Path, own: tuple[Entry, ...], vectors: list[Vector]) -> float:
    with open_vectors(path, _SETTINGS) as made:
        by_key = {made.key(entry): vector for entry, vector in zip(own, vectors, strict=True)}
        made.keep(by_key)
    return path.stat().st_size / len(by_key)


def _remembered(own: tuple[Entry, ...]) -> float:
    """What the process that tells the entries keeps of each: its id, and what duplicates of it are known by."""
    tracemalloc.start()
    duplicates, seen = Duplicates(), set()
    for entry in own:
        duplicates.seen(signature_of(entry.text))
        seen.add(identity(entry))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept / len(own)


def _embedding(own: tuple[Entry, ...]) -> float:
    step = len(own) // EMBEDDED
    texts = {str(n).encode(): entry.embedded_text for n, entry in enumerate(own[::step][:EMBEDDED])}
    embedder = Embedder(_SETTINGS, threads=1)
    list(embedder.of(dict(list(texts.items())[:1])))  # loads it
    begun = time.process_time()
    made = sum(len(batch) for batch in embedder.of(texts))
    return (time.process_time() - begun) / made


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
