"""Disks that are full or fail: told before they kill, and never taken for a file that is damaged."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

from ingest.layout import IndexWriteError

ROOM_BYTES = 200_000_000
_CHUNK_BYTES = 1 << 20
_BLOCK_BYTES = 512  # of `st_blocks`, whatever the file system's own
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
    """How many bytes of the disk the files below take; their holes take none."""
    return sum(path.stat().st_blocks * _BLOCK_BYTES for path in folder.rglob("*") if path.is_file())


def copy_folder(source: Path, target: Path, *without: str) -> None:
    """Copy a folder, but for files of these names, with its links and the holes in its files.

    Most of what the engine's files hold is room that nothing is written in yet.
    """
    ignore = shutil.ignore_patterns(*without)
    shutil.copytree(source, target, symlinks=True, ignore=ignore, copy_function=copy_file)


def copy_file(source: str | Path, target: str | Path) -> None:
    """Copy a file with its holes, its times and its rights."""
    with open(source, "rb") as read, open(target, "wb") as written:
        size = written.truncate(os.fstat(read.fileno()).st_size)
        end = 0
        while (start := _data_from(read.fileno(), end)) < size:
            end = os.lseek(read.fileno(), start, os.SEEK_HOLE)
            for offset in range(start, end, _CHUNK_BYTES):
                written.seek(offset)
                written.write(os.pread(read.fileno(), min(_CHUNK_BYTES, end - offset), offset))
    shutil.copystat(source, target)


def _data_from(file: int, offset: int) -> int:
    """Where the next written bytes begin: the end of the file where there are no more."""
    try:
        return os.lseek(file, offset, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return os.fstat(file).st_size
        raise


def outside(error: sqlite3.Error) -> bool:
    """Whether what surrounds a database's file failed: its disk, its rights, somebody who holds it. The file itself is
    as it was, so that nothing is to be removed or made anew."""
    # The low byte; the others say more of the same.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE
