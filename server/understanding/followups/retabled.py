"""Follow-ups to a question about Table I or Table II: another model, level or aspect."""

import re

from corpus.vocabulary import MaturityModel
from server.query import Measure, Order, Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.premises.levels import labels_in
from server.understanding.words.wordlist import phrases

_LEVEL_NOUN = r"(?: (?:one|level|stage|step|rung))?"
_TOP = phrases(rf"(?:the |its )?(?:top|topmost|highest|last|final|uppermost){_LEVEL_NOUN}")
_BOTTOM = phrases(rf"(?:the |its )?(?:bottom|lowest|first|entry|starting){_LEVEL_NOUN}")
_THAT = rf"(?: (?:that|it|this))?{_LEVEL_NOUN}"
_BEFORE = phrases(rf"(?:the one )?(?:just |right |directly )?(?:before|below|beneath){_THAT}")
_AFTER = phrases(
    rf"(?:the one )?(?:just |right |directly )?(?:after|above){_THAT}|(?:what comes |the )?next{_LEVEL_NOUN}"
)
_ENDS: tuple[tuple[re.Pattern[str], Order], ...] = ((_TOP, "last"), (_BOTTOM, "first"))
_PLACES: tuple[tuple[re.Pattern[str], Order], ...] = ((_BEFORE, "before"), (_AFTER, "after"), *_ENDS)
_REACH = phrases(
    r"reach(?:es|ing)?|get there|getting there|attain|achieve|climb|what does (?:it|that) take|step up|require[sd]?"
)
_HOW_MANY = phrases(r"how many(?: levels| stages| steps| rungs)?|number of levels")
_MOST = phrases(r"(?:the )?most(?: levels| stages| steps)?|the longest|the most detailed")
_FEWEST = phrases(r"(?:the )?(?:fewest|least)(?: levels| stages| steps)?|the shortest")
_EXTREMES: tuple[tuple[re.Pattern[str], Measure], ...] = ((_MOST, "max"), (_FEWEST, "min"))
_ALL = phrases(r"(?:its|the|all|all the|their|whose) (?:levels|stages|steps|rungs)|levels")
_SAME_NAME = re.compile(r"\b(?:who|which|anybody|anyone|any) (?:else|others?)\b|\bothers?\b")
_NAME = phrases(r"(?:the |that |this )?(?:very |exact |same )*(?:name|level|label|step|stage)s?|exact(?:ly)?")
_LABELLED = re.compile(r"\blevels? (?:\d|[a-e])\b")
# `just the data part`
_SHORT = 4
# `and 2`, `level 3?`, `and the 3rd one`
_NUMBERED = re.compile(
    r"\W*(?:(?:and|so|or|ok|okay|then|for|at|what about|how about|same)\W+)*(?:the )?"
    r"(?:levels? |nr\.? |no\.? |number )?(?P<n>\d|[a-e](?!\w))(?:st|nd|rd|th)?(?: (?:one|level))?\W*"
)
_WHAT_ARE = re.compile(r"^\W*what(?:['’]s| is| are) ")
_WORDS = phrases(r"models?|maturity|frameworks?|scales?|ladders?|called|label(?:l?ed)?|they")


def retabled(thread: Thread, said: FollowUp) -> Query | None:
    """The query over the table of the last turn; None where it was of another, or a word says anything else."""
    last = thread.last.query
    if last is None or last.premise or said.names:
        return None
    if last.select == "aspects":
        named = tuple(dict.fromkeys(mention.name for mention in thread.linker.aspects(said.text)))
        turns = said.continues or len(said.text.split()) <= _SHORT
        return last.model_copy(update={"measure": "compare", "named": named}) if named and turns else None
    if last.select == "maturity" and not (last.measure == "check" and last.stated):
        return _of_the_models(thread, said, last)
    return None


