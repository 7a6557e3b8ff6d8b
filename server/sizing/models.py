"""The models that a card may be given, and what their shapes weigh. `models.toml` says where each figure is from."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.settings import Group

MODELS = Path(__file__).parent / "models.toml"

Format = Literal["bf16", "fp8", "awq"]
_SUFFIX: dict[Format, str] = {"bf16": "", "fp8": "-FP8", "awq": "-AWQ"}
_WIDE = 2  # bytes of a bf16 number: what is not quantised, and every number of the KV cache
_BLOCK = 128  # fp8: one scale for each 128 x 128 weights; awq: scale (2 bytes) and zero (4 bits) for each 128


class Family(Group):
    """The shape of one LLM and the formats that it is published in, by the names of its config.json."""

    name: str
    source: str
    published_bytes: int
    formats: tuple[Format, ...]
    layers: int
    hidden: int
    intermediate: int
    heads: int
    kv_heads: int
    head_dim: int
    vocabulary: int
    tied_embeddings: bool

    @property
    def linear_parameters(self) -> int:
        """Those of the matrices in the layers, which quantisation shrinks."""
        attention = 2 * self.hidden * self.head_dim * (self.heads + self.kv_heads)
        return self.layers * (attention + 3 * self.hidden * self.intermediate)

    @property
    def other_parameters(self) -> int:
        """Embeddings, output and norms, which stay bf16."""
        vocabularies = 1 if self.tied_embeddings else 2
        norms = self.layers * 2 * (self.hidden + self.head_dim) + self.hidden
        return vocabularies * self.vocabulary * self.hidden + norms

    @property
    def kv_bytes_per_token(self) -> int:
        """Keys and values of one token in all layers."""
        return 2 * self.layers * self.kv_heads * self.head_dim * _WIDE


@dataclass(frozen=True)
class LLM:
    """A family in one of its formats: what vLLM is asked to serve."""

    family: Family
    format: Format

    @property
    def name(self) -> str:
        """Its repository."""
        return self.family.name + _SUFFIX[self.format]

    @property
    def weights_bytes(self) -> int:
        """What its weights take on the card."""
        linear, other = self.family.linear_parameters, self.family.other_parameters
        match self.format:
            case "bf16":
                return _WIDE * (linear + other)
            case "fp8":
                return linear + _WIDE * (linear // _BLOCK**2 + other)
            case "awq":
                return linear // 2 + linear // _BLOCK * 5 // 2 + _WIDE * other


class Encoder(Group):
    """The embedding model; `context` is the most tokens that it reads of a text."""

    name: str
    source: str
    weights_bytes: int
    hidden: int
    intermediate: int
    context: int


class Known(Group):
    """All of them."""

    llm: tuple[Family, ...]
    embedding: Encoder

    def llms(self) -> Iterator[LLM]:
        """Best first: the larger model before the smaller one, the finer format before the coarser one."""
        for family in self.llm:
            yield from (LLM(family, format) for format in family.formats)


def read_models() -> Known:
    """What the file says."""
    return Known.model_validate(tomllib.loads(MODELS.read_text("utf-8")))
