"""Texts as vectors, batch by batch on several threads."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import make_embedding
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

Vector = NDArray[np.float32]


class EmbeddingError(RuntimeError):
    """The texts cannot be embedded; the message names the fix."""


class Embedder:
    """The embedding of the settings, loaded with the first text."""

    def __init__(self, settings: IngestSettings, threads: int) -> None:
        """On each of the `threads` is a batch at a time; NumPy lets the others run while it computes."""
        self._settings = settings
        self._threads = threads
        self._embedding: BaseEmbedding | None = None

    def of(self, texts: Mapping[bytes, str]) -> Iterator[dict[bytes, Vector]]:
        """The texts' vectors by their keys, a batch as soon as it is there; raises EmbeddingError or ModelError."""
        if self._embedding is None:
            self._embedding = make_embedding(self._settings)
        embedding, size, keys = self._embedding, self._settings.embedding.batch_size, list(texts)
        batches = [keys[start : start + size] for start in range(0, len(keys), size)]
        failures: tuple[type[Exception], ...] = ()
        if self._settings.embedding.base_url:
            from openai import OpenAIError

            failures = (OpenAIError,)
        with ThreadPoolExecutor(self._threads) as pool:
            made = pool.map(lambda batch: embedding.get_text_embedding_batch([texts[key] for key in batch]), batches)
            try:
                for batch, vectors in zip(batches, made, strict=True):
                    yield self._proved(
                        dict(zip(batch, (np.asarray(each, np.float32) for each in vectors), strict=True))
                    )
            except failures as error:
                raise EmbeddingError(
                    f"the embedding endpoint fails ({error}): check ADVISOR_EMBEDDING__BASE_URL"
                ) from error

    def _proved(self, vectors: dict[bytes, Vector]) -> dict[bytes, Vector]:
        wanted = self._settings.embedding
        given = {len(vector) for vector in vectors.values()}
        if given != {wanted.dimensions}:
            raise EmbeddingError(
                f"{wanted.model} gives {sorted(given)} dimensions, not {wanted.dimensions}: "
                "set ADVISOR_EMBEDDING__DIMENSIONS"
            )
        return vectors
