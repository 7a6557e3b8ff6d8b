"""The composition root: settings become objects here and nowhere else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import load_documents
from corpus.linker import Linker
from ingest.budgets import QUESTION_TRIES
from ingest.embedding import make_embedding
from ingest.index import live_hash, live_manifest, manifest_of, open_index
from ingest.layout import IndexUnavailableError
from server.advisor import Advisor
from server.breaker import Breaker
from server.composer import Composer
from server.engines import Engines, LLMEndpoint, Loaded
from server.freshness import Freshness
from server.narrator import PROMPT, Narrator, load_prompt
from server.planning.advice import load_advice
from server.planning.clouds import load_clouds
from server.planning.planner import Planner
from server.recollection import Recollection
from server.refusal import Refusals
from server.release import TREE, Sources, release_hash
from server.retrieval.expansion import QueryExpander
from server.retrieval.lessons import Lessons
from server.retrieval.relevance import Relevance
from server.retrieval.retriever import Method, PassageRetriever
from server.retrieval.searches import Searches
from server.said import texts_of
from server.settings import Settings
from server.sharing import Pool
from server.understanding.reach.unknown import Vocabulary
from server.understanding.reader import QuestionReader
from server.verification.entailment import PROMPT as ENTAIL
from server.verification.entailment import Entailment
from server.verification.likeness import Likeness
from server.verifier import Verifier

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

NO_INDEX = "none"


def build(
    settings: Settings, sources: Sources = TREE, *, index: str | None = None, pool: Pool | None = None, llm: bool = True
) -> Advisor:
    """An advisor whose catalogue answers at once; `start` loads the rest in the background.

    `sources` are the files it is made of, `index` the hash of its index (default: the live one). Advisors
    with the same `pool` share indexes, LLM and conversations.
    Without `llm` none is started, under the same release: for runs that ask it nothing.
    """
    catalogue = load_catalogue(sources.tables)
    documents = load_documents(sources.documents)
    linker = Linker(catalogue)
    paper, cards = texts_of(catalogue, documents)
    vocabulary = Vocabulary(paper, sources.tables, cards)
    entails = settings.verifier.entailment == "llm"
    entailment = Entailment(load_prompt(sources.prompts / ENTAIL.name)) if entails else None
    pool = pool or Pool()
    parts = _Parts(settings, sources, index, pool, entailment)
    engines = Engines(
        _release(parts),
        lambda: _load(parts, catalogue, linker, (*paper, *cards)),
        (lambda: _connect(parts)) if llm and settings.llm.enabled else None,
    )
    return Advisor(
        catalogue,
        QuestionReader(catalogue, linker, vocabulary, pool.turns),
        Refusals(catalogue, linker, vocabulary.uses),
        engines,
        Composer(engines, settings.llm, settings.retrieval),
        Planner(
            catalogue,
            linker,
            load_clouds(catalogue, sources.tables / "clouds.toml"),
            load_advice(catalogue, documents, sources.tables / "advice.toml"),
        ),
        Freshness(settings.data_dir, settings.freshness.days),
        Recollection(settings.database.url, pool.turns) if settings.database.url else None,
    )


@contextmanager
def retrieval(settings: Settings) -> Iterator[Callable[[Method], PassageRetriever]]:
    """Retrieval alone, by whatever method, over the live index of this tree, which is open meanwhile."""
    catalogue = load_catalogue()
    paper, cards = texts_of(catalogue, load_documents())
    relevance, expander = Relevance((*paper, *cards)), QueryExpander(catalogue, Linker(catalogue))
    embedding, candidates = make_embedding(settings), settings.retrieval.candidates
    added = live_manifest(settings).added > 0
    with closing(open_index(settings)) as store, closing(Searches()) as searches:
        lessons = Lessons.of(store)
        yield lambda method: PassageRetriever(
            store, embedding, relevance, lessons, expander, searches, candidates, added=added, method=method
        )


@dataclass(frozen=True)
class _Parts:
    """What loading needs to know."""

    settings: Settings
    sources: Sources
    index: str | None
    pool: Pool
    entailment: Entailment | None


def _load(parts: _Parts, catalogue: Catalogue, linker: Linker, texts: Sequence[str]) -> Loaded:
    settings = parts.settings
    embedding, _ = parts.pool.take(settings.embedding, lambda: make_embedding(settings, QUESTION_TRIES), lambda _: None)
    index = parts.index or live_hash(settings)
    # On a server the alias is followed; in a folder the index is the one whose hash the release carries.
    wanted = parts.index if settings.qdrant.url else index
    store, give_back = parts.pool.take(
        (settings.qdrant, settings.embedding, index),
        lambda: open_index(settings, wanted),
        lambda store: store.close(),
    )
    added = manifest_of(settings, index).added > 0
    expander, searches = QueryExpander(catalogue, linker), Searches()

    def close() -> None:
        searches.close()
        give_back()

    return Loaded(
        retriever=PassageRetriever(
            store,
            embedding,
            Relevance(texts),
            Lessons.of(store),
            expander,
            searches,
            settings.retrieval.candidates,
            added=added,
            fixed=wanted is not None,
        ),
        verifier=Verifier(catalogue, linker, _likeness(embedding), parts.entailment),
        release=_hash(parts, index),
        close=close,
    )


def _release(parts: _Parts) -> str:
    try:
        return _hash(parts, parts.index or live_hash(parts.settings))
    except IndexUnavailableError:
        return _hash(parts, NO_INDEX)


def _hash(parts: _Parts, index: str) -> str:
    return release_hash(parts.settings, index, parts.sources.corpus, parts.sources.prompts)


def _likeness(embedding: "BaseEmbedding") -> Likeness | None:
    """Word by word vectors, which only the encoder in process gives; an endpoint gives one for a whole text."""
    from ingest.minilm_embedding import MiniLMEmbedding

    return Likeness(lambda text: embedding.load().tokens(text)) if isinstance(embedding, MiniLMEmbedding) else None


def _connect(parts: _Parts) -> tuple[LLMEndpoint, Callable[[], Narrator]]:
    # Imported here, since the HTTP client that they need takes a quarter of a second to load.
    from ingest.fetch import fetch_model
    from server.endpoint import RemoteEndpoint
    from server.llama import Supervisor

    settings = parts.settings.llm

    # Fetched before the pool is asked, which would keep everybody waiting for a download.
    model = None if settings.base_url else fetch_model(settings.model, parts.settings.data_dir)

    def endpoint() -> RemoteEndpoint | Supervisor:
        if model is None:
            key = settings.api_key.get_secret_value() if settings.api_key else None
            return RemoteEndpoint(settings.base_url or "", key)
        return Supervisor(model, context_window=settings.context_window, threads=settings.threads)

    # Of one endpoint, temperature and the like are each request's own.
    key = (settings.base_url, settings.api_key, settings.model, settings.context_window, settings.threads)
    shared = parts.pool.endpoint(key, endpoint)
    return shared, lambda: _narrator(parts, shared.endpoint.base_url, shared.endpoint.breaker)


def _narrator(parts: _Parts, base_url: str, breaker: Breaker) -> Narrator:
    from server.llm import make_llm

    llm = make_llm(parts.settings.llm, base_url)
    if parts.entailment is not None:
        parts.entailment.connect(llm)
    prompt = load_prompt(parts.sources.prompts / PROMPT.name)
    return Narrator(llm, prompt, parts.settings.llm.first_token_s, breaker)
