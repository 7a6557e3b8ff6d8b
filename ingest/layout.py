"""Where the index lies on disk, and which one is live.

<data_dir>/index/live              the hash of the live index, replaced by renaming
<data_dir>/index/<hash>/           one complete index, never changed after it got this name
    manifest.json, contents, shard/
<data_dir>/index/vectors.sqlite    vectors by text, so that no text is embedded twice
<data_dir>/index/pins/<hash>       empty; names an index that a release needs, which no run removes
<data_dir>/index/building/         what a run is writing; the next run removes what a crash left
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from ingest.settings import Group

SCHEMA_VERSION = 3
FIX = "run: python -m ingest run"


class IndexUnavailableError(RuntimeError):
    """There is no index to open; the message names the fix."""


class IndexUnreachableError(IndexUnavailableError):
    """The Qdrant server does not answer or fails; the same may succeed later."""


class IndexWriteError(RuntimeError):
    """An index cannot be written; the message names the fix. The live one is as it was."""


class Manifest(Group):
    """What an index holds: `nodes` entries, `added` of them from the library, which left out so many `duplicates`.
    `created` is an ISO 8601 time in UTC."""

    schema_version: int
    hash: str
    nodes: int
    added: int = 0
    duplicates: int = 0
    embedding_model: str
    dimensions: int
    created: str

    def check(self, model: str, dimensions: int) -> None:
        """Raise IndexUnavailableError unless the index was built with this embedding and this code."""
        if self.schema_version != SCHEMA_VERSION:
            raise IndexUnavailableError(f"the index has schema {self.schema_version}, not {SCHEMA_VERSION}: {FIX}")
        if (self.embedding_model, self.dimensions) != (model, dimensions):
            raise IndexUnavailableError(
                f"the index was built with {self.embedding_model} ({self.dimensions} dimensions), the settings ask "
                f"for {model} ({dimensions}): {FIX}, or set ADVISOR_EMBEDDING__MODEL back"
            )


class Layout:
    """Paths below `<data_dir>/index`."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir / "index"
        self.building = self.root / "building"
        self.lock = self.root / "ingest.lock"
        self.vectors = self.root / "vectors.sqlite"
        self.pins = self.root / "pins"
        self._pointer = self.root / "live"

    def folder(self, index_hash: str) -> Path:
        """The folder of one index."""
        return self.root / index_hash

    def live(self) -> str | None:
        """The hash of the live index, None before the first run."""
        return self._pointer.read_text("utf-8").strip() if self._pointer.exists() else None

    def switch(self, index_hash: str) -> None:
        """Make an index live, durably and at once."""
        fresh = self._pointer.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as handle:
            handle.write(index_hash)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(self._pointer)
        sync(self.root)

    def pinned(self) -> frozenset[str]:
        """The hashes of the indexes that releases need."""
        return frozenset(path.name for path in self.pins.glob("*"))

    def pin(self, index_hashes: Iterable[str]) -> None:
        """Keep exactly these indexes besides the live one and the one before it; those to keep come first, so
        that a crash keeps too many and never too few."""
        wanted = set(index_hashes)
        self.pins.mkdir(parents=True, exist_ok=True)
        for index_hash in wanted:
            (self.pins / index_hash).touch()
        sync(self.pins)
        for unpinned in self.pinned() - wanted:
            (self.pins / unpinned).unlink(missing_ok=True)

    def indexes(self) -> list[Path]:
        """The folders of all complete indexes."""
        return [path.parent for path in self.root.glob("*/manifest.json") if path.parent != self.building]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of the index in `folder`."""
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the index in `folder`; raises IndexUnavailableError when there is none to read."""
    try:
        return Manifest.model_validate(json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise IndexUnavailableError(
            f"the index in {folder} is missing or damaged: remove {folder} and {FIX}"
        ) from error


def sync(path: Path) -> None:
    """Make a file, or renames inside a folder, survive a power failure."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
