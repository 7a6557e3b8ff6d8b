"""Small SQLite files of ours in the data folder, each in a folder that its owner alone can open.

A committed change survives the death of the process; the last ones before a power failure may be lost, which is
the price of not waiting for the disk.
"""

import sqlite3
from pathlib import Path

from server.errors import AdvisorError

_WAIT_S = 5.0


def opened(path: Path, version: int, schema: str, foreign: type[AdvisorError]) -> sqlite3.Connection:
    """The database, made with `schema` where there is none; raises sqlite3.Error, OSError, or `foreign` for another
    version's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    try:
        database.row_factory = sqlite3.Row
        # What is deleted is overwritten: what is no longer kept can be read nowhere.
        for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on", "secure_delete = on"):
            database.execute(f"pragma {pragma}")
        (found,) = database.execute("pragma user_version").fetchone()
        if found not in (0, version):
            raise foreign(f"{path} is of version {found}, this program writes {version}: move the file away")
        if not found:
            database.executescript(f"begin immediate; {schema} pragma user_version = {version}; commit;")
    except BaseException:
        database.close()
        raise
    return database
