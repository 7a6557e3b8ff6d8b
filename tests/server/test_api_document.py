"""docs/api.md says what is so: its code runs, its routes, scopes, settings and headers exist."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ingest.settings import EmbeddingSettings
from server.__main__ import main
from server.access.door import Door
from server.access.keys import SCOPES
from server.bootstrap import build
from server.settings import ApiSettings, LLMSettings, Settings
from tests.fakes.advisor import ScriptedAdvisor
from tests.server.conftest import bearer, key_for, serving

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[str]:
    settings = Settings(
        data_dir=tmp_path,
        llm=LLMSettings(enabled=False),
        embedding=EmbeddingSettings(base_url="http://127.0.0.1:9/v1"),
    )
    with serving(build(settings)) as url:
        yield url


def test_the_program_prints_what_it_says(real: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = blocks("python")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program.replace("http://127.0.0.1:8000", real) + "\nadvisor.close()\n", {})
    (expected,) = re.findall(r'\["tools"\]\)  # (.+)$', program, re.MULTILINE)
    assert printed.getvalue().splitlines()[-1] == expected
    assert "**Sources**" in printed.getvalue()


def test_the_key_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_DATA_DIR", str(tmp_path))
    (block,) = [block for block in blocks("sh") if "keys create" in block]
    lasting = re.sub(r"\d{4}-\d\d-\d\d", "2999-12-31", block)  # the days on the page will be over once
    commands = [shlex.split(line, comments=True) for line in lasting.splitlines() if "-m server" in line]
    assert [command[4] for command in commands] == ["create", "create", "list", "rotate", "revoke"]
    made = ""
    for command in commands:
        assert main([made if argument == "1a2b3c4d" else argument for argument in command[3:]]) == 0
        made = made or capsys.readouterr().err.split()[1]


def test_routes_scopes_and_limits_are_the_ones_served(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, api=ApiSettings(keys="required"))
    key = bearer(key_for(tmp_path, "ask"))
    with serving(ScriptedAdvisor(), door=Door(settings)) as url, httpx.Client(timeout=30, trust_env=False) as client:
        paths = client.get(f"{url}/openapi.json").json()["paths"]
        shown = client.get(f"{url}/v1/models", headers=key).headers
    named = set(re.findall(r"`(?:GET |POST )?(/(?:v1/)?[a-z/]+\*?)`", PAGE)) - {"/openapi.json"}
    assert len(named) > 5
    for name in named:
        assert name in paths or (name.endswith("*") and any(path.startswith(name[:-1]) for path in paths)), name
    (told,) = re.findall(r"^\| scope \|.*\n\|[ -]+\|.*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert tuple(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)) == SCOPES
    ((policy, left),) = map(str.splitlines, blocks("http"))
    assert policy == f"RateLimit-Policy: {shown['RateLimit-Policy']}"
    assert re.sub(r"\d+", "0", left) == re.sub(r"\d+", "0", f"RateLimit: {shown['RateLimit']}")


def test_the_settings_exist() -> None:
    for group, name in re.findall(r"ADVISOR_([A-Z]+)__([A-Z_]+)", PAGE):
        assert name.lower() in type(getattr(Settings(), group.lower())).model_fields
