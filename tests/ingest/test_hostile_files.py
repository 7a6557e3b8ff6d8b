"""Files and folders from strangers: each costs bounded time and memory and is told of in one line, the others are
read, and nothing of theirs is run."""

import gzip
import io
import os
import subprocess
import tarfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.adding import Wish, add_path
from ingest.archive import ArchiveError
from ingest.archive import offered_from as from_archive
from ingest.library import Library
from ingest.offered import Offered, Report
from ingest.reading.apart import Apart
from ingest.reading.blocks import UnreadableError
from tests.ingest.hostile import BOMBS

MEGABYTE = 1_000_000
GOOD = "# Kites\n\nA kite rises against the wind.\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Apart]:
    with Apart(cpu_s=1.5, memory_bytes=1_500 * MEGABYTE) as apart:
        yield apart


def add(tmp_path: Path, folder: Path) -> Report:
    with Library.open(tmp_path / "var") as library:
        return add_path(library, folder, Wish(as_of="2025-01-01"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "docs"
    place.mkdir()
    (place / "good.md").write_text(GOOD, "utf-8")
    return place


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_one_file_that_is_read_or_not(reader: Apart, bomb: str) -> None:
    try:
        text = " ".join(block.text for block in reader.read(*BOMBS[bomb]).blocks)
    except UnreadableError as error:
        assert "\n" not in str(error)  # noqa: PT017 - both ends are good ones
    else:
        assert len(text) < MEGABYTE
        assert "root:" not in text
    assert reader.read("good.md", GOOD.encode()).title == "Kites"


def test_one_that_takes_too_long_says_so() -> None:
    with Apart(cpu_s=0.5) as reader, pytest.raises(UnreadableError, match=r"takes more than 0.5 s to read: split it"):
        reader.read(*BOMBS["comments without an end"])


def test_the_memory_that_a_file_takes_is_bounded() -> None:
    with Apart(memory_bytes=600 * MEGABYTE) as reader, pytest.raises(UnreadableError, match="memory"):
        reader.read("a.md", b"- x\n" * 4 * MEGABYTE)


def test_what_cannot_be_read_does_not_keep_the_rest_out(tmp_path: Path, folder: Path) -> None:
    for name in ("a cell of numbers", "lists in lists"):
        (folder / f"{name}{Path(BOMBS[name][0]).suffix}").write_bytes(BOMBS[name][1])
    report = add(tmp_path, folder)
    assert report.added == ["good.md"]
    assert len(report.failed) == 2


def test_links_pipes_and_names_that_are_no_text(tmp_path: Path, folder: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nThe vault opens at noon.\n", "utf-8")
    (folder / "linked.md").symlink_to(secret)
    (folder / "up.md").symlink_to("../secret.md")
    (folder / "LICENSE").symlink_to(secret)
    os.mkfifo(folder / "pipe.md")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).write_text(GOOD, "utf-8")
    report = add(tmp_path, folder)
    assert report.added == ["good.md"]
    assert {failed.name: failed.reason.split(":")[0] for failed in report.failed} == {
        "linked.md": "is a link out of the folder",
        "up.md": "is a link out of the folder",
        "pipe.md": "is no regular file",
        "\\udcff.md": "has a name that is not UTF-8",
    }
    with Library.open(tmp_path / "var") as library:
        passages = [passage.text for passage, _ in library.passages("docs", "good.md")]
        assert library.sources()[0].licence is None
    assert not any("vault" in passage for passage in passages)


def test_a_folder_of_licences_is_no_licence(tmp_path: Path, folder: Path) -> None:
    (folder / "LICENSES").mkdir()
    assert add(tmp_path, folder).added == ["good.md"]


def test_a_checkout_runs_no_program_of_its_own(tmp_path: Path, folder: Path) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", "utf-8")
    program.chmod(0o755)

    def git(*arguments: str, stdin: str | None = None) -> str:
        command = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True).stdout.strip()

    git("init", "-q")
    git("add", "good.md")
    tree = git("write-tree")
    signed = (
        f"tree {tree}\nauthor A <a@b.c> 1700000000 +0000\ncommitter A <a@b.c> 1700000000 +0000\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nOne\n"
    )
    git("reset", "-q", git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed))
    git("config", "log.showSignature", "true")
    git("config", "gpg.program", str(program))
    git("log", "-1")
    assert ran.exists(), "the trap does not work"
    ran.unlink()
    with Library.open(tmp_path / "var") as library:
        add_path(library, folder, Wish())
        ((file, _),) = library.files("docs")
    assert file.as_of == "2023-11-14"
    assert not ran.exists()


