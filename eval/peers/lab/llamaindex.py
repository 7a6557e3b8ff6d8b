"""LlamaIndex: its default query engine and its CitationQueryEngine, both streaming.

Chunks of 512 tokens and four of them is what its guide advises in place of 1,024 and two where more precise passages
are wanted; three sources of 512 tokens is the example of the CitationQueryEngine's own page.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.embeddings.openai_like import OpenAILikeEmbedding
from llama_index.llms.openai_like import OpenAILike

from eval.peers.lab.talk import Ask, Reply, Setup, serve

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine

_CHUNK, _OVERLAP, _TOP = 512, 50, 4
_CITED = 3


def build(setup: Setup) -> Mapping[str, Ask]:
    """Both engines over one index."""
    Settings.llm = OpenAILike(
        model=setup.model,
        api_base=setup.base_url,
        api_key="none",
        is_chat_model=True,
        context_window=setup.context_window,
        max_tokens=setup.max_tokens,
        temperature=0.0,
        timeout=600,
    )
    Settings.embed_model = OpenAILikeEmbedding(
        model_name=setup.embedding, api_base=setup.base_url, embed_batch_size=64, timeout=600
    )
    index = VectorStoreIndex.from_documents(
        [Document(text=text, metadata={"title": title}) for title, text in setup.documents],
        transformations=[SentenceSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP)],
    )
    return {
        "llamaindex": _asked(index.as_query_engine(similarity_top_k=_TOP, streaming=True)),
        "citation-engine": _asked(
            CitationQueryEngine.from_args(index, similarity_top_k=_CITED, citation_chunk_size=_CHUNK, streaming=True)
        ),
    }


def _asked(engine: "BaseQueryEngine") -> Ask:
    def ask(question: str) -> Reply:
        response = engine.query(question)
        return Reply(str(response), tuple(node.get_content() for node in response.source_nodes))

    return ask


if __name__ == "__main__":
    serve(build)
