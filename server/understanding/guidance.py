"""Readings about Table I (maturity), Table II (MLOps against LLMOps) and Figure 2 (the decision)."""

import re

from server.query import Query
from server.understanding import cues as ask
from server.understanding.signals import Signals, distinct

_OWN_MODEL = re.compile(
    r"\b(?:train|build|develop|creat)\w*\b.{0,30}\b(?:own|custom)\b.{0,20}\b(?:llm|language model|model|foundation)|"
    r"\b(?:existing|off-the-shelf|pre-?trained|ready-made) (?:llm|language model|large language model)s?\b"
    r".{0,60}\b(?:or|instead|rather|vs|versus)\b|"
    r"\btrain(?:ing)? (?:an? |our |a custom )?llm\b"
)
_DECIDES = re.compile(
    r"\b(?:should|when|criteri\w+|condition\w*|decid\w+|decision|worth|better|prefer\w*|or|need\w*|requirement\w*|"
    r"advis\w+|make sense)\b"
)
_CONTRAST = re.compile(r"\bml\s?ops\b.*\bllm\s?ops\b|\bllm\s?ops\b.*\bml\s?ops\b")
_MATURITY = re.compile(r"\bmaturit\w+\b|\blevels?\b")
_MODELS = re.compile(r"\bmaturity (?:models?|levels?|frameworks?|scales?)\b")
_HOW_MANY_MODELS = re.compile(r"\bhow many(?: \w+){0,2} (?:maturity )?(?:models|frameworks)\b")
_LEVEL = re.compile(r"\blevel\s*(\d|[a-e])\b")


def read_maturity(signals: Signals) -> Query | None:
    """Levels of a maturity model, one level, counts and extremes of their number."""
    level_name = _level_name(signals)
    if not (_MATURITY.search(signals.masked) and (signals.models or level_name or "maturity" in signals.masked)):
        return None
    named = signals.models
    if signals.says(ask.COUNT) and (named or _HOW_MANY_MODELS.search(signals.masked)):
        return Query(select="maturity", measure="count", named=named)
    if not named and signals.says(r"\bmost\b"):
        return Query(select="maturity", measure="max")
    if not named and signals.says(r"\bfewest\b", r"\bleast\b"):
        return Query(select="maturity", measure="min")
    level = _LEVEL.search(signals.masked)
    if named or level_name or _MODELS.search(signals.masked):
        label = f"Level {level.group(1).upper()}" if level and named else None
        return Query(select="maturity", named=named, level=label or level_name)
    return None


def read_aspects(signals: Signals) -> Query | None:
    """MLOps set against LLMOps, in the aspects named or in all."""
    if not _CONTRAST.search(signals.lower):
        return None
    named = distinct(mention.name for mention in signals.linker.aspects(signals.text))
    if named or signals.says(ask.COMPARE):
        return Query(select="aspects", measure="compare", named=named)
    return None


def read_decision(signals: Signals) -> Query | None:
    """Whether to train an own model or to use an existing LLM."""
    if _OWN_MODEL.search(signals.lower) and _DECIDES.search(signals.lower):
        return Query(select="decision")
    return None


def _level_name(signals: Signals) -> str | None:
    names = {level.name for model in signals.catalogue.maturity.values() for level in model.levels}
    found = [name for name in names if re.search(rf"\b{re.escape(name.lower())}\b", signals.lower)]
    return max(found, key=len, default=None)
