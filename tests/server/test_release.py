"""The release hash changes with what shapes an answer, and with nothing else."""

import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from server.release import CORPUS, PROMPTS, release_hash, shaping_settings
from server.settings import ApiSettings, JournalSettings, LLMSettings, RetrievalSettings, Settings, UiSettings


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Copies of the corpus and the prompts, free to change."""
    return {
        "corpus": Path(shutil.copytree(CORPUS, tmp_path / "corpus")),
        "prompts": Path(shutil.copytree(PROMPTS, tmp_path / "prompts")),
    }


def test_it_is_twelve_hex_digits_and_the_same_everywhere(folders: dict[str, Path]) -> None:
    here, there = release_hash(Settings(), "i"), release_hash(Settings(), "i", **folders)
    assert here == there
    assert len(here) == 12
    assert int(here, 16) >= 0


def test_files_and_index_shape_it(folders: dict[str, Path]) -> None:
    releases = [release_hash(Settings(), "i", **folders), release_hash(Settings(), "j", **folders)]
    for name, file in (("corpus", "tables/tools.toml"), ("prompts", "narrate.md"), ("corpus", "documents/new.md")):
        path = folders[name] / file
        path.write_text((path.read_text() if path.exists() else "") + "\n")
        releases.append(release_hash(Settings(), "i", **folders))
    assert len(set(releases)) == len(releases)


def test_caches_do_not_shape_it(folders: dict[str, Path]) -> None:
    before = release_hash(Settings(), "i", **folders)
    (folders["corpus"] / "__pycache__").mkdir(exist_ok=True)
    (folders["corpus"] / "__pycache__" / "x.toml").write_text("x")
    assert release_hash(Settings(), "i", **folders) == before


@pytest.mark.parametrize(
    "settings",
    [
        Settings(llm=LLMSettings(model="other")),
        Settings(llm=LLMSettings(temperature=0.5)),
        Settings(llm=LLMSettings(enabled=False)),
        Settings(llm=LLMSettings(base_url="http://gpu:8000/v1")),
        Settings(retrieval=RetrievalSettings(passages=5)),
    ],
)
def test_settings_that_shape_answers(settings: Settings) -> None:
    assert release_hash(settings, "i") != release_hash(Settings(), "i")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(api=ApiSettings(port=9000)),
        Settings(ui=UiSettings(port=9001)),
        Settings(journal=JournalSettings(enabled=False)),
        Settings(data_dir=Path("elsewhere")),
        Settings(llm=LLMSettings(api_key="secret", threads=1, timeout_s=1, usd_per_million_prompt_tokens=1)),
    ],
)
def test_places_prices_and_secrets_do_not(settings: Settings) -> None:
    assert release_hash(settings, "i") == release_hash(Settings(), "i")


def test_which_settings_shape_answers_is_reviewed(snapshot: SnapshotAssertion) -> None:
    groups = shaping_settings(Settings(llm=LLMSettings(api_key="secret")))
    assert {group: sorted(names) for group, names in groups.items()} == snapshot
