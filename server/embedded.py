"""A text with its embedding."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Embedded:
    """A text, and its embedding of length 1."""

    text: str
    vector: Sequence[float]
