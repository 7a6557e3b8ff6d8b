"""Names that the tables do not carry although questions about MLOps often do."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "tables" / "outsiders.toml"


@dataclass(frozen=True)
class Outsiders:
    """Lower-case names, by kind."""

    tools: frozenset[str]
    companies: frozenset[str]
    places: frozenset[str]


def load_outsiders(path: Path = _FILE) -> Outsiders:
    """Read the list; raises OSError or ValueError where the file is missing or malformed."""
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return Outsiders(frozenset(lists["tools"]), frozenset(lists["companies"]), frozenset(lists["places"]))
