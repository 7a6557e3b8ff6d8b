"""Settings of the write side. Every one can be set as `ADVISOR_<GROUP>__<NAME>`."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ADVISOR_"
TEST_PREFIX = "ADVISOR_TEST_"  # read by the tests alone


class Group(BaseModel):
    """A frozen group of settings; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EmbeddingSettings(Group):
    """Embeddings: in process unless `base_url` names an OpenAI-compatible endpoint."""

    base_url: str | None = None
    api_key: SecretStr | None = None
    model: str = "all-MiniLM-L6-v2"
    dimensions: int = Field(default=384, gt=0)
    batch_size: int = Field(default=32, gt=0)


class QdrantSettings(Group):
    """Qdrant: the embedded engine unless `url` names a server or cluster."""

    url: str | None = None
    api_key: SecretStr | None = None
    collection: str = "advisor"


class IngestSettings(BaseSettings):
    """What `python -m ingest` reads; `data_dir` holds models and the embedded index."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data_dir: Path = Path("var")
    embedding: EmbeddingSettings = EmbeddingSettings()
    qdrant: QdrantSettings = QdrantSettings()


def refuse_unknown(known: Iterable[str], environ: Mapping[str, str] = os.environ) -> None:
    """Raise ValueError for an `ADVISOR_*` variable whose first part is not in `known`."""
    names = set(known)
    for variable in environ:
        if variable.startswith(PREFIX) and not variable.startswith(TEST_PREFIX):
            group = variable.removeprefix(PREFIX).split("__")[0].lower()
            if group not in names:
                raise ValueError(f"unknown setting {variable}: no such group; known are {', '.join(sorted(names))}")
