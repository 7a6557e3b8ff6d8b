"""The composition root: settings become objects here and nowhere else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.catalogue import Catalogue, load_catalogue
from corpus.document import Document, load_documents
from corpus.linker import Linker
from corpus.updates import load_updates
from ingest.embedding import make_embedding
from ingest.index import live_hash, open_index
from ingest.layout import IndexUnavailableError
from server.advisor import Advisor
from server.composer import Composer
from server.engines import Engines, LLMEndpoint, Loaded
from server.expansion import QueryExpander
from server.narrator import Narrator, load_prompt
from server.planning.clouds import load_clouds
from server.planning.planner import Planner
from server.refusal import Refusals
from server.release import release_hash
from server.relevance import Relevance
from server.retrieval import PassageRetriever
from server.settings import Settings
from server.understanding.reader import QuestionReader
from server.understanding.unknown import Vocabulary
from server.verification.entailment import PROMPT as ENTAIL
from server.verification.entailment import Entailment
from server.verification.likeness import Likeness
from server.verifier import Verifier

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

NO_INDEX = "none"


def build(settings: Settings) -> Advisor:
    """An advisor whose catalogue answers at once; `start` loads the rest in the background."""
    catalogue = load_catalogue()
    documents = load_documents()
    linker = Linker(catalogue)
    texts = _texts(catalogue, documents)
    entailment = Entailment(load_prompt(ENTAIL)) if settings.verifier.entailment == "llm" else None
    engines = Engines(
        _release(settings),
        lambda: _load(settings, catalogue, linker, texts, entailment),
        (lambda: _connect(settings, entailment)) if settings.llm.enabled else None,
    )
    return Advisor(
        catalogue,
        QuestionReader(catalogue, linker, Vocabulary(texts)),
        Refusals(catalogue, linker),
        engines,
        Composer(engines, settings.llm, settings.retrieval),
        Planner(catalogue, linker, load_clouds(catalogue)),
    )


def _load(
    settings: Settings, catalogue: Catalogue, linker: Linker, texts: list[str], entailment: Entailment | None
) -> Loaded:
    embedding = make_embedding(settings)
    store = open_index(settings)
    relevance, expander = Relevance(texts), QueryExpander(catalogue, linker)
    return Loaded(
        retriever=PassageRetriever(store, embedding, relevance, expander, settings.retrieval.candidates),
        verifier=Verifier(catalogue, linker, _likeness(embedding), entailment),
        release=release_hash(settings, live_hash(settings)),
        close=store.close,
    )


def _release(settings: Settings) -> str:
    try:
        return release_hash(settings, live_hash(settings))
    except IndexUnavailableError:
        return release_hash(settings, NO_INDEX)


def _likeness(embedding: "BaseEmbedding") -> Likeness | None:
    """Word by word vectors, which only the encoder in process gives; an endpoint gives one for a whole text."""
    from ingest.minilm_embedding import MiniLMEmbedding

    return Likeness(lambda text: embedding.load().tokens(text)) if isinstance(embedding, MiniLMEmbedding) else None


def _connect(settings: Settings, entailment: Entailment | None) -> tuple[LLMEndpoint, Callable[[], Narrator]]:
    # Imported here, since the HTTP client that they need takes a quarter of a second to load.
    from ingest.fetch import fetch_model
    from server.endpoint import RemoteEndpoint
    from server.llama import Supervisor

    if settings.llm.base_url:
        key = settings.llm.api_key.get_secret_value() if settings.llm.api_key else None
        remote = RemoteEndpoint(settings.llm.base_url, key)
        return remote, lambda: _narrator(settings, remote.base_url, entailment)
    model = fetch_model(settings.llm.model, settings.data_dir)
    embedded = Supervisor(model, context_window=settings.llm.context_window, threads=settings.llm.threads)
    return embedded, lambda: _narrator(settings, embedded.base_url, entailment)


def _narrator(settings: Settings, base_url: str, entailment: Entailment | None) -> Narrator:
    from server.llm import make_llm

    llm = make_llm(settings.llm, base_url)
    if entailment is not None:
        entailment.connect(llm)
    return Narrator(llm, load_prompt())


def _texts(catalogue: Catalogue, documents: tuple[Document, ...]) -> list[str]:
    passages = [f"{passage.heading}. {passage.text}" for document in documents for passage in document.passages]
    rows = [catalogue.tool_row(tool).excerpt for tool in catalogue.tools.values()]
    rows += [catalogue.role_row(role).excerpt for role in catalogue.roles.values()]
    rows += [catalogue.maturity_cell(model).excerpt for model in catalogue.maturity.values()]
    rows += [f"{aspect.name} {aspect.mlops} {aspect.llmops}" for aspect in catalogue.aspects.values()]
    rows += [catalogue.phase_cell(phase).excerpt for phase in catalogue.phases.values()]
    for update in load_updates(catalogue.tools):
        tool = catalogue.tools[update.tool]
        rows.append(update.evidence(tool, catalogue.tool_row(tool).as_of).excerpt)
    return passages + rows
