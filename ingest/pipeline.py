"""One ingest run: read the corpus and the library, embed what is new, build a whole new index, make it live.

The live index is never written to, so a run that dies at any point leaves it serving.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from opentelemetry import trace
from tqdm import tqdm

from corpus.catalogue import TABLES, load_catalogue
from corpus.document import DOCUMENTS, load_documents
from ingest.entries import Entry, content_hash, entries_of
from ingest.index import live_manifest
from ingest.layout import SCHEMA_VERSION, IndexUnavailableError, IndexUnreachableError, Layout, Manifest
from ingest.library import Library
from ingest.lock import exclusive
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from ingest.build import Fill
    from ingest.vectors import Vectors

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


EngineName = Literal["local", "ray"]
"""Who embeds and writes: this process, or workers of a Ray cluster."""


class BusyError(RuntimeError):
    """Another ingest run is under way."""


class ReadOnlyError(RuntimeError):
    """The index is another process's to write; the message names whose."""


@dataclass(frozen=True)
class Outcome:
    """What a run did; `embedded` counts the texts that had no vector yet, `added` the entries from the library, and
    `duplicates` what of it was left out, since it says what another entry says."""

    hash: str
    nodes: int
    embedded: int
    changed: bool
    added: int = 0
    duplicates: int = 0


def run(
    settings: IngestSettings, documents: Path = DOCUMENTS, tables: Path = TABLES, engine: EngineName = "local"
) -> Outcome:
    """Bring the live index up to date with the corpus and the library; costs nothing when it is.

    Raises CatalogueError or DocumentError for a bad corpus, ReadOnlyError, BusyError, ModelError, EmbeddingError,
    LibraryError, IndexUnavailableError when Qdrant is away, OSError when the disk fails, and ValueError where `engine`
    cannot be.
    """
    with writing(settings):
        return indexed(settings, documents, tables, engine)


@contextmanager
def writing(settings: IngestSettings) -> Iterator[None]:
    """Be the only one who changes documents and index; raises ReadOnlyError where nobody here may, and BusyError as
    `alone`."""
    if settings.qdrant.read_only:
        raise ReadOnlyError(
            "this process only reads the index (ADVISOR_QDRANT__READ_ONLY): run the ingest where the documents are, "
            "on a cluster by `kubectl create job --from=cronjob/sync NAME`, with the compose file by "
            "`docker compose … run --rm ingest`"
        )
    with alone(settings):
        yield


@contextmanager
def alone(settings: IngestSettings) -> Iterator[None]:
    """Keep ingest runs away from the data folder; raises BusyError at once while one is under way."""
    layout = Layout(settings.data_dir)
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive(layout.lock, wait=False))
        except BlockingIOError as error:
            raise BusyError(f"another ingest run holds {layout.lock}: wait until it ends") from error
        yield


def indexed(
    settings: IngestSettings, documents: Path = DOCUMENTS, tables: Path = TABLES, engine: EngineName = "local"
) -> Outcome:
    """What `run` does, for whoever is `writing` already."""
    if engine == "ray":
        _fit_for_ray(settings)
    catalogue = load_catalogue(tables)
    own = entries_of(catalogue, load_documents(documents))
    wanted = settings.embedding
    with tracer.start_as_current_span("ingest.run") as span, Library.open(settings.data_dir) as library:
        index_hash = _hash_of(own, settings, library)
        live = _live(settings)
        if live is not None and live.hash == index_hash:
            return _noted(span, _outcome(live, embedded=0, changed=False))
        from ingest.added import added_entries
        from ingest.build import Stream, build  # LlamaIndex comes with it
        from ingest.duplicates import Duplicates, signature_of
        from ingest.vectors import open_vectors

        duplicates = Duplicates()

        def entries() -> Iterator[Entry]:
            yield from own
            if library.sources():
                for entry in own:
                    if entry.layer == "source":
                        duplicates.seen(signature_of(entry.text))
                duplicates.found = 0
                yield from added_entries(library, catalogue, duplicates)

        def described(nodes: int) -> Manifest:
            return Manifest(
                schema_version=SCHEMA_VERSION,
                hash=index_hash,
                nodes=nodes,
                added=max(0, nodes - len(own)),
                duplicates=duplicates.found,
                embedding_model=wanted.model,
                dimensions=wanted.dimensions,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
            )

        with (
            open_vectors(Layout(settings.data_dir).vectors, settings) as vectors,
            _filling(engine, settings, vectors) as filled,
            tqdm(entries(), desc="indexing", unit="entry") as bar,  # closed before an error is told
        ):
            manifest = build(index_hash, described, Stream(vectors.using(bar), vectors.of), settings, filled)
            vectors.forget()
            return _noted(span, _outcome(manifest, embedded=vectors.embedded, changed=True))


def _fit_for_ray(settings: IngestSettings) -> None:
    if not settings.qdrant.url:
        raise ValueError("--engine ray needs a Qdrant server, which many may write to: set ADVISOR_QDRANT__URL")
    if find_spec("ray") is None:
        raise ValueError("--engine ray needs Ray: install this project with its extra `ray`")


@contextmanager
def _filling(engine: EngineName, settings: IngestSettings, vectors: "Vectors") -> Iterator["Fill"]:
    if engine == "local":
        from ingest.build import fill

        yield fill
    else:
        from ingest.cluster import Cluster, joined

        with joined():
            yield Cluster(settings, vectors).fill


def wanted_hash(settings: IngestSettings) -> str:
    """The hash of the index that a run would make now; raises CatalogueError, DocumentError or LibraryError."""
    own = entries_of(load_catalogue(), load_documents())
    with Library.open(settings.data_dir) as library:
        return _hash_of(own, settings, library)


def _hash_of(own: Sequence[Entry], settings: IngestSettings, library: Library) -> str:
    wanted = settings.embedding
    salt = [str(SCHEMA_VERSION), wanted.model, str(wanted.dimensions)]
    return content_hash(own, *salt, *filter(None, [library.digest()]))


def _outcome(manifest: Manifest, *, embedded: int, changed: bool) -> Outcome:
    return Outcome(manifest.hash, manifest.nodes, embedded, changed, manifest.added, manifest.duplicates)


def _noted(span: trace.Span, outcome: Outcome) -> Outcome:
    span.set_attributes({f"advisor.{name}": value for name, value in asdict(outcome).items()})
    return outcome


def _live(settings: IngestSettings) -> Manifest | None:
    try:
        return live_manifest(settings)
    except IndexUnreachableError:
        raise
    except IndexUnavailableError as error:
        log.info("building the first index (%s)", str(error).split(":", 1)[0])
        return None
