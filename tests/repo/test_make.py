"""The make targets and what they hand to the programs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = "help run observe test test-full test-vllm gate peers load check fuzz docs models sbom audit clean".split()


def _make(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    make = shutil.which("make")
    assert make, "make is missing: install it"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ADVISOR_", "MAKE", "MFLAGS"))}
    return subprocess.run(
        [make, *arguments], cwd=ROOT, env=clean | (environment or {}), capture_output=True, text=True, timeout=60
    )


def _exported(*arguments: str, environment: dict[str, str] | None = None) -> dict[str, str]:
    printed = _make("--no-print-directory", "--eval", "show: ; @env", "show", *arguments, environment=environment)
    assert printed.returncode == 0, printed.stderr
    return dict(line.split("=", 1) for line in printed.stdout.splitlines() if "=" in line)


def test_help_lists_every_target() -> None:
    listed = re.findall(r"^([a-z-]+) {2,}\S", _make("help").stdout, re.MULTILINE)
    assert listed == TARGETS
    assert _make().stdout == _make("help").stdout


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_can_be_made(target: str) -> None:
    planned = _make("--dry-run", target)
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.strip()


@pytest.mark.parametrize("given_as", ["argument", "environment"])
def test_ports_become_settings(given_as: str) -> None:
    ports = {"PORT": "8123", "UI_PORT": "7123"}
    if given_as == "argument":
        exported = _exported(*(f"{name}={value}" for name, value in ports.items()))
    else:
        exported = _exported(environment=ports)
    assert (exported["ADVISOR_API__PORT"], exported["ADVISOR_UI__PORT"]) == ("8123", "7123")


def test_a_host_is_taken_from_the_command_line_alone() -> None:
    exported = _exported("HOST=0.0.0.0")
    assert exported["ADVISOR_UI__HOST"] == "0.0.0.0"
    assert "ADVISOR_API__HOST" not in exported
    assert "ADVISOR_UI__HOST" not in _exported(environment={"HOST": "x86_64-conda-linux-gnu"})


def test_settings_from_outside_stay_as_they_are() -> None:
    exported = _exported(environment={"ADVISOR_API__PORT": "9001"})
    assert exported["ADVISOR_API__PORT"] == "9001"
    assert "ADVISOR_UI__PORT" not in exported


def test_libraries_are_told_to_report_nothing_home() -> None:
    exported = _exported()
    assert exported["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert exported["HF_HUB_DISABLE_TELEMETRY"] == exported["DO_NOT_TRACK"] == "1"


def test_a_python_that_is_too_old_or_missing_is_named_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    failed = _make("--directory", str(tmp_path), ".venv/.run", "PYTHON=/usr/bin/false")
    assert failed.returncode == 2
    assert "error: Python 3.11 or 3.12 is needed" in failed.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_processes_are_the_api_and_the_chat() -> None:
    processes = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text("utf-8").splitlines())
    assert processes == {"api": "exec python -m server serve", "ui": "exec python -m ui"}
