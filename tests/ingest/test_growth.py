"""How the embedded engine grows: time to build, to add a hundredth, to ask; memory."""

import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.vector_stores import VectorStoreQuery
from llama_index.core.vector_stores.types import VectorStoreQueryMode

from ingest.build import Stream, build_embedded
from ingest.embedder import Vector
from ingest.entries import Entry
from ingest.index import open_index
from ingest.layout import SCHEMA_VERSION, Layout, Manifest
from ingest.settings import IngestSettings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
DIMENSIONS = 384


def _entries(count: int) -> Iterator[Entry]:
    words = np.random.default_rng(1).zipf(1.3, size=(count, 60)) % 20_000
    for n, row in enumerate(words):
        yield Entry(
            layer="added", kind="quote", document="added/synthetic", title="Synthetic", locator=f"part {n}",
            text=" ".join(f"w{word}" for word in row), url=None, as_of="2026-01-01", heading="", phases=(), roles=(),
            tools=(),
        )  # fmt: skip


def _vectors(batch: Sequence[Entry]) -> list[Vector]:
    made = np.random.default_rng(abs(hash(batch[0].id))).normal(size=(len(batch), DIMENSIONS)).astype(np.float32)
    return list(made / np.linalg.norm(made, axis=1, keepdims=True))


@pytest.mark.parametrize("count", [1_000, 10_000, 100_000])
def test_growth(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = IngestSettings(data_dir=tmp_path)

    def built(name: str, total: int) -> float:
        def described(nodes: int) -> Manifest:
            return Manifest(
                schema_version=SCHEMA_VERSION, hash=name, nodes=nodes, embedding_model=settings.embedding.model,
                dimensions=DIMENSIONS, created="2026-01-01T00:00:00+00:00",
            )  # fmt: skip

        start = time.perf_counter()
        build_embedded(Layout(tmp_path), name, described, Stream(_entries(total), _vectors))
        return time.perf_counter() - start

    whole, difference = built("first", count), built("second", count + count // 100)
    seconds: list[float] = []
    with closing(open_index(settings)) as store:
        for entry in list(_entries(100)):
            query = VectorStoreQuery(
                query_embedding=_vectors([entry])[0].tolist(), query_str=" ".join(entry.text.split()[:7]),
                similarity_top_k=50, mode=VectorStoreQueryMode.HYBRID,
            )  # fmt: skip
            start = time.perf_counter()
            assert len(store.query(query).ids or []) == 50
            seconds.append(time.perf_counter() - start)
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    with capsys.disabled():
        print(
            f"\n{count} entries: built in {whole:.1f} s, one in a hundred more in {difference:.1f} s; "
            f"hybrid query p50 {p50:.1f} ms, p95 {p95:.1f} ms; process at most {memory:.0f} MB"
        )
