"""The encoder against vectors of the reference implementation (see data/minilm_reference.json)."""

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ingest.embedding import make_embedding
from ingest.minilm import DIMENSIONS, MiniLM
from ingest.settings import EmbeddingSettings, IngestSettings

pytestmark = pytest.mark.model
REFERENCES = json.loads((Path(__file__).parent / "data" / "minilm_reference.json").read_text("utf-8"))["references"]


@pytest.fixture(scope="module")
def encoder(models: Path) -> MiniLM:
    return MiniLM(models / "all-MiniLM-L6-v2")


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference["text"][:20] or "empty")
def test_vectors_are_those_of_the_reference(encoder: MiniLM, reference: dict[str, Any]) -> None:
    vector = encoder.encode([reference["text"]])[0]
    assert_allclose(vector, reference["vector"], atol=6e-6)


def test_a_batch_across_packs_equals_its_single_texts(encoder: MiniLM) -> None:
    texts = [f"{'monitoring drift ' * (n % 40)} {n}" for n in range(60)]
    together = encoder.encode(texts)
    assert_allclose(together, np.concatenate([encoder.encode([text]) for text in texts]), atol=2e-6)
    assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


def test_no_text_gives_no_vector(encoder: MiniLM) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_threads_share_one_lazily_loaded_embedding(models: Path) -> None:
    embedding = make_embedding(IngestSettings(data_dir=models.parent))
    texts = [f"question {n}" for n in range(8)]
    found: dict[str, list[float]] = {}
    threads = [
        threading.Thread(target=lambda text=text: found.update({text: embedding.get_query_embedding(text)}))
        for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_allclose([found[text] for text in texts], embedding.get_text_embedding_batch(texts), atol=2e-6)


def test_a_model_that_does_not_run_in_process_is_refused() -> None:
    with pytest.raises(ValueError, match="ADVISOR_EMBEDDING__BASE_URL"):
        make_embedding(IngestSettings(embedding=EmbeddingSettings(model="bge-m3")))


def test_an_endpoint_is_used_when_one_is_configured() -> None:
    settings = IngestSettings(embedding=EmbeddingSettings(model="bge-m3", base_url="http://127.0.0.1:9/v1"))
    embedding = make_embedding(settings)
    assert (embedding.class_name(), embedding.model_name) == ("OpenAIEmbedding", "bge-m3")
