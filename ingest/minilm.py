"""all-MiniLM-L6-v2 in NumPy: the BERT encoder, mean pooling and unit length, without a deep-learning runtime.

Texts are packed, not padded: the dense layers see one matrix of all tokens, attention runs text by
text. So no mask is needed and nothing is computed for padding.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from ingest.blas import use_one_thread

MAX_TOKENS = 256
DIMENSIONS = 384
_HEADS = 12
_LAYERS = 6
_EPSILON = 1e-12
_PACK_TOKENS = 512  # what fits the caches; longer packs are not faster
_GELU_BLOCK = 1 << 16  # floats; what a core's own cache holds

Matrix = NDArray[np.float32]


class MiniLM:
    """The encoder; immutable after construction, so that threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Load `model.safetensors` and `tokenizer.json` (90 MB) from `folder`."""
        use_one_thread()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        weights = load_file(folder / "model.safetensors")
        self._words = weights["embeddings.word_embeddings.weight"]
        token_type = weights["embeddings.token_type_embeddings.weight"][0]
        self._positions = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS] + token_type
        self._norm = _Norm(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(weights, f"encoder.layer.{n}") for n in range(_LAYERS)]

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, float32 of shape (len(texts), 384); text beyond 256 tokens is not read."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.empty((len(tokens), DIMENSIONS), dtype=np.float32)
        start = 0
        while start < len(tokens):
            stop, size = start + 1, len(tokens[start])
            while stop < len(tokens) and size + len(tokens[stop]) <= _PACK_TOKENS:
                size += len(tokens[stop])
                stop += 1
            vectors[start:stop] = self._pass(tokens[start:stop])
            start = stop
        return vectors

    def tokens(self, text: str) -> tuple[list[tuple[int, int]], Matrix]:
        """Each word piece of one text: where it stands in it (start, end), and its unit vector in that
        context, float32 of shape (pieces, 384)."""
        encoding = self._tokenizer.encode(text)
        hidden = self._hidden([encoding.ids])[1:-1]
        hidden /= np.linalg.norm(hidden, axis=1, keepdims=True)
        return encoding.offsets[1:-1], hidden

    def _pass(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        lengths = [len(ids) for ids in tokens]
        pooled: Matrix = np.add.reduceat(self._hidden(tokens), np.cumsum([0, *lengths[:-1]]))
        pooled /= np.array(lengths, dtype=np.float32)[:, None]
        pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
        return pooled

    def _hidden(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        lengths = [len(ids) for ids in tokens]
        bounds = np.cumsum([0, *lengths])
        hidden = self._words[np.concatenate(tokens)]
        hidden += np.concatenate([self._positions[:length] for length in lengths])
        hidden = self._norm(hidden)
        for layer in self._layers:
            hidden = layer(hidden, bounds)
        return hidden


class _Norm:
    """Layer normalisation over the last axis."""

    def __init__(self, weights: dict[str, Matrix], name: str) -> None:
        self._weight = weights[f"{name}.weight"]
        self._bias = weights[f"{name}.bias"]

    def __call__(self, x: Matrix) -> Matrix:
        centred: Matrix = x - x.mean(axis=-1, keepdims=True)
        variance = np.einsum("ij,ij->i", centred, centred)[:, None] / x.shape[-1]
        centred /= np.sqrt(variance + _EPSILON)
        centred *= self._weight
        centred += self._bias
        return centred


class _Dense:
    """A dense layer."""

    def __init__(self, weight: Matrix, bias: Matrix) -> None:
        """`weight` has the shape (outputs, inputs)."""
        self._weight = np.ascontiguousarray(weight.T)
        self._bias = bias

    def __call__(self, x: Matrix) -> Matrix:
        output: Matrix = x @ self._weight
        output += self._bias
        return output


class _Layer:
    """One encoder layer over packed tokens; `bounds` holds where each text starts, and the end."""

    def __init__(self, weights: dict[str, Matrix], name: str) -> None:
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([weights[f"{part}.weight"] for part in parts])
        bias = np.concatenate([weights[f"{part}.bias"] for part in parts])
        scale = np.float32((DIMENSIONS // _HEADS) ** -0.5)
        weight[:DIMENSIONS] *= scale
        bias[:DIMENSIONS] *= scale
        self._qkv = _Dense(weight, bias)
        self._out = _dense(weights, f"{name}.attention.output.dense")
        self._attention_norm = _Norm(weights, f"{name}.attention.output.LayerNorm")
        self._up = _dense(weights, f"{name}.intermediate.dense")
        self._down = _dense(weights, f"{name}.output.dense")
        self._norm = _Norm(weights, f"{name}.output.LayerNorm")

    def __call__(self, hidden: Matrix, bounds: NDArray[np.int64]) -> Matrix:
        qkv = self._qkv(hidden)
        context = np.empty_like(hidden)
        for start, stop in pairwise(bounds):
            context[start:stop] = _attend(qkv[start:stop])
        attended = self._out(context)
        attended += hidden
        attended = self._attention_norm(attended)
        wide = self._up(attended)
        _gelu(wide)
        output = self._down(wide)
        output += attended
        return self._norm(output)


def _dense(weights: dict[str, Matrix], name: str) -> _Dense:
    return _Dense(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _attend(qkv: Matrix) -> Matrix:
    """Multi-head attention of one text; the scale is already in the query weights."""
    length = len(qkv)
    query, key, value = qkv.reshape(length, 3, _HEADS, -1).transpose(1, 2, 0, 3)
    scores: Matrix = query @ key.swapaxes(-1, -2)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    context: Matrix = (scores @ value).transpose(1, 0, 2).reshape(length, -1)
    return context


def _gelu(x: Matrix) -> None:
    """x/2 (1 + erf(x/sqrt 2)) in place, block by block so that the passes stay in cache."""
    flat = x.reshape(-1)
    for start in range(0, flat.size, _GELU_BLOCK):
        block = flat[start : start + _GELU_BLOCK]
        error = _erf(block * np.float32(0.5**0.5))
        error += 1
        error *= 0.5
        block *= error


def _erf(x: Matrix) -> Matrix:
    """The error function within 3e-7, which is float32's own grain (Abramowitz & Stegun 7.1.28)."""
    size = np.abs(x)
    power = size * np.float32(0.0000430638)
    for coefficient in (0.0002765672, 0.0001520143, 0.0092705272, 0.0422820123, 0.0705230784):
        power += np.float32(coefficient)
        power *= size
    power += 1
    # The sixteenth power overflows float32 beyond |x| = 15, where erf is 1 to the last digit.
    np.minimum(power, np.float32(200), out=power)
    for _ in range(4):
        np.square(power, out=power)
    np.reciprocal(power, out=power)
    np.subtract(1, power, out=power)
    return np.copysign(power, x, out=power)
