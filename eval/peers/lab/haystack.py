"""Haystack: its standard RAG pipeline over embeddings, the same over BM25, and the LLM without any document.

Splits of 200 words, its default; five of them, since ten, its default too, do not fit the embedded LLM's context.
"""

from collections.abc import Mapping

from haystack import Document, Pipeline
from haystack.components.builders import ChatPromptBuilder
from haystack.components.embedders import OpenAIDocumentEmbedder, OpenAITextEmbedder
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.dataclasses import ChatMessage
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import Secret

from eval.peers.lab.talk import Ask, Reply, Setup, serve

_TOP = 5
_PROMPT = """Answer the question using only the documents below. If they do not answer it, say so.

Documents:
{% for document in documents %}
{{ document.content }}
{% endfor %}

Question: {{ question }}
Answer:"""
_KEY = Secret.from_token("none")


def build(setup: Setup) -> Mapping[str, Ask]:
    """The three over one document store."""
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    parts = DocumentSplitter(split_by="word", split_length=200, split_overlap=20).run(
        documents=[Document(content=text, meta={"title": title}) for title, text in setup.documents]
    )
    embedder = OpenAIDocumentEmbedder(
        api_key=_KEY, model=setup.embedding, api_base_url=setup.base_url, progress_bar=False, timeout=600
    )
    store.write_documents(embedder.run(documents=parts["documents"])["documents"])

    dense = _pipeline(setup)
    text = OpenAITextEmbedder(api_key=_KEY, model=setup.embedding, api_base_url=setup.base_url, timeout=600)
    dense.add_component("embedder", text)
    dense.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=_TOP))
    dense.connect("embedder.embedding", "retriever.query_embedding")
    dense.connect("retriever", "prompt.documents")

    sparse = _pipeline(setup)
    sparse.add_component("retriever", InMemoryBM25Retriever(store, top_k=_TOP))
    sparse.connect("retriever", "prompt.documents")

    alone = _generator(setup)

    def ask_dense(question: str) -> Reply:
        return _reply(dense, {"embedder": {"text": question}, "prompt": {"question": question}})

    def ask_sparse(question: str) -> Reply:
        return _reply(sparse, {"retriever": {"query": question}, "prompt": {"question": question}})

    def ask_alone(question: str) -> Reply:
        return Reply(_said(alone.run([ChatMessage.from_user(question)])["replies"]))

    return {"haystack": ask_dense, "bm25": ask_sparse, "llm-alone": ask_alone}


def _pipeline(setup: Setup) -> Pipeline:
    pipeline = Pipeline()
    prompt = ChatPromptBuilder(template=[ChatMessage.from_user(_PROMPT)], required_variables="*")
    pipeline.add_component("prompt", prompt)
    pipeline.add_component("generator", _generator(setup))
    pipeline.connect("prompt.prompt", "generator.messages")
    return pipeline


def _generator(setup: Setup) -> OpenAIChatGenerator:
    return OpenAIChatGenerator(
        api_key=_KEY,
        model=setup.model,
        api_base_url=setup.base_url,
        streaming_callback=lambda _: None,
        generation_kwargs={"max_tokens": setup.max_tokens, "temperature": 0.0},
        timeout=600,
    )


def _reply(pipeline: Pipeline, inputs: dict[str, dict[str, str]]) -> Reply:
    found = pipeline.run(inputs, include_outputs_from={"retriever"})
    sources = tuple(document.content for document in found["retriever"]["documents"])
    return Reply(_said(found["generator"]["replies"]), sources)


def _said(replies: list[ChatMessage]) -> str:
    return replies[0].text or ""


if __name__ == "__main__":
    serve(build)
