"""How figures are written in the tables."""

import statistics
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def percentile(times: Sequence[float], percent: int) -> float:
    """The time within which so many of a hundred came."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def ms(seconds: float) -> str:
    """Milliseconds, as precisely as they can be told."""
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:,.0f} ms"
