"""Runs on Ray: a real cluster of two workers, one of which is killed between writing and hearing that it has."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from qdrant_client import models

from corpus.catalogue import load_catalogue
from ingest.aliases import connect
from ingest.disk import copy_folder
from ingest.engine import DENSE, SPARSE
from ingest.entries import Entry, entries_of
from ingest.layout import IndexUnavailableError
from ingest.pipeline import run
from ingest.remote import RemoteEngine
from ingest.settings import IngestSettings, QdrantSettings
from ingest.worker import Task, Worker
from server.llama import free_port
from tests.fakes.qdrant_server import FakeQdrant, qdrant_server

ROOT = Path(__file__).parents[2]
WAIT_S = 50  # less than a worker waits for its write
Write = Callable[..., Path]


@pytest.fixture
def qdrant() -> Iterator[FakeQdrant]:
    with qdrant_server() as fake:
        yield fake


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that leads to a Ray of two cores, which ends with this module."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "RAY_"))}
    environ = kept | {"HOME": str(home), "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0"}
    address = f"127.0.0.1:{free_port()}"
    start = [
        str(Path(sys.executable).parent / "ray"), "start", "--head", "--block", "--num-cpus=2",
        "--node-ip-address=127.0.0.1",
        f"--port={address.rpartition(':')[2]}", "--include-dashboard=false", "--disable-usage-stats",
    ]  # fmt: skip
    with (home / "ray.log").open("wb") as log:
        head = subprocess.Popen(start, env=environ, stdout=log, stderr=log)
    try:
        yield environ | {"RAY_ADDRESS": address}
    finally:
        head.send_signal(signal.SIGTERM)
        head.wait(timeout=60)


def on_ray(cluster: dict[str, str], settings: IngestSettings, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A run of the documents in `folder`, in a process of its own."""
    script = (
        "import sys; from pathlib import Path; from ingest.pipeline import run; from ingest.settings import *;"
        "run(IngestSettings(), Path(sys.argv[1]), engine='ray')"
    )
    environ = {
        "ADVISOR_DATA_DIR": str(settings.data_dir),
        "ADVISOR_QDRANT__URL": settings.qdrant.url or "",
        "ADVISOR_EMBEDDING__DIMENSIONS": str(settings.embedding.dimensions),
    }
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, env=cluster | environ, capture_output=True, text=True
    )


def writing() -> list[int]:
    """Ray's processes on this machine that are at work on a task of ours."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cmdline").read_bytes().startswith(b"ray::MapBatches(_write)"):
                found.append(int(process.name))
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
    return found


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_that_is_killed_costs_no_entry_and_none_is_there_twice(
    cluster: dict[str, str], qdrant: FakeQdrant, settings: IngestSettings, write_document: Write, tmp_path: Path
) -> None:
    folder = write_document("kites", *(f"Kite number {n} rises against the wind of day {n * 7}." for n in range(300)))
    alone = settings.model_copy(update={"data_dir": tmp_path / "alone"})
    copy_folder(settings.data_dir, alone.data_dir)
    with qdrant_server() as other:
        plain = run(alone.model_copy(update={"qdrant": QdrantSettings(url=other.url)}), folder)
        expected = other.live().points

    both, killed = threading.Barrier(2), threading.Event()
    victims: list[int] = []

    def kill_one() -> None:
        victims.extend(writing())
        os.kill(victims[0], signal.SIGKILL)
        killed.set()

    def hold() -> None:
        """Both workers have written, neither has heard of it: one of them dies."""
        if not killed.is_set():
            if both.wait(WAIT_S) == 0:
                kill_one()
            assert killed.wait(WAIT_S)

    qdrant.after_write = hold
    shared = settings.model_copy(update={"qdrant": QdrantSettings(url=qdrant.url)})
    done = on_ray(cluster, shared, folder)
    assert done.returncode == 0, done.stderr

    assert len(victims) == 2
    found = qdrant.live()
    assert found.points.keys() == expected.keys()
    assert len(found.points) == plain.nodes
    # The dead worker's task was done again, and nothing else.
    assert Counter(found.written.values()) == {1: plain.nodes - 256, 2: 256}
    for id_, point in found.points.items():
        assert point.payload == expected[id_].payload
        assert isinstance(point.vector, dict)
        before = expected[id_].vector
        assert isinstance(before, dict)
        assert point.vector[SPARSE] == before[SPARSE]
        assert np.allclose(np.array(point.vector[DENSE]), np.array(before[DENSE]), atol=1e-6)
    # What the workers embedded was kept: nothing is left to do, here or on one machine.
    again = run(shared, folder)
    assert (again.changed, again.hash) == (False, plain.hash)
    write_document("boats", "Boats float.")
    assert run(shared, folder).embedded == 1


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_a_worker_fails_of_is_told_and_the_old_index_serves(
    cluster: dict[str, str], qdrant: FakeQdrant, settings: IngestSettings, write_document: Write
) -> None:
    embedding = settings.embedding.model_copy(update={"dimensions": 512})
    wrong = settings.model_copy(update={"qdrant": QdrantSettings(url=qdrant.url), "embedding": embedding})
    done = on_ray(cluster, wrong, write_document("kites", "Kites rise."))
    assert done.returncode == 1
    assert "EmbeddingError: all-MiniLM-L6-v2 gives [384] dimensions, not 512: set ADVISOR_EMBEDDING" in done.stderr
    assert qdrant.aliases == {}


def tasks(count: int) -> list[Task]:
    """The first entries of the catalogue with some vector."""
    entries: tuple[Entry, ...] = entries_of(load_catalogue(), ())[:count]
    return [Task(entry, entry.id.encode(), np.eye(384, dtype=np.float32)[n]) for n, entry in enumerate(entries)]


def test_a_task_that_is_done_again_changes_nothing(qdrant: FakeQdrant) -> None:
    settings = IngestSettings(qdrant=QdrantSettings(url=qdrant.url))
    RemoteEngine.create(connect(settings.qdrant), "advisor-a", 384, {})
    worker = Worker(settings, "advisor-a")
    assert worker.write(tasks(3)) == {}
    before = dict(qdrant.collections["advisor-a"].points)
    assert worker.write(tasks(3)) == {}
    assert qdrant.collections["advisor-a"].points == before
    assert {type(point) for point in before.values()} == {models.PointStruct}
    assert set(qdrant.collections["advisor-a"].written.values()) == {2}


def test_a_collection_that_is_gone_is_told(qdrant: FakeQdrant) -> None:
    worker = Worker(IngestSettings(qdrant=QdrantSettings(url=qdrant.url)), "advisor-gone")
    with pytest.raises(IndexUnavailableError, match=r"(?s)Qdrant refuses .*check ADVISOR_QDRANT__URL"):
        worker.write(tasks(1))
