"""Data folders of the evaluation's own, which stay: documents take minutes to embed, and only what changed is done."""

from collections.abc import Collection
from pathlib import Path

from corpus.catalogue import load_catalogue
from eval.workspace import share_models
from ingest.adding import Wish, add_path, remove, slug
from ingest.library import Library
from ingest.pipeline import run
from ingest.settings import QdrantSettings
from server.settings import Settings


def corpus_alone(settings: Settings) -> Settings:
    """The settings over an index of this tree's corpus."""
    own = _own(settings, "corpus")
    run(own)
    return own


def with_documents(settings: Settings, documents: Path, size: int, only: Collection[str] = ()) -> Settings:
    """The same with each folder in `documents`, or those named `only`, added as a source of its name, in passages of
    at most `size` word pieces; raises FileNotFoundError where there is none."""
    folders = folders_in(documents, only)
    own = _own(settings, f"{'sample' if only else 'documents'}-{size}")
    tools = {slug(tool): tool for tool in load_catalogue().tools}
    with Library.open(own.data_dir) as library:
        for source in library.sources():
            if source.origin not in map(str, folders):
                remove(library, source.id)
        for folder in folders:
            add_path(library, folder, Wish(tool=tools.get(slug(folder.name))), size)
    run(own)
    return own


def folders_in(documents: Path, only: Collection[str] = ()) -> list[Path]:
    """The folders in `documents`, or those named `only`; raises FileNotFoundError where there is none."""
    found = sorted(path.resolve() for path in documents.iterdir() if path.is_dir()) if documents.is_dir() else []
    folders = [folder for folder in found if not only or folder.name in only]
    if not folders:
        raise FileNotFoundError(f"{documents} holds no folders: name one with a folder of documentation for each tool")
    return folders


def sources(settings: Settings) -> set[str]:
    """The sources in the library of these settings."""
    with Library.open(settings.data_dir) as library:
        return {source.id for source in library.sources()}


def _own(settings: Settings, name: str) -> Settings:
    folder = settings.data_dir / "eval" / "retrieval" / name
    own = settings.model_copy(update={"data_dir": folder, "qdrant": QdrantSettings()})
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "models").exists():
        share_models(settings, own)
    return own
