"""How alike an answer and its reference are: BLEU, ROUGE and a BERTScore of our own encoder.

All three measure wording; a right answer in other words scores low, so they are compared between runs and never read
alone. `minilm_f1` is BERTScore's greedy matching (Zhang et al. 2020) over token vectors of all-MiniLM-L6-v2, without
IDF weights and without rescaling to a baseline: its figures cannot be compared with published BERTScores.
"""

from functools import lru_cache
from typing import Any

from ingest.minilm import MiniLM
from server.schema import Wire


class Likeness(Wire):
    """The three scores, each in 0..1."""

    bleu: float
    rouge_l: float
    minilm_f1: float


def likeness(response: str, reference: str, encoder: MiniLM) -> Likeness:
    """The scores of a plain text against its reference; an empty response scores 0."""
    if not response.strip():
        return Likeness(bleu=0.0, rouge_l=0.0, minilm_f1=0.0)
    from sacrebleu import sentence_bleu

    return Likeness(
        bleu=min(1.0, sentence_bleu(response, [reference]).score / 100),
        rouge_l=float(_rouge().score(reference, response)["rougeL"].fmeasure),
        minilm_f1=_matched(response, reference, encoder),
    )


def _matched(response: str, reference: str, encoder: MiniLM) -> float:
    (_, said), (_, wanted) = encoder.tokens(response), encoder.tokens(reference)
    if not len(said) or not len(wanted):
        return 0.0
    cosines = said @ wanted.T
    precision, recall = float(cosines.max(axis=1).mean()), float(cosines.max(axis=0).mean())
    return min(1.0, max(0.0, 2 * precision * recall / (precision + recall))) if precision + recall > 0 else 0.0


@lru_cache(maxsize=1)
def _rouge() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rougeL"], use_stemmer=True)
