"""Which embedding the settings ask for: the one in process, or an OpenAI-compatible endpoint."""

from typing import TYPE_CHECKING

from ingest.budgets import BATCH_TRIES, Tries
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

IN_PROCESS = "all-MiniLM-L6-v2"


def make_embedding(settings: IngestSettings, tries: Tries = BATCH_TRIES) -> "BaseEmbedding":
    """The embedding, not yet loaded or connected; raises ValueError when the settings name none. An endpoint is given
    so many tries.

    LlamaIndex is imported here and not above, since it costs more than a second at start.
    """
    wanted = settings.embedding
    if wanted.base_url:
        from llama_index.embeddings.openai_like import OpenAILikeEmbedding

        remote: BaseEmbedding = OpenAILikeEmbedding(
            model_name=wanted.model,
            api_base=wanted.base_url,
            api_key=wanted.api_key.get_secret_value() if wanted.api_key else "none",
            embed_batch_size=wanted.batch_size,
            # As in process, a text beyond what the model reads is read as far as it goes; vLLM would refuse it.
            additional_kwargs={"extra_body": {"truncate_prompt_tokens": -1}},
            max_retries=tries.retries,
            timeout=tries.timeout_s,
        )
        return remote
    if wanted.model != IN_PROCESS:
        raise ValueError(
            f"no embedding {wanted.model!r} runs in process: set ADVISOR_EMBEDDING__BASE_URL to an endpoint "
            f"that serves it, or ADVISOR_EMBEDDING__MODEL to {IN_PROCESS}"
        )
    from ingest.minilm_embedding import MiniLMEmbedding

    return MiniLMEmbedding(model_name=wanted.model, data_dir=settings.data_dir, embed_batch_size=wanted.batch_size)
