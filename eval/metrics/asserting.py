"""deepeval's view of our judge-free metrics, for `assert_test` under pytest; imported by tests only.

assert_test(case_of(row), [ExactnessMetric(), CitationMetric("citation_recall")], run_async=False)
"""

from typing import Any, Literal

from eval.metrics.measuring import plain
from eval.metrics.quiet import quiet
from eval.rows import Row

__all__ = ["CitationMetric", "ExactnessMetric", "assert_test", "case_of"]

with quiet():
    from deepeval import assert_test
    from deepeval.metrics import BaseMetric
    from deepeval.test_case import LLMTestCase

PARTS = ("status", "items", "values", "mentions")


def case_of(row: Row) -> Any:
    """A measured row as deepeval's test case; raises ValueError where the row failed."""
    if row.reply is None:
        raise ValueError(f"{row.golden.id} failed: {row.failure}")
    return LLMTestCase(
        name=row.golden.id,
        input=row.golden.question,
        # deepeval refuses a case without text.
        actual_output=plain(row.reply.answer) or "(no text)",
        retrieval_context=[citation.excerpt for citation in row.reply.answer.citations],
        metadata={"row": row},
    )


class _RowMetric(BaseMetric):  # type: ignore[misc]
    """A metric that reads the scores of the row behind the case."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self.async_mode = False

    def measure(self, test_case: Any, *_: Any, **__: Any) -> float:
        """Set score, reason and success, and return the score."""
        row: Row = test_case.metadata["row"]
        self.score, self.reason = self._judged(row)
        self.success = self.score >= self.threshold
        return self.score

    async def a_measure(self, test_case: Any, *args: Any, **kwargs: Any) -> float:
        """The same; nothing is waited for."""
        return self.measure(test_case, *args, **kwargs)

    def is_successful(self) -> bool:
        """Whether the last case reached the threshold."""
        return bool(self.success)

    def _judged(self, row: Row) -> tuple[float, str]:
        raise NotImplementedError


class ExactnessMetric(_RowMetric):
    """1 where status, items, values and mentions are all as the question expects, else 0."""

    def __init__(self) -> None:
        super().__init__(threshold=1.0)

    @property
    def __name__(self) -> str:
        return "exactness"

    def _judged(self, row: Row) -> tuple[float, str]:
        wrong = [part for part in PARTS if getattr(row.scores, part) == 0]
        return float(not wrong), f"wrong: {', '.join(wrong)}" if wrong else "all as expected"


class CitationMetric(_RowMetric):
    """Citation precision or recall per sentence, or 0 where a citation does not resolve."""

    def __init__(
        self, which: Literal["citation_precision", "citation_recall"] = "citation_recall", threshold: float = 1.0
    ) -> None:
        super().__init__(threshold)
        self._which = which

    @property
    def __name__(self) -> str:
        return self._which.replace("_", " ")

    def _judged(self, row: Row) -> tuple[float, str]:
        if row.unresolved:
            return 0.0, f"unresolved: {', '.join(row.unresolved)}"
        share = getattr(row.scores, self._which)
        return (0.0, "nothing cited") if share is None else (share, f"{share:.0%} of the sentences' citations")
