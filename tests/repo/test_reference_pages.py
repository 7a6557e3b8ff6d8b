"""README and reference pages say what is there: every setting, route, target and command, and none that is gone."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.api.app import create_app
from server.settings import ApiSettings
from tests.fakes.advisor import ScriptedAdvisor
from tests.repo.documented import PAGES

ROOT = Path(__file__).parents[2]
README, COMMANDS, SETTINGS, API = (
    (ROOT / page).read_text("utf-8") for page in ("README.md", "docs/commands.md", "docs/settings.md", "docs/api.md")
)
OF_TESTS = {"ADVISOR_TEST_ARTIFACTS", "ADVISOR_TEST_SHARED"}
METHODS = {"get", "post", "put", "patch", "delete"}


def _rows(page: str, pattern: str) -> list[tuple[str, ...]]:
    """The groups of every table row of the page whose first cell is a code span that matches `pattern`."""
    return re.findall(rf"^\| `{pattern}` \|(.*?)\|", page, re.MULTILINE)


def test_every_setting_is_documented_with_its_default(defaults: dict[str, Any]) -> None:
    documented = {name: cell.strip().strip("`") for name, cell in _rows(SETTINGS, r"(ADVISOR_\w+)")}
    assert documented == {name: _printed(value) for name, value in defaults.items()}


def _printed(default: object) -> str:
    if default is None:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_named_in_a_text_exist(page: Path, settings_names: set[str]) -> None:
    named = set(re.findall(r"ADVISOR_[A-Z_]+\b(?![*…])", page.read_text("utf-8")))
    assert named <= settings_names | OF_TESTS


def test_every_route_is_documented() -> None:
    paths = create_app(ScriptedAdvisor(), ApiSettings()).openapi()["paths"]
    served = {f"{method.upper()} {path}" for path, item in paths.items() for method in item if method in METHODS}
    assert {route for route, _ in _rows(API, r"((?:GET|POST|PUT|DELETE) /\S+)")} == served


def test_the_catalogue_rows_name_the_parameters() -> None:
    paths = create_app(ScriptedAdvisor(), ApiSettings()).openapi()["paths"]
    documented = _rows(API, r"(GET /v1/catalog/\w+)")
    assert len(documented) == 4
    for route, meaning in documented:
        parameters = paths[route.removeprefix("GET ")]["get"].get("parameters", [])
        assert re.findall(r"`(\w+)`", meaning) == [parameter["name"] for parameter in parameters]


def test_every_target_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert [target for target, _ in _rows(COMMANDS, r"make ([a-z-]+)")] == phony.split()


@pytest.mark.parametrize(
    "command", sorted({command for command, _ in _rows(COMMANDS, r"(python -m [a-z -]+?)(?: \"…\")?")})
)
def test_a_documented_command_exists(command: str) -> None:
    module, *rest = command.removeprefix("python -m ").split()
    assert importlib.util.find_spec(f"{module}.__main__")
    if rest:
        arguments = [sys.executable, "-m", module, *rest, "--help"]
        shown = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert shown.returncode == 0, shown.stderr


def test_links_to_files_resolve() -> None:
    targets = re.findall(r'(?:\]\(|src="|srcset=")([^)"#]+)', README)
    local = [target for target in targets if "://" not in target]
    assert local
    missing = [target for target in local if not (ROOT / target).exists()]
    assert not missing


def test_the_two_commands_come_first() -> None:
    before = README.partition("make run")[0]
    assert len(before.splitlines()) < 6
