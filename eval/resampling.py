"""The paired bootstrap: how likely a fall is chance, and what many comparisons at once make of that."""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_CHUNK = 1_000
# Differences are of scores with four decimals; sums of them are equal when they differ by less.
_TINY = 1e-9


def chance_of_fall(differences: Sequence[float], *, resamples: int, seed: int, name: str) -> float:
    """One-sided p-value that the mean of paired `differences` (after minus before) is below 0.

    Questions are drawn with replacement, `resamples` times; p is the share of draws whose mean does not fall
    (Koehn 2004), and never 0. Drawing how often each distinct difference occurs is the same and costs less.
    Each `name` has random numbers of its own, so that the order of comparisons changes nothing.
    """
    values, counts = np.unique(np.asarray(differences, dtype=np.float64), return_counts=True)
    total = int(counts.sum())
    if values[0] >= -_TINY:
        return 1.0
    generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
    kept = 0
    for start in range(0, resamples, _CHUNK):
        size = min(_CHUNK, resamples - start)
        sums: NDArray[np.float64] = generator.multinomial(total, counts / total, size=size) @ values
        kept += int((sums >= -_TINY).sum())
    return (1 + kept) / (resamples + 1)


def interval(values: Sequence[float], *, resamples: int, seed: int) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean of `values`, of which there are at least two."""
    from scipy.stats import bootstrap

    found = bootstrap((values,), np.mean, n_resamples=resamples, method="percentile", rng=seed)
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def holm(chances: Sequence[float]) -> list[float]:
    """The p-values adjusted for how many there are (Holm 1979): the chance of even one false alarm stays below
    the level that they are compared with."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    adjusted = [0.0] * len(chances)
    worst = 0.0
    for rank, at in enumerate(order):
        worst = max(worst, min(1.0, chances[at] * (len(chances) - rank)))
        adjusted[at] = worst
    return adjusted
