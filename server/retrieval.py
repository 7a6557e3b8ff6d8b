"""Retrieval: LlamaIndex's hybrid retriever over the live index, reranked."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.vocabulary import Evidence
from ingest.nodes import evidence_of
from server.expansion import QueryExpander
from server.relevance import Relevance, Scored
from server.schema import Filters

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.vector_stores import MetadataFilters
    from llama_index.core.vector_stores.types import BasePydanticVectorStore


@dataclass(frozen=True)
class Passage:
    """One retrieved node: its place in the corpus, the text that was embedded, what it scored."""

    evidence: Evidence
    text: str
    scored: Scored


class PassageRetriever:
    """Dense and sparse retrieval fused by Qdrant, then reranked; in a thread, so that the event loop stays free.

    `candidates` is how many fused results the reranker orders.
    """

    def __init__(
        self,
        store: "BasePydanticVectorStore",
        embedding: "BaseEmbedding",
        relevance: Relevance,
        expander: QueryExpander,
        candidates: int,
    ) -> None:
        from llama_index.core import VectorStoreIndex

        from server.reranker import EvidenceReranker

        self._index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)
        self._reranker = EvidenceReranker(relevance)
        self._relevance = relevance
        self._expander = expander
        self._candidates = candidates

    async def retrieve(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        """At most `top_k` passages, best first; filters of one kind are alternatives, kinds combine."""
        return await asyncio.to_thread(self._retrieve, question, filters, top_k)

    async def carrying(self, question: str, filters: Filters) -> list[Passage]:
        """The passages that carry the question, best first; none when nothing in the corpus does."""
        return await asyncio.to_thread(self._carrying, question, filters)

    def _carrying(self, question: str, filters: Filters) -> list[Passage]:
        found = self._retrieve(question, filters, self._candidates)
        texts, scored = [passage.text for passage in found], [passage.scored for passage in found]
        return found[: self._relevance.carrying(self._expander.asked(question), texts, scored)]

    def _retrieve(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        from llama_index.core.schema import MetadataMode, QueryBundle
        from llama_index.core.vector_stores.types import VectorStoreQueryMode

        from server.reranker import COVERAGE, SIMILARITY

        retriever = self._index.as_retriever(
            similarity_top_k=max(self._candidates, top_k),
            vector_store_query_mode=VectorStoreQueryMode.HYBRID,
            filters=_metadata_filters(filters),
        )
        query = QueryBundle(self._expander.expanded(question))
        ranked = self._reranker.postprocess_nodes(retriever.retrieve(query), query_bundle=query)
        return [
            Passage(
                evidence_of(found.node),
                found.node.get_content(MetadataMode.EMBED),
                Scored(found.node.metadata[SIMILARITY], found.node.metadata[COVERAGE]),
            )
            for found in ranked[:top_k]
        ]


def _metadata_filters(filters: Filters) -> "MetadataFilters | None":
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
    return MetadataFilters(filters=list(parts)) if parts else None
