"""Judging many cases k times, and what that says: means with confidence intervals, and what stayed unscored."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean, pstdev
from typing import Protocol

import numpy as np
from tqdm import tqdm

from eval.judges.case import Case, JudgeError, Judgement, Metric, judgeable
from server.schema import Wire

RESAMPLES, SEED = 2000, 20250319


class Scores(Protocol):
    """Whatever scores a case."""

    async def score(self, metric: Metric, case: Case) -> float:
        """The score in 0..1; raises JudgeError."""


class Judged(Wire):
    """One metric: its mean over the cases with a 95 % bootstrap interval, each case counting as the mean of its
    repeats. `spread` is the mean standard deviation within a case. `unscored` judgements count in no mean; `lost` are
    the cases left without any."""

    metric: Metric
    cases: int
    judgements: int
    unscored: int
    lost: int
    mean: float | None
    low: float | None
    high: float | None
    spread: float | None
    failures: dict[str, int]
    seconds: float


async def judged(
    judge: Scores, cases: Sequence[Case], metrics: Iterable[Metric], *, repeats: int, jobs: int
) -> list[Judgement]:
    """Every metric over every case that holds what it reads, `repeats` times, `jobs` at a time."""
    gate = asyncio.Semaphore(jobs)
    wanted = [
        (case, metric, repeat)
        for metric in metrics
        for case in cases
        if judgeable(case, metric)
        for repeat in range(repeats)
    ]
    with tqdm(total=len(wanted), desc="judgements", unit="j", mininterval=1.0) as bar:

        async def one(case: Case, metric: Metric, repeat: int) -> Judgement:
            async with gate:
                start = time.perf_counter()
                score, failure = None, None
                try:
                    score = await judge.score(metric, case)
                except JudgeError as error:
                    failure = str(error)
                bar.update()
                seconds = round(time.perf_counter() - start, 2)
                return Judgement(
                    case=case.id, metric=metric, repeat=repeat, score=score, failure=failure, seconds=seconds
                )

        return list(await asyncio.gather(*(one(*each) for each in wanted)))


def summed(judgements: Sequence[Judgement]) -> tuple[Judged, ...]:
    """One line a metric, in the order in which they were judged."""
    metrics = dict.fromkeys(judgement.metric for judgement in judgements)
    return tuple(_summed(metric, [each for each in judgements if each.metric == metric]) for metric in metrics)


def means(judgements: Iterable[Judgement]) -> dict[str, float]:
    """The mean of each case's repeats; a case without any score is left out."""
    found: dict[str, list[float]] = {}
    for judgement in judgements:
        if judgement.score is not None:
            found.setdefault(judgement.case, []).append(judgement.score)
    return {case: fmean(scores) for case, scores in found.items()}


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The percentile bootstrap's 95 % interval of the mean; needs one value at least."""
    array = np.asarray(values)
    drawn = np.random.default_rng(SEED).choice(array, size=(RESAMPLES, len(array))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def shown(found: Iterable[Judged]) -> str:
    """The lines for reading."""
    lines = ["metric          cases  judged  unscored  mean   95 % interval   spread  s each"]
    for line in found:
        figures = (
            "no judgement succeeded"
            if line.mean is None
            else f"{line.mean:.3f}  {line.low:.3f} to {line.high:.3f}  {line.spread:.3f}"
        )
        lines.append(
            f"{line.metric:<15} {line.cases:>5} {line.judgements:>7} {line.unscored:>9}  {figures}  {line.seconds:6.1f}"
        )
        lines += [f"    unscored: {times} × {why}" for why, times in line.failures.items()]
    return "\n".join(lines)


def _summed(metric: Metric, judgements: Sequence[Judgement]) -> Judged:
    by_case = means(judgements)
    cases = {judgement.case for judgement in judgements}
    scores = [[each.score for each in judgements if each.case == case and each.score is not None] for case in by_case]
    low, high = interval(list(by_case.values())) if by_case else (None, None)
    failures = Counter(each.failure for each in judgements if each.failure is not None)
    return Judged(
        metric=metric,
        cases=len(cases),
        judgements=len(judgements),
        unscored=sum(failures.values()),
        lost=len(cases) - len(by_case),
        mean=_rounded(fmean(by_case.values()) if by_case else None),
        low=_rounded(low),
        high=_rounded(high),
        spread=_rounded(fmean(map(pstdev, scores)) if scores else None),
        failures=dict(failures.most_common()),
        seconds=round(fmean(each.seconds for each in judgements), 2),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
