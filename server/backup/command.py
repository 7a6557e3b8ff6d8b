"""`python -m server backup DIR` and `python -m server restore DIR`."""

import argparse
from pathlib import Path

from server.settings import Settings


def add_backup_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Let a command line take them."""
    saving = commands.add_parser("backup", help="save index, releases, journal and keys, while the server runs")
    saving.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet")
    restoring = commands.add_parser("restore", help="bring a saved data folder back; the server must not run")
    restoring.add_argument("folder", type=Path, metavar="DIR", help="what `backup` wrote")


def run_backup_command(options: argparse.Namespace, settings: Settings) -> int:
    """Run one of them, and say what it leaves to others; raises AdvisorError."""
    from server.backup.restoring import restore
    from server.backup.saving import back_up

    saves = options.command == "backup"
    saved = (back_up if saves else restore)(settings, options.folder)
    print(f"{'saved' if saves else 'restored'} {len(saved.files):,} files of {saved.created:%Y-%m-%d %H:%M} UTC")
    if settings.database.url is not None:
        print("journal, conversations and keys lie in PostgreSQL, which has pg_dump for that")
    if settings.qdrant.url is not None:
        print("the index lies in Qdrant, which has snapshots for that; `python -m ingest run` makes it anew")
    return 0
