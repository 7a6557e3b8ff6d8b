"""How the memory of one card is shared between the LLM and the embeddings, and what the LLM can do with its share.

vLLM takes a fixed share of the card (`--gpu-memory-utilization`) for weights, activations, CUDA graphs and KV cache.
Two of them share one when their shares leave room for the driver and for what each holds outside its share. The size of
the cache is told too (`--kv-cache-memory-bytes`): measured, it would be wrong where the other one starts at that time.
Weights and KV cache are exact; activations, graphs and that room are reserves, which a card has yet to confirm.
"""

from dataclasses import dataclass, replace
from itertools import count
from math import ceil

from server.errors import AdvisorError, UnknownName
from server.sizing.models import LLM, Encoder, Known

# A card is sold by a round number and reports a little more than so many billions of bytes, error correction included.
GB = 1_000_000_000
_GIB = 1 << 30
# vLLM's own default for one process alone on a card, in hundredths.
USED = 92
# Tokens of all requests that one step computes (`--max-num-batched-tokens`): prefill is cut into such chunks.
CHUNK = 2048
# What the advisor's prompt and answer need, and what leaves the judge as much as it has when it is embedded.
LEAST_CONTEXT, MOST_CONTEXT = 4096, 8192
# Answers at once for which the first token is aimed at within a second; and with how many the API was tried.
CONCURRENCY, MOST_SEQUENCES = 16, 64
# Reserved for CUDA graphs and the workspaces of kernels, and for what the embedding server needs of either.
GRAPHS = _GIB
_EMBEDDING_RUNTIME = _GIB // 2


class CardTooSmall(AdvisorError):
    """The card does not bear the model, or any; the message names the least memory."""


@dataclass(frozen=True)
class Sizing:
    """The shares of a card (hundredths) and what fits into them (bytes, tokens, sequences)."""

    gb: int
    embedding: Encoder
    embedding_share: int
    llm: LLM
    llm_share: int
    context: int
    sequences: int

    @property
    def card(self) -> int:
        """All of its memory."""
        return self.gb * GB

    @property
    def activations(self) -> int:
        """The widest moment of a step: one layer over a chunk, and the logits of every sequence twice in float32."""
        family = self.llm.family
        layer = CHUNK * (2 * family.hidden + 3 * family.intermediate) * 2
        return layer + MOST_SEQUENCES * family.vocabulary * 4 * 2

    @property
    def kv_cache(self) -> int:
        """What is left of the LLM's share; negative where its weights alone exceed it."""
        return self.card * self.llm_share // 100 - self.llm.weights_bytes - self.activations - GRAPHS

    @property
    def kv_tokens(self) -> int:
        """Tokens that the KV cache holds."""
        return max(0, self.kv_cache // self.llm.family.kv_bytes_per_token)

    @property
    def kv_bytes(self) -> int:
        """What the sequences take with their whole contexts: the cache that vLLM is told to make."""
        return self.sequences * self.context * self.llm.family.kv_bytes_per_token


def size(gb: int, known: Known, concurrency: int = CONCURRENCY, model: str | None = None) -> Sizing:
    """The best model that bears `concurrency` whole contexts at once on a card of `gb` billion bytes, or the named one.

    Raises UnknownName, or CardTooSmall with the least memory that would do.
    """
    candidates = [llm for llm in known.llms() if model in (None, llm.name)]
    if not candidates:
        raise UnknownName("model", model or "", (llm.name for llm in known.llms()))
    for llm in candidates:
        found = sized(gb, known.embedding, llm, concurrency)
        if found is not None:
            return found
    least = min(candidates, key=lambda llm: least_gb(known.embedding, llm, concurrency))
    needed = least_gb(known.embedding, least, concurrency)
    raise CardTooSmall(
        f"{gb} GB are too little for {concurrency} answers at once: {least.name} needs a card of {needed} GB; "
        "take one, or a lower --concurrency"
    )


def sized(gb: int, embedding: Encoder, llm: LLM, concurrency: int) -> Sizing | None:
    """This model on this card; None where it does not fit."""
    embedding_share = ceil(100 * embedding_bytes(embedding) / (gb * GB))
    least = Sizing(gb, embedding, embedding_share, llm, USED - embedding_share, LEAST_CONTEXT, concurrency)
    if least.kv_tokens < concurrency * LEAST_CONTEXT:
        return None
    context = LEAST_CONTEXT
    while context < MOST_CONTEXT and least.kv_tokens >= concurrency * context * 2:
        context *= 2
    return replace(least, context=context, sequences=min(MOST_SEQUENCES, least.kv_tokens // context))


def embedding_bytes(embedding: Encoder) -> int:
    """What the embedding server holds, in float32; an encoder keeps no KV cache."""
    layer = CHUNK * (2 * embedding.hidden + 3 * embedding.intermediate) * 4
    return embedding.weights_bytes + layer + _EMBEDDING_RUNTIME


def least_gb(embedding: Encoder, llm: LLM, concurrency: int) -> int:
    """The smallest card that bears the model."""
    return next(gb for gb in count(1) if sized(gb, embedding, llm, concurrency))
