"""Promotion and rollback where no server runs: the same checks and the same record, without the loading."""

from ingest.index import manifest_of
from ingest.layout import IndexUnavailableError, Layout
from server.releases.registry import Registry, Release
from server.releases.served import approved
from server.releases.snapshot import SnapshotError, read_snapshot
from server.settings import Settings


def promote(settings: Settings, name: str, who: str, reason: str) -> Release:
    """Approve a gated release where that is still to be done, and make it live; raises AdvisorError."""
    registry = Registry(settings.data_dir)
    approved(registry, name, who, reason)
    _prove(settings, name)
    return _pinned(settings, registry, registry.promote(name, who, reason))


def roll_back(settings: Settings, who: str, reason: str) -> Release:
    """Make the release live again that the live one replaced; raises AdvisorError."""
    registry = Registry(settings.data_dir)
    _prove(settings, registry.rollback_target().name)
    return _pinned(settings, registry, registry.roll_back(who, reason))


def _prove(settings: Settings, name: str) -> None:
    snapshot = read_snapshot(settings, name)
    try:
        wanted = snapshot.settings.embedding
        manifest_of(snapshot.settings, snapshot.index).check(wanted.model, wanted.dimensions)
    except IndexUnavailableError as error:
        raise SnapshotError(f"the index of release {name} cannot serve: {error}") from error


def _pinned(settings: Settings, registry: Registry, release: Release) -> Release:
    Layout(settings.data_dir).pin(registry.needed())
    return release
