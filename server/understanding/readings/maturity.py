"""Readings about Table I: the asker's own maturity, the levels of the models, and what levels ask for."""

import re

from corpus.practices import Answered
from server.query import Measure, Order, Query
from server.understanding.pieces.doubt import Doubt
from server.understanding.pieces.signals import Signals
from server.understanding.premises.levels import labels_in, level_name, name_words, number_asked, pairs
from server.understanding.readings.climbing import read_climb
from server.understanding.readings.own_level import read_own_level
from server.understanding.readings.practices import spoken_of
from server.understanding.words import cues as ask
from server.understanding.words.qualities import ranks_by_quality
from server.wording import listed

_MATURITY = re.compile(r"\bmaturit\w+\b|\blevels\b|\blevel\b(?! of (?!maturity\b|mlops\b|the\b|§))")
_MODELS = re.compile(r"\bmaturity (?:models?|levels?|frameworks?|scales?)\b")
# `what is level 0?`, `MLOps level 2 explained`: with nothing beside it, a level is one of maturity.
_LEVEL_ALONE = re.compile(
    r"^\W*(?:(?:what(?:['’]?s| is| are| does)?|explain|define|describe|tell me about|show|meaning of)\W+)?(?:the )?"
    r"(?:ml ?ops )?levels? \d(?: (?:mean|meaning|explained|means|of ml ?ops|in ml ?ops))*\W*$"
    r"|\bml ?ops levels?\b|\blevels? \d (?:of|in) ml ?ops\b"
)
_ANY_MODEL = re.compile(r"(?<!own )(?<!our )\b(?:models?|frameworks?|scales?|ladders?|schemes?)\b")
_HOW_MANY_MODELS = re.compile(r"\bhow many(?: \w+){0,2} (?:maturity )?(?:models|frameworks)\b(?! of\b)")
_LEVELS = re.compile(r"\blevels\b|\b(?:each|every) level\b|\blevel names\b")
_END = re.compile(r"\b(?:top|highest|final|last|bottom|lowest|first) (?:maturity )?level\b")
_ALL_LEVELS = re.compile(r"\b(?:how many|number of) (?:maturity )?levels (?:are|is) there\b")
_ALL_MODELS = re.compile(r"\b(?:all|each|every|the)(?: of)?(?: the| these)?(?: five)? (?:maturity )?models?\b")
_EACH = re.compile(r"\b(?:each|every|per|apiece)\b(?! level)")
# `how many levels do all models have together?`
_ADDED_UP = (
    ask.TOTAL,
    re.compile(
        r"\b(?:how many|number of|count\w*|tally)\b.*\b(?:all|every|each|across|over|in all|overall|together)\b"
    ),
)
_LADDER = re.compile(r"\bladder\b|\bscheme\b|\brungs?\b|\bstair\w*\b|\bscale\b")
_TOP = re.compile(r"\b(?:top|topmost|highest|final|last|uppermost|most mature|best)\b")
_BOTTOM = re.compile(r"\b(?:bottom|lowest|first(?! table)|entry|starting|least mature)\b")
_MOST = re.compile(
    r"\bmost (?:maturity )?(?:levels|stages|steps|rungs)\b|\b(?:longest|most detailed)\b|\bmost\b(?! mature)"
)
# What ranks models by their levels; any other superlative, such as `the most cited`, is of what no table holds.
_BY_LEVELS = re.compile(
    r"\b(?:most|least) (?:maturity )?(?:levels|stages|steps|rungs|mature|detailed|fine-grained|granular|elaborate)\b"
    r"|\b(?:longest|shortest|highest|lowest|uppermost|fewest)\b"
)
_FEWEST = re.compile(r"\b(?:fewest|least|shortest)\b(?! mature)")
_BEGINS = re.compile(r"\b(?:starts?|begins?|starting|beginning|open|opens)\b(?: \w+){0,3} level\b")
_FINISHES = re.compile(r"\b(?:ends?|stops?|finish\w*|tops? out|go(?:es)? up)\b(?: \w+){0,3} level\b")
_MORE = re.compile(r"\bhow many (?:more|fewer|less)\b|\bdifference in (?:the )?number\b")
_WHICH_LEVEL = re.compile(
    r"\b(?:which|what|any|from what) (?:[\w§'’]+ ){0,3}?(?:levels?|rungs?)\b|\b(?:level|model)s? (?:that |which )?"
    r"(?:names?|mentions?|is about|are about)\b"
    r"|\bas a level\b|\ba level (?:where|at which|with|in which)\b|\blevel names?\b|\bname of a level\b"
)
_AFTER = re.compile(r"\b(?:after|above|follow\w*|succeed\w*|next)\b")
_BEFORE = re.compile(r"\b(?:before|below|beneath|preced\w+|prior)\b")
# `Amazon has no Level 0`
_HAS_NONE = re.compile(
    r"(?:\b(?:no|without(?: an?)?|lacks?(?: an?)?|skips?|omits?|never (?:has|had))|n['’]t (?:have|know|use"
    r"|start (?:at|with))(?: an?)?) level\b"
)
# `which models have no level 0?`, `which does not start at level 0?`
_LACKING = re.compile(
    r"(?:\b(?:no|without(?: an?y?)?|lack(?:s|ing)?(?: an?y?)?|miss(?:es|ing)?(?: an?y?)?|skips?|omits?|never|not)"
    r"|n['’]t)\b[^.?!;,]{0,25}?\blevels?\b"
)
_SAME = re.compile(r"\b(?:same|differ\w*|equal|identical|alike|equivalent|correspond\w*|match(?:es)?)\b")
_SAME_LEVEL = re.compile(r"\b(?:same|equal|identical|in common|shared?)\b")
_SHARED = re.compile(r"\b(?:more than one|several|in common|two or more|shared?|both|twice|repeat\w*)\b")
_NAME = re.compile(
    r"\b(?:level|levels) names?\b|\bnames? of (?:the )?levels?\b|\blevels?\b.*\bin common\b|\bshared? levels?\b"
)
# `which maturity model should we use?`, `the simplest one`: of this the table tells how they differ.
_CHOOSES = re.compile(
    r"\b(?:best|better|right|suitable|suits?|fits?|simplest|easiest|choose|pick|prefer\w*|recommend\w*"
    r"|should (?:we|i|you|one)|(?:we|i|you|one) should|differ\w*|compar\w+|versus|vs\.?)\b"
)
_A_MODEL = re.compile(
    r"\bmaturity (?:model|framework|scale|level)s?\b|§(?:['’]s)? (?:maturity |ml ?ops )*(?:model|ladder)s?\b"
)
_AIMED = re.compile(
    r"\b(?:aim(?:ing)? (?:for|at)|target|strive for|need to (?:reach|be|get|have)|(?:enough|worth) .*)\b"
)
# `which models does the paper compare?` asks which there are.
_COMPARED_THERE = re.compile(r"\b(?:paper|table(?: i)?|authors?|text|study) (?:\w+ )?compar\w+|\bare compared\b")
# What each level of one model takes: `explain §'s levels`, `§ levels in detail`.
_EXPLAINS = re.compile(r"\b(?:explain\w*|explanation|describ\w+|mean(?:s|ing)?|in detail|what happens|stands? for)\b")
# Whom Table I does not tell its models for, a card does.
_LLMS = re.compile(r"\b(?:llm(?:s|ops)?|(?:large )?language models?|generative ai|gen ?ai|chatbots?)\b")
_DIFFERENCES = re.compile(r"\bdiffer(?:s|ences?)?\b")
# How widely a model is used, no table holds.
_SPREAD = re.compile(
    r"\bmost (?:\w+ )?(?:companies|firms|people|teams|organi[sz]ations|popular|common\w*|widely|used|known)\b"
)
_NEIGHBOUR = re.compile(
    r"\b(?:next|up|above|below|beneath|bottom|top|higher|lower|highest|lowest|climb\w*|behind|after|before|start|floor"
    r"|end|reach\w*|get|move|need\w*|separates?|difference)\b"
)
# A way up has its steps on one model alone.
_FROM_TO = re.compile(r"\bfrom (?:\w+ ){0,2}level \w to (?:\w+ ){0,2}\w\b")


