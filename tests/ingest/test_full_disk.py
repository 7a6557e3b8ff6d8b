"""A disk that fills up while an index is written: one line with the fix, and nothing that was there is lost."""

import resource
import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue import load_catalogue
from ingest.build import Stream, build_embedded
from ingest.disk import copy_folder, size_of
from ingest.entries import entries_of
from ingest.layout import IndexWriteError, Layout, Manifest
from ingest.library import Library, LibraryError, path_of
from ingest.settings import IngestSettings
from ingest.vectors import VectorsError, open_vectors

ENTRIES = entries_of(load_catalogue(), [])[:3]
Usage = namedtuple("Usage", "total used free")


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Whoever writes more into a file is refused, as by a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def build(layout: Layout, name: str) -> Manifest:
    manifest = Manifest(
        schema_version=1, hash=name, nodes=3, embedding_model="m", dimensions=3, created="2025-01-01T00:00:00+00:00"
    )
    return build_embedded(layout, name, lambda _: manifest, Stream(ENTRIES, lambda batch: np.eye(3, dtype=np.float32)))


def test_a_copy_has_the_holes_of_its_files(tmp_path: Path) -> None:
    original = tmp_path / "shard"
    original.mkdir()
    files = {"empty": (), "begun": (0,), "scattered": (4_500_000, 17_000_000), "ends": (32_000_000,)}
    for name, written in files.items():
        with (original / name).open("wb") as file:
            file.truncate(33_000_000)
            for offset in written:
                file.seek(offset)
                file.write(bytes(range(1, 256)) * 4000)
    (original / "open.lock").touch()
    copy_folder(original, tmp_path / "copy", "*.lock")
    assert {path.name for path in (tmp_path / "copy").iterdir()} == files.keys()
    for path in (tmp_path / "copy").iterdir():
        assert path.read_bytes() == (original / path.name).read_bytes(), path.name
    assert size_of(tmp_path / "copy") < 5_000_000


@pytest.mark.parametrize("checks", range(3))
def test_a_disk_without_room_is_told_before_it_kills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checks: int
) -> None:
    """The kernel kills whoever writes to a mapped file that the disk has no room for: at first, later, at the end."""
    layout, room = Layout(tmp_path), [10**12] * checks
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, room.pop() if room else 10**8))
        with pytest.raises(
            IndexWriteError, match=r"has 100 MB free, the index needs \d+ MB: free some, or set ADVISOR"
        ):
            build(layout, "a")
    assert layout.live() is None
    assert build(layout, "a").nodes == 3
    assert layout.live() == "a"
    assert not layout.building.exists()


def test_an_engine_that_is_refused_room_says_so_and_the_live_index_stays(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    build(layout, "a")
    shutil.rmtree(layout.folder("a") / "shard")  # so that the next one is written whole
    with files_up_to(1_000_000), pytest.raises(IndexWriteError, match=r"cannot be written .* make room on its disk"):
        build(layout, "b")
    assert layout.live() == "a"
    build(layout, "b")
    assert layout.live() == "b"


def test_vectors_that_a_full_disk_cannot_open_are_not_thrown_away(tmp_path: Path) -> None:
    path, settings = tmp_path / "vectors.sqlite", IngestSettings(data_dir=tmp_path)
    with open_vectors(path, settings):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO vector VALUES (x'01', x'02')")
    with files_up_to(0), pytest.raises(VectorsError, match="make room on its disk"), open_vectors(path, settings):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM vector").fetchall() == [(b"\x01", b"\x02")]


def test_a_library_on_a_full_disk_is_not_to_be_removed(tmp_path: Path) -> None:
    with Library.open(tmp_path):
        pass
    with files_up_to(0), pytest.raises(LibraryError, match="make room on its disk"), Library.open(tmp_path) as library:
        library.sources()
    assert path_of(tmp_path).exists()
