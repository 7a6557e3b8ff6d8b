"""Rows kept one by one while a run goes on, so that a run which was interrupted goes on where it was.

A folder holds `key.json`, which says what the rows answer for, and `rows.jsonl`, to which each row is appended. A row
that was written survives the end of the process at once, and the end of the machine a second later.
"""

import os
import time
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from pydantic import ValidationError

from server.schema import Wire

_SYNC_S = 1.0
RowT = TypeVar("RowT", bound=Wire)


class Kept(Generic[RowT]):
    """The rows of `folder` for `key`, in the order in which they were kept: `found`. `changed` names what differs where
    other rows lay there: they are removed."""

    def __init__(self, folder: Path, key: Wire, model: type[RowT]) -> None:
        self._path, self._model = folder / "rows.jsonl", model
        folder.mkdir(parents=True, exist_ok=True)
        before = _key(folder / "key.json", type(key))
        self.changed = _differing(before, key) if before else ()
        if before != key:
            self._path.unlink(missing_ok=True)
            (folder / "key.json").write_text(f"{key.model_dump_json()}\n", encoding="utf-8")
        self.found = self._read()

    def __enter__(self) -> Self:
        self._file = self._path.open("ab", buffering=0)
        self._synced = time.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def keep(self, row: RowT) -> None:
        """Append a row."""
        self._file.write(f"{row.model_dump_json(exclude_defaults=True)}\n".encode())
        if time.monotonic() - self._synced > _SYNC_S:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def _read(self) -> list[RowT]:
        if not self._path.exists():
            return []
        content = self._path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            # The machine ended while a row was being written.
            os.truncate(self._path, whole)
        return [self._model.model_validate_json(line) for line in content[:whole].splitlines()]


def _key(path: Path, model: type[Wire]) -> Wire | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _differing(before: Wire, now: Wire) -> tuple[str, ...]:
    return tuple(name for name in type(now).model_fields if getattr(before, name) != getattr(now, name))
