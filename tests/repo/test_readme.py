"""The README says what is there: every setting, route, target and command, and none that is gone."""

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

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
METHODS = {"get", "post", "put", "patch", "delete"}


def _rows(pattern: str) -> list[tuple[str, ...]]:
    """The groups of every table row whose first cell is a code span that matches `pattern`."""
    return re.findall(rf"^\| `{pattern}` \|(.*?)\|", README, re.MULTILINE)


def test_every_setting_is_documented_with_its_default(defaults: dict[str, Any]) -> None:
    documented = {name: cell.strip().strip("`") for name, cell in _rows(r"(ADVISOR_\w+)")}
    assert documented == {name: _printed(value) for name, value in defaults.items()}


def _printed(default: object) -> str:
    if default is None:
        return ""
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_settings_named_in_the_text_exist(settings_names: set[str]) -> None:
    of_tests = {"ADVISOR_TEST_ARTIFACTS", "ADVISOR_TEST_SHARED"}
    assert set(re.findall(r"ADVISOR_[A-Z_]+", README)) == settings_names | of_tests


def test_every_route_is_documented() -> None:
    paths = create_app(ScriptedAdvisor(), ApiSettings()).openapi()["paths"]
    served = {f"{method.upper()} {path}" for path, item in paths.items() for method in item if method in METHODS}
    assert {route for route, _ in _rows(r"((?:GET|POST|PUT|DELETE) /\S+)")} == served


def test_the_catalogue_rows_name_the_parameters() -> None:
    paths = create_app(ScriptedAdvisor(), ApiSettings()).openapi()["paths"]
    for route, meaning in _rows(r"(GET /v1/catalog/\w+)"):
        parameters = paths[route.removeprefix("GET ")]["get"].get("parameters", [])
        assert re.findall(r"`(\w+)`", meaning) == [parameter["name"] for parameter in parameters]


def test_every_target_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert [target for target, _ in _rows(r"make ([a-z-]+)")] == phony.split()
    assert set(re.findall(r"\bmake ([a-z-]+)", _code())) <= set(phony.split())


def _code() -> str:
    """The fenced blocks and code spans, where `make` is a command and not a word."""
    return "\n".join(re.findall(r"```sh\n.*?```|`[^`\n]+`", README, re.DOTALL))


@pytest.mark.parametrize("command", sorted({command for command, _ in _rows(r"(python -m [a-z -]+?)(?: \"…\")?")}))
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
