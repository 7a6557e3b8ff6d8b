"""`python -m eval mutate`: damage parts on purpose and show which damages the gate catches."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.blocks import read_block, replace_block
from eval.claims import load_claims
from eval.gate_command import BASELINE
from eval.golden import GoldenError, load_golden
from eval.outcomes import read_results
from eval.thresholds import load_thresholds
from server.advising import Build
from server.settings import Settings

if TYPE_CHECKING:
    from eval.mutation.suite import Tried

_FAILED = 1
_MISSED = "**missed**"
_ROW = re.compile(r"^\|.*\(`(?P<name>[\w-]+)`\) \|.*\|$", re.MULTILINE)


def add_mutate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `mutate`."""
    mutate = commands.add_parser("mutate", help="damage parts on purpose; show which damages the gate catches")
    mutate.add_argument("--only", action="append", default=[], metavar="NAME", help="only this damage (repeatable)")
    mutate.add_argument("--per-family", type=int, metavar="N", help="at most N questions of a family (default: all)")
    mutate.add_argument("--json", action="store_true", help="print one JSON object a damage")
    mutate.add_argument("--write", type=Path, metavar="FILE", help="put the table (of --only its rows) into this file")
    mutate.set_defaults(handler=mutated)


def mutated(options: argparse.Namespace, settings: Settings, _: Build | None) -> int:
    """Try the damages; 1 when one was missed, or when an undamaged run does not pass."""
    from eval.mutation.damages import damages
    from eval.mutation.suite import Ground, Suite

    chosen = [damage for damage in damages() if not options.only or damage.name in options.only]
    unknown = set(options.only) - {damage.name for damage in chosen}
    if unknown:
        known = ", ".join(damage.name for damage in damages())
        raise GoldenError(f"no damage {', '.join(sorted(unknown))}; known are {known}")
    ground = Ground(
        settings,
        [question for question in load_golden() if question.split == "dev"],
        [claim for claim in load_claims() if claim.split == "dev"],
        read_results(BASELINE).outcomes,
        load_thresholds(),
        options.per_family,
    )
    tried = []
    with Suite(ground) as suite:
        for scope in dict.fromkeys(damage.scope for damage in chosen):
            control = suite.control(scope)
            if not control.passed:
                print(f"error: the undamaged tree fails in scope {scope}: {control.reasons[0]}", file=sys.stderr)
                return _FAILED
        for damage in chosen:
            tried.append(suite.tried(damage))
            print(tried[-1].model_dump_json() if options.json else _line(tried[-1]), flush=True)
    caught = sum(one.caught for one in tried)
    if not options.json:
        print(f"{caught} of {len(tried)} damages caught; the undamaged tree passes")
    if options.write:
        standing = read_block(options.write, "mutations") if options.only else ""
        replace_block(options.write, "mutations", markdown(tried, standing))
    return 0 if caught == len(tried) else _FAILED


def markdown(tried: "Sequence[Tried]", standing: str = "") -> str:
    """The table as it stands in the documentation; the other rows of a `standing` one stay."""
    rows = {row["name"]: row.group() for row in _ROW.finditer(standing)} | {one.name: _row(one) for one in tried}
    caught = sum(_MISSED not in row for row in rows.values())
    head = ["| part | damage | asked | fell | caught by |", "|---|---|---|---|---|"]
    return "\n".join([f"{caught} of {len(rows)} caught.", "", *head, *rows.values()])


def _row(one: "Tried") -> str:
    reason = one.reasons[0].replace("|", "/") if one.reasons else ""
    more = f" and {len(one.reasons) - 1} more" if len(one.reasons) > 1 else ""
    verdict = f"{reason}{more}" if one.caught else _MISSED
    return f"| {one.part} | {one.what} (`{one.name}`) | {one.asked} | {one.fell} | {verdict} |"


def _line(one: "Tried") -> str:
    verdict = "caught" if one.caught else "MISSED"
    reason = one.reasons[0] if one.reasons else f"{one.fell} questions fell"
    return f"{verdict}  {one.part:<12} {one.name:<18} {one.what}\n        {one.asked} asked; {reason}"
