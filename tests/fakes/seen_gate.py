"""A data folder in which a gate has ended, for tests that watch it."""

from datetime import UTC, datetime
from pathlib import Path

from server.releases.gated import Gated, write_gated
from server.settings import Settings

ENDED = datetime(2026, 1, 2, tzinfo=UTC)


def a_gate_ended(data_dir: Path) -> None:
    """Two of a hundred questions fell."""
    gated = Gated(at=ENDED, release="a", baseline="b", passed=False, compared=100, fallen=2)
    write_gated(Settings(data_dir=data_dir), gated)
