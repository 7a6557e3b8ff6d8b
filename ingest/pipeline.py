"""One ingest run: read the corpus, embed what is new, build a whole new index, make it live.

The live index is never written to, so a run that dies at any point leaves it serving.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from opentelemetry import trace

from corpus.catalogue import TABLES, load_catalogue
from corpus.document import DOCUMENTS, load_documents
from ingest.entries import content_hash, entries_of
from ingest.index import live_manifest
from ingest.layout import SCHEMA_VERSION, IndexUnavailableError, Layout, Manifest
from ingest.lock import exclusive
from ingest.settings import IngestSettings

_log = logging.getLogger(__name__)
_tracer = trace.get_tracer(__name__)


class BusyError(RuntimeError):
    """Another ingest run is under way."""


@dataclass(frozen=True)
class Outcome:
    """What a run did; `embedded` counts the texts that had no vector yet."""

    hash: str
    nodes: int
    embedded: int
    changed: bool


def run(settings: IngestSettings, documents: Path = DOCUMENTS, tables: Path = TABLES) -> Outcome:
    """Bring the live index up to date with the corpus; costs nothing when it is.

    Raises CatalogueError or DocumentError for a bad corpus, BusyError, ModelError, EmbeddingError,
    IndexUnavailableError when Qdrant is away, and OSError when the disk fails.
    """
    entries = entries_of(load_catalogue(tables), load_documents(documents))
    wanted = settings.embedding
    index_hash = content_hash(entries, str(SCHEMA_VERSION), wanted.model, str(wanted.dimensions))
    layout = Layout(settings.data_dir)
    try:
        with exclusive(layout.lock, wait=False), _tracer.start_as_current_span("ingest.run"):
            if _live_hash(settings) == index_hash:
                return Outcome(index_hash, len(entries), embedded=0, changed=False)
            from ingest.build import build  # LlamaIndex comes with it
            from ingest.vectors import vectors_of

            vectors, embedded = vectors_of(entries, settings, layout.vectors)
            manifest = Manifest(
                schema_version=SCHEMA_VERSION,
                hash=index_hash,
                nodes=len(entries),
                embedding_model=wanted.model,
                dimensions=wanted.dimensions,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
            )
            build(manifest, entries, vectors, settings)
            return Outcome(index_hash, len(entries), embedded, changed=True)
    except BlockingIOError as error:
        raise BusyError(f"another ingest run holds {layout.lock}: wait until it ends") from error


def _live_hash(settings: IngestSettings) -> str | None:
    try:
        return live_manifest(settings).hash
    except IndexUnavailableError as error:
        _log.info("building the first index (%s)", str(error).split(":", 1)[0])
        return None
