"""Which cases are judged: as many of every family as possible, the same ones every time."""

import random
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from pydantic import ValidationError

from eval.golden import GoldenError
from eval.judges.case import Case
from eval.rows import Row

SEED = 20250319


def sampled(cases: Sequence[Case], size: int) -> list[Case]:
    """`size` cases, drawn from the families in turn; all of them where there are no more."""
    families: dict[str, list[Case]] = {}
    for case in random.Random(SEED).sample(cases, len(cases)):  # noqa: S311 -- a sample, no secret
        families.setdefault(case.family, []).append(case)
    turns = zip_longest(*(families[name] for name in sorted(families)))
    return [case for turn in turns for case in turn if case is not None][:size]


def newest(results: Path) -> Path:
    """The folder of the last finished run; raises GoldenError where there is none."""
    found = sorted(results.glob("*/rows.jsonl"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise GoldenError(f"no finished run in {results}: run `python -m eval run`, or name one with --results")
    return found[-1].parent


def read_rows(folder: Path) -> list[Row]:
    """The rows of a finished run; raises GoldenError where they cannot be read."""
    path = folder / "rows.jsonl"
    try:
        return [Row.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValidationError) as error:
        raise GoldenError(f"{path} holds no rows of this version: run `python -m eval run` again") from error
