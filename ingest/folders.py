"""Files of a folder, a git checkout or by themselves."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from ingest.offered import Failed, Offered
from ingest.reading.readers import MAX_BYTES, SUFFIXES, suffix_of

# What begins a licence, and its name by SPDX.
_LICENCES = {
    "apache license": "Apache-2.0",
    "mit license": "MIT",
    "permission is hereby granted, free of charge": "MIT",
    "attribution 4.0 international": "CC-BY-4.0",
    "attribution-sharealike 4.0 international": "CC-BY-SA-4.0",
    "mozilla public license version 2.0": "MPL-2.0",
    "gnu affero general public license": "AGPL-3.0",
    "gnu lesser general public license": "LGPL",
    "gnu general public license": "GPL",
    "redistribution and use in source and binary forms": "BSD",
}
_GIT_S = 10


def offered_from(path: Path, as_of: str | None, url: str | None) -> Iterator[Offered | Failed]:
    """The file, or every file of a kind that is read below the folder, hidden ones too; `url` is the address of the
    one, or what their paths are put behind."""
    root = path.resolve()
    commit = None if as_of else _last_commit(root if root.is_dir() else root.parent)
    for found in _files(root) if root.is_dir() else [root]:
        name = found.relative_to(root).as_posix() if root.is_dir() else root.name
        address = url if url is None or root.is_file() else f"{url.rstrip('/')}/{quote(name)}"
        if not found.resolve().is_relative_to(root):
            yield Failed(name, "is a link out of the folder: add what it points to by itself")
            continue
        if root.is_dir() and found.is_dir():
            continue  # a link to a folder that is read anyway
        try:
            about = found.stat()
            if about.st_size > MAX_BYTES:
                yield Failed(name, f"is larger than {MAX_BYTES // 1_000_000} MB: split it")
                continue
            date = as_of or commit or datetime.fromtimestamp(about.st_mtime, UTC).date().isoformat()
            yield Offered(name, found.read_bytes(), date, address, dated=as_of is not None)
        except OSError as error:
            yield Failed(name, f"cannot be read ({error.strerror})")


def licence_of(path: Path) -> str | None:
    """The licence that a folder carries in a file of its own, by its SPDX name where it is a well-known one."""
    for found in sorted(path.glob("LICEN[CS]E*")) if path.is_dir() else ():
        head = " ".join(found.read_text("utf-8", errors="replace")[:2_000].lower().split())
        return next((name for words, name in _LICENCES.items() if words in head), f"see {found.name}")
    return None


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != ".git")
        here = Path(folder)
        linked = [name for name in folders if (here / name).is_symlink()]
        for name in sorted((*linked, *files)):
            if name in linked or suffix_of(name) in SUFFIXES:
                yield here / name


def _last_commit(folder: Path) -> str | None:
    """The day of the last commit, None where the folder is in no git checkout."""
    command = ["git", "-C", str(folder), "log", "-1", "--format=%cs", "--", "."]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_GIT_S)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None
