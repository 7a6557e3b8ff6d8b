"""A small corpus in a folder of its own, on the real embedding."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalogue import TABLES
from ingest.pipeline import run
from ingest.settings import IngestSettings


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables with one topic of those beyond the corpus: the thousands of others are more of the same to index."""
    folder = Path(shutil.copytree(TABLES, tmp_path_factory.mktemp("corpus") / "tables"))
    beyond = folder / "beyond.toml"
    head, first, *_ = beyond.read_text("utf-8").split("[[topic]]")
    beyond.write_text(f"{head}[[topic]]{first}", "utf-8")
    return folder


@pytest.fixture(scope="session")
def embedded_tables(models: Path, tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of what these tables say, embedded once for all tests."""
    data_dir = tmp_path_factory.mktemp("catalogue")
    (data_dir / "models").symlink_to(models)
    folder = data_dir / "documents"
    folder.mkdir()
    (folder / "one.md").write_text("---\nid: one\ntitle: One\nkind: quote\nas_of: 2025-01-01\n---\nOne. {1}\n", "utf-8")
    run(IngestSettings(data_dir=data_dir), folder, tables)
    return data_dir / "index" / "vectors.sqlite"


@pytest.fixture
def settings(models: Path, embedded_tables: Path, tmp_path: Path) -> IngestSettings:
    """Settings of an empty data directory that has the model, and the vectors of the tables."""
    data_dir = tmp_path / "var"
    (data_dir / "index").mkdir(parents=True)
    (data_dir / "models").symlink_to(models)
    shutil.copy(embedded_tables, data_dir / "index" / "vectors.sqlite")
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
