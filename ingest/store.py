"""The vector store: LlamaIndex's seam over Qdrant, dense and sparse, fused where the vectors lie."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import qdrant_edge as edge
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import BaseNode, MetadataMode
from llama_index.core.vector_stores import (
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQueryMode
from opentelemetry import trace

from ingest.engine import Engine, Hit, Point, Search, Sparse
from ingest.filters import qdrant_filter
from ingest.nodes import node_from, payload_of

tracer = trace.get_tracer(__name__)

# BM25 measures a text's length against the average one: the corpus averages 16 stemmed words an entry.
AVERAGE_WORDS = 16.0
_DENSE_MODES = (VectorStoreQueryMode.DEFAULT, VectorStoreQueryMode.HYBRID)
_SPARSE_MODES = (VectorStoreQueryMode.SPARSE, VectorStoreQueryMode.TEXT_SEARCH, VectorStoreQueryMode.HYBRID)


class QdrantStore(BasePydanticVectorStore):
    """Serves the modes default (dense), sparse, text_search (both BM25) and hybrid (RRF)."""

    stores_text: bool = True
    _engine: Engine = PrivateAttr()
    _release: Callable[[], None] | None = PrivateAttr(default=None)
    _bm25: edge.Bm25 = PrivateAttr()

    def __init__(self, engine: Engine, release: Callable[[], None] | None = None) -> None:
        """Serve `engine`; `release` is called once the store is closed."""
        super().__init__(stores_text=True)
        self._engine = engine
        self._release = release
        self._bm25 = edge.Bm25(edge.Bm25Config(avg_len=AVERAGE_WORDS))

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex serialises it by."""
        return "QdrantStore"

    @property
    def client(self) -> Engine:
        """The engine."""
        return self._engine

    def add(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[str]:
        """Store nodes that carry their embedding; returns their ids."""
        self._engine.write([self._point(node) for node in nodes])
        return [node.node_id for node in nodes]

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """Remove every node of the document `ref_doc_id`."""
        self._engine.delete(self._where(MetadataFilters(filters=[MetadataFilter(key="document", value=ref_doc_id)])))

    def get_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None) -> list[BaseNode]:
        """The nodes of these ids, or all that the filters keep, in no order; raises ValueError where both are given."""
        if filters is None:
            return [_found(hit) for hit in self._engine.get(node_ids or [])]
        if node_ids is not None:
            raise ValueError("get_nodes takes node_ids or filters, not both")
        return list(self.scan(filters))

    def scan(self, filters: MetadataFilters) -> Iterator[BaseNode]:
        """All nodes that the filters keep, in no order, one after the other."""
        return (_found(hit) for hit in self._engine.all(self._where(filters)))

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """At most `similarity_top_k` nodes, best first; raises ValueError for what it does not serve. With
        `output_fields` they carry only this metadata, neither text nor embedding.

        A query whose words are all stop words has no sparse vector; hybrid is dense alone then.
        """
        if query.mode not in _DENSE_MODES + _SPARSE_MODES:
            raise ValueError(f"the index does not serve query mode {query.mode.value}")
        if query.node_ids or query.doc_ids:
            raise ValueError("the index selects by metadata filters: pass filters instead of node_ids or doc_ids")
        dense = query.query_embedding if query.mode in _DENSE_MODES else None
        sparse = self._sparse_query(query.query_str) if query.mode in _SPARSE_MODES else None
        if query.mode in _DENSE_MODES and not dense:
            raise ValueError(f"query mode {query.mode.value} needs query_embedding")
        if dense is None and sparse is None:
            return VectorStoreQueryResult(nodes=[], similarities=[], ids=[])
        searched = {"db.operation.name": "search", "db.system.name": "qdrant", "advisor.mode": query.mode.value}
        with tracer.start_as_current_span("search", kind=trace.SpanKind.CLIENT, attributes=searched) as span:
            where = self._where(query.filters)
            hits = self._engine.search(Search(dense, sparse, query.similarity_top_k, where, query.output_fields))
            span.set_attribute("db.response.returned_rows", len(hits))
        return VectorStoreQueryResult(
            nodes=[_found(hit) for hit in hits],
            similarities=[hit.score for hit in hits],
            ids=[hit.id for hit in hits],
        )

    def close(self) -> None:
        """Let go of the index; the store serves nothing after that."""
        self._engine.close()
        if self._release is not None:
            self._release()

    def _point(self, node: BaseNode) -> Point:
        vector = self._bm25.embed_document(node.get_content(MetadataMode.EMBED))
        return Point(node.node_id, node.get_embedding(), Sparse(vector.indices, vector.values), payload_of(node))

    def _sparse_query(self, words: str | None) -> Sparse | None:
        vector = self._bm25.embed_query(words or "")
        return Sparse(vector.indices, vector.values) if vector.indices else None

    def _where(self, filters: MetadataFilters | None) -> Any:
        return qdrant_filter(filters, self._engine.models) if filters and filters.filters else None


def _found(hit: Hit) -> BaseNode:
    return node_from(hit.id, hit.payload, hit.dense)