def read_maturity(signals: Signals) -> Query | None:
    """The way up a model, the asker's own maturity, or levels of the models."""
    own = read_climb(signals) or read_own_level(signals)
    if own is not None:
        return own
    if signals.says(_SPREAD) or (_LLMS.search(signals.lower) and signals.says(_A_MODEL) and not signals.models):
        return None
    if _chooses(signals):
        return Query(select="maturity", measure="compare", named=signals.models, combine="difference")
    if not signals.models and _FROM_TO.search(signals.masked):
        return None
    if not _speaks_of_levels(signals) or ranks_by_quality(_BY_LEVELS.sub("§", signals.masked)):
        return None
    return _of_levels(signals)


def _chooses(signals: Signals) -> bool:
    """Whether models, and no levels of theirs, are to be chosen among or held against each other."""
    if not signals.says(_A_MODEL) or labels_in(signals.masked) or level_name(signals) or len(signals.models) == 1:
        return False
    if signals.tools or signals.roles or signals.says(ask.COUNT, _MORE, _SAME_LEVEL):
        return False
    if signals.says(_COMPARED_THERE):
        return False
    if signals.says(_LEVELS):
        return len(signals.models) > 1 and signals.says(_DIFFERENCES)
    return signals.says(_CHOOSES, _AIMED)


