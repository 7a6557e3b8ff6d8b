"""What the tests of the repository's own files compare with."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from eval.settings import EvalSettings
from ingest.settings import PREFIX
from tests.repo.compose_file import read_compose

ROOT = Path(__file__).parents[2]


def _leaves(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, field in model.model_fields.items():
        variable = f"{prefix}{name.upper()}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _leaves(field.annotation, f"{variable}__")
        else:
            yield variable, field.default


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def defaults() -> dict[str, Any]:
    """Every setting as its environment variable, with its default."""
    return dict(_leaves(EvalSettings, PREFIX))


@pytest.fixture(scope="session")
def settings_names(defaults: dict[str, Any]) -> set[str]:
    return set(defaults)


@pytest.fixture(scope="session")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="session")
def project(pyproject: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = pyproject["project"]
    return found


@pytest.fixture(scope="session")
def project_packages(pyproject: dict[str, Any]) -> list[str]:
    found: list[str] = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return found


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    return read_compose()


@pytest.fixture(scope="session")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found
