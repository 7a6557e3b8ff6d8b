"""`python -m eval families RUN... [--write FILE]`: how many questions of each family were right, as a Markdown table
with a column for each run.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.blocks import replace_block
from eval.outcomes import Results, ResultsError, read_results
from server.advising import Build
from server.settings import Settings

_USAGE = 2
_BLOCK = "families"
_ALL = "**all of these**"

Counts = tuple[int, int]


def add_families(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `families`."""
    families = commands.add_parser("families", help="right answers by family of question, a column for each run")
    families.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="results of `eval run`, or a baseline")
    families.add_argument("--write", type=Path, metavar="FILE", help="put the table between this document's marks")
    families.set_defaults(handler=run_families)


def run_families(options: argparse.Namespace, settings: Settings, build: Build | None) -> int:
    """Print the table or write it, and return the exit status."""
    try:
        text = families_table([read_results(run) for run in options.runs])
    except ResultsError as error:
        print(f"error: {error}", file=sys.stderr)
        return _USAGE
    if options.write:
        replace_block(options.write, _BLOCK, text)
    else:
        print(text)
    return 0


def families_table(runs: Sequence[Results]) -> str:
    """Right answers of each family and of all; labelled claims, which nobody asks, are left out."""
    counted = [_counted(run) for run in runs]
    names = dict.fromkeys(name for counts in counted for name in counts)
    lines = [
        f"| family | {' | '.join(run.config.split for run in runs)} |",
        f"|---|{'---:|' * len(runs)}",
        *(f"| {name} | {' | '.join(_figure(counts.get(name)) for counts in counted)} |" for name in names),
        f"| {_ALL} | {' | '.join(_total(counts) for counts in counted)} |",
    ]
    return "\n".join(lines)


def _counted(run: Results) -> dict[str, Counts]:
    """Of each family, how many answers were right and how many were judged."""
    counts: dict[str, Counts] = {}
    for outcome in run.outcomes:
        if "correct" in outcome.scores:
            right, judged = counts.get(outcome.family, (0, 0))
            counts[outcome.family] = (right + (outcome.scores["correct"] == 1), judged + 1)
    return counts


def _figure(counts: Counts | None) -> str:
    return f"{counts[0]} of {counts[1]}" if counts else ""


def _total(counts: Mapping[str, Counts]) -> str:
    right, judged = (sum(each) for each in zip(*counts.values(), strict=True))
    return f"{right:,} of {judged:,} ({right / judged:.3f})"
