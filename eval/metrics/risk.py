"""Risk against coverage: how wrong the answers are when only the surest are given.

An Answer carries no probability. Its confidence here is an order of four grades read from the Answer itself, and
within a grade the share of the sentences written that passed verification. Refusals and questions back are no answers:
they lower the coverage and carry no risk.
"""

from collections.abc import Sequence
from itertools import groupby

from eval.rows import Row
from server.schema import Answer, Wire

GRADES = ("computed facts", "narrated passages", "passages without an LLM", "nothing cited")


class Point(Wire):
    """Answering only with at least this confidence: which share is answered, and which share of that is wrong."""

    grade: str
    held: float
    coverage: float
    risk: float


class RiskCoverage(Wire):
    """The curve, surest answers first, and the mean risk along it (AURC; lower is better). `questions` are those that
    the corpus can answer."""

    questions: int
    points: tuple[Point, ...]
    aurc: float | None


def risk_coverage(rows: Sequence[Row]) -> RiskCoverage:
    """Over the scored rows that ought to be answered; ties share one point."""
    judged = [row for row in rows if row.reply and row.golden.status == "answered" and row.scores.correct is not None]
    given = sorted(
        (
            (confidence(row.reply.answer), 1.0 - (row.scores.correct or 0.0))
            for row in judged
            if row.reply and _given(row)
        ),
        key=lambda pair: pair[0],
    )
    points: list[Point] = []
    answered, wrong, area = 0, 0.0, 0.0
    for (grade, unheld), tied in groupby(given, key=lambda pair: pair[0]):
        risks = [risk for _, risk in tied]
        answered, wrong = answered + len(risks), wrong + sum(risks)
        risk = wrong / answered
        area += risk * len(risks)
        points.append(
            Point(
                grade=GRADES[grade],
                held=round(1 - unheld, 4),
                coverage=round(answered / len(judged), 4),
                risk=round(risk, 4),
            )
        )
    return RiskCoverage(
        questions=len(judged), points=tuple(points), aurc=round(area / answered, 4) if answered else None
    )


def confidence(answer: Answer) -> tuple[int, float]:
    """The grade of an answer and the share of its sentences that did not pass; lower is surer."""
    passed = sum(claim.verdict == "supported" for claim in answer.claims)
    unheld = 1 - passed / len(answer.claims) if answer.claims else 0.0
    if not answer.citations:
        return 3, unheld
    if answer.understood is not None or answer.facts is not None:
        return 0, unheld
    return (1 if answer.usage.completion_tokens else 2), unheld


def shown(curve: RiskCoverage) -> str:
    """The curve for reading."""
    if curve.aurc is None:
        return "risk and coverage: no question was answered"
    lines = [f"risk and coverage over {curve.questions} questions, AURC {curve.aurc:.4f}"]
    lines += [
        f"  {point.grade:<24} held {point.held:4.0%}  coverage {point.coverage:6.1%}  risk {point.risk:6.1%}"
        for point in curve.points
    ]
    return "\n".join(lines)


def _given(row: Row) -> bool:
    return row.reply is not None and row.reply.answer.status in ("answered", "degraded")
