"""Linear discriminant analysis: of which class a text is, by its embedding and the embeddings of examples.

All classes share one covariance, shrunk towards a sphere, so that a few hundred examples of 384 numbers suffice
(Friedman, Regularized Discriminant Analysis, 1989).
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

# How far towards a sphere; set on the development split of the golden set.
_SHRINKAGE = 0.4
# So many vectors at a time are held in double precision.
_BLOCK = 2_048


class Discriminant:
    """One linear score a class."""

    def __init__(self, weights: Array, offsets: Array) -> None:
        """`weights` has the shape (dimensions, classes), `offsets` (classes,)."""
        self._weights = weights
        self._offsets = offsets

    @classmethod
    def fitted(cls, vectors: Array, numbers: NDArray[np.integer]) -> Self:
        """Fitted to vectors, of the shape (examples, dimensions): those of each class together, `numbers` of them, of
        which none is 0."""
        means = np.add.reduceat(vectors, np.cumsum(numbers) - numbers, dtype=np.float64) / numbers[:, None]
        scatter = np.zeros((vectors.shape[1], vectors.shape[1]))
        for start in range(0, len(vectors), _BLOCK):
            block = vectors[start : start + _BLOCK].astype(np.float64)
            scatter += block.T @ block
        covariance = (scatter - (means * numbers[:, None]).T @ means) / len(vectors)
        sphere = np.eye(len(covariance)) * np.trace(covariance) / len(covariance)
        weights = np.linalg.solve((1 - _SHRINKAGE) * covariance + _SHRINKAGE * sphere, means.T)
        return cls(weights, -0.5 * np.einsum("ij,ji->i", means, weights))

    def scores(self, vector: Array) -> Array:
        """A log-likelihood for each class, of the shape (classes,), but for what is the same for all of them."""
        scores: Array = vector @ self._weights + self._offsets
        return scores
