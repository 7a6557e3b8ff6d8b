"""Rows kept one by one while a run goes on, so that a run which was interrupted goes on where it was.

A folder holds `key.json`, which says what the rows answer for, and `rows.jsonl`, to which each row is appended. A row
that was written survives the end of the process at once, and the end of the machine a second later.
"""

import hashlib
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from eval.rows import Row
from server.schema import Wire

ROOT = Path(__file__).parent.parent
CODE = ("corpus", "ingest", "server", "eval")
_SYNC_S = 1.0


class Key(Wire):
    """What rows answer for. `release` does not cover the code that answers and scores, hence `code`."""

    release: str
    golden: str
    code: str
    narrate: bool


def code_hash(root: Path = ROOT) -> str:
    """12 hex digits that change with any Python file of the packages that answer and score."""
    digest = hashlib.sha256()
    for path in sorted(path for package in CODE for path in (root / package).rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


class Journal:
    """The rows of `folder` for `key`, by question. `changed` names what differs where other rows lay there: they
    are removed."""

    def __init__(self, folder: Path, key: Key) -> None:
        self._path = folder / "rows.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        before = _key(folder / "key.json")
        self.changed = _differing(before, key) if before else ()
        if before != key:
            self._path.unlink(missing_ok=True)
            (folder / "key.json").write_text(f"{key.model_dump_json()}\n", encoding="utf-8")
        self.rows = {row.golden.id: row for row in self._read() if row.failure is None}

    def __enter__(self) -> Self:
        self._file = self._path.open("ab", buffering=0)
        self._synced = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def keep(self, row: Row) -> None:
        """Append a row; a failed one is asked again instead."""
        self._file.write(f"{row.model_dump_json(exclude_defaults=True)}\n".encode())
        if time.monotonic() - self._synced > _SYNC_S:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def _read(self) -> list[Row]:
        if not self._path.exists():
            return []
        content = self._path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            # The machine ended while a row was being written.
            os.truncate(self._path, whole)
        return [Row.model_validate_json(line) for line in content[:whole].splitlines()]


def _key(path: Path) -> Key | None:
    try:
        return Key.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _differing(before: Key, now: Key) -> tuple[str, ...]:
    return tuple(name for name in Key.model_fields if getattr(before, name) != getattr(now, name))
