"""The rows of a run over golden questions, kept for the case that it is interrupted."""

import hashlib
from pathlib import Path

from eval.kept import Kept
from eval.rows import Row
from server.schema import Wire

ROOT = Path(__file__).parent.parent
CODE = ("corpus", "ingest", "server", "eval")


class Key(Wire):
    """What rows answer for. `release` does not cover the code that answers and scores, hence `code`."""

    release: str
    golden: str
    code: str
    narrate: bool


def code_hash() -> str:
    """12 hex digits that change with any Python file of the packages that answer and score."""
    digest = hashlib.sha256()
    for path in sorted(path for package in CODE for path in (ROOT / package).rglob("*.py")):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


class Journal(Kept[Row]):
    """The rows of `folder` for `key`, by question; one that failed is asked again instead."""

    def __init__(self, folder: Path, key: Key) -> None:
        super().__init__(folder, key, Row)
        self.rows = {row.golden.id: row for row in self.found if row.failure is None}
