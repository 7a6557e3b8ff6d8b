"""A release's own copy of what shapes its answers: `<data_dir>/releases/<name>/`.

    corpus/, prompts/   the files, by the paths that the release hash knows them by
    settings.json       the settings that shape answers
    index               the hash of the index

The name is the hash of all that, so that a copy proves itself: a changed file makes it another release.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.layout import sync
from server.errors import AdvisorError
from server.release import CORPUS_SUFFIXES, TREE, Sources, release_hash, shaping_settings
from server.settings import Settings

_SETTINGS, _INDEX = "settings.json", "index"


class SnapshotError(AdvisorError):
    """A release's copy is missing, damaged or does not fit this process; the message says which."""

    status = 409


@dataclass(frozen=True)
class Snapshot:
    """What an advisor of the release is built from."""

    name: str
    sources: Sources
    settings: Settings
    index: str


def write_snapshot(settings: Settings, index: str, sources: Sources = TREE) -> str:
    """Copy what shapes the answers of `sources` under these settings and this index; returns the release's name.

    The folder is complete before it gets its name; one that is there already is kept.
    """
    name = release_hash(settings, index, sources.corpus, sources.prompts)
    folder = _folder(settings.data_dir, name)
    if folder.exists():
        return name
    building = folder.with_name(f"{name}.{os.getpid()}.building")
    shutil.rmtree(building, ignore_errors=True)
    for path in sorted(sources.corpus.rglob("*")):
        if path.is_file() and path.suffix in CORPUS_SUFFIXES:
            _copy(path, building / "corpus" / path.relative_to(sources.corpus))
    for path in sorted(sources.prompts.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            _copy(path, building / "prompts" / path.relative_to(sources.prompts))
    (building / _INDEX).write_text(index, encoding="utf-8")
    (building / _SETTINGS).write_text(json.dumps(shaping_settings(settings), indent=2, sort_keys=True), "utf-8")
    for path in (building, *building.rglob("*")):
        sync(path)
    building.rename(folder)
    sync(folder.parent)
    return name


def read_snapshot(settings: Settings, name: str) -> Snapshot:
    """The release's copy under this process's places, keys and limits; raises SnapshotError where it is not what
    it was named after, or where this process runs another kind of model than it was evaluated with."""
    folder = _folder(settings.data_dir, name)
    sources = Sources(folder / "corpus", folder / "prompts")
    try:
        index = (folder / _INDEX).read_text(encoding="utf-8").strip()
        shaping: dict[str, Any] = json.loads((folder / _SETTINGS).read_text(encoding="utf-8"))
        own = _overlaid(settings, shaping)
    except (OSError, ValueError) as error:
        raise SnapshotError(f"the copy of release {name} cannot be read: register it again ({error})") from error
    now = shaping_settings(settings)
    for group in ("llm", "embedding"):
        if shaping[group]["embedded"] != now[group]["embedded"]:
            kind = "the embedded one" if shaping[group]["embedded"] else "one behind an endpoint"
            raise SnapshotError(
                f"release {name} was made with another {group} ({kind}): set or unset "
                f"ADVISOR_{group.upper()}__BASE_URL as it was then"
            )
    if release_hash(own, index, sources.corpus, sources.prompts) != name:
        raise SnapshotError(f"the copy of release {name} was changed: register the release again")
    return Snapshot(name, sources, own, index)


def _overlaid(settings: Settings, shaping: dict[str, Any]) -> Settings:
    """This process's settings with those that shape answers taken from the release."""
    groups: dict[str, Any] = {}
    for name, values in shaping.items():
        group = getattr(settings, name)
        known = {key: value for key, value in values.items() if key in type(group).model_fields}
        groups[name] = type(group).model_validate({**dict(group), **known})
    # Not `model_validate`, which would read the environment again; the groups were validated, their sum was when made.
    return settings.model_copy(update=groups)


def _folder(data_dir: Path, name: str) -> Path:
    return data_dir / "releases" / name


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
