"""A data folder of the evaluation's own, so that it judges the files of this tree and no index that happens to
be live, beside a server that has its index open as well as without one. What readers share stays as it is."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest.layout import Layout
from ingest.settings import QdrantSettings
from server.release import TREE
from server.settings import DatabaseSettings, Settings


@contextlib.contextmanager
def workspace(settings: Settings) -> Iterator[Settings]:
    """The settings over a temporary data folder with an embedded index of this tree; known vectors are taken
    over, so that nothing is embedded again. Raises what the ingest run does."""
    from ingest.pipeline import run

    with tempfile.TemporaryDirectory(prefix="advisor-eval-") as folder:
        apart = {"data_dir": Path(folder), "qdrant": QdrantSettings(), "database": DatabaseSettings()}
        own = settings.model_copy(update=apart)
        share_models(settings, own)
        run(own, TREE.documents, TREE.tables)
        yield own


def share_models(settings: Settings, own: Settings) -> None:
    """Let `own` use the models that `settings` has on disk, and a copy of its vectors."""
    models = settings.data_dir / "models"
    models.mkdir(parents=True, exist_ok=True)
    (own.data_dir / "models").symlink_to(models.resolve())
    known, vectors = Layout(settings.data_dir).vectors, Layout(own.data_dir).vectors
    if known.exists():
        vectors.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(known, vectors)
