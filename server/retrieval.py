"""Retrieval: LlamaIndex's hybrid retriever over the live index, reranked."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from corpus.catalogue import PAPER
from corpus.vocabulary import Evidence
from ingest.nodes import evidence_of
from server.errors import NotReady
from server.expansion import QueryExpander
from server.known import Known, KnownQuestions, likeness, nearness
from server.relevance import Relevance, Scored
from server.schema import Filters

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.schema import NodeWithScore, QueryBundle
    from llama_index.core.vector_stores import MetadataFilters
    from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQueryMode

    from ingest.entries import Layer

log = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")

_UNFILTERED = Filters()


@dataclass(frozen=True)
class Method:
    """How passages are found and ordered: these defaults serve, the evaluation compares them with what they leave out.

    `known` also finds passages by the questions that they are known to answer; `reranked` orders what was found anew.
    """

    search: Literal["dense", "sparse", "hybrid"] = "hybrid"
    known: bool = True
    reranked: bool = True


SERVED = Method()


@dataclass(frozen=True)
class Passage:
    """One retrieved node: its place in the corpus, the text that was embedded, what it scored."""

    evidence: Evidence
    text: str
    scored: Scored


class PassageRetriever:
    """Dense and sparse retrieval fused by Qdrant, then reranked; in a thread, so that the event loop stays free.

    `candidates` is how many fused results the reranker orders. With `added`, the index holds documents that were added
    to the corpus: they are searched apart, so that however many there are they push nothing of the corpus out.
    """

    def __init__(  # noqa: PLR0913 - the parts of retrieval, put together in one place
        self,
        store: "BasePydanticVectorStore",
        embedding: "BaseEmbedding",
        relevance: Relevance,
        expander: QueryExpander,
        candidates: int,
        *,
        added: bool,
        method: Method = SERVED,
    ) -> None:
        from llama_index.core import VectorStoreIndex

        from server.reranker import EvidenceReranker

        self._store = store
        self._embedding = embedding
        self._index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
        self._known = KnownQuestions(self._index)
        self._reranker = EvidenceReranker(relevance)
        self._relevance = relevance
        self._expander = expander
        self._candidates = candidates
        self._added = added
        self._method = method

    async def retrieve(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        """At most `top_k` passages, best first; filters of one kind are alternatives, kinds combine."""
        return await _from_index(self._retrieved, question, filters, top_k)

    async def ranked(self, question: str, layer: "Layer", top_k: int) -> list[Passage]:
        """At most `top_k` passages of one layer as they are found, whether or not they carry the question."""

        def found() -> list[Passage]:
            asked = self._embedded(question)
            known = self._like(asked, "question") if layer == "source" else []
            return self._ranked(asked, known, _UNFILTERED, top_k, layer)

        return await _from_index(found)

    async def carrying(self, question: str, filters: Filters) -> list[Passage]:
        """The passages that carry the question, best first; none when nothing in the corpus does."""
        return await _from_index(self._carrying, question, filters)

    async def added(self, question: str, filters: Filters, names: Sequence[str]) -> list[Passage]:
        """The added passages that answer the question and say all the names, best first."""
        if not self._added:
            return []
        return await _from_index(lambda: self._answering(self._embedded(question), filters, names))

    async def known(self, text: str) -> tuple[list[Known], list[Known]]:
        """The known questions most alike, best first: those that the paper answers, and those beyond the corpus."""
        return await _from_index(lambda: self._both_sides(self._embedded(text), Filters(documents=(PAPER,))))

    async def source(self, known: Known) -> Evidence:
        """The passage that answers a known question."""
        (node,) = await _from_index(self._store.get_nodes, [str(known.source)])
        return evidence_of(node)

    def _embedded(self, text: str) -> "QueryBundle":
        from llama_index.core.schema import QueryBundle

        return QueryBundle(text, embedding=self._embedding.get_query_embedding(text))

    def _like(self, asked: "QueryBundle", layer: "Layer", filters: Filters = _UNFILTERED) -> list[Known]:
        return self._known.like(asked, _filters(layer, filters))

    def _both_sides(self, asked: "QueryBundle", filters: Filters = _UNFILTERED) -> tuple[list[Known], list[Known]]:
        return self._like(asked, "question", filters), self._like(asked, "beyond")

    def _retrieved(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        asked = self._embedded(question)
        own = self._ranked(asked, self._like(asked, "question", filters), filters, top_k)
        if not self._added:
            return own
        # What does not answer by itself is only like the question, which the corpus' own passages always are.
        others = self._others(asked, filters, top_k)
        answering = [passage for passage in others if passage.scored.answers]
        rest = [passage for passage in others if not passage.scored.answers]
        return [*_best_first(own, answering), *rest][:top_k]

    def _carrying(self, question: str, filters: Filters) -> list[Passage]:
        asked = self._embedded(question)
        within, beyond = self._both_sides(asked)
        known = within if filters == _UNFILTERED else self._like(asked, "question", filters)
        found = self._ranked(asked, known, filters, self._candidates)
        texts, scored = [passage.text for passage in found], [passage.scored for passage in found]
        sides = nearness(within), nearness(beyond)
        own = found[: self._relevance.carrying(self._expander.asked(question), *sides, texts, scored)]
        if not self._added:
            return own
        both = _best_first(own, self._answering(asked, filters))
        return both[: self._relevance.best([passage.scored for passage in both])] if both else []

    def _others(self, asked: "QueryBundle", filters: Filters, top_k: int) -> list[Passage]:
        return self._ranked(asked, [], filters, top_k, layer="added")

    def _answering(self, asked: "QueryBundle", filters: Filters, names: Sequence[str] = ()) -> list[Passage]:
        return [
            passage
            for passage in self._others(asked, filters, self._candidates)
            if passage.scored.answers and all(name.casefold() in passage.text.casefold() for name in names)
        ]

    def _ranked(
        self, asked: "QueryBundle", known: list[Known], filters: Filters, top_k: int, layer: "Layer" = "source"
    ) -> list[Passage]:
        from llama_index.core.schema import MetadataMode

        from server.reranker import ASKED, COVERAGE, SIMILARITY

        retriever = self._index.as_retriever(
            similarity_top_k=max(self._candidates, top_k),
            vector_store_query_mode=_mode(self._method),
            filters=_filters(layer, filters),
        )
        wording = self._expander.expanded(asked.query_str)
        query = asked if wording == asked.query_str else self._embedded(wording)
        nodes = self._with_asked(retriever.retrieve(query), likeness(known) if self._method.known else {})
        # Reranking notes the signals of each, which the gate asks for in any order.
        ranked = self._reranker.postprocess_nodes(nodes, query_bundle=query)
        return [
            Passage(
                evidence_of(found.node),
                found.node.get_content(MetadataMode.EMBED),
                Scored(*(found.node.metadata[signal] for signal in (SIMILARITY, COVERAGE, ASKED))),
            )
            for found in (ranked if self._method.reranked else nodes)[:top_k]
        ]

    def _with_asked(self, found: list["NodeWithScore"], asked: Mapping[str, float]) -> list["NodeWithScore"]:
        """What was found with how like each is asked for, and the passages that were found only by that."""
        from llama_index.core.schema import NodeWithScore

        from server.reranker import ASKED, SIGNALS

        missing = list(asked.keys() - {each.node.node_id for each in found})
        nodes = [*found, *(NodeWithScore(node=node) for node in self._store.get_nodes(missing) if missing)]
        for each in nodes:
            each.node.metadata[ASKED] = asked.get(each.node.node_id, 0.0)
            each.node.excluded_embed_metadata_keys += SIGNALS  # no signal is a word of the passage
        return nodes


async def _from_index(found: Callable[P, T], *asked: P.args, **named: P.kwargs) -> T:
    """What a search in a thread of its own finds; raises NotReady where Qdrant or the embedding does not answer."""
    try:
        return await asyncio.to_thread(found, *asked, **named)
    except Exception as error:
        # In a thread, for it imports for a second; whoever leaves is no failure and imports nothing.
        if not isinstance(error, await asyncio.to_thread(_failures)):
            raise
        log.warning("the index does not answer: %s", type(error).__name__)
        raise NotReady("the index does not answer now: ask again in a moment; tables are answered still") from error


def _failures() -> tuple[type[Exception], ...]:
    """What a request to Qdrant or to an embedding endpoint is known to fail of."""
    import json

    import httpx
    from openai import OpenAIError

    from ingest.aliases import CLIENT_ERRORS

    # Qdrant's client takes what it is answered for JSON.
    return (*CLIENT_ERRORS, json.JSONDecodeError, OpenAIError, httpx.HTTPError)


def _best_first(own: list[Passage], others: list[Passage]) -> list[Passage]:
    """Both by their score; at equal scores the corpus comes first."""
    return sorted([*own, *others], key=lambda passage: -passage.scored.score)


def _mode(method: Method) -> "VectorStoreQueryMode":
    from llama_index.core.vector_stores.types import VectorStoreQueryMode

    modes = {
        "dense": VectorStoreQueryMode.DEFAULT,
        "sparse": VectorStoreQueryMode.SPARSE,
        "hybrid": VectorStoreQueryMode.HYBRID,
    }
    return modes[method.search]


def _filters(layer: "Layer", filters: Filters) -> "MetadataFilters":
    from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters

    wanted = {
        "phases": filters.phases,
        "roles": filters.roles,
        "tools": filters.tools,
        "document": filters.documents,
    }
    parts = [
        MetadataFilter(key=key, value=list(values), operator=FilterOperator.IN)
        for key, values in wanted.items()
        if values
    ]
    return MetadataFilters(filters=[MetadataFilter(key="layer", value=layer), *parts])
