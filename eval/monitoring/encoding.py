"""Embeddings of questions, each text once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import IN_PROCESS
from ingest.fetch import fetch_model
from ingest.minilm import MiniLM
from ingest.settings import IngestSettings


class Encoder:
    """The encoder in process, whatever the index is made with: what is compared is questions with questions."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._known: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors in the order of the texts; raises ModelError where the model cannot be had."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known |= dict(zip(fresh, self._model.encode(fresh), strict=True))
        return np.stack([self._known[text] for text in texts])

    @cached_property
    def _model(self) -> MiniLM:
        return MiniLM(fetch_model(IN_PROCESS, self._settings.data_dir))
