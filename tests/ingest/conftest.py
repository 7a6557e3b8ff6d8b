"""A small corpus in a folder of its own, on the real embedding."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.fetch import fetch_model
from ingest.pipeline import run
from ingest.settings import IngestSettings
from tests.vectors import MADE

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def models() -> Path:
    """The repository's own models folder, with the embedding's model in it."""
    return fetch_model("all-MiniLM-L6-v2", REPOSITORY / "var").parent


@pytest.fixture(scope="session")
def embedded_catalogue(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of the catalogue's own entries, embedded once for all tests where this checkout has made none."""
    if MADE.exists():
        return MADE
    data_dir = tmp_path_factory.mktemp("catalogue")
    (data_dir / "models").symlink_to(models)
    folder = data_dir / "documents"
    folder.mkdir()
    (folder / "one.md").write_text("---\nid: one\ntitle: One\nkind: quote\nas_of: 2025-01-01\n---\nOne. {1}\n", "utf-8")
    run(IngestSettings(data_dir=data_dir), folder)
    return data_dir / "index" / "vectors.sqlite"


@pytest.fixture
def settings(models: Path, embedded_catalogue: Path, tmp_path: Path) -> IngestSettings:
    """Settings of an empty data directory that has the model and the vectors made so far, at least the catalogue's."""
    data_dir = tmp_path / "var"
    (data_dir / "index").mkdir(parents=True)
    (data_dir / "models").symlink_to(models)
    shutil.copy(embedded_catalogue, data_dir / "index" / "vectors.sqlite")
    return IngestSettings(data_dir=data_dir)


@pytest.fixture
def write_document(tmp_path: Path) -> Callable[..., Path]:
    """Writes `<name>.md` with the passages given and returns the folder."""
    folder = tmp_path / "documents"
    folder.mkdir()

    def write(name: str, *passages: str) -> Path:
        head = f"---\nid: {name}\ntitle: The {name} handbook\nkind: quote\nas_of: 2025-01-01\n---\n## About {name}\n"
        body = "\n\n".join(f"{text} {{paragraph {n}}}" for n, text in enumerate(passages, 1))
        (folder / f"{name}.md").write_text(head + body, "utf-8")
        return folder

    return write
