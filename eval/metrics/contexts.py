"""Metrics of ragas over what was retrieved, none of which asks an LLM.

*ID based*: the identifiers are needs and locators as in `eval.retrieval`: a passage that serves a need counts as that
need, any other as itself. *Non-LLM*: texts are compared by edit distance, alike from 0.5 up; the reference text of
a need is the first passage found that serves it, else the first in the corpus. Only the first `READ` hits are judged:
no reader looks further, and precision over more would tell of their number.
"""

from collections.abc import Sequence
from math import isnan
from typing import Any

from eval.claims import Places
from eval.golden import Golden
from eval.metrics.quiet import quiet
from eval.places import Place, carries, need_name
from server.schema import SearchHit, Wire

READ = 5


class Contexts(Wire):
    """The four metrics of one question, each in 0..1."""

    id_precision_5: float | None
    id_recall_5: float | None
    text_precision_5: float | None
    text_recall_5: float | None


class ContextMetrics:
    """ragas' metrics over one corpus."""

    def __init__(self, places: Places) -> None:
        with quiet():
            from ragas import SingleTurnSample
            from ragas.metrics import (
                IDBasedContextPrecision,
                IDBasedContextRecall,
                NonLLMContextPrecisionWithReference,
                NonLLMContextRecall,
            )

            self._by_id: tuple[Any, Any] = (IDBasedContextPrecision(), IDBasedContextRecall())
            self._by_text: tuple[Any, Any] = (NonLLMContextPrecisionWithReference(), NonLLMContextRecall())
            self._sample: Any = SingleTurnSample
        self._places = places

    async def judged(self, golden: Golden, hits: Sequence[SearchHit]) -> Contexts:
        """The metrics of the first hits against the needs of the question."""
        found = [hit.citation for hit in hits[:READ]]
        locators = [citation.locator for citation in found]
        by_id = {
            "retrieved_context_ids": _ids(golden, locators),
            "reference_context_ids": [need_name(at) for at in range(len(golden.needs))],
        }
        by_text = {
            "retrieved_contexts": [citation.excerpt for citation in found],
            "reference_contexts": [self._text(need, locators) for need in golden.needs],
        }
        if not found:
            return Contexts(id_precision_5=0.0, id_recall_5=0.0, text_precision_5=0.0, text_recall_5=0.0)
        scores = [await _score(metric, self._sample(**by_id)) for metric in self._by_id]
        scores += [await _score(metric, self._sample(**by_text)) for metric in self._by_text]
        return Contexts(**dict(zip(Contexts.model_fields, scores, strict=True)))

    def _text(self, need: Sequence[str], locators: Sequence[str]) -> str:
        serving = [place for place in self._places if any(carries(prefix, place.locator) for prefix in need)]
        serving.sort(key=lambda place: _rank(place, locators))
        return self._places[serving[0]][0].excerpt


async def _score(metric: Any, sample: Any) -> float | None:
    value = float(await metric.single_turn_ascore(sample))
    return None if isnan(value) else value


def _ids(golden: Golden, locators: Sequence[str]) -> list[str]:
    def identifier(locator: str) -> str:
        served = (at for at, need in enumerate(golden.needs) if any(carries(prefix, locator) for prefix in need))
        at = next(served, None)
        return locator if at is None else need_name(at)

    return [identifier(locator) for locator in locators]


def _rank(place: Place, locators: Sequence[str]) -> int:
    return locators.index(place.locator) if place.locator in locators else len(locators)
