"""Retrieval: LlamaIndex's hybrid retriever over the live index."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.vocabulary import Evidence
from ingest.nodes import evidence_of
from server.schema import Filters

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.vector_stores import MetadataFilters
    from llama_index.core.vector_stores.types import BasePydanticVectorStore


@dataclass(frozen=True)
class Passage:
    """One retrieved node: its place in the corpus, the text that was embedded, the fused score."""

    evidence: Evidence
    text: str
    score: float


class PassageRetriever:
    """Dense and sparse retrieval, fused by Qdrant, in a thread so that the event loop stays free."""

    def __init__(self, store: "BasePydanticVectorStore", embedding: "BaseEmbedding") -> None:
        from llama_index.core import VectorStoreIndex

        self._index = VectorStoreIndex.from_vector_store(store, embed_model=embedding)

    async def retrieve(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        """At most `top_k` passages, best first; filters of one kind are alternatives, kinds combine."""
        return await asyncio.to_thread(self._retrieve, question, filters, top_k)

    def _retrieve(self, question: str, filters: Filters, top_k: int) -> list[Passage]:
        from llama_index.core.schema import MetadataMode
        from llama_index.core.vector_stores.types import VectorStoreQueryMode

        retriever = self._index.as_retriever(
            similarity_top_k=top_k,
            vector_store_query_mode=VectorStoreQueryMode.HYBRID,
            filters=_metadata_filters(filters),
        )
        return [
            Passage(evidence_of(found.node), found.node.get_content(MetadataMode.EMBED), found.score or 0.0)
            for found in retriever.retrieve(question)
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
        MetadataFilter(
            key=key, value=list(values), operator=FilterOperator.IN if key == "document" else FilterOperator.ANY
        )
        for key, values in wanted.items()
        if values
    ]
    return MetadataFilters(filters=list(parts)) if parts else None
