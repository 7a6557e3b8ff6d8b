"""A summary for reading: the table of families, and under it what holds for all of them."""

from eval.metrics import risk
from eval.summary import IN_TABLE, METRICS, Group, Summary
from eval.summary import table as families


def table(summary: Summary) -> str:
    """The families' table, the other metrics over all rows, usage, and the risk–coverage curve."""
    parts = [families(summary), _others(summary.total), _usage(summary.total)]
    if summary.risk_coverage is not None:
        parts.append(risk.shown(summary.risk_coverage))
    return "\n\n".join(part for part in parts if part)


def _others(total: Group) -> str:
    found = {name: total.metrics[name] for name in METRICS if name not in IN_TABLE and name in total.metrics}
    return "\n".join(f"{name:<20} {mean.mean:.3f}  over {mean.n}" for name, mean in found.items())


def _usage(total: Group) -> str:
    statuses = ", ".join(f"{count} {status}" for status, count in total.statuses.items())
    tokens = f"{total.prompt_tokens} + {total.completion_tokens} tokens, ${total.cost_usd:.4f}"
    return f"{statuses}\n{tokens}" if statuses else ""
