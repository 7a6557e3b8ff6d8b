"""A data folder in which a gate has ended, for tests that watch it."""

from datetime import UTC, datetime
from pathlib import Path

from server.releases.gated import Gated, write_gated

ENDED = datetime(2026, 1, 2, tzinfo=UTC)


def a_gate_ended(data_dir: Path) -> None:
    """Two of a hundred questions fell."""
    write_gated(data_dir, Gated(at=ENDED, release="a", baseline="b", passed=False, compared=100, fallen=2))
