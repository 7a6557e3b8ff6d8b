"""The documentation as a site builds and holds what the code has; the tutorial's commands print what it shows."""

import os
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

from tests.advisors import copied

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
_STEP = re.compile(r"```sh\n(?P<commands>.*?)```(?:\n\n```text\n(?P<shown>.*?)```)?", re.DOTALL)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "deploy/docs/mkdocs.yml", "-d", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert built.returncode == 0, built.stderr
    return folder


class _Loaded(HTMLParser):
    """What a page fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "img", "iframe"):
            self.addresses += [value for name, value in attrs if name in ("src", "href") and value]


def test_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(list((ROOT / "docs").glob("*.md")))
    for page in pages:
        loaded = _Loaded()
        loaded.feed(page.read_text("utf-8"))
        assert loaded.addresses
        assert not [address for address in loaded.addresses if "//" in address], page.name


def test_every_page_of_the_folder_is_in_the_navigation(site: Path) -> None:
    linked = (site / "index.html").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        assert f'href="{page.relative_to(ROOT / "docs").with_suffix(".html").as_posix()}"' in linked, page


def test_the_reference_holds_what_the_code_has(site: Path, settings_names: set[str]) -> None:
    settings = (site / "reference" / "settings.html").read_text("utf-8")
    assert not [name for name in settings_names if name not in settings and name != "ADVISOR_DATA_DIR"]
    assert "POST /v1/ask/stream" in (site / "reference" / "routes.html").read_text("utf-8")
    commands = (site / "reference" / "commands.html").read_text("utf-8")
    assert "python -m eval gate" in commands
    assert "python -m ingest sync" in commands


@pytest.mark.model
@pytest.mark.timeout(300)  # each answer on an advisor of its own
@pytest.mark.usefixtures("logging_restored")
def test_the_tutorial_shows_what_its_commands_print(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(copied(data_dir, tmp_path)))
    monkeypatch.setenv("ADVISOR_API__PORT", "9")
    steps = [step for step in _STEP.finditer(TUTORIAL) if not step["commands"].startswith("make ")]
    assert len(steps) > 4
    for step in steps:
        for line in step["commands"].splitlines():
            _do(shlex.split(line))
        printed = capsys.readouterr().out
        for shown in (step["shown"] or "").splitlines():
            assert shown in printed, f"{shown!r} is not in what this printed:\n{step['commands']}{printed}"


def _do(words: list[str]) -> None:
    match words:
        case [".venv/bin/python", "-m", package, *arguments]:
            assert import_module(f"{package}.__main__").main(arguments) == 0
        case ["printf", text, ">", file]:
            Path(file).write_text(text.replace("\\n", "\n"), "utf-8")
        case _:
            pytest.fail(f"what does {words[0]} do in the tutorial?")
