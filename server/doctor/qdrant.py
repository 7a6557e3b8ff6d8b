"""The Qdrant server, where one is named, and of a cluster its peers and the replicas of the live index."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from server.doctor.finding import Finding, failed, ok, warning
from server.settings import Settings

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_LOST = "see `Qdrant has lost a peer` in docs/runbook.md"


def qdrant(settings: Settings) -> Iterator[Finding]:
    """Whether it answers to the key; what it holds is the index's to tell."""
    wanted = settings.qdrant
    if wanted.url is None:
        return
    from ingest.aliases import CLIENT_ERRORS, connect

    try:
        with closing(connect(wanted)) as client:
            collections = client.get_collections().collections
            yield ok("Qdrant", f"{wanted.url} answers, {len(collections)} collections")
            yield from _peers(client)
            if wanted.collection in {alias.alias_name for alias in client.get_aliases().aliases}:
                yield from _replicas(client, wanted.collection)
    except (*CLIENT_ERRORS, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        fix = "start it, or correct ADVISOR_QDRANT__URL or ADVISOR_QDRANT__API_KEY"
        yield failed("Qdrant", f"{wanted.url} does not answer ({reason}): {fix}")


def _peers(client: "QdrantClient") -> Iterator[Finding]:
    """Nothing of a server that is alone."""
    status = client.cluster_status()
    if status.status != "enabled":
        return
    peers = sorted(peer.uri for peer in status.peers.values())
    said = f"{len(peers)} peers: {', '.join(peers)}"
    if status.raft_info.leader is None:
        yield failed("Qdrant's peers", f"have no leader, most of them are away ({said}): start them")
    elif status.message_send_failures:
        away = ", ".join(sorted(status.message_send_failures))
        yield warning("Qdrant's peers", f"{away} cannot be reached ({said}): start it, or, if it is gone, {_LOST}")
    else:
        yield ok("Qdrant's peers", said)


def _replicas(client: "QdrantClient", alias: str) -> Iterator[Finding]:
    """Whether each shard is whole on as many peers as it should be; nothing of a server that is alone."""
    wanted = client.get_collection(alias).config.params.replication_factor or 1
    if wanted == 1:
        return
    cluster = client.collection_cluster_info(alias)
    active = Counter(shard.shard_id for shard in cluster.local_shards if shard.state == "Active")
    active.update(shard.shard_id for shard in cluster.remote_shards if shard.state == "Active")
    short = [shard for shard in range(cluster.shard_count) if active[shard] < wanted]
    if not short:
        yield ok("replicas", f"each of {cluster.shard_count} shards is on {wanted} peers")
    elif cluster.shard_transfers:
        yield warning("replicas", f"shards {short} are on fewer than {wanted} peers, and are being copied: wait")
    else:
        yield warning("replicas", f"shards {short} are on fewer than {wanted} peers: {_LOST}")
