"""Dense vectors of entries: those of an earlier run where the text is the same, the rest embedded now."""

import hashlib
import logging
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from opentelemetry import trace
from tqdm import tqdm

from ingest.embedding import make_embedding
from ingest.entries import Entry
from ingest.settings import IngestSettings

_log = logging.getLogger(__name__)
_tracer = trace.get_tracer(__name__)

Vector = NDArray[np.float32]


class EmbeddingError(RuntimeError):
    """The texts cannot be embedded; the message names the fix."""


def vectors_of(entries: Sequence[Entry], settings: IngestSettings, cache: Path) -> tuple[list[Vector], int]:
    """(one vector an entry, how many were embedded now); `cache` then holds exactly these.

    Raises EmbeddingError or ModelError.
    """
    keys = [_key(settings.embedding.model, entry) for entry in entries]
    known = _load(cache)
    fresh = {key: entry.embedded_text for key, entry in zip(keys, entries, strict=True) if key not in known}
    if fresh:
        with _tracer.start_as_current_span("ingest.embed", attributes={"texts": len(fresh)}):
            known |= _embed(fresh, settings)
        _save(cache, {key: known[key] for key in keys})
    return [known[key] for key in keys], len(fresh)


def _embed(texts: dict[str, str], settings: IngestSettings) -> dict[str, Vector]:
    embedding = make_embedding(settings)
    endpoint_errors: tuple[type[Exception], ...] = ()
    if settings.embedding.base_url:
        from openai import OpenAIError

        endpoint_errors = (OpenAIError,)
    size = settings.embedding.batch_size
    keys = list(texts)
    embedded: dict[str, Vector] = {}
    with tqdm(desc="embedding", total=len(keys), unit="text") as bar:
        for start in range(0, len(keys), size):
            batch = keys[start : start + size]
            try:
                vectors = embedding.get_text_embedding_batch([texts[key] for key in batch])
            except endpoint_errors as error:
                raise EmbeddingError(
                    f"the embedding endpoint fails ({error}): check ADVISOR_EMBEDDING__BASE_URL"
                ) from error
            embedded |= {key: np.asarray(vector, np.float32) for key, vector in zip(batch, vectors, strict=True)}
            bar.update(len(batch))
    wanted = settings.embedding.dimensions
    given = {len(vector) for vector in embedded.values()}
    if given != {wanted}:
        raise EmbeddingError(
            f"{settings.embedding.model} gives {sorted(given)} dimensions, not {wanted}: "
            "set ADVISOR_EMBEDDING__DIMENSIONS"
        )
    return embedded


def _key(model: str, entry: Entry) -> str:
    return hashlib.sha256(f"{model}\x1f{entry.embedded_text}".encode()).hexdigest()


def _load(cache: Path) -> dict[str, Vector]:
    if not cache.exists():
        return {}
    try:
        with cache.open("rb") as handle, np.load(handle, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("%s is damaged (%s): every text is embedded again", cache, error)
        return {}


def _save(cache: Path, vectors: dict[str, Vector]) -> None:
    fresh = cache.with_suffix(".new")
    with fresh.open("wb") as handle:
        np.savez(handle, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    fresh.replace(cache)
