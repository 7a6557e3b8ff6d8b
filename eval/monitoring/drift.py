"""Whether what is asked now differs from what was asked before, and how likely chance alone would look like that.

*Topics*: the Jensen–Shannon divergence (base 2, in 0..1) between the shares of the names in the questions of the two
sides (Lin 1991). *Embeddings*: the unbiased squared maximum mean discrepancy with a Gaussian kernel of median width
(Gretton et al. 2012). Both are positive by chance too, the more so the fewer questions there are, so that each is
compared with its own permutations. The questions of a conversation are alike: conversations are permuted as wholes,
since single questions would make every chatty reader a drift.
"""

import zlib
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval.monitoring.questions import Asked
from server.schema import Wire

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
Statistic = Callable[[Marks], Floats]
_CHUNK = 250


class Shift(Wire):
    """One test. `by_chance` is the mean over the permutations, `moved` names what changed most, largest first."""

    what: str
    measure: Literal["Jensen-Shannon", "MMD²"]
    value: float
    by_chance: float
    p: float
    moved: tuple[str, ...]

    @property
    def beyond_chance(self) -> float:
        """How much larger the value is than chance makes it."""
        return self.value - self.by_chance


class Sides:
    """The questions of both sides, in one order, and permutations of who belongs where."""

    def __init__(self, before: Sequence[Asked], after: Sequence[Asked], *, permutations: int, seed: int) -> None:
        self.asked = (*before, *after)
        self.current = np.arange(len(self.asked)) >= len(before)
        keys = [f"{int(now)} {one.conversation}" for now, one in zip(self.current, self.asked, strict=True)]
        _, first, self._group = np.unique(keys, return_index=True, return_inverse=True)
        self._currently = self.current[first]
        self._permutations = permutations
        self._seed = seed

    @property
    def conversations(self) -> tuple[int, int]:
        """How many there are before and after."""
        return int((~self._currently).sum()), int(self._currently.sum())

    def permuted(self, name: str) -> list[Marks]:
        """Chunks of permutations, a row each: which questions count as current. Each `name` has its own."""
        generator = np.random.default_rng([self._seed, zlib.crc32(name.encode())])
        sizes = [min(_CHUNK, self._permutations - start) for start in range(0, self._permutations, _CHUNK)]
        return [generator.permuted(np.tile(self._currently, (size, 1)), axis=1)[:, self._group] for size in sizes]


def topic_shift(sides: Sides, facet: str) -> Shift:
    """How the shares of a facet's names moved; a question with several names gives each its part."""
    names = sorted({name for one in sides.asked for name in one.topics[facet]})
    column = {name: at for at, name in enumerate(names)}
    weights = np.zeros((len(sides.asked), len(names)))
    for row, one in enumerate(sides.asked):
        for name in one.topics[facet]:
            weights[row, column[name]] += 1 / len(one.topics[facet])
    total = weights.sum(axis=0)

    def divergence(marks: Marks) -> Floats:
        from scipy.spatial.distance import jensenshannon

        now = marks @ weights
        # Rounding leaves less than nothing where a name is on one side alone; scipy gives the square root.
        found: Floats = jensenshannon(now, np.maximum(total - now, 0.0), base=2, axis=1) ** 2
        return found

    now = weights[sides.current].mean(axis=0)
    change = now - weights[~sides.current].mean(axis=0)
    order = np.argsort(-np.abs(change))[:3]
    moved = tuple(f"{names[at]} {change[at]:+.0%}" for at in order if abs(change[at]) >= 0.005)
    return _tested(facet, "Jensen-Shannon", divergence, sides, moved)


def vector_shift(sides: Sides, vectors: NDArray[np.float32]) -> Shift:
    """How far the embeddings of the questions moved; `moved` are the current questions least like those before."""
    squared = np.maximum(0.0, 2.0 - 2.0 * (vectors @ vectors.T).astype(np.float64))
    width = float(np.median(squared[np.triu_indices_from(squared, k=1)])) or 1.0
    kernel = np.exp(-squared / width)
    np.fill_diagonal(kernel, 0.0)
    rows, whole = kernel.sum(axis=1), float(kernel.sum())

    def discrepancy(marks: Marks) -> Floats:
        chosen = marks.astype(np.float64)
        now = chosen.sum(axis=1)
        before = len(kernel) - now
        within = np.einsum("ij,ij->i", chosen @ kernel, chosen)
        touching = chosen @ rows
        found: Floats = (
            within / (now * (now - 1))
            + (whole - 2 * touching + within) / (before * (before - 1))
            - 2 * (touching - within) / (now * before)
        )
        return found

    here = kernel[:, sides.current].sum(axis=1) / sides.current.sum()
    there = kernel[:, ~sides.current].sum(axis=1) / (~sides.current).sum()
    order = [at for at in np.argsort(there - here) if sides.current[at]]
    moved = tuple(dict.fromkeys(sides.asked[at].text for at in order))[:3]
    return _tested("embeddings", "MMD²", discrepancy, sides, moved)


def _tested(
    what: str,
    measure: Literal["Jensen-Shannon", "MMD²"],
    statistic: Statistic,
    sides: Sides,
    moved: tuple[str, ...],
) -> Shift:
    value = float(statistic(sides.current[None, :])[0])
    chance = np.concatenate([statistic(marks) for marks in sides.permuted(what)])
    return Shift(
        what=what,
        measure=measure,
        value=round(value, 4),
        by_chance=round(float(chance.mean()), 4) + 0.0,
        p=round((1 + int((chance >= value - 1e-12).sum())) / (len(chance) + 1), 6),
        moved=moved,
    )
