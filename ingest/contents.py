"""What an index holds, entry by entry, so that the next one need only write what differs."""

import hashlib
import uuid
from pathlib import Path

from ingest.entries import Entry

_NAME = "contents"
_BYTES = 16

Contents = dict[bytes, bytes]
"""Of each entry the id and a digest of all that is stored of it."""


def identity(entry: Entry) -> bytes:
    """The entry's id as `Contents` has it."""
    return uuid.UUID(entry.id).bytes


def state(entry: Entry) -> bytes:
    """The digest that any change to the entry changes."""
    return hashlib.sha256(entry.model_dump_json().encode()).digest()[:_BYTES]


def write_contents(folder: Path, contents: Contents) -> None:
    """Write them beside the manifest in `folder`."""
    (folder / _NAME).write_bytes(b"".join(key + value for key, value in contents.items()))


def read_contents(folder: Path) -> Contents | None:
    """Those of the index in `folder`, None where it has none."""
    path = folder / _NAME
    if not path.exists():
        return None
    stored = path.read_bytes()
    return {stored[at : at + _BYTES]: stored[at + _BYTES : at + 2 * _BYTES] for at in range(0, len(stored), 2 * _BYTES)}
