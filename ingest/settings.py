"""Settings of the write side. Every one can be set as `ADVISOR_<GROUP>__<NAME>`, in the environment or as a file of
that name where containers find their secrets."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    NestedSecretsSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "ADVISOR_"
TEST_PREFIX = "ADVISOR_TEST_"  # read by the tests alone
# Where containers are given secrets: not in their environment, which their logs and children may show.
SECRETS = Path("/run/secrets/advisor")


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
    """Qdrant: the embedded engine unless `url` names a server or cluster. `read_only` is for a process without the
    documents: what it would write lacks them, and would take the place of the index of all."""

    url: str | None = None
    api_key: SecretStr | None = None
    collection: str = "advisor"
    read_only: bool = False


class IngestSettings(BaseSettings):
    """What `python -m ingest` reads; `data_dir` holds models and the embedded index."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        secrets_dir=SECRETS,
        secrets_dir_missing="ok",
    )

    data_dir: Path = Path("var")
    embedding: EmbeddingSettings = EmbeddingSettings()
    qdrant: QdrantSettings = QdrantSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the files; raises ValueError for a file that may not be read."""
        try:
            files = NestedSecretsSettingsSource(file_secret_settings)
        except PermissionError as error:
            raise ValueError(f"the secret {error.filename} may not be read: let this user read it") from error
        return init_settings, env_settings, files


def refuse_unknown(known: Iterable[str], environ: Mapping[str, str] = os.environ, secrets: Path = SECRETS) -> None:
    """Raise ValueError for an `ADVISOR_*` variable, or a file of `secrets`, whose first part is not in `known`."""
    names = set(known)
    for variable in (*environ, *(file.name for file in secrets.glob(f"{PREFIX}*"))):
        if variable.startswith(PREFIX) and not variable.startswith(TEST_PREFIX):
            group = variable.removeprefix(PREFIX).split("__")[0].lower()
            if group not in names:
                raise ValueError(f"unknown setting {variable}: no such group; known are {', '.join(sorted(names))}")
