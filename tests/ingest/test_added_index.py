"""Added documents in a real index: found word for word, written once, gone when removed, whatever dies meanwhile."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from llama_index.core.vector_stores import VectorStoreQuery
from llama_index.core.vector_stores.types import VectorStoreQueryMode

from ingest.__main__ import FAILURE, USAGE, main
from ingest.adding import Wish, add_path, remove
from ingest.index import live_manifest, open_index
from ingest.layout import Layout
from ingest.library import Library
from ingest.pipeline import run
from ingest.settings import IngestSettings
from tests.kills import ended, moments, swept, told

pytestmark = pytest.mark.model
Write = Callable[..., Path]


def _found(settings: IngestSettings, words: str) -> list[dict[str, object]]:
    """What is stored of added passages that share a word with `words`."""
    with closing(open_index(settings)) as store:
        query = VectorStoreQuery(query_str=words, similarity_top_k=10, mode=VectorStoreQueryMode.SPARSE)
        nodes = store.query(query).nodes or []
        return [{**node.metadata, "text": node.get_content()} for node in nodes if node.metadata["layer"] == "added"]


def _add(settings: IngestSettings, path: Path, wish: Wish) -> None:
    with Library.open(settings.data_dir) as library:
        add_path(library, path, wish)


def test_added_passages_are_quoted_once_and_leave_with_their_source(
    settings: IngestSettings, write_document: Write, tables: Path, tmp_path: Path
) -> None:
    corpus = write_document("kites", "Kites rise against the wind and fall when it stops.")
    own = run(settings, corpus, tables)
    upstream = tmp_path / "upstream"
    upstream.mkdir()
    (upstream / "reel.md").write_text(
        "# Reeling\n\n## Slowly\n\nThe zorgle winds the line around a drum.\n\n## Again\n\n"
        "Kites rise against the wind and fall when it stops.\n",
        "utf-8",
    )
    _add(settings, upstream, Wish(title="Reel docs", tool="DVC", as_of="2024-05-06", url="https://reel.example"))
    outcome = run(settings, corpus, tables)
    assert (outcome.nodes, outcome.added, outcome.duplicates, outcome.embedded) == (own.nodes + 1, 1, 1, 1)
    (found,) = _found(settings, "zorgle")
    about = {
        "kind": "quote", "document": "added/reel-docs", "title": "Reel docs: Reeling", "locator": "Reeling › Slowly",
        "text": "The zorgle winds the line around a drum.", "url": "https://reel.example/reel.md",
        "as_of": "2024-05-06", "tools": ["DVC"],
    }  # fmt: skip
    assert {key: found[key] for key in about} == about
    manifest = live_manifest(settings)
    assert (manifest.added, manifest.duplicates) == (1, 1)
    assert not run(settings, corpus, tables).changed
    with Library.open(settings.data_dir) as library:
        remove(library, "reel-docs")
    assert run(settings, corpus, tables).nodes == own.nodes
    assert _found(settings, "zorgle") == []


def test_a_kill_while_texts_are_embedded_costs_one_batch(
    settings: IngestSettings, write_document: Write, tables: Path, tmp_path: Path
) -> None:
    corpus = write_document("kites", "Kites rise.")
    old = run(settings, corpus, tables)
    words = [f"# Part {n}\n\nThe zorgle number {n} winds line {n * n} around drum {n * 7}." for n in range(100)]
    (tmp_path / "many.md").write_text("\n\n".join(words), "utf-8")
    _add(settings, tmp_path / "many.md", Wish())
    script = (
        "import os, signal; from pathlib import Path; from ingest.pipeline import run; from ingest.settings import *;"
        "from ingest.vectors import Vectors; keep = Vectors.keep;"
        "Vectors.keep = lambda self, made: (keep(self, made), os.kill(os.getpid(), signal.SIGKILL));"
        f"run(IngestSettings(data_dir=Path({str(settings.data_dir)!r})), Path({str(corpus)!r}), Path({str(tables)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert live_manifest(settings).hash == old.hash
    with closing(sqlite3.connect(Layout(settings.data_dir).vectors)) as vectors:
        assert vectors.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again = run(settings, corpus, tables)
    assert (again.added, again.embedded) == (100, 100 - settings.embedding.batch_size)
    assert not Layout(settings.data_dir).building.exists()


def _added(said: Connection, settings: IngestSettings, source: Path, corpus: Path, tables: Path) -> None:
    said.send("begun")
    _add(settings, source, Wish())
    said.send("taken in")
    run(settings, corpus, tables)
    said.send("done")


def _held(settings: IngestSettings) -> dict[str, set[str]]:
    """The names of the files of each added source."""
    with Library.open(settings.data_dir) as library:
        return {source.id: {file.name for file, _ in library.files(source.id)} for source in library.sources()}


@swept
def test_a_sweep_of_kills_while_documents_are_added(
    settings: IngestSettings, write_document: Write, tables: Path, tmp_path: Path, times: int
) -> None:
    corpus = write_document("kites", "Kites rise.")
    run(settings, corpus, tables)

    def source(number: int) -> Path:
        folder = tmp_path / f"reel{number}"
        folder.mkdir()
        for part in "abc":
            (folder / f"{part}.md").write_text(
                f"# Reel\n\nThe zorgle{number} winds line {part} around a drum.\n", "utf-8"
            )
        return folder

    whole_s = ended(_added, settings, source(0), corpus, tables).seconds
    killed, held = [], _held(settings)
    for number, moment in moments(times, whole_s):
        folder = source(number)
        end = ended(_added, settings, folder, corpus, tables, kill_after_s=moment)
        killed.append(end.killed)
        whole = {**held, folder.name: {"a.md", "b.md", "c.md"}}
        assert _held(settings) in ([whole] if "taken in" in end.said else [held, whole])
        assert len(_found(settings, f"zorgle{number - 1}")) == 3
        assert "done" not in end.said or len(_found(settings, f"zorgle{number}")) == 3
        _add(settings, folder, Wish())
        run(settings, corpus, tables)
        held = _held(settings)
        assert held == whole
        assert len(_found(settings, f"zorgle{number}")) == 3
        assert not Layout(settings.data_dir).building.exists()
    told("documents added", killed)


def test_the_command_line_says_what_was_done_and_fails_where_anything_did(
    settings: IngestSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(settings.data_dir))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "empty.md").write_bytes(b"")
    monkeypatch.setattr("ingest.__main__._indexed", lambda _: print("index abc: 1 entries") or 0)
    assert main(["add", str(tmp_path / "docs")]) == FAILURE
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("docs: 1 failed\nindex abc: 1 entries\n", "failed: empty.md is empty\n")
    (tmp_path / "docs" / "good.md").write_text("# Kites\nThey rise.", "utf-8")
    (tmp_path / "docs" / "empty.md").unlink()
    assert main(["add", str(tmp_path / "docs"), "--as-of", "2024-01-01"]) == 0
    assert main(["sources"]) == 0
    assert "docs: docs; 1 files, 1 passages, as of 2024-01-01, licence unknown" in capsys.readouterr().out
    assert main(["add", str(tmp_path / "nowhere")]) == FAILURE
    assert main(["add", str(tmp_path / "docs"), "--tool", "Nodix"]) == USAGE
    assert main(["sync", "Neptune.ai"]) == USAGE
    assert main(["remove", "nothing"]) == FAILURE
    assert main(["remove", "docs"]) == 0
    with pytest.raises(SystemExit):
        main(["add", str(tmp_path / "docs"), "--as-of", "yesterday"])
