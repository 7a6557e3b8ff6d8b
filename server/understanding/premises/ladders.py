"""Claims about the levels of the models of Table I."""

import re

from corpus.vocabulary import MaturityModel
from server.query import Query
from server.understanding.pieces.measures import number_of
from server.understanding.pieces.signals import Signals
from server.understanding.premises.levels import level_name
from server.understanding.words import cues as ask

_LEVEL = re.compile(r"\blevel\s*(?P<label>\d|[a-e])\b")
_LEVELS = re.compile(
    r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r" (?:different |distinct )?(?:maturity )?(?:levels|stages|steps)\b"
)
_STARTS = re.compile(r"\b(?:starts?|begins?|starting|beginning|opens?|first|lowest|bottom)\b")
_ENDS = re.compile(
    r"\b(?:ends?|stops?|finish\w*|tops? out|goes? (?:only )?(?:up )?to|peaks?|last|final|highest|top|culminates?)\b"
)
_MORE_LEVELS = re.compile(
    r"\b(?:(?P<more>more)|(?P<fewer>fewer|less)) (?:maturity )?(?:levels|stages|steps) than\b"
    r"|\b(?P<same>(?:the same number of|as many|equally many) (?:maturity )?(?:levels|stages|steps))\b"
)


def misranked(signals: Signals) -> Query | None:
    """The levels as the table has them, where the claim gets their number, order or names wrong."""
    models = [signals.catalogue.maturity[name] for name in signals.models]
    if not models:
        return None
    wrong = _wrong_number(signals, models) if len(models) == 2 else any(_wrong(signals, model) for model in models[:1])
    return Query(select="maturity", named=signals.models, premise=True) if wrong else None


def _wrong(signals: Signals, model: MaturityModel) -> bool:
    number = _LEVELS.search(signals.masked)
    if number and number_of(number["n"]) != len(model.levels):
        return True
    found = _LEVEL.search(signals.masked)
    label = f"Level {found['label'].upper()}" if found else None
    labels = [level.label for level in model.levels]
    said = level_name(signals)
    if said and not any(level.name == said and label in (None, level.label) for level in model.levels):
        return not ask.DENIED.search(signals.masked)
    if label is None or label not in labels:
        return label is not None and not ask.DENIED.search(signals.masked)
    if ask.DENIED.search(signals.masked):
        return not said
    if _STARTS.search(signals.masked):
        return labels[0] != label
    return bool(_ENDS.search(signals.masked)) and labels[-1] != label


def _wrong_number(signals: Signals, models: list[MaturityModel]) -> bool:
    said = _MORE_LEVELS.search(signals.masked)
    if said is None or ask.DENIED.search(signals.masked):
        return False
    first, second = (len(model.levels) for model in models)
    return not (first > second if said["more"] else first < second if said["fewer"] else first == second)
