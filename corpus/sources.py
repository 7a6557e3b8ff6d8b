"""Where the documentation of each tool of Table IV can be fetched from, how often, and under which licence.

`sources.yaml` lists it; nothing of it is in the repository. `python -m ingest sync` fetches it into the data folder.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from corpus.document import HttpsUrl
from corpus.vocabulary import Record, Tool

SOURCES = Path(__file__).parent / "sources.yaml"
Schedule = Literal["weekly", "monthly", "quarterly"]
_DAYS: dict[Schedule, int] = {"weekly": 7, "monthly": 31, "quarterly": 92}


class SourcesError(ValueError):
    """The list cannot be used; the message names the entry and the fix."""


class Upstream(Record):
    """The documentation of one tool: some `pages`, or an `archive` (tar.gz) of a repository, of which all below `path`
    is read. Files of an archive are cited at `url`, with their path behind it."""

    tool: str
    title: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    schedule: Schedule
    pages: tuple[HttpsUrl, ...] = ()
    archive: HttpsUrl | None = None
    path: str = ""
    url: HttpsUrl | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.pages) == bool(self.archive):
            raise ValueError("name either pages or an archive")
        if self.archive is None and (self.path or self.url):
            raise ValueError("path and url belong to an archive")
        return self

    @property
    def days(self) -> int:
        """After so many days it is due again."""
        return _DAYS[self.schedule]


class Upstreams(Record):
    """All that is fetched, and for the other tools why nothing is."""

    sources: tuple[Upstream, ...]
    without: Mapping[str, str] = {}


def load_upstreams(tools: Mapping[str, Tool], path: Path = SOURCES) -> Upstreams:
    """The list; raises SourcesError for a bad one, for an unknown tool and for a tool that stands twice or nowhere."""
    try:
        found = Upstreams.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise SourcesError(f"{path.name} cannot be used: {error}") from error
    named = [*(source.tool for source in found.sources), *found.without]
    for name in named:
        if name not in tools:
            raise SourcesError(f"{path.name} names {name!r}, which Table IV does not: correct it")
        if named.count(name) > 1:
            raise SourcesError(f"{path.name} names {name!r} twice: keep one")
    missing = sorted(tools.keys() - set(named))
    if missing:
        raise SourcesError(f"{path.name} says nothing of {', '.join(missing)}: add a source, or why there is none")
    return found
