"""What an index of many nodes needs, against figures worked out by hand, and what the command prints of it."""

from pathlib import Path

import pytest
import yaml

from server.__main__ import main
from server.sizing.capacity import Assumed, Capacity, Costs, Measured, read_costs

ROOT = Path(__file__).parents[2]
SIZES = (12_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
ROUND = Costs(
    measured=Measured(
        disk_bytes=10_000, memory_bytes=5_000, vector_bytes=4_000, run_bytes=1_000,
        told_seconds=0.001, embed_seconds=0.036, write_seconds=0.0072,
    ),
    assumed=Assumed(
        replicas=2, indexes_in_memory=2, indexes_on_disk=3, least_peers=3, peer_gb=64, peer_cores=8, filled=0.8,
        shard_nodes=5_000_000, worker_cores=64, usd_core_hour=0.05, usd_peer_hour=0.5, usd_gb_month=0.1,
    ),
)  # fmt: skip


def test_a_hundred_million_nodes_by_hand() -> None:
    found = Capacity(100_000_000, ROUND)
    assert found.memory == 2_000_000_000_000  # 5,000 bytes, twice on two peers
    assert found.disk == 6_000_000_000_000  # 10,000 bytes, three times on two peers
    assert found.peers == 40  # of 51.2 GB each: 39.06
    assert found.shards == 40  # of 2.5 million nodes
    assert (found.run_memory, found.run_disk) == (100_000_000_000, 400_000_000_000)
    assert found.core_hours == pytest.approx(1000)
    # 100,000 s to tell them; 56,250 s to embed on 64 cores, 4,500 s to write on 320 twice.
    assert found.hours == pytest.approx(27.7778, abs=1e-4)
    assert found.first_usd == pytest.approx(50)
    assert found.month_usd == pytest.approx(40 * 365 + 600)


def test_few_nodes_have_the_least_peers_and_many_on_few_peers_have_more_shards() -> None:
    few = Capacity(12_000, ROUND)
    assert (few.peers, few.shards) == (3, 3)
    # 12,000 texts of 36 ms on 64 cores are less than 12,000 told one by one.
    assert few.hours == pytest.approx(12 / 3600)
    small = ROUND.measured.model_copy(update={"memory_bytes": 100, "told_seconds": 0})
    many = Capacity(100_000_000, ROUND.model_copy(update={"measured": small}))
    assert (many.peers, many.shards) == (3, 21)  # 7 on each, of 4.8 million nodes
    assert many.hours == pytest.approx(100_000_000 * 0.0072 * 2 / 24 / 3600)


def test_what_is_assumed_of_the_cluster_is_what_the_manifests_ask_for() -> None:
    assumed = read_costs().assumed
    manifests = yaml.safe_load_all((ROOT / "deploy" / "k8s" / "base" / "qdrant.yaml").read_text("utf-8"))
    (qdrant,) = (each["spec"] for each in manifests if each["kind"] == "StatefulSet")
    assert qdrant["replicas"] == assumed.least_peers
    given = {variable["name"]: variable.get("value") for variable in qdrant["template"]["spec"]["containers"][0]["env"]}
    assert int(given["QDRANT__STORAGE__COLLECTION__REPLICATION_FACTOR"]) == assumed.replicas


def test_the_page_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "--nodes", *map(str, SIZES)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("| extrapolated to nodes | 12,000 | 100,000 | 1,000,000 | 10,000,000 | 100,000,000 |\n")
    assert printed in (ROOT / "docs" / "production-cluster.md").read_text("utf-8")


@pytest.mark.parametrize("option", [["--env"], ["--model", "Qwen/Qwen3-8B"], ["--concurrency", "8"]])
def test_an_option_of_a_card_is_refused(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["size", "--nodes", "1000", *option]) == 1
    assert capsys.readouterr().err.startswith("error: --concurrency, --model and --env are of a card")


@pytest.mark.parametrize("arguments", [["--nodes", "0"], ["--nodes"], ["--nodes", "5", "--gpu-memory", "24"]])
def test_bad_usage_is_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["size", *arguments])
