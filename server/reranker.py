"""The reranker, in LlamaIndex's seam for it. Imported late: LlamaIndex costs more than a second."""

from typing import Any

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle

from server.relevance import Relevance, measure

SIGNALS = SIMILARITY, COVERAGE, ASKED = "similarity", "coverage", "asked"


class EvidenceReranker(BaseNodePostprocessor):
    """Orders nodes by meaning, by what is known to be asked of them (which the retriever noted) and by the question's
    words that they say; notes the signals."""

    _relevance: Relevance = PrivateAttr()

    def __init__(self, relevance: Relevance, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._relevance = relevance

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex serialises it by."""
        return "EvidenceReranker"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or query_bundle.embedding is None:
            raise ValueError("the reranker needs the query with its embedding")
        weights = self._relevance.weights(query_bundle.query_str)
        ranked: list[NodeWithScore] = []
        for found in nodes:
            text = found.node.get_content(MetadataMode.EMBED)
            asked = found.node.metadata[ASKED]
            signals = measure(weights, query_bundle.embedding, text, found.node.get_embedding(), asked)
            found.node.metadata |= {SIMILARITY: signals.similarity, COVERAGE: signals.coverage}
            ranked.append(NodeWithScore(node=found.node, score=signals.score))
        return sorted(ranked, key=lambda found: -(found.score or 0.0))
