"""The comparison as a Markdown table: shares as counts, since a sample is small, and medians of what varies."""

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median

from eval.peers.comparing import SYSTEMS
from eval.peers.records import PeerRow

_NAMES = {
    "mlops-advisor": "**MLOps Advisor**",
    "llamaindex": "LlamaIndex query engine",
    "citation-engine": "LlamaIndex CitationQueryEngine",
    "haystack": "Haystack RAG pipeline",
    "bm25": "BM25 + LLM (Haystack)",
    "llm-alone": "the LLM alone",
}
_HEAD = (
    *("system", "exact", "likeness to reference", "declined what is not there", "wrongly declined"),
    *("citation precision", "citation recall", "unsupported sentences"),
    *("first content", "whole", "prompt + answer tokens"),
)


def table(rows: Sequence[PeerRow]) -> str:
    """One line a system, in the order in which systems are listed."""
    lines = [_line(system, [row for row in rows if row.system == system]) for system in SYSTEMS]
    ruled = "|".join(["---", *("---:" for _ in _HEAD[1:])])
    return "\n".join([f"| {' | '.join(_HEAD)} |", f"|{ruled}|", *(f"| {' | '.join(line)} |" for line in lines)])


def _line(system: str, rows: Sequence[PeerRow]) -> tuple[str, ...]:
    def marks(name: str) -> list[float]:
        found = (getattr(row.marks, name) for row in rows)
        return [value for value in found if value is not None]

    return (
        _NAMES[system],
        _count(marks("exact")),
        _mean(marks("likeness")),
        _count(marks("declined")),
        _count(marks("wrongly_declined")),
        _mean(marks("citation_precision")),
        _mean(marks("citation_recall")),
        _mean(marks("unsupported")),
        _typical((row.said.first_s for row in rows), _seconds),
        _typical((row.said.total_s for row in rows), _seconds),
        " + ".join(
            f"{fmean(getattr(row.said, kind) for row in rows):,.0f}" for kind in ("prompt_tokens", "completion_tokens")
        ),
    )


def _count(values: Sequence[float]) -> str:
    return f"{sum(values):.0f} of {len(values)}" if values else "–"


def _mean(values: Sequence[float]) -> str:
    return f"{fmean(values):.2f}" if values else "–"


def _typical(values: Iterable[float | None], shown: Callable[[float], str]) -> str:
    known = [value for value in values if value is not None]
    return shown(median(known)) if known else "–"


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
