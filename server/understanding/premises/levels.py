"""Levels of the maturity models in a text: their labels, words of their names, their number."""

import re

from corpus.vocabulary import MaturityModel
from server.conditions import Comparison
from server.query import Query
from server.understanding.pieces.measures import number_of
from server.understanding.pieces.signals import Signals
from server.understanding.words.bounds import SIGNS

_DIGITS = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
# `level a team` names no Level A.
_N = rf"(?:\d|a(?!\s+(?!of\b|in\b|to\b|and\b|or\b|is\b)[a-z])|[b-e]|{'|'.join(_DIGITS)})(?!\w)"
_LABEL = re.compile(
    rf"\blevels?\s*(?P<first>{_N})(?:\s*(?:to|and|or|vs\.?|versus|from|with|-|–|→|/)\s*(?:level\s*)?(?P<second>{_N}))?"
)
_COUNTED = re.compile(
    r"\b(?:(?P<sign>more than|over|at least|no fewer than|fewer than|less than|under|at most|no more than|exactly) )?"
    r"(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?P<behind> or more| or fewer| or less| plus)? "
    r"(?:different |distinct |maturity )*(?:levels|stages|steps|rungs)\b"
)
# Words of level names that say nothing of what the level is about.
_PLAIN = frozenset("no but full advanced process phase model mlops ml automated automation devops".split())


def labels_in(masked: str) -> tuple[str, ...]:
    """`Level 1`, `Level B` in reading order, each once."""
    found = [match[group] for match in _LABEL.finditer(masked) for group in ("first", "second") if match[group]]
    return tuple(dict.fromkeys(f"Level {_DIGITS.get(label, label).upper()}" for label in found))


def label_span(masked: str) -> tuple[int, int]:
    """Where the first label stands; at the end of a text without any."""
    match = _LABEL.search(masked)
    return match.span() if match else (len(masked), len(masked))


def models_with(signals: Signals, labels: tuple[str, ...]) -> list[MaturityModel]:
    """The models that are named, or else the only one that has all these levels: letters are of one model alone."""
    models = signals.catalogue.maturity
    if signals.models or not labels:
        return [models[name] for name in signals.models]
    having = [model for model in models.values() if set(labels) <= {level.label for level in model.levels}]
    return having if len(having) == 1 else []


def level_name(signals: Signals) -> str | None:
    """The longest whole name of a level that the text spells out."""
    names = {level.name for model in signals.catalogue.maturity.values() for level in model.levels}
    found = [name for name in names if re.search(rf"\b{re.escape(name.lower())}\b", signals.lower)]
    return max(found, key=len, default=None)


def name_words(signals: Signals) -> str | None:
    """The words of the text that tell level names apart: `monitoring`, `data collection`."""
    names = [level.name for model in signals.catalogue.maturity.values() for level in model.levels]
    words = dict.fromkeys(word for name in names for word in name.lower().split() if word not in _PLAIN)
    return " ".join(word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", signals.lower)) or None


def number_asked(signals: Signals) -> tuple[Comparison, int] | None:
    """`five levels`, `more than 3 levels`: how many levels the models asked for have."""
    match = _COUNTED.search(signals.masked)
    number = number_of(match["n"]) if match else None
    if match is None or number is None:
        return None
    return SIGNS.get(match["sign"] or (match["behind"] or "").strip(), "="), number


def pairs(signals: Signals) -> Query | None:
    """`level 1 of one model and level 2 of the other`: each label with the model named nearest to it."""
    labels = labels_in(signals.masked)
    if len(signals.models) != 2 or len(labels) != 2:
        return None
    first, second = (
        Query(select="maturity", named=(model,), level=label)
        for model, label in zip(signals.models, labels, strict=True)
    )
    return first.beside((second,))
