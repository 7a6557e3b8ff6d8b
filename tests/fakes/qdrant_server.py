"""As much of Qdrant's HTTP contract as an ingest run and `deploy/qdrant-snapshots` use, with the points in memory;
requests are read as the models of Qdrant's own client. Searches are Qdrant's alone."""

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, File, HTTPException, Response
from qdrant_client import models

from server.llama import free_port


@dataclass
class Collection:
    """What was made of it; `points` by their ids and `written` says how often each of them came."""

    params: models.CreateCollection
    indexed: list[str] = field(default_factory=list)
    points: dict[str, models.PointStruct] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)


@dataclass
class FakeQdrant:
    """A server; `after_write` is called in the thread of each write, when it is stored and not yet acknowledged."""

    collections: dict[str, Collection] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    after_write: Callable[[], None] = lambda: None
    cluster: dict[str, Any] = field(default_factory=lambda: {"status": "disabled"})
    shards: dict[str, Any] = field(default_factory=dict)
    """Of every collection, as `GET /collections/{name}/cluster` tells them."""
    url: str = ""
    snapshots: dict[str, bytes] = field(default_factory=dict)

    def live(self, alias: str = "advisor") -> Collection:
        """The collection that an alias points at."""
        return self.collections[self.aliases[alias]]

    def _named(self, name: str) -> Collection:
        found = self.collections.get(self.aliases.get(name, name))
        if found is None:
            raise HTTPException(404, f"Collection `{name}` doesn't exist!")
        return found

    def app(self) -> FastAPI:  # noqa: PLR0915 - a route each
        """The routes."""
        app = FastAPI()

        def ok(result: Any) -> dict[str, Any]:
            return {"result": result, "status": "ok", "time": 0.0}

        @app.get("/collections")
        def _collections() -> dict[str, Any]:
            return ok({"collections": [{"name": name} for name in self.collections]})

        @app.get("/cluster")
        def _cluster() -> dict[str, Any]:
            return ok(self.cluster)

        @app.get("/collections/{name}/cluster")
        def _shards(name: str) -> dict[str, Any]:
            self._named(name)
            return ok(self.shards)

        @app.get("/collections/{name}/exists")
        def _exists(name: str) -> dict[str, Any]:
            return ok({"exists": self.aliases.get(name, name) in self.collections})

        @app.get("/aliases")
        def _aliases() -> dict[str, Any]:
            return ok({"aliases": [{"alias_name": a, "collection_name": c} for a, c in self.aliases.items()]})

        @app.post("/collections/aliases")
        def _change_aliases(change: models.ChangeAliasesOperation) -> dict[str, Any]:
            for action in change.actions:
                if isinstance(action, models.DeleteAliasOperation):
                    del self.aliases[action.delete_alias.alias_name]
                elif isinstance(action, models.CreateAliasOperation):
                    self.aliases[action.create_alias.alias_name] = action.create_alias.collection_name
            return ok(True)

        @app.get("/collections/{name}")
        def _collection(name: str) -> dict[str, Any]:
            found = self._named(name)
            params = {"vectors": found.params.vectors, "sparse_vectors": found.params.sparse_vectors}
            params["replication_factor"] = found.params.replication_factor
            config = {
                "params": params, "metadata": found.params.metadata,
                "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10_000},
                "optimizer_config": {
                    "deleted_threshold": 0.2, "vacuum_min_vector_number": 1000, "default_segment_number": 0,
                    "flush_interval_sec": 5,
                },
            }  # fmt: skip
            return ok(
                {"status": "green", "optimizer_status": "ok", "segments_count": 1, "config": config,
                 "points_count": len(found.points), "payload_schema": {}}
            )  # fmt: skip

        @app.put("/collections/{name}")
        def _create(name: str, params: models.CreateCollection) -> dict[str, Any]:
            if name in self.collections:
                raise HTTPException(409, f"Collection `{name}` already exists!")
            self.collections[name] = Collection(params)
            return ok(True)

        @app.patch("/collections/{name}")
        def _update(name: str, change: models.UpdateCollection) -> dict[str, Any]:
            found = self._named(name)
            found.params = found.params.model_copy(update={"metadata": change.metadata})
            return ok(True)

        @app.delete("/collections/{name}")
        def _delete(name: str) -> dict[str, Any]:
            return ok(self.collections.pop(name, None) is not None)

        @app.put("/collections/{name}/index")
        def _index(name: str, index: models.CreateFieldIndex) -> dict[str, Any]:
            self._named(name).indexed.append(index.field_name)
            return ok({"operation_id": 0, "status": "completed"})

        @app.put("/collections/{name}/points")
        def _upsert(name: str, points: models.PointsList, wait: bool = False) -> dict[str, Any]:
            found = self._named(name)
            assert wait, "a write is not waited for"
            found.points |= {str(point.id): point for point in points.points}
            found.written.update(str(point.id) for point in points.points)
            self.after_write()
            return ok({"operation_id": 0, "status": "completed"})

        @app.post("/collections/{name}/snapshots")
        def _snapshot(name: str) -> dict[str, Any]:
            found = self._named(name)
            about = [found.params.model_dump_json(), *(point.model_dump_json() for point in found.points.values())]
            content = "\n".join(about).encode()
            self.snapshots[f"{name}.snapshot"] = content
            checksum = hashlib.sha256(content).hexdigest()
            return ok({"name": f"{name}.snapshot", "size": len(content), "checksum": checksum})

        @app.get("/collections/{name}/snapshots/{snapshot}")
        def _download(name: str, snapshot: str) -> Response:
            del name
            return Response(self.snapshots[snapshot])

        @app.delete("/collections/{name}/snapshots/{snapshot}")
        def _forget(name: str, snapshot: str) -> dict[str, Any]:
            del name, self.snapshots[snapshot]
            return ok(True)

        @app.post("/collections/{name}/snapshots/upload")
        def _recover(
            name: str, priority: models.SnapshotPriority, snapshot: Annotated[bytes, File()]
        ) -> dict[str, Any]:
            assert priority == models.SnapshotPriority.SNAPSHOT, "what the other peers lack would win"
            params, *points = snapshot.decode().splitlines()
            read = [models.PointStruct.model_validate_json(point) for point in points]
            made = models.CreateCollection.model_validate_json(params)
            self.collections[name] = Collection(made, points={str(point.id): point for point in read})
            return ok(True)

        @app.post("/collections/{name}/points/count")
        def _count(name: str, _: models.CountRequest) -> dict[str, Any]:
            return ok({"count": len(self._named(name).points)})

        return app


@contextmanager
def qdrant_server() -> Iterator[FakeQdrant]:
    """One that runs on this machine; `url` says where."""
    fake = FakeQdrant()
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(fake.app(), port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    fake.url = f"http://127.0.0.1:{port}"
    try:
        yield fake
    finally:
        server.should_exit = True
        thread.join()
