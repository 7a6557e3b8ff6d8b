"""States of releases: legal steps alone, one live at most, and nothing half done whenever the process dies."""

import itertools
import signal
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from server.releases.registry import LEGAL, Registry, ReleaseError, State, UnknownRelease

A, B, C = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path)


def approved(registry: Registry, *names: str) -> None:
    for name in names:
        registry.register(name, f"index-{name}", "gate", "evaluated")
        registry.move(name, "gated", "gate", "passed")
        registry.move(name, "approved", "Ada", "good")


def states(registry: Registry) -> dict[str, State]:
    return {release.name: release.state for release in registry.all()}


def test_the_whole_way_with_every_change_recorded(registry: Registry) -> None:
    approved(registry, A, B)
    registry.promote(A, "Ada", "first")
    assert registry.promote(B, "Ada", "better").replaced == A
    assert states(registry) == {A: "retired", B: "live"}
    assert registry.roll_back("Grace", "worse after all").name == A
    assert states(registry) == {A: "live", B: "retired"}
    steps = [(change.name, change.before, change.after, change.who) for change in registry.changes()]
    assert steps[6:] == [
        (A, "approved", "live", "Ada"),
        (A, "live", "retired", "Ada"),
        (B, "approved", "live", "Ada"),
        (B, "live", "retired", "Grace"),
        (A, "retired", "live", "Grace"),
    ]
    assert [change.reason for change in registry.changes(B)][-1] == "rolled back: worse after all"
    times = [change.at for change in registry.changes()]
    assert times == sorted(times)


def reach(registry: Registry, name: str, state: State) -> None:
    registry.register(name, "i", "gate", "r")
    way: dict[State, tuple[State, ...]] = {
        "candidate": (),
        "gated": ("gated",),
        "approved": ("gated", "approved"),
        "live": ("gated", "approved"),
        "retired": ("retired",),
    }
    for step in way[state]:
        registry.move(name, step, "x", "r")
    if state == "live":
        registry.promote(name, "x", "r")


@pytest.mark.parametrize(("before", "after"), list(itertools.product(get_args(State), get_args(State))))
def test_only_legal_steps(before: State, after: State, registry: Registry) -> None:
    reach(registry, A, before)
    legal = after in LEGAL[before] and after != "live"
    if legal:
        assert registry.move(A, after, "x", "r").state == after
        return
    with pytest.raises(ReleaseError):
        registry.move(A, after, "x", "r")
    assert registry.get(A).state == before
    if after == "live" and before != "approved":
        with pytest.raises(ReleaseError, match=f"is {before} and cannot become live"):
            registry.promote(A, "x", "r")


def test_rolling_back_goes_back_and_never_forth(registry: Registry) -> None:
    approved(registry, A, B, C)
    for name in (A, B, C):
        registry.promote(name, "x", "r")
    assert [registry.roll_back("x", "r").name for _ in range(2)] == [B, A]
    with pytest.raises(ReleaseError, match="nothing to roll back to"):
        registry.roll_back("x", "r")


def test_a_retired_release_must_pass_again(registry: Registry) -> None:
    approved(registry, A, B)
    registry.promote(A, "x", "r")
    registry.promote(B, "x", "r")
    with pytest.raises(ReleaseError, match="is retired and cannot become live"):
        registry.promote(A, "x", "r")
    assert registry.register(A, "i", "gate", "again").state == "candidate"
    assert registry.register(B, "i", "gate", "again").state == "live"


def test_needed_are_the_indexes_of_all_that_may_serve_again(registry: Registry) -> None:
    approved(registry, A, B, C)
    registry.promote(A, "x", "r")
    registry.promote(B, "x", "r")
    assert registry.needed() == {f"index-{name}" for name in (A, B, C)}
    registry.promote(C, "x", "r")
    assert registry.needed() == {f"index-{name}" for name in (B, C)}


def test_nothing_is_written_by_looking(registry: Registry, tmp_path: Path) -> None:
    assert (registry.all(), registry.live(), registry.changes(), registry.needed()) == ((), None, (), frozenset())
    with pytest.raises(UnknownRelease, match="known are none yet"):
        registry.get(A)
    with pytest.raises(ReleaseError, match="no release is live"):
        registry.roll_back("x", "r")
    assert registry.live() is None


def test_a_damaged_registry_is_one_clear_error(tmp_path: Path, registry: Registry) -> None:
    approved(registry, A)
    (tmp_path / "releases" / "registry.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(ReleaseError, match=r"registry\.sqlite cannot be used"):
        registry.live()
    with pytest.raises(ReleaseError, match=r"registry\.sqlite cannot be used"):
        registry.promote(A, "x", "r")


def kill_at(tmp_path: Path, note: int, call: str) -> None:
    """Run `call` in a process that dies by SIGKILL when the registry notes its `note`th change."""
    script = (
        "import os, signal; from pathlib import Path; from server.releases import registry as r\n"
        f"registry, count, real = r.Registry(Path({str(tmp_path)!r})), [0], r._note\n"
        "def note(*arguments):\n"
        "    count[0] += 1\n"
        f"    if count[0] == {note}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    real(*arguments)\n"
        f"r._note = note\nregistry.{call}\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("note", [1, 2])
@pytest.mark.parametrize("call", [f"promote({B!r}, 'x', 'r')", "roll_back('x', 'r')"])
def test_a_kill_on_the_way_changes_nothing(call: str, note: int, tmp_path: Path, registry: Registry) -> None:
    approved(registry, A, B, C)
    registry.promote(C, "x", "r")
    registry.promote(A, "x", "r")
    before, changes = states(registry), registry.changes()
    kill_at(tmp_path, note, call)
    assert (states(registry), registry.changes()) == (before, changes)
    # And nothing is left locked.
    assert registry.promote(B, "x", "r").state == "live"


def test_two_promotions_at_once_leave_one_live(tmp_path: Path, registry: Registry) -> None:
    approved(registry, A, B)
    script = (
        "import sys; from pathlib import Path; from server.releases.registry import Registry;"
        f"Registry(Path({str(tmp_path)!r})).promote(sys.argv[1], 'x', 'r')"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, name]) for name in (A, B)]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert sorted(states(registry).values()) == ["live", "retired"]
    live = registry.live()
    assert live
    assert live.replaced == ({A, B} - {live.name}).pop()
