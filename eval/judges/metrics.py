"""The four metrics that ask a judge."""

from collections.abc import Awaitable, Callable
from functools import partial
from math import isnan
from pathlib import Path
from typing import Any

from eval.judges.case import Case, JudgeError, Metric
from eval.judges.endpoint import Endpoint, deepeval_llm, ragas_embeddings, ragas_llm
from eval.metrics.quiet import quiet
from ingest.minilm import MiniLM

ADVICE = Path(__file__).parent / "prompts" / "advice.md"

_EXAMPLE = '"score": 0'

Score = Callable[[Case], Awaitable[float]]


class Judge:
    """Scores cases; the libraries are imported when it is made."""

    def __init__(self, endpoint: Endpoint, encoder: MiniLM) -> None:
        with quiet():
            from deepeval.metrics import GEval
            from deepeval.test_case import LLMTestCase, SingleTurnParams
            from ragas.metrics.collections import AnswerRelevancy, FactualCorrectness, Faithfulness

            llm = ragas_llm(endpoint)
            self._faithfulness: Any = Faithfulness(llm=llm)
            self._relevancy: Any = AnswerRelevancy(llm=llm, embeddings=ragas_embeddings(encoder), strictness=2)
            self._correctness: Any = FactualCorrectness(llm=llm)
            self._case: Any = LLMTestCase
            # A metric of deepeval holds the state of its last case, so that each case has its own.
            self._advice: Any = partial(
                GEval,
                name="advice",
                evaluation_steps=steps(),
                evaluation_params=[
                    SingleTurnParams.INPUT,
                    SingleTurnParams.ACTUAL_OUTPUT,
                    SingleTurnParams.RETRIEVAL_CONTEXT,
                ],
                model=deepeval_llm(endpoint),
                evaluation_template=_Unanchored,
            )
        self._scores: dict[Metric, Score] = {
            "faithfulness": self._faithful,
            "relevancy": self._relevant,
            "correctness": self._correct,
            "advice": self._advises,
        }

    async def score(self, metric: Metric, case: Case) -> float:
        """The score in 0..1; raises JudgeError where the judge gave none."""
        try:
            value = await self._scores[metric](case)
        except JudgeError:
            raise
        except Exception as error:  # whatever either library makes of a bad answer, the row has no score
            raise JudgeError(f"{type(error).__name__} in {metric}") from error
        # Cosines may leave the range by rounding; anything further out is no score.
        if isnan(value) or not -0.001 <= value <= 1.001:
            raise JudgeError(f"{metric} came out as {value:g}")
        return min(1.0, max(0.0, value))

    async def _faithful(self, case: Case) -> float:
        found = await self._faithfulness.ascore(
            user_input=case.question, response=case.answer, retrieved_contexts=list(case.contexts)
        )
        return float(found.value)

    async def _relevant(self, case: Case) -> float:
        return float((await self._relevancy.ascore(user_input=case.question, response=case.answer)).value)

    async def _correct(self, case: Case) -> float:
        return float((await self._correctness.ascore(response=case.answer, reference=case.reference)).value)

    async def _advises(self, case: Case) -> float:
        metric = self._advice()
        test = self._case(input=case.question, actual_output=case.answer, retrieval_context=list(case.contexts))
        await metric.a_measure(test, _show_indicator=False)
        return float(metric.score)


class _Unanchored:
    """deepeval's own prompt but for its example, whose score of 0 a small judge copies: seen in 16 of 16 cases."""

    @staticmethod
    def generate_evaluation_results(**context: Any) -> str:
        """The prompt that asks for a reason and a score."""
        with quiet():
            from deepeval.templates.resolver import resolve_template

        text = str(resolve_template("metrics", "GEval", "generate_evaluation_results", **context))
        return text.replace(_EXAMPLE, '"score": <an integer from 0 to 10>')


def steps() -> list[str]:
    """The steps of the advice prompt, without their numbers."""
    return [line.split(". ", 1)[1] for line in ADVICE.read_text(encoding="utf-8").splitlines() if line]