def test_an_archive_with_times_and_paths_that_are_none() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name, time in (("top/late.md", 10**18), ("top/early.md", -(10**15)), ("top/../../etc/passwd.md", 0)):
            member = tarfile.TarInfo(name)
            member.mtime, member.size = time, len(GOOD)
            archive.addfile(member, io.BytesIO(GOOD.encode()))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            link = tarfile.TarInfo("top/link.md")
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)
    packed.seek(0)
    offered = list(from_archive(packed))
    assert [each.name for each in offered if isinstance(each, Offered)] == ["late.md", "early.md"]
    assert {each.as_of for each in offered if isinstance(each, Offered)} == {"1970-01-01"}
    assert len(offered) == 3


HUGE = 60 * MEGABYTE


def member(kind: bytes, content: bytes, name: str = "top/a.md", **also: int) -> bytes:
    """A file of an archive as it is stored."""
    about = tarfile.TarInfo(name)
    about.type, about.size = kind, also.get("size", len(content))
    return about.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def record(key: str, value: str) -> bytes:
    """A record of a PAX header."""
    size = len(f" {key}={value}\n")
    size = next(n for n in range(size, size + 12) if n == size + len(str(n)))
    return f"{size} {key}={value}\n".encode()


GOOD_MEMBER = member(tarfile.REGTYPE, GOOD.encode())
SPARSE = record("GNU.sparse.major", "1") + record("GNU.sparse.minor", "0") + record("GNU.sparse.realsize", "9")
HEADERS = {
    "a long name": member(tarfile.GNUTYPE_LONGNAME, b"a" * HUGE),
    "a long link": member(tarfile.GNUTYPE_LONGLINK, b"a" * HUGE),
    "a record": member(tarfile.XHDTYPE, record("path", "a" * HUGE)),
    "a record for all": member(tarfile.XGLTYPE, record("comment", "a" * HUGE)),
    "a map of a sparse file": member(tarfile.XHDTYPE, SPARSE) + member(tarfile.REGTYPE, b"9999999\n" * (HUGE // 8)),
    "after a link that says it is long": member(tarfile.SYMTYPE, b"", size=2 * HUGE)
    + member(tarfile.GNUTYPE_LONGNAME, b"a" * HUGE),
    "names without end": member(tarfile.GNUTYPE_LONGNAME, b"a") * 10_000,
}


def taken(stored: bytes) -> tuple[list[str], int]:
    """What is read of an archive, and the bytes of memory that takes at most."""
    packed = io.BytesIO(gzip.compress(stored + bytes(2 * tarfile.BLOCKSIZE), 1))
    tracemalloc.start()
    try:
        return [each.name for each in from_archive(packed)], tracemalloc.get_traced_memory()[1]
    except ArchiveError as error:
        return [str(error)], tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_an_archive_with_endless_headers_is_refused(headers: bytes) -> None:
    (reason,), memory = taken(headers + GOOD_MEMBER)
    assert reason == "has a file with more than 64 kB of headers: pack it anew"
    assert memory < 2 * MEGABYTE


def test_the_headers_of_an_archive_do_not_add_up() -> None:
    each = [
        member(kind, record(f"comment{n}", "a" * 50_000)) + GOOD_MEMBER
        for n in range(200)
        for kind in (tarfile.XHDTYPE, tarfile.XGLTYPE)
    ]
    names, memory = taken(b"".join(each))
    assert len(names) == 400
    assert memory < 2 * MEGABYTE


def test_an_archive_that_expands_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.archive._EXPANDED_BYTES", MEGABYTE)
    (reason,), memory = taken(member(tarfile.REGTYPE, bytes(HUGE), "top/film.mp4") + GOOD_MEMBER)
    assert reason.startswith("expands to more than")
    assert memory < 2 * MEGABYTE
