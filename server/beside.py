"""What stands beside facts: the passages that say what no table does."""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from corpus.catalogue import PAPER
from server.retrieval import Passage

# A cosine, set on the development split of the golden set.
_MUCH_THE_SAME = 0.4
# `Card Git, When to choose it, statement 1`: the part of a card that says for whom its tool is.
_CARD = re.compile(r"Card (?P<tool>.+?), (?P<advice>When to choose it,)?")
_TOOLS = "tool-"


def in_turns(found: Iterable[Iterable[Passage]]) -> list[Passage]:
    """The passages of several searches, the best of each first; cells would only say again what the facts say."""
    turns = zip_longest(*([each for each in passages if each.evidence.kind != "cell"] for passages in found))
    return [passage for turn in turns for passage in turn if passage is not None]


def advised(passage: Passage) -> str | None:
    """The tool that the passage says when to choose; None where it says something else."""
    match = _CARD.match(passage.evidence.locator)
    return match["tool"] if match and match["advice"] else None


def advice_first(passages: Sequence[Passage], question: str) -> list[Passage]:
    """What says when to choose a tool before the rest, unless another tool's card, of one that the question does not
    name, answers best."""
    best = _CARD.match(passages[0].evidence.locator) if passages else None
    if best and passages[0].evidence.document.startswith(_TOOLS) and best["tool"].lower() not in question.lower():
        return list(passages)
    return sorted(passages, key=lambda passage: advised(passage) is None)


def fitting(passages: Iterable[Passage], *, told: bool, of_paper: bool) -> list[Passage]:
    """Those of cards, or `of_paper` too, that say, or are known to answer, much the same: what a list of tools cannot
    say of one of them, or of a step. Where a situation was told, one may also say for whom its tool is."""
    kept = (passage for passage in passages if of_paper or passage.evidence.document != PAPER)
    return [passage for passage in kept if _fits(passage, told=told)]


def _fits(passage: Passage, *, told: bool) -> bool:
    like = max(passage.scored.similarity, passage.scored.asked) >= _MUCH_THE_SAME
    return like or (told and advised(passage) is not None)
