"""Sources come into the library, change, and leave it; what cannot be read is told file by file."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.adding import Wish, add_path, remove
from ingest.duplicates import Duplicates, signature_of
from ingest.library import Library, LibraryError, path_of
from ingest.offered import Failed
from tests.ingest.documents import MARKDOWN, write_bad


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three documents, one of them hidden, and what is none."""
    root = tmp_path / "kites"
    for name in ("kites.md", ".github/about.md", "deep/down/more.md"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MARKDOWN.replace("A kite rises", f"In {name} a kite rises"), "utf-8")
        os.utime(path, (0, 1_700_000_000))
    (root / "logo.png").write_bytes(b"\x89PNG")
    (root / "LICENSE").write_text("Apache License\nVersion 2.0", "utf-8")
    return root


def test_a_folder_is_added_changed_and_removed(folder: Path, tmp_path: Path) -> None:
    wish = Wish(title="Kite docs", tool="DVC", url="https://kites.example/docs/")
    with Library.open(tmp_path) as library:
        assert library.digest() == ""
        report = add_path(library, folder, wish)
        assert report.lines() == ["kite-docs: 3 added"]
        (summary,) = library.summaries()
        assert (summary.files, summary.as_of, summary.source.licence) == (3, "2023-11-14", "Apache-2.0")
        (about, _), *_ = library.files("kite-docs")
        assert (about.title, about.url) == ("Kite handbook", "https://kites.example/docs/.github/about.md")
        first = library.digest()
        assert add_path(library, folder, Wish()).lines() == ["kite-docs: 3 unchanged"]
        (folder / "kites.md").write_text("# Kites\nThey fall.", "utf-8")
        (folder / ".github/about.md").unlink()
        assert add_path(library, folder, Wish()).lines() == ["kite-docs: 1 changed, 1 removed, 1 unchanged"]
        assert [passage.text for passage, _ in library.passages("kite-docs", "kites.md")] == ["They fall."]
        assert library.digest() not in ("", first)
        assert remove(library, "kite-docs").title == "Kite docs"
        assert library.digest() == ""
        with pytest.raises(LibraryError, match="no source 'kite-docs' was added: there is none"):
            remove(library, "kite-docs")


def test_what_cannot_be_read_is_told_by_file_and_the_rest_is_kept(folder: Path, tmp_path: Path) -> None:
    reasons = write_bad(folder)
    with Library.open(tmp_path) as library:
        report = add_path(library, folder, Wish())
        told = {failed.name: failed.reason for failed in report.failed}
        assert told.keys() == reasons.keys()
        assert all(told[name].startswith(reason) for name, reason in reasons.items())
        assert len(report.added) == 3
        assert len(library.files("kites")) == 3
        (folder / "kites.md").write_bytes(b"\0")
        assert Failed("kites.md", "is binary") in add_path(library, folder, Wish()).failed
        assert list(library.passages("kites", "kites.md"))  # what was good of it stays


def test_a_source_without_anything_readable_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    with Library.open(tmp_path) as library:
        assert add_path(library, tmp_path / "empty.md", Wish()).lines()[1] == "failed: empty.md is empty"
        assert library.sources() == ()


def test_a_checkout_has_the_date_of_its_last_commit(folder: Path, tmp_path: Path) -> None:
    dated = {"GIT_AUTHOR_DATE": "2024-05-06T12:00:00Z", "GIT_COMMITTER_DATE": "2024-05-06T12:00:00Z"}
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True, env=os.environ | dated)
    with Library.open(tmp_path) as library:
        add_path(library, folder, Wish())
        assert {file.as_of for file, _ in library.files("kites")} == {"2024-05-06"}
        add_path(library, folder, Wish(as_of="2020-01-01"))
        assert {file.as_of for file, _ in library.files("kites")} == {"2020-01-01"}


def test_a_kill_while_files_are_taken_in_leaves_the_library_as_it_was(folder: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal; from pathlib import Path; from unittest.mock import patch; import ingest.offered as o;"
        "from ingest.adding import *; from ingest.library import Library; read = o.Apart.read; seen = [];"
        "die = lambda *a: (seen.append(1), os.kill(os.getpid(), signal.SIGKILL) if len(seen) == 2 else 0, read(*a))[2];"
        "patch('ingest.offered.Apart.read', die).start();"
        f"\nwith Library.open(Path({str(tmp_path)!r})) as library: add_path(library, Path({str(folder)!r}), Wish())"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == -signal.SIGKILL
    with Library.open(tmp_path) as library:
        assert (library.sources(), library.digest()) == ((), "")
        assert add_path(library, folder, Wish()).lines() == ["kites: 3 added"]


def test_a_damaged_library_is_refused_with_the_fix(tmp_path: Path) -> None:
    path_of(tmp_path).write_bytes(b"no database, by far" * 100)
    with pytest.raises(LibraryError, match="remove it and add its sources again"), Library.open(tmp_path):
        pass


def test_the_same_and_nearly_the_same_count_once() -> None:
    seen = Duplicates().seen
    words = [f"word{n}" for n in range(120)]
    text = " ".join(words)
    assert not seen(signature_of(text))
    assert seen(signature_of(text.upper() + "\n"))
    assert seen(signature_of(f"{text} and one more"))
    assert not seen(signature_of(" ".join(reversed(words))))
    assert not seen(signature_of("pip install dvc"))
    assert not seen(signature_of("pip install ragas"))
