"""The order in which a team hires, by this project's judgement."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from corpus.catalogue import TABLES, Catalogue, CatalogueError
from corpus.vocabulary import Evidence, Record

_FILE = TABLES / "hires.toml"
Models = Literal["own", "llm"]


class Hire(Record):
    """One role of an order: whether a team begins with it, which roles at hand do its work meanwhile, why it is
    `hired`, what is done while it is `spared`, and the statement of a card that carries that."""

    role: str
    hired: str
    spared: str
    card: str
    core: bool = False
    instead: tuple[str, ...] = ()


class Order(Record):
    """The hires of one kind of team, the most urgent first, with what is to be noted of all of them."""

    model: Models
    team: str
    hire: tuple[Hire, ...]
    note: str | None = None
    note_card: str | None = None


class _File(Record):
    as_of: str
    title: str
    order: tuple[Order, ...]


@dataclass(frozen=True)
class Hires:
    """The orders: of teams with models of their own, and of those that use an existing LLM."""

    orders: tuple[Order, ...]
    title: str
    as_of: str

    @cached_property
    def by_model(self) -> dict[Models, Order]:
        """Each order by the kind of model that its team works with."""
        return {order.model: order for order in self.orders}

    def place(self, order: Order, hire: Hire) -> Evidence:
        """The row of one role."""
        text = f"{hire.role}: {hire.hired}. Until then: {hire.spared}. By {hire.card}"
        return self._row(f"{order.model}, {hire.role}", text)

    def whole(self, order: Order) -> Evidence:
        """All of one order."""
        names = [f"{hire.role}{' (core)' * hire.core}" for hire in order.hire]
        return self._row(order.model, f"For {order.team}: {', '.join(names)}")

    def note(self, order: Order) -> Evidence:
        """What is noted of the whole order."""
        return self._row(f"{order.model}, note", f"{order.note}. By {order.note_card}")

    def _row(self, place: str, text: str) -> Evidence:
        return Evidence(
            kind="paraphrase",
            document="hires",
            title=self.title,
            locator=f"Order of hires, {place}",
            excerpt=text,
            as_of=self.as_of,
        )


def load_hires(catalogue: Catalogue, path: Path = _FILE) -> Hires:
    """Read and prove the orders; raises CatalogueError naming the fix."""
    try:
        file = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise CatalogueError(f"{path.name} cannot be read: {error}; restore it from the repository") from error
    for fault in _faults(file, catalogue):
        raise CatalogueError(f"{path.name}: {fault}")
    return Hires(file.order, file.title, file.as_of)


def _faults(file: _File, catalogue: Catalogue) -> Iterator[str]:
    if sorted(order.model for order in file.order) != ["llm", "own"]:
        yield "give one order for `own` and one for `llm`"
    for order in file.order:
        roles = [hire.role for hire in order.hire]
        named = [*roles, *(name for hire in order.hire for name in hire.instead)]
        unknown = [name for name in named if name not in catalogue.roles]
        if unknown or len(set(roles)) != len(roles):
            yield f"order {order.model} names {unknown or 'a role twice'}: use each name of Table III once at most"
        if not any(hire.core for hire in order.hire):
            yield f"order {order.model} has no core: say what a team begins with"
