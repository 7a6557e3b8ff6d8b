"""The LLM client: one OpenAI-compatible class for the embedded llama.cpp and for vLLM."""

from typing import TYPE_CHECKING

import httpx

from ingest.budgets import LLM_RETRIES
from server.settings import LLMSettings

if TYPE_CHECKING:
    from llama_index.llms.openai_like import OpenAILike


def make_llm(settings: LLMSettings, base_url: str) -> "OpenAILike":
    """A streaming chat client of the API at `base_url` (`/v1` included); connects on first use.

    Importing the client takes seconds, so it happens here and not with this module: facts are
    served before any LLM is needed.
    """
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(
        model=settings.model,
        api_base=base_url,
        # The client insists on a key; an unprotected server ignores it.
        api_key=settings.api_key.get_secret_value() if settings.api_key else "none",
        is_chat_model=True,
        context_window=settings.context_window,
        max_tokens=settings.max_tokens,
        temperature=settings.temperature,
        timeout=settings.timeout_s,
        max_retries=LLM_RETRIES,
        # No kept connections: they would outlive a restart of the embedded server and its event loop.
        # This machine's own server is never reached through a proxy.
        async_http_client=httpx.AsyncClient(
            limits=httpx.Limits(max_keepalive_connections=0), trust_env="//127.0.0.1" not in base_url
        ),
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
