"""The data folder: it can be written to, and there is room in it."""

import shutil
import tempfile
from collections.abc import Iterator

from ingest.disk import ROOM_BYTES
from server.doctor.finding import Finding, failed, ok, warning
from server.settings import Settings

# An ingest run writes a whole index beside the live one, SQLite a log beside each file.
_LITTLE_BYTES = 2_000_000_000
_PART = "data folder"


def disk(settings: Settings) -> Iterator[Finding]:
    """What is written there is removed at once."""
    folder = settings.data_dir
    if not folder.is_dir():
        yield failed(_PART, f"{folder} is missing: run `python -m ingest run`, or set ADVISOR_DATA_DIR")
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        fix = "let this user write to it, or set ADVISOR_DATA_DIR"
        yield failed(_PART, f"{folder} cannot be written to ({error.strerror}): {fix}")
        return
    free = shutil.disk_usage(folder).free
    said = f"{folder} has {free / 1e9:.1f} GB free"
    if free < ROOM_BYTES:
        yield failed(_PART, f"{said}: free some disk, or set ADVISOR_DATA_DIR to a larger one")
    elif free < _LITTLE_BYTES:
        yield warning(_PART, f"{said}, which the next index may not find enough: free some disk")
    else:
        yield ok(_PART, said)
