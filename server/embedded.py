"""A text with its embedding."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Embedded:
    """A text, and its embedding of length 1."""

    text: str
    vector: Sequence[float] | NDArray[np.float32]
