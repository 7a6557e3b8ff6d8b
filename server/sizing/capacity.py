"""What an index of so many nodes needs, from what one node was seen to cost. `capacity.toml` holds both: what was
measured, and by which command, and what is assumed of machines and prices.

All of it is an extrapolation: a cost per node times nodes. Nobody has built the larger ones.
"""

import tomllib
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from ingest.settings import Group

CAPACITY = Path(__file__).parent / "capacity.toml"
GB = 1_000_000_000
_HOUR_S = 3600
_MONTH_H = 730


class Measured(Group):
    """The cost of one node: bytes, and processor seconds of one core."""

    disk_bytes: float
    memory_bytes: float
    vector_bytes: float
    run_bytes: float
    told_seconds: float
    embed_seconds: float
    write_seconds: float


class Assumed(Group):
    """Of the cluster and its prices; a peer is a machine of Qdrant."""

    replicas: int
    indexes_in_memory: int
    indexes_on_disk: int
    least_peers: int
    peer_gb: int
    peer_cores: int
    filled: float
    shard_nodes: int
    worker_cores: int
    usd_core_hour: float
    usd_peer_hour: float
    usd_gb_month: float


class Costs(Group):
    """Both."""

    measured: Measured
    assumed: Assumed


@dataclass(frozen=True)
class Capacity:
    """What an index of `nodes` needs."""

    nodes: int
    costs: Costs

    @property
    def memory(self) -> float:
        """Bytes that all peers hold in memory while a new index is written beside the live one."""
        assumed = self.costs.assumed
        return self.nodes * self.costs.measured.memory_bytes * assumed.replicas * assumed.indexes_in_memory

    @property
    def disk(self) -> float:
        """Bytes on the disks of all peers meanwhile."""
        assumed = self.costs.assumed
        return self.nodes * self.costs.measured.disk_bytes * assumed.replicas * assumed.indexes_on_disk

    @property
    def peers(self) -> int:
        """Machines whose memory holds it."""
        assumed = self.costs.assumed
        return max(assumed.least_peers, ceil(self.memory / (assumed.peer_gb * GB * assumed.filled)))

    @property
    def shards(self) -> int:
        """As many on each peer, none of them too large to be moved."""
        peers = self.peers
        return peers * ceil(self.nodes / (peers * self.costs.assumed.shard_nodes))

    @property
    def run_memory(self) -> float:
        """Bytes of the process that tells the nodes."""
        return self.nodes * self.costs.measured.run_bytes

    @property
    def run_disk(self) -> float:
        """Bytes of the vectors that are kept, so that none is made twice."""
        return self.nodes * self.costs.measured.vector_bytes

    @property
    def core_hours(self) -> float:
        """Of the workers, which embed."""
        return self.nodes * self.costs.measured.embed_seconds / _HOUR_S

    @property
    def hours(self) -> float:
        """Of the first run: its slowest part, since all of them go on at once."""
        measured, assumed = self.costs.measured, self.costs.assumed
        told = self.nodes * measured.told_seconds
        embedded = self.nodes * measured.embed_seconds / assumed.worker_cores
        written = self.nodes * measured.write_seconds * assumed.replicas / (self.peers * assumed.peer_cores)
        return max(told, embedded, written) / _HOUR_S

    @property
    def first_usd(self) -> float:
        """What the workers of the first run cost; later ones embed what changed."""
        return self.core_hours * self.costs.assumed.usd_core_hour

    @property
    def month_usd(self) -> float:
        """What the peers cost, with their disks."""
        assumed = self.costs.assumed
        return self.peers * assumed.usd_peer_hour * _MONTH_H + self.disk / GB * assumed.usd_gb_month


def read_costs() -> Costs:
    """What the file says."""
    return Costs.model_validate(tomllib.loads(CAPACITY.read_text("utf-8")))
