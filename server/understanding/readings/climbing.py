"""Ways up a maturity model: from the level where the asker stands, or from the bottom, to the one aimed at."""

import re

from corpus.practices import Answered
from corpus.vocabulary import MaturityModel
from server.query import Query
from server.understanding.pieces.signals import Signals
from server.understanding.premises.levels import label_span, labels_in, models_with
from server.understanding.readings.practices import spoken_of, stated_practices
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_CLIMBS = phrases(
    r"""
    reach\w*|achiev\w+|attain\w*|climb\w*|advanc(?:e|ing)|progress(?:ing)?|how far|separates?|distinguish\w*|differ\w*
    (?:get|go|come|mov|step|ris|jump|grow|transition|upgrad|improv|evolv)\w*\b.*\b(?:to|up|from|beyond|past|there|higher)
    next (?:steps?|up)|(?:do|does|comes?|should \w+|tackle|happens) next|what(?:['’]s| is)? next|whats next
    need\w*|requir\w+|takes?|missing|lack\w*|practices?|prerequisites?|demands?|expects?|asks? for
    """
)
# What a level is called needs no way up to it, nor does a count.
_OTHERWISE = re.compile(r"\b(?:names?|named|calls?|called|labels?|labell?ed|titles?|mean(?:s|ing)?|how many)\b")
_AIMED_BEFORE = re.compile(
    r"\b(?:reach(?:ing)?|achiev(?:e|ing)|attain(?:ing)?|to|into|for|towards?|hit|does|do|would|to be (?:at|on)"
    r"|how far .*)(?: the| a| §+['’s]*| its| maturity| up to)*\s*$"
)
_AIMED_BEHIND = re.compile(r"\W*(?:of §+ |in §+ )?(?:needs?|requires?|takes?|demands?|expects?|asks? for)\b")
_THERE = re.compile(r"\bthere\b")
# `we are at level 1`, also as a condition.
_STANDS = re.compile(
    r"(?:\b(?:we|i|team|us)(?:['’](?:re|m)| \w+){1,3}|\bcurrently|\bnow|\bstuck) (?:at|on|in|reached)? ?§*['’]?s? ?$"
)
_TOP = re.compile(r"\b(?:top|highest|final|last|uppermost|best)\b")
_BOTTOM = re.compile(r"\b(?:bottom|lowest|first|scratch|very start)\b")


def read_climb(signals: Signals) -> Query | None:
    """The way from one level of a model to another, or whether a level needs what is named; None where no model, no
    level or no way is spoken of."""
    labels = labels_in(signals.masked)
    models = models_with(signals, labels)
    if len(models) != 1 or not _CLIMBS.search(signals.masked) or _OTHERWISE.search(signals.masked):
        return None
    ends = _ends(signals.masked, models[0], labels)
    if ends is None:
        return None
    start, target = ends
    asked = spoken_of(signals.text, signals.catalogue.questionnaire) if signals.says(ask.YES_NO) else ()
    if asked and start is None:
        needs: tuple[tuple[str, Answered], ...] = tuple((practice, "yes") for practice in asked)
        return Query(select="maturity", measure="check", named=(models[0].name,), target=target, stated=needs)
    stated = stated_practices(signals.whole or signals.text, signals.catalogue.questionnaire)
    return Query(select="maturity", named=(models[0].name,), level=start, target=target, stated=stated)


def _ends(masked: str, model: MaturityModel, labels: tuple[str, ...]) -> tuple[str | None, str] | None:
    """The label to start from and the one to reach; at the top, both are the same."""
    order = [level.label for level in model.levels]
    if any(label not in order for label in labels):
        return None
    if len(labels) > 1:
        first, *_, last = sorted(labels, key=order.index)
        return first, last
    if not labels:
        bottom = order[0] if _BOTTOM.search(masked) else None
        return (bottom, order[-1]) if _TOP.search(masked) else None
    label = labels[0]
    if _TOP.search(masked):
        return label, order[-1]
    start, end = label_span(masked)
    before = masked[:start]
    there = _THERE.search(masked) and not _STANDS.search(before)
    if there or _AIMED_BEFORE.search(before) or _AIMED_BEHIND.match(masked, end):
        return None, label
    return label, order[min(order.index(label) + 1, len(order) - 1)]
