"""Vectors that this checkout has made already: texts that they hold are not embedded again by the tests."""

import shutil
from pathlib import Path

MADE = Path(__file__).parents[1] / "var" / "index" / "vectors.sqlite"


def seeded(folder: Path, models: Path) -> Path:
    """`folder`, made, with these models and those vectors, but without an index."""
    folder.mkdir(exist_ok=True)
    (folder / "models").symlink_to(models.resolve())
    seed_vectors(folder)
    return folder


def seed_vectors(data_dir: Path) -> None:
    """Give an empty data folder the vectors that `make run` or `make test` left, if any did."""
    if MADE.exists():
        (data_dir / "index").mkdir(exist_ok=True)
        shutil.copy(MADE, data_dir / "index" / "vectors.sqlite")
