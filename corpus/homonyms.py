"""Homonyms: words that name a phase, a tool or a company, or something else entirely."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ARTICLES = frozenset({"a", "an", "the", "my", "our"})
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """What stands beside a word, or with it in the text, when it is not the name, `unless` others do so too."""

    lower: bool = False
    after: frozenset[str] = _NONE
    before: frozenset[str] = _NONE
    with_: frozenset[str] = _NONE
    unless: frozenset[str] = _NONE


@dataclass(frozen=True)
class Homonyms:
    """Rules by the word that they are about."""

    rules: dict[str, tuple[Rule, ...]]
    products: frozenset[str]

    def is_other(self, words: Sequence[str], start: int, end: int, *, whole: bool = False) -> bool:
        """Whether `words[start:end]`, cased as typed, is something else than the name it spells: by the rules of the
        `whole` alone, or by those of its last word too."""
        named = words[start:end]
        rules = (*self.rules.get("".join(named).casefold(), ()), *(() if whole else self._last(named)))
        if not rules:
            return False
        before = words[start - 1].casefold() if start else ""
        after = words[end].casefold() if end < len(words) else ""
        everything = {word.casefold() for word in words}
        return any(
            (before in rule.after and not (before in _ARTICLES and self.products & everything))
            or after in rule.before
            or not rule.with_.isdisjoint(everything)
            for rule in rules
            if (not rule.lower or named[0].islower()) and rule.unless.isdisjoint(everything)
        )

    def _last(self, named: Sequence[str]) -> tuple[Rule, ...]:
        return self.rules.get(named[-1].casefold(), ()) if len(named) > 1 else ()


def load_homonyms(path: Path) -> Homonyms:
    """Read the rules; raises OSError or ValueError where the file is missing or malformed."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    rules: dict[str, tuple[Rule, ...]] = {}
    for row in table["rule"]:
        sides = (frozenset(row.get(side, ())) for side in ("after", "before", "with", "unless"))
        rule = Rule(row.get("lower", False), *sides)
        for word in row["words"]:
            rules[word] = (*rules.get(word, ()), rule)
    return Homonyms(rules, frozenset(table["products"]))
