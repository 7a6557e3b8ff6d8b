"""The documentation as a site builds and holds what the code has."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


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


def test_how_to_contribute_and_the_security_policy_are_on_the_site(site: Path) -> None:
    contributing = (site / "contributing.html").read_text("utf-8")
    assert 'href="security.html"' in contributing
    assert 'href="decisions/index.html"' in contributing
    assert '<a href="contributing.html">contributing</a>' in (site / "index.html").read_text("utf-8")


def test_the_reference_holds_what_the_code_has(site: Path) -> None:
    assert "POST /v1/ask/stream" in (site / "reference" / "routes.html").read_text("utf-8")
    commands = (site / "reference" / "commands.html").read_text("utf-8")
    assert "python -m eval gate" in commands
    assert "python -m ingest sync" in commands
