"""Names that the tables do not carry although questions about MLOps often do."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outsiders:
    """Lower-case names, by kind. `products` are longer names that begin or end like a known one; `vendors` name
    their products after themselves; `parts` are words that say which part of a tool is meant. A job title is
    some `specialities` and an `occupation`, or one of `titles`; `alike` gives the table's roles nearest to one."""

    tools: frozenset[str]
    llms: frozenset[str]
    products: frozenset[str]
    vendors: frozenset[str]
    parts: frozenset[str]
    companies: frozenset[str]
    places: frozenset[str]
    titles: frozenset[str]
    specialities: frozenset[str]
    occupations: frozenset[str]
    alike: dict[str, tuple[str, ...]]


def load_outsiders(path: Path) -> Outsiders:
    """Read the list; raises OSError or ValueError where the file is missing or malformed."""
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        names = {kind: frozenset(lists[kind]) for kind in Outsiders.__dataclass_fields__ if kind != "alike"}
        alike = {title: tuple(roles) for title, roles in lists["alike"].items()}
    except KeyError as error:
        raise ValueError(f"{path.name} lacks the list {error}; restore it from the repository") from error
    return Outsiders(**names, alike=alike)
