"""A release's copy gives its answers back, and proves that nobody changed it."""

from pathlib import Path

import pytest

from ingest.layout import Layout
from ingest.settings import EmbeddingSettings
from server.release import release_hash
from server.releases.registering import register
from server.releases.registry import Registry
from server.releases.snapshot import SnapshotError, read_snapshot, write_snapshot
from server.settings import ApiSettings, LLMSettings, RetrievalSettings, Settings
from tests.advisors import smaller
from tests.vectors import seeded


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", retrieval=RetrievalSettings(passages=3))


def test_it_comes_back_under_the_places_of_now(settings: Settings) -> None:
    name = write_snapshot(settings, "i")
    assert name == release_hash(settings, "i")
    now = settings.model_copy(
        update={
            "retrieval": RetrievalSettings(passages=9),
            "api": ApiSettings(port=9000),
            "llm": LLMSettings(temperature=0.7, timeout_s=7),
        }
    )
    found = read_snapshot(now, name)
    assert (found.name, found.index, found.settings.retrieval.passages) == (name, "i", 3)
    assert (found.settings.llm.temperature, found.settings.llm.timeout_s) == (0.0, 7)
    assert found.settings.api.port == 9000
    assert release_hash(found.settings, "i", found.sources.corpus, found.sources.prompts) == name


@pytest.mark.parametrize("file", ["prompts/narrate.md", "corpus/tables/tools.toml", "index"])
def test_a_changed_copy_is_refused(settings: Settings, file: str) -> None:
    name = write_snapshot(settings, "i")
    path = settings.data_dir / "releases" / name / file
    path.write_text(path.read_text("utf-8") + "x", "utf-8")
    with pytest.raises(SnapshotError, match="was changed"):
        read_snapshot(settings, name)


def test_a_missing_copy_is_refused(settings: Settings) -> None:
    with pytest.raises(SnapshotError, match="register it again"):
        read_snapshot(settings, "0" * 12)


def test_another_kind_of_model_is_refused(settings: Settings) -> None:
    name = write_snapshot(settings, "i")
    remote = settings.model_copy(update={"llm": LLMSettings(base_url="http://gpu:8000/v1")})
    with pytest.raises(SnapshotError, match="ADVISOR_LLM__BASE_URL"):
        read_snapshot(remote, name)
    elsewhere = settings.model_copy(update={"embedding": EmbeddingSettings(base_url="http://gpu:8001/v1")})
    with pytest.raises(SnapshotError, match="ADVISOR_EMBEDDING__BASE_URL"):
        read_snapshot(elsewhere, name)


def test_what_a_crash_left_is_not_taken_for_a_copy(settings: Settings) -> None:
    name = write_snapshot(settings, "i")
    folder = settings.data_dir / "releases" / name
    folder.rename(folder.with_name(f"{name}.1.building"))
    assert write_snapshot(settings, "i") == name
    assert read_snapshot(settings, name).index == "i"


@pytest.mark.model
def test_registering_pins_the_index_and_keeps_it_through_later_runs(models: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=seeded(tmp_path / "var", models), llm=LLMSettings(enabled=False))
    sources, layout = smaller(tmp_path), Layout(settings.data_dir)
    first = register(settings, "passed", sources)
    assert first.state == "gated"
    assert register(settings, None, sources).state == "gated"
    tools = sources.tables / "tools.toml"
    printed = tools.read_text("utf-8")
    for number in range(3):
        tools.write_text(printed.replace('cost = "$250"', f'cost = "${number + 1}"'), "utf-8")
        assert register(settings, None, sources).state == "candidate"
    registry = Registry(settings.data_dir)
    assert len(layout.indexes()) == 4 == len(layout.pinned())
    for release in registry.all()[1:]:
        registry.move(release.name, "retired", "x", "r")
    layout.pin(registry.needed())
    assert layout.pinned() == {first.index_hash}
    assert read_snapshot(settings, first.name).index == first.index_hash
