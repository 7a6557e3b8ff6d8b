"""Brings a saved data folder back."""

import shutil
from pathlib import Path

from ingest.disk import copy_file
from server.backup.saved import DATABASES, FOLDERS, PRIVATE, BackupError, Saved, digest, read_saved
from server.settings import Settings

_STAGE = "restoring"


def restore(settings: Settings, source: Path) -> Saved:
    """Put everything that was saved into the data folder, which must hold none of it; models stay. Each file is
    compared with what was saved before any is put in its place. Raises BackupError."""
    saved = read_saved(source)
    data_dir = settings.data_dir
    names = [*FOLDERS, *(name for name in DATABASES if "/" not in name)]
    there = [name for name in names if (data_dir / name).exists()]
    if there:
        raise BackupError(
            f"{data_dir} holds {', '.join(there)}: stop the server and move them away, or set another ADVISOR_DATA_DIR"
        )
    stage = data_dir / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    for folder in PRIVATE:
        (stage / folder).mkdir(mode=0o700, parents=True)
    for name, expected in saved.files.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            copy_file(source / name, path)
        except OSError as error:
            raise BackupError(f"{source / name} cannot be copied ({error.strerror}): name another backup") from error
        if digest(path) != expected:
            raise BackupError(f"{source / name} is not what was saved: name another backup")
    for path in stage.iterdir():
        path.rename(data_dir / path.name)
    stage.rmdir()
    return saved
