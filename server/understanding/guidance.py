"""Readings about Table I (maturity), Table II (MLOps against LLMOps) and Figure 2 (the decision)."""

import re

from server.query import Query
from server.understanding import cues as ask
from server.understanding.decision import stated_conditions
from server.understanding.practices import stated_practices
from server.understanding.signals import Signals, distinct
from server.wording import listed

_OWN_MODEL = re.compile(
    r"\b(?:train|build|develop|creat)\w*\b.{0,30}\b(?:own|custom)\b.{0,20}\b(?:llm|language model|model|foundation)|"
    r"\bown (?:large )?(?:language model|llm|foundation model)s?\b|\bown model or\b|"
    r"\b(?:existing|off-the-shelf|pre-?trained|ready-made) (?:llm|language model|large language model)s?\b"
    r".{0,60}\b(?:or|instead|rather|vs|versus)\b|"
    r"\btrain(?:ing)? (?:an? |our |a custom )?llm\b|\btrain(?:ing)? (?:of )?(?:an? )?(?:proprietary"
    r"|custom) (?:large )?(?:language model|llm)\b|"
    r"\b(?:train|build) (?:it )?(?:ourselves )?or (?:re-?use|use|buy|adopt)\b|\b(?:llm"
    r"|language model)s? (?:from scratch"
    r"|of our own|in[- ]house)\b|\b(?:llm|language model)s?\b.*\b(?:train|build)\w* (?:our|my|an|its) own\b"
)
_DECIDES = re.compile(
    r"\b(?:should|when|criteri\w+|condition\w*|decid\w+|decision|worth|better|prefer\w*|or|need\w*|requirement\w*|"
    r"advis\w+|makes? sense|recommend\w*|can we|could we|wise|sensible|realistic|feasible|good idea|justif\w+)\b"
)
_ASKS_FOR_RECORDS = re.compile(
    r"\b(?:which|what|how many|list|name)(?: \w+){0,3} (?:tools?|roles?|phases?|software|jobs?)\b"
)
_US = r"(?:we|us|our(?: \w+){0,2}|my (?:team|company|organi[sz]ation)|i)"
_RATES = (
    r"(?:what(?:['’]s| is)|how (?:high|good|far) is|assess|rate|measure|evaluate|gauge|judge|determine|estimate|score)"
)
_OWN_MATURITY = re.compile(
    rf"\bhow mature (?:is|are|am) {_US}\b"
    rf"|\b{_RATES}\b.{{0,25}}\b(?:{_US} (?:ml ?ops |ml |ai )?(?:level of )?maturity|maturity (?:level )?of {_US})\b"
    rf"|\b(?:level|stage|rung)s? (?:of \w+ |of maturity )?(?:\w+ )?(?:(?:is|are|am) {_US}\b"
    rf"|(?:do|does|have|has|would|can) {_US} (?:reach|stand|sit|get|attain|achieve|qualify|rank|count|land))"
    rf"|\b(?:are|do|have|has|does|is) {_US} (?:already )?(?:at|on|reach\w*|past|attain\w*)\b.*\blevel\b"
    rf"|\bwhere (?:do|does|are|is|would) {_US}(?: \w+){{0,2}} (?:stand|rank|sit|on)\b.*"
    r"\b(?:maturit\w+|level|model|ladder)\b"
    r"|\bmaturity (?:self-)?(?:assessment|questionnaire|check|test|quiz|survey)\b"
)
_CONTRAST = re.compile(r"\bml\s?ops\b.*\bllm\s?ops\b|\bllm\s?ops\b.*\bml\s?ops\b")
# `which tools does the MLOps/LLMOps table give as examples?`
_EXAMPLES = re.compile(r"\b(?:examples?|tables?|comparison|named?|mention\w*|giv\w+|cite\w*)\b")
# The sides of Table II by what they work on: `is that worse for LLMs than for classic models?`
_NEW = r"\b(?:llm\s?ops|llms?|language models?)\b"
_OLD = (
    r"\b(?:(?:classic(?:al)?|traditional|conventional|normal|ordinary|regular|standard|usual|plain)"
    r" (?:ml|machine learning|(?:ml )?models?|ones?|projects?)|gradient boosting)\b"
)
_AGAINST = r"\b(?:vs\.?|versus|against|than|compar\w+|differ\w*|unlike|instead of|rather than|as opposed to)\b"
_LIKENED = re.compile(
    rf"(?:{_NEW}.*{_AGAINST}|{_AGAINST}.*{_NEW}).*{_OLD}|(?:{_OLD}.*{_AGAINST}|{_AGAINST}.*{_OLD}).*{_NEW}"
)
_MATURITY = re.compile(r"\bmaturit\w+\b|\blevels?\b")
_MODELS = re.compile(r"\bmaturity (?:models?|levels?|frameworks?|scales?)\b")
_HOW_MANY_MODELS = re.compile(r"\bhow many(?: \w+){0,2} (?:maturity )?(?:models|frameworks)\b")
_LEVELS = re.compile(r"\blevels\b|\b(?:each|every) level\b")
_ALL_MODELS = re.compile(r"\b(?:all|each|every|the)(?: of)?(?: the| these)?(?: five)? models?\b")
_EACH = re.compile(r"\b(?:each|every|per|apiece)\b(?! level)")
# `how many levels do all models have together?`
_ADDED_UP = (
    ask.TOTAL,
    re.compile(
        r"\b(?:how many|number of|count\w*|tally)\b.*\b(?:all|every|each|across|over|in all|overall|together)\b"
    ),
)
_LEVEL = re.compile(r"\blevel\s*(\d|[a-e])\b")
_LADDER = re.compile(r"\bladder\b|\bscheme\b|\brungs?\b|\bstair\w*\b|\bscale\b")
_TOP = re.compile(r"\b(?:top|highest|final|last|uppermost|most mature|best)\b")
_BOTTOM = re.compile(r"\b(?:bottom|lowest|first|entry|starting|least mature)\b")
_NEIGHBOUR = re.compile(
    r"\b(?:next|up|above|below|beneath|bottom|top|higher|lower|highest|lowest|climb\w*|behind|after|before|start|floor"
    r"|end)\b"
)


