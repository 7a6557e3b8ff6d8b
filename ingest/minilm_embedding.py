"""all-MiniLM-L6-v2 as a LlamaIndex embedding, in process."""

import threading
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr

from ingest.fetch import fetch_model
from ingest.minilm import MiniLM


class MiniLMEmbedding(BaseEmbedding):
    """Loads (and fetches, when absent) the model at the first text; threads may share it.

    Queries and texts are embedded alike; vectors have unit length. Raises ModelError at the first
    use when the model cannot be had.
    """

    data_dir: Path
    _encoder: MiniLM | None = PrivateAttr(default=None)
    _loading: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex serialises it by."""
        return "MiniLMEmbedding"

    def load(self) -> MiniLM:
        """The encoder, loaded once."""
        with self._loading:
            if self._encoder is None:
                self._encoder = MiniLM(fetch_model(self.model_name, self.data_dir))
            return self._encoder

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.load().encode(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)
