"""What a judge reads, and what comes of it."""

from typing import Literal

from eval.metrics.measuring import plain
from eval.rows import Row
from server.schema import Wire

Metric = Literal["faithfulness", "relevancy", "correctness", "advice"]
METRICS: tuple[Metric, ...] = ("faithfulness", "relevancy", "correctness", "advice")
"""`faithfulness`, `relevancy` and `correctness` are ragas' Faithfulness, ResponseRelevancy and FactualCorrectness;
`advice` is a G-Eval of deepeval over `prompts/advice.md`."""


class JudgeError(Exception):
    """A judgement failed; `str()` says why in one line. The row is left unscored and counted."""


class Case(Wire):
    """A question, its answer and what the answer rests on."""

    id: str
    family: str
    question: str
    answer: str
    contexts: tuple[str, ...] = ()
    reference: str | None = None


class Judgement(Wire):
    """One repeat of one metric over one case: a score in 0..1, or why there is none."""

    case: str
    metric: Metric
    repeat: int
    score: float | None = None
    failure: str | None = None
    seconds: float = 0.0


def case_of(row: Row) -> Case | None:
    """The case of a row; None where nothing was answered."""
    if row.reply is None or row.reply.answer.status not in ("answered", "degraded"):
        return None
    answer = row.reply.answer
    return Case(
        id=row.golden.id,
        family=row.golden.family,
        question=" ".join((*row.golden.turns, row.golden.question)),
        answer=plain(answer),
        contexts=tuple(dict.fromkeys(citation.excerpt for citation in answer.citations)),
        reference=row.golden.reference,
    )


def judgeable(case: Case, metric: Metric) -> bool:
    """Whether the case holds what the metric reads."""
    if metric == "correctness":
        return case.reference is not None
    return bool(case.contexts) or metric == "relevancy"
