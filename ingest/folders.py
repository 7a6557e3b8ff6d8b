"""Files of a folder, a git checkout or by themselves."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ingest.offered import Failed, Offered, day_of
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
_LICENCE_BYTES = 8_000
# A folder's own configuration of git may name programs: for signatures, and to fetch what a partial clone lacks.
_GIT = ("git", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never")
_GIT_ENVIRON = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


def offered_from(path: Path, as_of: str | None, url: str | None) -> Iterator[Offered | Failed]:
    """The file, or every file of a kind that is read below the folder, hidden ones too; `url` is the address of the
    one, or what their paths are put behind."""
    root = path.resolve()
    commit = None if as_of else _last_commit(root if root.is_dir() else root.parent)
    for found in _files(root) if root.is_dir() else [root]:
        name = found.relative_to(root).as_posix() if root.is_dir() else root.name
        if not _is_text(name):
            yield Failed(name.encode("utf-8", "backslashreplace").decode(), "has a name that is not UTF-8: rename it")
            continue
        address = url if url is None or root.is_file() else f"{url.rstrip('/')}/{quote(name)}"
        if not found.resolve().is_relative_to(root):
            yield Failed(name, "is a link out of the folder: add what it points to by itself")
            continue
        if root.is_dir() and found.is_dir():
            continue  # a link to a folder that is read anyway
        try:
            about = found.stat()
            if not stat.S_ISREG(about.st_mode):
                yield Failed(name, "is no regular file")
                continue
            if about.st_size > MAX_BYTES:
                yield Failed(name, f"is larger than {MAX_BYTES // 1_000_000} MB: split it")
                continue
            date = as_of or commit or day_of(about.st_mtime)
            yield Offered(name, found.read_bytes(), date, address, dated=as_of is not None)
        except OSError as error:
            yield Failed(name, f"cannot be read ({error.strerror})")


def licence_of(path: Path) -> str | None:
    """The licence that a folder carries in a file of its own, by its SPDX name where it is a well-known one."""
    for found in sorted(path.glob("LICEN[CS]E*")) if path.is_dir() else ():
        if found.is_symlink() or not found.is_file():
            continue
        with found.open("rb") as file:
            text = file.read(_LICENCE_BYTES).decode("utf-8", errors="replace")
        head = " ".join(text[:2_000].lower().split())
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
    command = [*_GIT, "-C", str(folder), "log", "--no-show-signature", "-1", "--format=%cs", "--", "."]
    try:
        done = subprocess.run(  # noqa: S603 -- a command of ours
            command, capture_output=True, text=True, check=False, timeout=_GIT_S, env=os.environ | _GIT_ENVIRON
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
