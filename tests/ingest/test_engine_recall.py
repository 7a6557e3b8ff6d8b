"""The embedded engine on the real entries: recall against exact search, and time per hybrid query."""

import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.vector_stores import VectorStoreQuery
from llama_index.core.vector_stores.types import VectorStoreQueryMode

from corpus.catalogue import load_catalogue
from corpus.document import load_documents
from ingest.entries import entries_of
from ingest.index import open_index
from ingest.minilm import MiniLM
from ingest.pipeline import run
from ingest.settings import IngestSettings

pytestmark = [pytest.mark.model, pytest.mark.slow]
K = 10


def test_recall_at_10_and_latency_on_the_real_entries(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = IngestSettings(data_dir=tmp_path)
    (tmp_path / "models").symlink_to(models)
    run(settings)
    entries = entries_of(load_catalogue(), load_documents())
    encoder = MiniLM(models / "all-MiniLM-L6-v2")
    stored = encoder.encode([entry.embedded_text for entry in entries])
    words = [" ".join(entry.text.split()[:7]) for entry in entries]
    asked = encoder.encode(words)
    similarity = asked @ stored.T
    recalls: list[float] = []
    seconds: list[float] = []
    with closing(open_index(settings)) as store:
        for text, vector, exact in zip(words, asked, similarity, strict=True):
            query = VectorStoreQuery(query_embedding=vector.tolist(), query_str=text, similarity_top_k=K)
            found = store.query(query).similarities or []
            # By score, so that equally near entries may stand in for one another.
            recalls.append(float(np.mean(np.array(found) >= np.sort(exact)[-K] - 1e-5)))
            query.mode = VectorStoreQueryMode.HYBRID
            start = time.perf_counter()
            store.query(query)
            seconds.append(time.perf_counter() - start)
    p50, p95 = np.percentile(seconds, [50, 95]) * 1000
    size = sum(path.stat().st_blocks * 512 for path in (tmp_path / "index").rglob("*"))
    with capsys.disabled():
        print(
            f"\n{len(entries)} entries, {len(words)} queries: recall@{K} {np.mean(recalls):.4f}; "
            f"hybrid query p50 {p50:.2f} ms, p95 {p95:.2f} ms; {size / 1e6:.1f} MB on disk"
        )
    assert np.mean(recalls) >= 0.99
