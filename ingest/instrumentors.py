"""OpenLLMetry's instrumentors, each put in when the client that it watches is first imported.

So tracing costs a start nothing: facts are served before any client of an LLM is loaded.
"""

import os
from types import ModuleType

import wrapt


def instrument_clients(*, content: bool = False) -> None:
    """Trace calls to the LLM, to an embedding endpoint and to Qdrant from the import of their clients on; OpenAI's
    client then sends `traceparent` too. With `content`, prompts and completions are written into the spans."""
    # OpenLLMetry does so unless it is told not to.
    os.environ["TRACELOOP_TRACE_CONTENT"] = str(content).lower()
    wrapt.register_post_import_hook(_openai, "openai")
    wrapt.register_post_import_hook(_qdrant, "qdrant_client")


def _openai(_: ModuleType) -> None:
    from opentelemetry.instrumentation.openai import OpenAIInstrumentor

    OpenAIInstrumentor().instrument()


def _qdrant(_: ModuleType) -> None:
    from opentelemetry.instrumentation.qdrant import QdrantInstrumentor

    QdrantInstrumentor().instrument()  # type: ignore[no-untyped-call]
