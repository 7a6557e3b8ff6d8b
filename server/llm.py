"""The LLM client: one OpenAI-compatible class for the embedded llama.cpp and for vLLM."""

from typing import TYPE_CHECKING

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
        max_retries=1,
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