def _of_the_models(thread: Thread, said: FollowUp, last: Query) -> Query | None:
    named = tuple(dict.fromkeys(mention.name for mention in said.mentions if mention.kind == "maturity"))
    if named:
        again = not said.unread(_WORDS) and (said.continues or _is_bare(said))
        return _of_others(thread, last, named) if again else None
    if said.mentions:
        return None
    models = _models(thread, last)
    if last.level and _says_only(said, _SAME_NAME, _NAME):
        return Query(select="maturity", level=last.level)
    for pattern, measure in _EXTREMES:
        if _says_only(said, pattern):
            return Query(select="maturity", measure=measure)
    if _says_only(said, _HOW_MANY):
        everyone = tuple(thread.catalogue.maturity)
        return Query(select="maturity", measure="count", named=tuple(model.name for model in models) or everyone)
    if len(models) != 1:
        order = next((order for pattern, order in _ENDS if _says_only(said, pattern)), None)
        return Query(select="maturity", named=last.named, order=order) if order else None
    (model,) = models
    asked = labels_in(said.masked)
    if len(asked) == 1 and not said.unread(_LABELLED, _WORDS):
        return _at(model, last, asked[0])
    numbered = _NUMBERED.fullmatch(said.masked)
    if numbered is not None:
        return _at(model, last, f"Level {numbered['n'].upper()}")
    label = _label(last, model)
    if label and _says_only(said, _REACH):
        return Query(select="maturity", named=(model.name,), target=label)
    for pattern, order in _PLACES:
        level = label if order in ("before", "after") else None
        if _says_only(said, pattern) and (level or order in ("first", "last")):
            return Query(select="maturity", named=(model.name,), level=level, order=order)
    return Query(select="maturity", named=(model.name,)) if _says_only(said, _ALL) else None


def _at(model: MaturityModel, last: Query, label: str) -> Query:
    """The level with the label; what it takes, where that was asked of another."""
    way = last.target is not None and last.measure == "list" and label in [level.label for level in model.levels]
    if way:
        return last.model_copy(update={"target": label, "level": None if last.level == label else last.level})
    return Query(select="maturity", named=(model.name,), level=label)


def _of_others(thread: Thread, last: Query, named: tuple[str, ...]) -> Query:
    """The same of other models; where one has no such level to reach, that is told."""
    labels = {level.label for name in named for level in thread.catalogue.maturity[name].levels}
    wanted = (last.target, last.level) if last.target else ()
    missing = next((label for label in wanted if label and label not in labels), None)
    if missing is not None:
        return Query(select="maturity", named=named, level=missing)
    return last.model_copy(update={"named": named})


def _is_bare(said: FollowUp) -> bool:
    """Whether it is nothing but names: `Microsoft?`, `what are Google's?`"""
    named = _WHAT_ARE.sub("", said.masked).strip(" §?.!,&")
    return all(mention.kind == "maturity" for mention in said.mentions) and named in ("", "'s", "’s")


def _says_only(said: FollowUp, pattern: re.Pattern[str], *others: re.Pattern[str]) -> bool:
    """Whether it says this, and nothing that neither this nor the others nor words of talk account for."""
    return said.says(pattern) and not said.unread(pattern, *others, _WORDS)


def _models(thread: Thread, last: Query) -> tuple[MaturityModel, ...]:
    """The models that the last turn was about; none where it was about all."""
    models = thread.catalogue.maturity
    if last.named:
        return tuple(models[name] for name in last.named)
    if last.measure not in ("min", "max"):
        return ()
    extreme = (max if last.measure == "max" else min)(len(model.levels) for model in models.values())
    return tuple(model for model in models.values() if len(model.levels) == extreme)


def _label(last: Query, model: MaturityModel) -> str | None:
    """The label of the one level that the last turn was about."""
    labels = [level.label for level in model.levels]
    ends: dict[Order | None, int] = {"first": 0, "last": -1}
    if last.level is None:
        return labels[ends[last.order]] if last.order in ends else None
    found = next((level.label for level in model.levels if last.level in (level.label, level.name)), None)
    if found is None or last.order not in ("before", "after"):
        return found
    at = labels.index(found) + (1 if last.order == "after" else -1)
    return labels[at] if 0 <= at < len(labels) else None
