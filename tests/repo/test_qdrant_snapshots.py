"""The drill of `deploy/qdrant-snapshots` over stand-ins of two peers: saved, lost, brought back."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.aliases import connect, switch_alias
from ingest.engine import Point, Sparse
from ingest.remote import RemoteEngine
from ingest.settings import QdrantSettings
from tests.fakes.qdrant_server import FakeQdrant, qdrant_server

SCRIPT = Path(__file__).parents[2] / "deploy" / "qdrant-snapshots"
LIVE = "advisor-a"


@pytest.fixture
def peers() -> Iterator[list[FakeQdrant]]:
    """Each with an entry of its own in the live collection."""
    with qdrant_server() as first, qdrant_server() as second:
        for n, peer in enumerate((first, second)):
            client = connect(QdrantSettings(url=peer.url))
            engine = RemoteEngine.create(client, LIVE, 2, {"hash": "a"})
            engine.write([Point(f"00000000-0000-0000-0000-00000000000{n}", [1.0, 0.0], Sparse([1], [0.5]), {"n": n})])
            switch_alias(client, "advisor", LIVE)
            client.close()
        yield [first, second]


def called(verb: str, folder: Path, *peers: FakeQdrant) -> "subprocess.CompletedProcess[str]":
    command = [str(SCRIPT), verb, str(folder), *(peer.url for peer in peers)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def stored(peer: FakeQdrant) -> dict[str, str]:
    return {id_: point.model_dump_json() for id_, point in peer.collections[LIVE].points.items()}


def test_what_each_peer_had_comes_back_to_it(peers: list[FakeQdrant], tmp_path: Path) -> None:
    before = [stored(peer) for peer in peers]
    done = called("save", tmp_path / "saved", *peers)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "saved").stat().st_mode & 0o077 == 0
    assert [peer.snapshots for peer in peers] == [{}, {}]  # none is left to fill the disk
    for peer in peers:
        peer.collections.clear()
        peer.aliases.clear()
    done = called("restore", tmp_path / "saved", *peers)
    assert (done.returncode, done.stderr) == (0, "")
    assert [stored(peer) for peer in peers] == before
    assert peers[0].aliases == {"advisor": LIVE}  # one peer tells the others
    assert peers[0].live().params.metadata == {"hash": "a"}


def test_what_is_not_whole_is_not_brought_back(peers: list[FakeQdrant], tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    assert called("save", folder, *peers).returncode == 0
    few = called("restore", folder, peers[0])
    assert (few.returncode, "2 peers were saved and 1 are named" in few.stderr) == (1, True)
    with (folder / "1.snapshot").open("ab") as file:
        file.write(b"x")
    for peer in peers:
        peer.collections[LIVE].points.clear()
    damaged = called("restore", folder, *peers)
    assert (damaged.returncode, "1.snapshot is not what peer 1 made" in damaged.stderr) == (1, True)
    assert [stored(peer) for peer in peers] == [{}, {}]  # nor is the whole one, at the other peer
    assert called("save", folder, *peers).returncode != 0  # it is there already


def test_a_cluster_without_an_index_is_told(tmp_path: Path) -> None:
    with qdrant_server() as empty:
        assert called("save", tmp_path / "saved", empty).returncode != 0
    assert not (tmp_path / "saved" / "collection").exists()
