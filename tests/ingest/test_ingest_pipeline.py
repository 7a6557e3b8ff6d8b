"""Whole runs on the real parts: what is embedded again, what serves, what survives a crash."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.vector_stores import VectorStoreQuery
from llama_index.core.vector_stores.types import VectorStoreQueryMode
from qdrant_client import QdrantClient

from corpus.catalogue import load_catalogue
from corpus.document import DocumentError, load_documents
from ingest.aliases import live_collection
from ingest.build import Stream, build_remote
from ingest.embedder import EmbeddingError
from ingest.entries import entries_of
from ingest.index import live_hash, live_manifest, open_index
from ingest.layout import IndexUnavailableError, Layout, Manifest
from ingest.lock import exclusive
from ingest.pipeline import BusyError, run
from ingest.settings import EmbeddingSettings, IngestSettings, QdrantSettings
from tests.kills import ended, moments, swept, told

pytestmark = pytest.mark.model
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def rows(tables: Path) -> int:
    """How many entries the tables give."""
    return len(entries_of(load_catalogue(tables), ()))


def _found(settings: IngestSettings, words: str) -> list[str]:
    """Texts of quoted documents that share a word with `words`."""
    with closing(open_index(settings)) as store:
        query = VectorStoreQuery(query_str=words, similarity_top_k=10, mode=VectorStoreQueryMode.SPARSE)
        return [node.get_content() for node in store.query(query).nodes or [] if node.metadata["kind"] == "quote"]


def test_a_first_run_serves_and_a_second_does_nothing(
    settings: IngestSettings, write_document: Write, tables: Path, rows: int
) -> None:
    folder = write_document("kites", "Kites rise against the wind.")
    first = run(settings, folder, tables)
    assert (first.nodes, first.embedded, first.changed) == (rows + 1, 1, True)
    assert live_hash(settings) == first.hash
    before = {path: path.stat().st_mtime_ns for path in settings.data_dir.joinpath("index").rglob("*")}
    second = run(settings, folder, tables)
    assert (second.hash, second.embedded, second.changed) == (first.hash, 0, False)
    assert before == {path: path.stat().st_mtime_ns for path in settings.data_dir.joinpath("index").rglob("*")}
    assert _found(settings, "kite") == ["Kites rise against the wind."]


def test_an_unchanged_run_imports_neither_llama_index_nor_numpy(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    folder = write_document("kites", "Kites rise.")
    run(settings, folder, tables)
    script = (
        "import sys; from pathlib import Path; from ingest.pipeline import run; from ingest.settings import *;"
        f"settings = IngestSettings(data_dir=Path({str(settings.data_dir)!r}));"
        f"assert not run(settings, Path({str(folder)!r}), Path({str(tables)!r})).changed;"
        "print({'llama_index', 'numpy', 'qdrant_edge', 'qdrant_client'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_change_embeds_the_change_alone_and_a_deletion_leaves_the_index(
    settings: IngestSettings, write_document: Write, tables: Path, rows: int
) -> None:
    write_document("kites", "Kites rise.", "Kites fall.")
    folder = write_document("boats", "Boats float.")
    run(settings, folder, tables)
    write_document("kites", "Kites rise.", "Kites vanish.")
    changed = run(settings, folder, tables)
    assert (changed.embedded, changed.nodes) == (1, rows + 3)
    assert sorted(_found(settings, "kites")) == ["Kites rise.", "Kites vanish."]
    (folder / "boats.md").unlink()
    assert run(settings, folder, tables).embedded == 0
    assert _found(settings, "boats float") == []


def test_a_reader_keeps_its_index_while_newer_ones_become_live(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    folder = write_document("kites", "Kites rise.")
    run(settings, folder, tables)
    with closing(open_index(settings)) as old:
        for number in range(3):
            write_document("kites", f"Kites rise {number} times.")
            run(settings, folder, tables)
        query = VectorStoreQuery(query_str="kites", similarity_top_k=5, mode=VectorStoreQueryMode.SPARSE)
        assert [node.get_content() for node in old.query(query).nodes or []] == ["Kites rise."]
        assert len(Layout(settings.data_dir).indexes()) == 3  # the open one, the live one, the one before it
    write_document("kites", "Kites fall.")
    run(settings, folder, tables)
    assert len(Layout(settings.data_dir).indexes()) == 2


def test_an_index_that_is_open_elsewhere_is_refused_with_the_fix(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    run(settings, write_document("kites", "Kites rise."), tables)
    with closing(open_index(settings)), pytest.raises(IndexUnavailableError, match="open in another process"):
        open_index(settings)
    open_index(settings).close()


def test_a_missing_index_names_the_command(settings: IngestSettings) -> None:
    with pytest.raises(IndexUnavailableError, match="python -m ingest run"):
        open_index(settings)


def test_an_index_of_another_embedding_is_refused(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    run(settings, write_document("kites", "Kites rise."), tables)
    other = settings.model_copy(update={"embedding": EmbeddingSettings(model="bge-m3", dimensions=1024)})
    with pytest.raises(IndexUnavailableError, match=r"all-MiniLM-L6-v2 \(384 dimensions\).*bge-m3 \(1024\)"):
        open_index(other)


@pytest.mark.parametrize("damage", ["manifest.json", "shard/segments"])
def test_a_damaged_index_is_refused_and_rebuilt_once_removed(
    settings: IngestSettings, write_document: Write, tables: Path, damage: str
) -> None:
    folder = write_document("kites", "Kites rise.")
    index = Layout(settings.data_dir).folder(run(settings, folder, tables).hash)
    for path in [index / damage, *(index / damage).rglob("*")]:
        if path.is_file():
            path.write_bytes(b"\0broken")
    with pytest.raises(IndexUnavailableError, match="damaged"):
        open_index(settings)
    shutil.rmtree(index)
    assert run(settings, folder, tables).changed
    assert _found(settings, "kites") == ["Kites rise."]


def test_wrong_dimensions_are_refused_before_anything_is_written(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    wrong = settings.model_copy(update={"embedding": EmbeddingSettings(dimensions=512)})
    with pytest.raises(EmbeddingError, match="ADVISOR_EMBEDDING__DIMENSIONS"):
        run(wrong, write_document("kites", "Kites rise."), tables)
    assert Layout(settings.data_dir).live() is None


def test_a_second_concurrent_run_is_refused(settings: IngestSettings, write_document: Write, tables: Path) -> None:
    with (
        exclusive(Layout(settings.data_dir).lock, wait=False),
        pytest.raises(BusyError, match="another ingest run"),
    ):
        run(settings, write_document("kites", "Kites rise."), tables)


def test_a_bad_document_leaves_the_old_index_serving(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    folder = write_document("kites", "Kites rise.")
    good = run(settings, folder, tables)
    (folder / "bad.md").write_text("no front matter", "utf-8")
    with pytest.raises(DocumentError, match=r"bad\.md has no front matter"):
        run(settings, folder, tables)
    assert live_hash(settings) == good.hash


def test_a_damaged_vector_cache_costs_an_embedding_and_nothing_else(
    settings: IngestSettings, write_document: Write, tables: Path, rows: int
) -> None:
    folder = write_document("kites", "Kites rise.")
    Layout(settings.data_dir).vectors.write_bytes(b"PK\x03\x04 torn")
    assert run(settings, folder, tables).embedded == rows + 1
    assert _found(settings, "kites") == ["Kites rise."]


@pytest.mark.parametrize("moment", ["ingest.build.write_manifest", "ingest.layout.Layout.switch"])
def test_a_kill_before_the_switch_leaves_the_old_index_and_the_next_run_ends_the_job(
    settings: IngestSettings, write_document: Write, tables: Path, moment: str
) -> None:
    folder = write_document("kites", "Kites rise.")
    old = run(settings, folder, tables)
    write_document("kites", "Kites fall.")
    script = (
        "import os, signal; from pathlib import Path; from unittest.mock import patch;"
        "import ingest.build; from ingest.pipeline import run; from ingest.settings import *;"
        f"patch({moment!r}, lambda *_: os.kill(os.getpid(), signal.SIGKILL)).start();"
        f"run(IngestSettings(data_dir=Path({str(settings.data_dir)!r})), Path({str(folder)!r}), Path({str(tables)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert live_hash(settings) == old.hash
    assert _found(settings, "kites") == ["Kites rise."]
    again = run(settings, folder, tables)
    assert (again.changed, again.embedded) == (True, 0)
    assert _found(settings, "kites") == ["Kites fall."]
    assert not Layout(settings.data_dir).building.exists()


def _indexed(said: Connection, settings: IngestSettings, folder: Path, tables: Path) -> None:
    said.send("begun")
    run(settings, folder, tables)
    said.send("done")


@swept
def test_a_sweep_of_kills_while_ingesting(
    settings: IngestSettings, write_document: Write, tables: Path, times: int
) -> None:
    run(settings, write_document("kites", "Kites rise."), tables)
    folder = write_document("kites", "Kites rise 0 times.")
    whole_s = ended(_indexed, settings, folder, tables).seconds
    killed = []
    for number, moment in moments(times, whole_s):
        before, after = (f"Kites rise {each} times." for each in (number - 1, number))
        write_document("kites", after)
        end = ended(_indexed, settings, folder, tables, kill_after_s=moment)
        killed.append(end.killed)
        assert _found(settings, "kites") in ([[after]] if "done" in end.said else [[before], [after]])
        run(settings, folder, tables)
        assert _found(settings, "kites") == [after]
        assert not Layout(settings.data_dir).building.exists()
    told("ingest run", killed)


def test_an_unreachable_server_is_one_clear_error(
    settings: IngestSettings, write_document: Write, tables: Path
) -> None:
    away = settings.model_copy(update={"qdrant": QdrantSettings(url="http://127.0.0.1:9")})
    for read in (live_manifest, open_index):
        with pytest.raises(IndexUnavailableError, match="ADVISOR_QDRANT__URL"):
            read(away)
    with pytest.raises(IndexUnavailableError, match="ADVISOR_QDRANT__URL"):
        run(away, write_document("kites", "Kites rise."), tables)


@pytest.mark.filterwarnings("ignore:Payload indexes")
def test_on_a_server_the_alias_moves_and_one_earlier_collection_stays(write_document: Write) -> None:
    entries = entries_of(load_catalogue(), load_documents(write_document("kites", "Kites rise.")))[-3:]
    vectors = [np.eye(3, dtype=np.float32)[n] for n in range(3)]
    client = QdrantClient(":memory:")
    assert live_collection(client, "advisor") is None
    for name in ("a", "b", "c"):
        manifest = Manifest(
            schema_version=1, hash=name, nodes=3, embedding_model="m", dimensions=3, created="2025-01-01T00:00:00+00:00"
        )
        stream = Stream(entries, lambda batch: vectors[: len(batch)])
        build_remote(client, "advisor", name, lambda _, manifest=manifest: manifest, stream)
        assert live_collection(client, "advisor") == manifest
        assert client.count("advisor").count == 3
    assert {found.name for found in client.get_collections().collections} == {"advisor-b", "advisor-c"}