def level_doubt(signals: Signals) -> Doubt | None:
    """What to ask back where a level's neighbours are asked for and every model has others."""
    labels = labels_in(signals.masked)
    if not labels or signals.models or signals.mentions or not signals.says(_NEIGHBOUR):
        return None
    names = [model.name for model in signals.catalogue.maturity.values()]
    options = tuple(f"In {name}'s maturity model, {signals.text}" for name in names)
    return Doubt(f"{labels[0]} of which maturity model do you mean: {listed(names).replace(' and ', ' or ')}?", options)


def _speaks_of_levels(signals: Signals) -> bool:
    if signals.models and _LADDER.search(signals.masked):
        return True
    if not _MATURITY.search(signals.masked):
        return False
    if labels_in(signals.masked) and _LEVEL_ALONE.search(signals.masked):
        return True
    if signals.models or level_name(signals) or "maturity" in signals.masked:
        return True
    if (signals.says(_LEVELS, _END) or labels_in(signals.masked)) and signals.says(_ANY_MODEL):
        return True
    by_practice = signals.says(_WHICH_LEVEL) and spoken_of(signals.text, signals.catalogue.questionnaire)
    return bool(by_practice) or signals.says(_ALL_LEVELS)


def _of_levels(signals: Signals) -> Query | None:
    named = signals.models
    labels = labels_in(signals.masked)
    number = None if named or labels or signals.says(_NAME) else number_asked(signals)
    if number is not None and signals.says(ask.LISTS, _ANY_MODEL):
        measure: Measure = "count" if _HOW_MANY_MODELS.search(signals.masked) else "list"
        return Query(select="maturity", measure=measure, comparison=number[0], amount=number[1])
    if not labels and signals.says(_NAME) and signals.says(_SHARED):
        return Query(select="maturity", named=named, combine="common")
    lacked = _lacked(signals, labels)
    if lacked is not None:
        return lacked
    if labels and not named and signals.says(_HOW_MANY_MODELS):
        return Query(select="maturity", measure="count", level=labels[0])
    counted = _counted(signals)
    if counted is not None:
        return counted
    missing = _missing(signals, labels)
    if missing is not None and signals.says(_HAS_NONE):
        return _of_unlabelled(signals)  # which levels it has says so
    if missing is not None:
        return Query(select="maturity", named=named, level=missing)
    return pairs(signals) or (_of_one_level(signals, labels[0]) if labels else _of_unlabelled(signals))


