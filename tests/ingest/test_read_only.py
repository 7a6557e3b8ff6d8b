"""Two folders before one Qdrant: the one that has the documents writes, the other may not take them from everybody."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from ingest.__main__ import main
from ingest.adding import Wish, add_path
from ingest.library import Library, path_of
from ingest.pipeline import ReadOnlyError, run
from ingest.settings import IngestSettings, QdrantSettings
from server.access.door import Door
from server.api.app import create_app
from server.doctor.index import index
from server.releases.served import ServedAdvisor
from server.settings import Settings
from tests.fakes.advisor import ScriptedAdvisor
from tests.fakes.qdrant_server import FakeQdrant, qdrant_server
from tests.server.conftest import bearer, key_for

pytestmark = pytest.mark.model


@pytest.fixture
def qdrant(
    settings: IngestSettings, write_document: Callable[..., Path], tables: Path, tmp_path: Path
) -> Iterator[FakeQdrant]:
    """Holds the index of a folder with an added document."""
    boats = tmp_path / "boats.md"
    boats.write_text("# Boats\n\nBoats float on the water of the harbour.\n", "utf-8")
    with qdrant_server() as fake:
        with Library.open(settings.data_dir) as library:
            add_path(library, boats, Wish())
        writer = settings.model_copy(update={"qdrant": QdrantSettings(url=fake.url)})
        assert run(writer, write_document("kites", "Kites rise."), tables).added == 1
        yield fake


@pytest.fixture
def reader(qdrant: FakeQdrant, tmp_path: Path) -> Settings:
    """Settings of another, empty folder."""
    return Settings(data_dir=tmp_path / "pod", qdrant=QdrantSettings(url=qdrant.url, read_only=True))


def test_no_command_of_a_reader_touches_index_or_library(
    qdrant: FakeQdrant, reader: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(reader.data_dir))
    monkeypatch.setenv("ADVISOR_QDRANT__URL", qdrant.url)
    monkeypatch.setenv("ADVISOR_QDRANT__READ_ONLY", "true")
    before = dict(qdrant.aliases), set(qdrant.collections)
    for command in (["run"], ["add", __file__], ["remove", "boats"], ["sync"]):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert "ADVISOR_QDRANT__READ_ONLY" in said
        assert "cronjob/sync" in said
    assert (qdrant.aliases, set(qdrant.collections)) == before
    assert not path_of(reader.data_dir).exists()
    assert main(["status"]) == 0


def test_the_doctor_of_a_reader_sends_nobody_to_write(qdrant: FakeQdrant, reader: Settings) -> None:
    findings = list(index(reader))
    assert {each.state for each in findings} == {"ok"}
    said = " ".join(each.said for each in findings)
    assert "the job `sync`" in said
    assert f"holds {len(qdrant.live().points):,} entries" in said
    assert "ingest run" not in said


async def test_the_administrator_of_a_reader_is_told(reader: Settings, qdrant: FakeQdrant) -> None:
    app: FastAPI = create_app(ServedAdvisor(reader, lambda _: ScriptedAdvisor()), reader.api, door=Door(reader))
    before = dict(qdrant.aliases)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://advisor") as http:
        answer = await http.post("/v1/admin/ingest", headers=bearer(key_for(reader.data_dir, "admin")))
    assert (answer.status_code, "cronjob/sync" in answer.json()["detail"]) == (409, True)
    assert qdrant.aliases == before


def test_a_folder_that_only_reads_may_be_saved_and_not_filled(reader: Settings, tmp_path: Path) -> None:
    from server.backup.saving import back_up

    with pytest.raises(ReadOnlyError):
        run(reader)
    assert back_up(reader, tmp_path / "saved").files == {}
