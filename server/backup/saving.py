"""Saves a data folder while the API serves from it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ingest.disk import copy_folder
from ingest.layout import Layout
from ingest.pipeline import alone
from server.backup.saved import DATABASES, FORMAT, PRIVATE, BackupError, Saved, digest, write_saved
from server.settings import Settings


def back_up(settings: Settings, target: Path) -> Saved:
    """Save everything into the new folder `target`; raises BackupError, BusyError while an ingest run is under way.

    Nobody has to wait: SQLite copies a database as it was at one moment, and an index is never changed once it has
    its name. Meanwhile no ingest run may begin, which would remove old indexes.
    """
    if target.exists() and any(target.iterdir()):
        raise BackupError(f"{target} is not empty: name a folder that is not there yet")
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in PRIVATE:
        (target / folder).mkdir(mode=0o700)
    with alone(settings):
        for name in DATABASES:
            if (settings.data_dir / name).exists():
                _copy_database(settings.data_dir / name, target / name)
        _copy_indexes(Layout(settings.data_dir), Layout(target))
        # Each release's files; a folder that is still being written has another name.
        for release in sorted((settings.data_dir / "releases").glob("*/settings.json")):
            if ".building" not in release.parent.name:
                copy_folder(release.parent, target / "releases" / release.parent.name)
    saved = Saved(
        format=FORMAT,
        created=datetime.now(UTC),
        files={
            path.relative_to(target).as_posix(): digest(path) for path in sorted(target.rglob("*")) if path.is_file()
        },
    )
    write_saved(target, saved)
    return saved


def _copy_database(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(target)) as copy:
        database.backup(copy)
        # A file alone, without a log beside it.
        copy.execute("pragma journal_mode = delete")


def _copy_indexes(source: Layout, target: Layout) -> None:
    live = source.live()
    pinned = source.pinned()
    for index_hash in {*pinned, live} - {None}:
        folder = source.folder(str(index_hash))
        if folder.exists():
            copy_folder(folder, target.folder(folder.name), "open.lock")
    target.root.mkdir(exist_ok=True)
    target.pin(pinned)
    if live is not None:
        target.switch(live)