def _lacked(signals: Signals, labels: tuple[str, ...]) -> Query | None:
    """The models that have no such level, or that do not begin or end with it: `which models have no level 0?`"""
    level = labels[0] if len(labels) == 1 else None if labels else level_name(signals)
    if level is None or signals.models or not signals.says(_ANY_MODEL) or not signals.says(_LACKING):
        return None
    measure: Measure = "count" if signals.says(_HOW_MANY_MODELS) else "list"
    order: Order | None = "first" if signals.says(_BEGINS) else "last" if signals.says(_FINISHES) else None
    return Query(select="maturity", measure=measure, level=level, order=order, combine="gap")


def _missing(signals: Signals, labels: tuple[str, ...]) -> str | None:
    """A level that is spoken of and that the one model named does not have."""
    if len(signals.models) != 1:
        return None
    held = {level.label for level in signals.catalogue.maturity[signals.models[0]].levels}
    return next((label for label in labels if label not in held), None)


def _counted(signals: Signals) -> Query | None:
    """How many levels or models there are, which have the most or the fewest."""
    named = signals.models
    counts, levels = signals.says(ask.COUNT), _LEVELS.search(signals.masked)
    if not named and levels and counts and signals.says(_EACH):
        return Query(select="maturity", measure="count", named=tuple(signals.catalogue.maturity))
    ranked = signals.says(_TOP, _BOTTOM) and not counts
    if len(named) == 2 and counts and levels and signals.says(_MORE):
        return Query(select="maturity", measure="compare", named=named)
    if len(named) != 1 and levels and signals.says(*_ADDED_UP, _ALL_LEVELS) and not ranked:
        return Query(select="maturity", measure="sum", named=named)
    if counts and (named or _HOW_MANY_MODELS.search(signals.masked)):
        return Query(select="maturity", measure="count", named=named)
    if not named and signals.says(_MOST):
        return Query(select="maturity", measure="max")
    if not named and signals.says(_FEWEST):
        return Query(select="maturity", measure="min")
    return None


def _of_one_level(signals: Signals, label: str) -> Query | None:
    """One level by its label, in the models named or in all; the one behind or before it; who begins or ends with
    it."""
    named = signals.models
    if not named and signals.says(_BEGINS, _FINISHES):
        order: Order = "first" if signals.says(_BEGINS) else "last"
        return Query(select="maturity", level=label, order=order)
    beside = _beside(signals, label)
    if beside is not None:
        return beside
    same = len(named) > 1 and signals.says(_SAME)
    return Query(select="maturity", measure="compare" if same else "list", named=named, level=label)


def _beside(signals: Signals, level: str) -> Query | None:
    """The level after or before one of the models named."""
    if not signals.models or not signals.says(_AFTER, _BEFORE) or signals.says(_SAME):
        return None
    order: Order = "after" if signals.says(_AFTER) else "before"
    return Query(select="maturity", named=signals.models, level=level, order=order)


def _of_unlabelled(signals: Signals) -> Query | None:
    """The ends of models, levels by what they are about, or all levels of the models."""
    named, name = signals.models, level_name(signals)
    if name is None and signals.says(_TOP, _BOTTOM) and (named or signals.says(_EACH, _ALL_MODELS, r"\bmodels\b")):
        same = len(named) > 1 and signals.says(_SAME)
        order: Order = "last" if signals.says(_TOP) else "first"
        return Query(select="maturity", measure="compare" if same else "list", named=named, order=order)
    if name is None and signals.says(_WHICH_LEVEL, r"\bmaturity (?:model|framework)s?\b"):
        words = name_words(signals)
        practices = spoken_of(signals.text, signals.catalogue.questionnaire)
        if words or practices:
            stated: tuple[tuple[str, Answered], ...] = tuple((practice, "yes") for practice in practices)
            return Query(select="maturity", measure="attribute", named=named, level=words, stated=stated)
    beside = _beside(signals, name) if name else None
    if beside is not None:
        return beside
    if len(named) == 1 and name is None and signals.says(_EXPLAINS):
        return Query(select="maturity", measure="describe", named=named)
    if named or name or _MODELS.search(signals.masked):
        return Query(select="maturity", named=named, level=name)
    return None
