"""What stands beside facts: the passages that say what no table does."""

from collections.abc import Iterable
from itertools import zip_longest

from corpus.catalogue import PAPER
from server.known import advised_at
from server.retrieval import Passage

# A cosine, set on the development split of the golden set.
_MUCH_THE_SAME = 0.4


def in_turns(found: Iterable[Iterable[Passage]]) -> list[Passage]:
    """The passages of several searches, the best of each first; cells would only say again what the facts say."""
    turns = zip_longest(*([each for each in passages if each.evidence.kind != "cell"] for passages in found))
    return [passage for turn in turns for passage in turn if passage is not None]


def fitting(passages: Iterable[Passage], *, told: bool, of_paper: bool) -> list[Passage]:
    """Those of cards, or `of_paper` too, that say, or are known to answer, much the same: what a list of tools cannot
    say of one of them, or of a step. Where a situation was told, one may also say for whom its tool is."""
    kept = (passage for passage in passages if of_paper or passage.evidence.document != PAPER)
    return [passage for passage in kept if _fits(passage, told=told)]


def _fits(passage: Passage, *, told: bool) -> bool:
    like = max(passage.scored.similarity, passage.scored.asked) >= _MUCH_THE_SAME
    return like or (told and advised_at(passage.evidence.locator) is not None)
