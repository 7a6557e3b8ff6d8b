"""A night: what was evaluated, when, and how it ended."""

import datetime as dt
import subprocess
from collections.abc import Sequence
from pathlib import Path

from server.schema import Wire

ROOT = Path(__file__).parents[2]
NARRATED = "narrated"


class Night(Wire):
    """`scope` is the split, and the families where not all were asked: only nights of one scope follow each other.

    `kept` counts the rows that an interrupted run of the same night had left. `narrated` and `judged` count answers
    and judgements; where there are none, `narration` and `judgement` say why.
    """

    date: dt.date
    scope: str
    release: str
    commit: str | None
    golden: str
    service: str
    started: dt.datetime
    seconds: float
    questions: int
    unscored: int
    kept: int
    passed: bool
    narrated: int
    narration: str
    judged: int
    judgement: str


def scope_of(split: str, families: Sequence[str]) -> str:
    """The name of what is asked."""
    return "+".join((split, *sorted(families)))


def folder_of(data_dir: Path, date: dt.date, scope: str) -> Path:
    """Where a night's files lie."""
    return data_dir / "eval" / "nightly" / f"{date.isoformat()}-{scope}"


def commit() -> str | None:
    """The commit of this tree, with `-dirty` where files differ from it; None where there is none, as in an image."""
    if not (ROOT / ".git").exists():
        return None
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)  # noqa: S603 -- fixed
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
