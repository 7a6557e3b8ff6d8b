"""The doctor over real parts that are really broken: each is found, by a line that names the fix."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from qdrant_client import models

from ingest.disk import copy_folder
from ingest.index import open_index
from ingest.layout import Layout
from ingest.library import File, Library, Source
from ingest.settings import EmbeddingSettings, IngestSettings, QdrantSettings
from server.__main__ import main
from server.doctor.command import CHECKS, examine
from server.doctor.finding import Finding
from server.journal.file import connect, journal_path
from server.llama import free_port
from server.settings import ApiSettings, DatabaseSettings, LLMSettings, Settings, SlackSettings, UiSettings
from tests.fakes.advisor import ScriptedAdvisor
from tests.fakes.api_server import served
from tests.fakes.qdrant_server import Collection, qdrant_server
from tests.fakes.slack_web import TOKEN
from tests.postgres import Postgres
from tests.server.conftest import key_for, serving

DIMENSIONS = 3


def found(part: str, settings: Settings) -> list[Finding]:
    return list(CHECKS[part](settings))


def one(part: str, settings: Settings) -> tuple[str, str]:
    (finding,) = found(part, settings)
    return finding.state, finding.said


def everything() -> FastAPI:
    """A model, an embedding, Slack and a collector, each as far as the doctor asks; all want the key `right`."""
    app = FastAPI()

    @app.get("/v1/models")
    async def models(request: Request) -> Response:
        if request.headers.get("Authorization") != "Bearer right":
            return Response(status_code=401)
        return JSONResponse({"data": [{"id": "good", "max_model_len": 2048}]})

    @app.post("/v1/embeddings")
    async def embeddings() -> Response:
        return JSONResponse({"data": [{"embedding": [0.1] * DIMENSIONS}]})

    @app.post("/api/auth.test")
    async def auth(request: Request) -> Response:
        known = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        return JSONResponse(
            {"ok": True, "team": "T", "user": "bot"} if known else {"ok": False, "error": "token_revoked"}
        )

    @app.post("/v1/traces")
    async def traces() -> Response:
        return Response()

    return app


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    with served(everything()) as url:
        yield url


@pytest.fixture
def dead() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def copied(data_dir: Path, tmp_path: Path) -> Settings:
    """The real index, to be broken."""
    layout, copy = Layout(data_dir), Layout(tmp_path)
    live = layout.live()
    assert live is not None
    copy_folder(layout.folder(live), copy.folder(live))
    copy.switch(live)
    return Settings(data_dir=tmp_path, api=ApiSettings(port=free_port()))


def test_all_is_well_over_the_real_parts(
    own_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"DATA_DIR": str(own_data), "API__PORT": str(free_port()), "UI__PORT": str(free_port())}
    for name, value in (environ | {"LLM__ENABLED": "false"}).items():
        monkeypatch.setenv(f"ADVISOR_{name}", value)
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    states = {part: state for state, part in (line.partition(":")[0].split(maxsplit=1) for line in lines)}
    assert states.pop("LLM") == "warning"
    assert {"data folder", "API", "chat", "index", "embedding"} <= states.keys()
    assert set(states.values()) == {"ok"}


def test_an_empty_folder_fails_with_a_line_for_each_part_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ADVISOR_API__PORT", str(free_port()))
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    failures = [line for line in out.splitlines() if line.startswith("failed")]
    assert len(failures) == 3
    assert all("run" in line and "python -m ingest" in line for line in failures)


@pytest.mark.parametrize("bytes_left", [None, 1_000, 466_247])
def test_a_model_file_that_is_missing_cut_short_or_another(
    bytes_left: int | None, data_dir: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "models" / "all-MiniLM-L6-v2"
    shutil.copytree(data_dir / "models" / folder.name, folder)
    damaged = folder / "tokenizer.json"
    damaged.unlink()
    if bytes_left is not None:
        damaged.write_bytes(b"x" * bytes_left)
    state, said = one("embedding", Settings(data_dir=tmp_path))
    words = {None: "is missing", 1_000: "has 1,000 of 466,247 bytes", 466_247: "is another file"}
    assert state == "failed"
    assert f"{damaged} {words[bytes_left]}" in said
    assert "python -m ingest models" in said
    assert damaged.exists() is (bytes_left is not None)  # it is told of and not removed


@pytest.mark.parametrize("name", ["vector_storage-dense/matrix.dat", "payload_storage/tracker.dat", "segment.json"])
def test_an_index_that_was_cut_short(name: str, copied: Settings) -> None:
    (folder,) = Layout(copied.data_dir).indexes()
    sizes = {path: path.stat().st_size for path in folder.glob(f"shard/segments/*/{name}")}
    for path, size in sizes.items():
        os.truncate(path, min(size // 2, 65_536))
    (finding,) = (each for each in examine(copied) if each.part == "index")
    assert finding.state == "failed"
    assert "damaged" in finding.said
    assert "python -m ingest run" in finding.said


def test_an_index_of_another_corpus(copied: Settings) -> None:
    with Library.open(copied.data_dir) as library:
        library.put(Source(id="s", title="S", origin="/s", checked=""))
        library.put_file("s", File(name="f", title=None, url=None, as_of="2026-01-01"), "digest", [])
    index, corpus = found("index", copied)
    assert (index.state, corpus.state) == ("ok", "warning")
    assert "python -m ingest run" in corpus.said


def test_an_index_that_somebody_has_open(copied: Settings) -> None:
    with closing(open_index(IngestSettings(data_dir=copied.data_dir))):
        (held,) = (each for each in examine(copied) if each.part == "index")
        assert held.state == "failed"
        assert "open in another process" in held.said
        with serving(ScriptedAdvisor()) as url:
            beside = copied.model_copy(update={"api": ApiSettings(port=int(url.rpartition(":")[2]))})
            assert [each.state for each in found("index", beside)] == ["ok"]
            assert found("API", beside)[0].said.startswith("serves on")


def test_ports_that_others_have(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(0.1)
        port = taken.getsockname()[1]
        settings = Settings(data_dir=tmp_path, api=ApiSettings(port=port), ui=UiSettings(port=port))
        api, chat = found("API", settings)
    assert (api.state, chat.state) == ("failed", "warning")
    assert "ADVISOR_API__PORT" in api.said
    assert "ADVISOR_UI__PORT" in chat.said


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({}, "ok", "good at"),
        ({"api_key": "wrong"}, "failed", "ADVISOR_LLM__API_KEY"),
        ({"model": "other"}, "failed", "serves good and not other: correct ADVISOR_LLM__MODEL"),
        ({"context_window": 4096}, "failed", "lower ADVISOR_LLM__CONTEXT_WINDOW to 2048"),
    ],
)
def test_an_llm_behind_an_endpoint(changed: dict[str, object], state: str, words: str, stand_in: str) -> None:
    values = {"base_url": f"{stand_in}/v1", "api_key": "right", "model": "good", "context_window": 2048} | changed
    settings = Settings(llm=LLMSettings.model_validate(values))
    assert one("LLM", settings)[0] == state
    assert words in one("LLM", settings)[1]


@pytest.mark.parametrize(
    ("part", "group", "make"),
    [
        ("LLM", "ADVISOR_LLM__BASE_URL", lambda url: Settings(llm=LLMSettings(base_url=url))),
        ("embedding", "ADVISOR_EMBEDDING__BASE_URL", lambda url: Settings(embedding=EmbeddingSettings(base_url=url))),
        ("Qdrant", "ADVISOR_QDRANT__URL", lambda url: Settings(qdrant=QdrantSettings(url=url))),
        (
            "Slack",
            "ADVISOR_SLACK__API_URL",
            lambda url: Settings(
                slack=SlackSettings.model_validate({"signing_secret": "s", "bot_token": TOKEN, "api_url": url})
            ),
        ),
    ],
)
def test_an_endpoint_where_nothing_listens(part: str, group: str, make: Callable[[str], Settings], dead: str) -> None:
    state, said = one(part, make(dead))
    assert state == "failed"
    assert "does not answer" in said
    assert group in said


def test_what_is_kept(tmp_path: Path, postgres: Postgres, dead: str) -> None:
    settings = Settings(data_dir=tmp_path)
    assert found("database", settings) == []
    path = journal_path(tmp_path)
    connect(path).close()
    assert [each.state for each in found("database", settings)] == ["ok"]
    path.write_bytes(b"no database, " * 400)
    for log in ("-wal", "-shm"):
        path.with_name(path.name + log).unlink(missing_ok=True)
    state, said = one("database", settings)
    assert (state, "check its disk and rights" in said) == ("failed", True)
    url = postgres.database()
    shared = Settings(data_dir=tmp_path, database=DatabaseSettings.model_validate({"url": url}))
    assert [each.state for each in found("database", shared)] == ["ok"] * 3
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("update advisor_versions set version = 9 where name = 'keys'")
        assert [each.state for each in found("database", shared)] == ["failed", "ok", "ok"]
        assert "run the newer program" in found("database", shared)[0].said
        connection.execute("alter role advisor set default_transaction_read_only = on")
    try:
        assert "name the primary" in found("database", shared)[1].said
    finally:
        with psycopg.connect(url, autocommit=True, options="-c default_transaction_read_only=off") as connection:
            connection.execute("alter role advisor reset default_transaction_read_only")
    away = Settings(database=DatabaseSettings.model_validate({"url": dead.replace("http://", "postgresql://")}))
    assert {each.state for each in found("database", away)} == {"failed"}
    assert all("ADVISOR_DATABASE__URL" in each.said for each in found("database", away))


def test_whether_anybody_has_a_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, api=ApiSettings(keys="required"))
    assert found("keys", Settings(data_dir=tmp_path)) == []
    state, said = one("keys", settings)
    assert (state, "python -m server keys create" in said) == ("warning", True)
    key_for(tmp_path, "ask")
    assert one("keys", settings) == ("ok", "are asked for, and 1 are accepted")


def test_an_embedding_of_another_length(stand_in: str) -> None:
    wanted = EmbeddingSettings(base_url=f"{stand_in}/v1", model="m", dimensions=DIMENSIONS)
    assert one("embedding", Settings(embedding=wanted))[0] == "ok"
    state, said = one("embedding", Settings(embedding=wanted.model_copy(update={"dimensions": 384})))
    assert (state, "gives 3 dimensions and not 384" in said) == ("failed", True)


def test_slacks_token(stand_in: str) -> None:
    values = {"signing_secret": "s", "bot_token": TOKEN, "api_url": f"{stand_in}/api/"}
    assert one("Slack", Settings(slack=SlackSettings.model_validate(values))) == ("ok", "bot of T")
    state, said = one("Slack", Settings(slack=SlackSettings.model_validate(values | {"bot_token": f"{TOKEN}-old"})))
    assert (state, "token_revoked" in said, "ADVISOR_SLACK__BOT_TOKEN" in said) == ("failed", True, True)
    assert found("Slack", Settings()) == []


def test_a_collector_costs_a_warning_alone(stand_in: str, dead: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found("traces", Settings()) == []
    for url, state in ((stand_in, "ok"), (dead, "warning"), (f"{stand_in}/elsewhere", "warning")):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        assert one("traces", Settings())[0] == state, url


def test_a_cluster_of_qdrant_that_lost_a_peer_and_a_replica() -> None:
    peers = {str(peer): {"uri": f"http://qdrant-{peer}.qdrant-headless:6335/"} for peer in range(3)}
    raft = {"term": 1, "commit": 1, "pending_operations": 0, "leader": 0, "role": "Leader", "is_voter": True}
    state = {"consensus_thread_status": "working", "last_update": "2026-01-01T00:00:00Z"}
    whole = [{"shard_id": shard, "peer_id": 1, "state": "Active"} for shard in (0, 1)]
    with qdrant_server() as fake:
        settings = Settings(qdrant=QdrantSettings(url=fake.url))
        assert [each.state for each in found("Qdrant", settings)] == ["ok"]
        fake.collections["advisor-1"] = Collection(models.CreateCollection(vectors={}, replication_factor=2))
        fake.aliases["advisor"] = "advisor-1"
        fake.cluster = {
            "status": "enabled", "peer_id": 0, "peers": peers, "raft_info": raft, "consensus_thread_status": state,
            "message_send_failures": {},
        }  # fmt: skip
        fake.shards = {
            "peer_id": 0, "shard_count": 2, "remote_shards": whole, "shard_transfers": [],
            "local_shards": [{"shard_id": shard, "points_count": 5, "state": "Active"} for shard in (0, 1)],
        }  # fmt: skip
        assert [each.state for each in found("Qdrant", settings)] == ["ok", "ok", "ok"]
        fake.shards["remote_shards"] = [whole[0], whole[1] | {"state": "Dead"}]
        fake.cluster["message_send_failures"] = {peers["2"]["uri"]: {"count": 3}}
        _, away, short = found("Qdrant", settings)
        assert (away.state, short.state) == ("warning", "warning")
        assert away.said.startswith(f"{peers['2']['uri']} cannot be reached (3 peers")
        assert short.said.startswith("shards [1] are on fewer than 2 peers: see `Qdrant has lost a peer`")
        raft["leader"] = None
        assert found("Qdrant", settings)[1].state == "failed"