def read_maturity(signals: Signals) -> Query | None:
    """The asker's own maturity; levels of a maturity model, one level, counts and extremes of their number."""
    if _OWN_MATURITY.search(signals.lower):
        practices = stated_practices(signals.whole or signals.text, signals.catalogue.questionnaire)
        return Query(select="maturity", measure="check", named=signals.models, stated=practices)
    level_name = _level_name(signals)
    climbs = bool(signals.models) and bool(_LADDER.search(signals.masked))
    if not climbs and not (
        _MATURITY.search(signals.masked)
        and (
            signals.models
            or level_name
            or "maturity" in signals.masked
            or (_LEVELS.search(signals.masked) and _ALL_MODELS.search(signals.masked))
        )
    ):
        return None
    named = signals.models
    if not named and _LEVELS.search(signals.masked) and signals.says(ask.COUNT) and signals.says(_EACH):
        return Query(select="maturity", measure="count", named=tuple(signals.catalogue.maturity))
    if len(named) != 1 and _LEVELS.search(signals.masked) and signals.says(*_ADDED_UP):
        return Query(select="maturity", measure="sum", named=named)
    if signals.says(ask.COUNT) and (named or _HOW_MANY_MODELS.search(signals.masked)):
        return Query(select="maturity", measure="count", named=named)
    if not named and signals.says(r"\bmost\b"):
        return Query(select="maturity", measure="max")
    if not named and signals.says(r"\bfewest\b", r"\bleast\b"):
        return Query(select="maturity", measure="min")
    level = _LEVEL.search(signals.masked)
    if level is None and len(named) == 1 and signals.says(_TOP, _BOTTOM):
        levels = signals.catalogue.maturity[named[0]].levels
        return Query(select="maturity", named=named, level=levels[-1 if signals.says(_TOP) else 0].label)
    if named or level_name or _MODELS.search(signals.masked):
        label = f"Level {level.group(1).upper()}" if level else None
        return Query(select="maturity", named=named, level=label or level_name)
    return None


def level_doubt(signals: Signals) -> str | None:
    """The question to ask back where a level's neighbours are asked for and every model has others."""
    level = _LEVEL.search(signals.masked)
    if level is None or signals.models or signals.mentions or not signals.says(_NEIGHBOUR):
        return None
    names = listed([model.name for model in signals.catalogue.maturity.values()])
    return f"Level {level.group(1).upper()} of which maturity model do you mean: {names.replace(' and ', ' or ')}?"


def read_aspects(signals: Signals) -> Query | None:
    """MLOps set against LLMOps, in the aspects named or in all."""
    by_name = _CONTRAST.search(signals.lower)
    likened = not signals.tools and signals.target.noun in (None, "tools") and _LIKENED.search(signals.lower)
    if not by_name and not (likened and (signals.target.noun is None or signals.target.vague)):
        return None
    if signals.says(ask.COUNT, r"\bhow many\b") and signals.says(r"\b(?:aspects?|rows?|points?|respects|dimensions)\b"):
        return Query(select="aspects", measure="count")
    named = distinct(mention.name for mention in signals.linker.aspects(signals.text))
    if signals.target.noun == "tools" and not signals.target.vague and not signals.tools and signals.says(_EXAMPLES):
        return Query(select="aspects", named=named)
    if named or signals.says(ask.COMPARE):
        return Query(select="aspects", measure="compare", named=named)
    return None


def read_decision(signals: Signals) -> Query | None:
    """Whether to train an own model or to use an existing LLM, with the conditions of Figure 2 that are stated."""
    if not _OWN_MODEL.search(signals.lower) or _ASKS_FOR_RECORDS.search(signals.lower):
        return None
    if signals.pieces and (signals.tools or signals.roles):
        return None
    stated = stated_conditions(signals.whole or signals.text)
    if signals.says(ask.COUNT) and signals.says(r"\b(?:conditions?|criteria|requirements?|questions?)\b"):
        return Query(select="decision", measure="count")
    if stated or (not signals.target.noun and _DECIDES.search(signals.lower)):
        return Query(select="decision", stated=stated)
    return None


def _level_name(signals: Signals) -> str | None:
    names = {level.name for model in signals.catalogue.maturity.values() for level in model.levels}
    found = [name for name in names if re.search(rf"\b{re.escape(name.lower())}\b", signals.lower)]
    return max(found, key=len, default=None)
