"""Signals: one question with everything that the readings look at, found once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.linker import Linker, Mention
from server.conditions import Costs, OpenSource, Priced, Spans
from server.understanding import cues as ask
from server.understanding.pieces import Piece, find_pieces
from server.understanding.target import Target, find_target, mask

_ONLY_TOOLS = (Costs, OpenSource, Priced)


@dataclass(frozen=True)
class Signals:
    """One standalone question. `masked` is it in lower case with every catalogue name as `§`."""

    text: str
    mentions: tuple[Mention, ...]
    catalogue: Catalogue
    linker: Linker

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def masked(self) -> str:
        return mask(self.text, self.mentions)

    @cached_property
    def target(self) -> Target:
        return find_target(self.text, self.mentions)

    @cached_property
    def tools(self) -> tuple[str, ...]:
        return self._named("tool")

    @cached_property
    def roles(self) -> tuple[str, ...]:
        return self._named("role")

    @cached_property
    def phases(self) -> tuple[str, ...]:
        return self._named("phase")

    @cached_property
    def models(self) -> tuple[str, ...]:
        return self._named("maturity")

    @cached_property
    def pieces(self) -> list[Piece]:
        """The conditions that the question states, in reading order."""
        about_roles = self.target.noun == "roles" or bool(self.roles) or self.says(ask.WAGE)
        wages = about_roles and not self.tools and self.target.noun != "tools"
        pieces = find_pieces(self.text, self.mentions, self.catalogue, wages=wages)
        left_out = _ONLY_TOOLS if wages else (Spans,) if self.target.noun == "phases" else ()
        return [piece for piece in pieces if not isinstance(piece.condition, left_out)]

    @property
    def mentions_cost(self) -> bool:
        """Whether prices are asked about."""
        return self.says(ask.COST)

    def says(self, *patterns: re.Pattern[str] | str) -> bool:
        """Whether any pattern occurs outside of the catalogue's names."""
        return any(re.search(pattern, self.masked) for pattern in patterns)

    def _named(self, kind: str) -> tuple[str, ...]:
        return distinct(mention.name for mention in self.mentions if mention.kind == kind)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))
