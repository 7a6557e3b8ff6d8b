"""Disks that are full or fail: told before they kill, and never taken for a file that is damaged."""

import shutil
import sqlite3
from pathlib import Path

from ingest.layout import IndexWriteError

ROOM_BYTES = 200_000_000
FIX = "make room on its disk, or mend its rights, and run it again"
_OUTSIDE = frozenset(
    (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
    )
)


def check_room(folder: Path, more: int = 0) -> None:
    """Raise IndexWriteError unless so many bytes `more`, and some, are free.

    The engine maps its files into memory: where the disk is full, the kernel kills the process, a server too.
    """
    free, wanted = shutil.disk_usage(folder).free, more + ROOM_BYTES
    if free < wanted:
        raise IndexWriteError(
            f"the disk of {folder} has {free / 1e6:.0f} MB free, the index needs {wanted / 1e6:.0f} MB: "
            "free some, or set ADVISOR_DATA_DIR to a larger one"
        )


def size_of(folder: Path) -> int:
    """How many bytes the files below take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def outside(error: sqlite3.Error) -> bool:
    """Whether what surrounds a database's file failed: its disk, its rights, somebody who holds it. The file itself is
    as it was, so that nothing is to be removed or made anew."""
    # The low byte; the others say more of the same.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE
