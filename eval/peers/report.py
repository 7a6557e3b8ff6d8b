"""The comparison as a Markdown table: shares as counts, since a sample is small, and medians of what varies. Counts and
means have their 95 % intervals: Wilson's, and the percentile bootstrap's over the replies."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median

from eval.peers.comparing import OURS, SYSTEMS
from eval.peers.records import PeerRow
from eval.resampling import interval
from eval.verdicts import share

NAMES = {
    "mlops-advisor": "**MLOps Advisor**",
    "llamaindex": "LlamaIndex query engine",
    "citation-engine": "LlamaIndex CitationQueryEngine",
    "haystack": "Haystack RAG pipeline",
    "bm25": "BM25 + LLM (Haystack)",
    "llm-alone": "the LLM alone",
}
COUNTED = ("exact", "declined", "wrongly_declined")
_RESAMPLES, _SEED = 10_000, 20261129
_HEAD = (
    *("system", "exact", "likeness to reference", "declined what is not there", "wrongly declined"),
    *("citation precision", "citation recall", "unsupported sentences"),
    *("first content", "whole", "prompt + answer tokens"),
)


def table(rows: Sequence[PeerRow]) -> str:
    """One line a system, in the order in which systems are listed, and what of ours asked no LLM."""
    lines = [_line(system, [row for row in rows if row.system == system]) for system in SYSTEMS]
    ruled = "|".join(["---", *("---:" for _ in _HEAD[1:])])
    return "\n".join(
        [f"| {' | '.join(_HEAD)} |", f"|{ruled}|", *(f"| {' | '.join(line)} |" for line in lines), "", _unasked(rows)]
    )


def marks(rows: Sequence[PeerRow], system: str, name: str) -> list[float]:
    """One kind of marks of a system, where there are any."""
    found = (getattr(row.marks, name) for row in rows if row.system == system)
    return [value for value in found if value is not None]


def bounds(name: str, values: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % interval of the share or mean of these marks. None of a mean where all are alike: drawing from them
    again tells nothing of others."""
    if name not in COUNTED:
        return interval(values, resamples=_RESAMPLES, seed=_SEED) if len(set(values)) > 1 else None
    found = share(round(sum(values)), len(values))
    return (found.low, found.high) if found.low is not None and found.high is not None else None


def _line(system: str, rows: Sequence[PeerRow]) -> tuple[str, ...]:
    def cell(name: str) -> str:
        found = marks(rows, system, name)
        if not found:
            return "–"
        mean = f"{sum(found):.0f} of {len(found)}" if name in COUNTED else f"{fmean(found):.2f}"
        between = bounds(name, found)
        return f"{mean} ({between[0]:.2f} to {between[1]:.2f})" if between else mean

    return (
        NAMES[system],
        *map(cell, ("exact", "likeness", "declined", "wrongly_declined")),
        *map(cell, ("citation_precision", "citation_recall", "unsupported")),
        _typical((row.said.first_s for row in rows), _seconds),
        _typical((row.said.total_s for row in rows), _seconds),
        _tokens(rows),
    )


def _unasked(rows: Sequence[PeerRow]) -> str:
    own = [row for row in rows if row.system == OURS]
    asked = [row for row in own if row.said.prompt_tokens]
    return (
        f"Of MLOps Advisor's {len(own)} answers {len(own) - len(asked)} asked no LLM, 0 tokens each; the other "
        f"{len(asked)} took {_tokens(asked)} tokens."
    )


def _tokens(rows: Sequence[PeerRow]) -> str:
    kinds = ("prompt_tokens", "completion_tokens")
    return " + ".join(f"{fmean(getattr(row.said, kind) for row in rows):,.0f}" if rows else "0" for kind in kinds)


def _typical(values: Iterable[float | None], shown: Callable[[float], str]) -> str:
    known = [value for value in values if value is not None]
    return shown(median(known)) if known else "–"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
