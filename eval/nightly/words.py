"""How figures are named and written for reading."""

LABELS = {
    "correct": "Right answers",
    "status": "Right status",
    "items": "Exact entities",
    "values": "Exact numbers",
    "refusal": "Refused when due",
    "false_refusal": "Refused wrongly",
    "recall_5": "Recall at 5",
    "resolved": "Citations resolve",
    "verdict": "Labelled claims",
    "citation_recall": "Sentences borne out",
    "held": "Sentences kept",
    "marked": "Own marks",
    "unscored": "Without scores",
    "p50_ms": "Median",
    "p95_ms": "95th percentile",
    "first_token_ms": "First token",
}
_TINY = 1e-9


def share(value: float) -> str:
    """A share as a percentage; only what is whole is shown as 100 %."""
    shown = f"{value * 100:.1f}"
    if shown == "100.0":
        shown = "100" if value > 1 - _TINY else "99.9+"
    return f"{'0' if value < _TINY else shown}\N{NO-BREAK SPACE}%"


def points(change: float) -> str:
    """A change of a share in percentage points."""
    return f"{change * 100:+.1f}"


def milliseconds(value: float) -> str:
    """A time for reading."""
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"
