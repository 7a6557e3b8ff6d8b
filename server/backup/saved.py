"""What a backup holds: the files as they lie below the data folder, and `backup.json`, written last."""

import hashlib
from pathlib import Path

from pydantic import AwareDatetime, ValidationError

from corpus.vocabulary import Record
from server.errors import AdvisorError

FORMAT = 1
DATABASES = (
    "journal/journal.sqlite",
    "keys/keys.sqlite",
    "releases/registry.sqlite",
    "library.sqlite",
    "index/vectors.sqlite",
    "eval/history.sqlite",
)
FOLDERS = ("journal", "keys", "releases", "index", "eval")
"""What of the data folder a backup takes part of; those that hold personal data or secrets come first."""
PRIVATE = FOLDERS[:2]
_NAME = "backup.json"


class BackupError(AdvisorError):
    """A backup cannot be made or restored; the message names the fix."""


class Saved(Record):
    """The sha256 of every file by its path below the backup."""

    format: int
    created: AwareDatetime
    files: dict[str, str]


def write_saved(folder: Path, saved: Saved) -> None:
    """Declare the backup complete."""
    (folder / _NAME).write_text(saved.model_dump_json(indent=1), "utf-8")


def read_saved(folder: Path) -> Saved:
    """What the backup holds; raises BackupError for a folder that holds none, or none that is known here."""
    try:
        saved = Saved.model_validate_json((folder / _NAME).read_text("utf-8"))
    except (OSError, ValidationError) as error:
        raise BackupError(f"{folder} holds no complete backup: name another ({type(error).__name__})") from error
    if saved.format != FORMAT:
        raise BackupError(f"{folder} has format {saved.format}, not {FORMAT}: restore it with the program that made it")
    return saved


def digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
