"""Which tools are bound to one vendor's cloud, by this project's judgement."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from corpus.catalogue import TABLES, Catalogue, CatalogueError
from corpus.vocabulary import Evidence
from server.constraints import CLOUD_NAMES, Cloud

_FILE = TABLES / "clouds.toml"


@dataclass(frozen=True)
class Clouds:
    """The tools of each cloud; a tool of none runs anywhere."""

    tools: dict[Cloud, tuple[str, ...]]
    as_of: str

    def of(self, tool: str) -> Cloud | None:
        """The cloud that the tool is bound to."""
        return next((cloud for cloud, names in self.tools.items() if tool in names), None)

    def place(self, cloud: Cloud) -> Evidence:
        """The row of the judgement that names the cloud's tools."""
        return Evidence(
            kind="paraphrase",
            document="clouds",
            title="Tools bound to one vendor's cloud: this project's judgement",
            locator=f"row {cloud}",
            excerpt=f"Bound to {CLOUD_NAMES[cloud]}: {', '.join(self.tools[cloud]) or 'no tool of Table IV'}",
            as_of=self.as_of,
        )


def load_clouds(catalogue: Catalogue, path: Path = _FILE) -> Clouds:
    """Read and prove the table; raises CatalogueError naming the fix."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        tools = {cloud: tuple(data["tools"][cloud]) for cloud in get_args(Cloud)}
        clouds = Clouds(tools, str(data["as_of"]))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CatalogueError(f"{path.name} cannot be read: {error}; restore it from the repository") from error
    named = [name for names in tools.values() for name in names]
    unknown = [name for name in named if name not in catalogue.tools]
    if unknown or len(set(named)) != len(named):
        raise CatalogueError(f"{path.name} names {unknown or 'a tool twice'}: use each name of Table IV once at most")
    return clouds
