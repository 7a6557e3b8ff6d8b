"""Where documented commands are run: a copy of the tree, a home, a data folder with an index, and a server on it."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import httpx

from tests.advisors import copied
from tests.fakes.real_server import server
from tests.ingest.documents import pdf
from tests.repo.documented import ROOT

_OURS = re.compile(r"(?:\.venv/bin/)?python -m (server|ingest|eval) ([^|&;$<>]*)(?:> (\S+))?$")
Main = Callable[[str, str], tuple[int, str]]


class Bench:
    """`environ` is what its commands see; `url` is the server's address."""

    def __init__(self, folder: Path, data_dir: Path, url: str) -> None:
        self.tree, self.home, self.backups = folder / "tree", folder / "home", folder / "backups"
        self.temporary, self.data_dir, self.url = folder / "tmp", data_dir, url
        self._run = folder / "run"
        self.environ = {
            "ADVISOR_DATA_DIR": str(data_dir),
            "ADVISOR_API__PORT": url.rpartition(":")[2],
            "ADVISOR_LLM__ENABLED": "false",
            "HOME": str(self.home),
            "CURL_HOME": str(self.home),
            "PATH": f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }

    @classmethod
    @contextmanager
    def laid(cls, folder: Path, index: Path) -> Iterator["Bench"]:
        """With a copy of the data folder `index` and a server without an LLM, while the context lasts."""
        data_dir = folder / "data"
        data_dir.mkdir()
        copied(index, data_dir)
        environ = {"LLM__ENABLED": "false", "JOURNAL__ENABLED": "true", "DATA_DIR": str(data_dir)}
        with server({f"ADVISOR_{name}": value for name, value in environ.items()}) as url:
            bench = cls(folder, data_dir, url)
            bench._furnish()
            bench._wait()
            yield bench

    def _furnish(self) -> None:
        for each in (self.tree, self.home, self.backups, self.temporary):
            each.mkdir()
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.tree / name)
        (self.tree / ".venv").symlink_to(sys.prefix)
        (self.home / ".curlrc").write_text("fail\nnoproxy = *\n", "utf-8")
        paper, documentation = self.home / "papers" / "navigating-mlops.pdf", self.home / "src/dvc.org/content/docs"
        paper.parent.mkdir()
        paper.write_bytes(pdf("Kites are flown in autumn, when the wind is steady over the fields."))
        documentation.mkdir(parents=True)
        (documentation / "index.md").write_text("# Start\n\nA repository begins with dvc init.\n", "utf-8")

    def _wait(self) -> None:
        end = time.monotonic() + 90
        while not self._serves():
            assert time.monotonic() < end, "the server is not ready"
            time.sleep(0.1)

    def _serves(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", trust_env=False).is_success
        except httpx.TransportError:
            return False

    def filled_in(self, text: str, main: Main) -> str:
        """The command with what a reader puts in: this bench's places, ids that are there, days that are to come."""
        given: tuple[tuple[str, Callable[[], str]], ...] = (
            (r"http://(?:127\.0\.0\.1|…):8000", lambda: self.url),
            (r"(?<![\w/])/tmp/", lambda: f"{self.temporary}/"),
            (r"(?<=[ :])/backups\b", lambda: str(self.backups)),
            (r"(?<= )~(?=/)", lambda: str(self.home)),
            (r"(?<=--expires )\d{4}-\d\d-\d\d|(?<=--until )\d{4}-\d\d-\d\d", _in_a_month),
            (r"(?<=rotate |revoke )1a2b3c4d", lambda: _last(main("server", "keys list")[1], r"^(\w{8})  ")),
            (r"(?<=remove )ID", lambda: self._source(main)),
            (r"4bf92f3577b34da6a3ce929d0e0e4736", self._trace),
            (r"\bDIR\b", lambda: str(self._results(main))),
        )
        for place, value in given:
            if re.search(place, text):
                text = re.sub(place, value(), text)
        return text

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        """What bash makes of it, stopped at the first command that fails."""
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.tree,
            env={name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")} | self.environ,
            capture_output=True,
            text=True,
            timeout=240,
        )

    def _source(self, main: Main) -> str:
        if not main("ingest", "sources")[1]:
            main("ingest", f"add {self.home / 'papers'}")
        return _last(main("ingest", "sources")[1], r"^(\S+): ")

    def _trace(self) -> str:
        question = {"question": "What does Airbrake cost?"}
        asked = httpx.post(f"{self.url}/v1/ask", json=question, trust_env=False)
        time.sleep(0.3)  # journalled within 50 ms
        return str(asked.json()["trace_id"])

    def _results(self, main: Main) -> Path:
        if not (found := sorted((self._run).glob("*/rows.jsonl"))):
            main("eval", f"run --family dol --out {self._run}")
            found = sorted(self._run.glob("*/rows.jsonl"))
        return found[0].parent


def split(command: str) -> tuple[str, str, str] | None:
    """Package, arguments and the file that the output goes to, of a command of ours that needs no shell."""
    if "--redraw" in command:  # writes into the tree that its code is in, which is to be the copy
        return None
    found = _OURS.match(re.sub(r"\s#\s.*", "", " ".join(command.split())))
    return (found[1], found[2], found[3] or "") if found else None


def main_of(package: str) -> Callable[[list[str]], int]:
    """The command's `main`."""
    found: Callable[[list[str]], int] = import_module(f"{package}.__main__").main
    return found


def _in_a_month() -> str:
    return (datetime.now(UTC).date() + timedelta(days=30)).isoformat()


def _last(printed: str, pattern: str) -> str:
    return str(re.findall(pattern, printed, re.MULTILINE)[-1])
