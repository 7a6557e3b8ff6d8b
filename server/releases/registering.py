"""Registers the files, the settings and the index of this tree as a release."""

from ingest.layout import Layout
from ingest.pipeline import run
from server.release import TREE, Sources
from server.releases.registry import Registry, Release
from server.releases.snapshot import write_snapshot
from server.settings import Settings

_GATE = "gate"


def register(settings: Settings, passed: str | None, sources: Sources = TREE) -> Release:
    """This tree as a candidate, and as gated where it `passed` the gate, told in words.

    Brings the index up to date first, copies what shapes answers, pins the index and writes the registry last:
    a run that dies on the way leaves files that the next one uses, and no release that lacks any.
    """
    index = run(settings, sources.documents, sources.tables).hash
    name = write_snapshot(settings, index, sources)
    registry, layout = Registry(settings.data_dir), Layout(settings.data_dir)
    layout.pin({*registry.needed(), index})
    release = registry.register(name, index, _GATE, passed or "the gate failed")
    if passed and release.state == "candidate":
        release = registry.move(name, "gated", _GATE, passed)
    layout.pin(registry.needed())
    return release
