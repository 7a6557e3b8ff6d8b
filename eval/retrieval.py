"""Ranking metrics over the needs of a question, by trec_eval.

The unit is the need, not the passage: a prefix may hold several passages, of which the first one found
serves, and finding its neighbours as well earns and costs nothing.
"""

from collections.abc import Collection, Sequence

import pytrec_eval

from corpus.vocabulary import Record
from eval.places import carries, need_name

DEPTH = 20
_MEASURES = {"recall.5,20", "recip_rank", "ndcg_cut.10"}
_ID = "q"


class Ranking(Record):
    """Metrics of one question, each in 0..1."""

    recall_5: float
    recall_20: float
    mrr: float
    ndcg_10: float


def ranking(needs: Sequence[Sequence[str]], locators: Sequence[str]) -> Ranking:
    """Metrics of `locators`, best first, against `needs`, each the prefixes of which any serves."""
    served = [[at for at, need in enumerate(needs) if _serves(need, locator)] for locator in locators]
    return ranking_of(len(needs), served)


def ranking_of(needs: int, served: Sequence[Collection[int]]) -> Ranking:
    """The same, told which of the needs each of the passages serves."""
    evaluator = pytrec_eval.RelevanceEvaluator({_ID: {need_name(at): 1 for at in range(needs)}}, _MEASURES)
    found = evaluator.evaluate({_ID: _run(served)})[_ID]
    return Ranking(
        recall_5=found["recall_5"],
        recall_20=found["recall_20"],
        mrr=found["recip_rank"],
        ndcg_10=found["ndcg_cut_10"],
    )


def met(needs: Sequence[Sequence[str]], locators: Sequence[str]) -> float:
    """The share of `needs` that some locator serves."""
    return sum(any(_serves(need, locator) for locator in locators) for need in needs) / len(needs)


def _run(served: Sequence[Collection[int]]) -> dict[str, float]:
    # Scores fall with the rank, so that trec_eval, which sorts by score, keeps the order given.
    run: dict[str, float] = {}
    for rank, needs in enumerate(served):
        for name in [need_name(at) for at in needs] or [f"other {rank}"]:
            run.setdefault(name, float(len(served) - rank))
    return run


def _serves(need: Sequence[str], locator: str) -> bool:
    return any(carries(prefix, locator) for prefix in need)
