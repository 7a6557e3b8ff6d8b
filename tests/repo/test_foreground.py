"""The process that `make run` leaves in the foreground."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOREGROUND = Path(__file__).parents[2] / "deploy" / "foreground.py"
PATIENCE_S = 30.0


def _start(folder: Path, *commands: str) -> subprocess.Popen[str]:
    lines = [f"p{number}: echo $$ > p{number}.pid; exec {command}" for number, command in enumerate(commands)]
    (folder / "Procfile").write_text("\n".join(lines), "utf-8")
    return subprocess.Popen(
        [sys.executable, str(FOREGROUND)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _pid(file: Path) -> int:
    deadline = time.monotonic() + PATIENCE_S
    while not (file.exists() and file.read_text("utf-8").strip()):
        assert time.monotonic() < deadline, f"{file.name} was not written"
        time.sleep(0.05)
    return int(file.read_text("utf-8"))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("sent", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)],
    ids=str,
)
def test_a_signal_ends_every_process(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    running = _start(tmp_path, "sleep 300", "sleep 300")
    processes = [_pid(tmp_path / "p0.pid"), _pid(tmp_path / "p1.pid")]
    started = ""
    while started.count("started") < 2:
        assert running.stdout
        started += running.stdout.readline()
    running.send_signal(sent)
    running.communicate(timeout=PATIENCE_S)
    assert running.returncode == status
    assert not any(map(_alive, processes))


def test_a_process_that_dies_ends_the_rest_with_its_status(tmp_path: Path) -> None:
    running = _start(tmp_path, "sleep 300", "sh -c 'sleep 1; exit 7'")
    running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 7
    assert not _alive(_pid(tmp_path / "p0.pid"))


_TELL = "sh -c 'echo told=${ADVISOR_UI__API_KEY:-none}; exit 3'"


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({}, r"[\w-]{43}"),
        ({"ADVISOR_UI__API_KEY": "own"}, "own"),
        ({"ADVISOR_UI__API_URL": "http://elsewhere:8000"}, "none"),
    ],
)
def test_the_processes_of_one_start_share_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], told: str
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    printed, _ = _start(tmp_path, _TELL).communicate(timeout=PATIENCE_S)
    assert re.search(f"told={told}$", printed, re.MULTILINE)


def test_a_setting_in_a_stray_env_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("STRAY=read", "utf-8")
    running = _start(tmp_path, "sh -c 'echo stray=${STRAY:-unset}; exit 3'")
    printed, _ = running.communicate(timeout=PATIENCE_S)
    assert "stray=unset" in printed
