"""Claims that the paper leaves a name out: the tables print every name that the catalogue knows."""

import re

from corpus.vocabulary import PhaseCode
from server.query import Query, Select
from server.understanding.pieces.signals import Signals
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_SOURCE = (
    r"(?:paper|authors?|study|article|catalogue|corpus|list|tables?(?: [iv]+| \d)?|overview|(?:maturity )?models?"
    r"|tools?|roles?)"
)
_SPEAKS = re.compile(rf"\b(?:{_SOURCE}|they|you)\b")
_INSIDE = "among|in|part of|listed|mentioned|included|on"
_OUTSIDE = "missing|absent|omitted|excluded|dropped|left out"
_NAMES = r"(?:mention|list|name|include|contain|feature|print)\w*"
_BE = r"(?:is|are|was|were)"
_LEFT_OUT = phrases(
    rf"""
    (?:leav\w+|left|keep\w*|kept) (?:out )?(?:the |an? )?§+(?:['’]s)?(?: out\b| off\b)?
    (?:omit\w*|exclud\w+|dropp?\w*|skipp?\w*|ignor\w+|forg[eo]t\w*|overlook\w*) (?:the |an? )?§+
    (?:not|\w+n['’]t|never|fails? to|no) (?:even )?(?:{_NAMES}) (?:of )?(?:the |an? )?§+
    §+ (?:{_BE} )?(?:{_OUTSIDE})(?: (?:from|in|of) (?:the |its )?{_SOURCE})?\W*$
    {_BE}(?:n['’]t| not)? (?:the )?§+ (?:not )?(?:{_INSIDE}|(?:{_OUTSIDE}) (?:from|of)) (?:the |its )?{_SOURCE}
    absence of (?:the |an? )?§+
    (?:can(?:not|['’]t)|could(?:n['’]t| not)|did(?:n['’]t| not)) (?:even )?(?:find|see
    |spot) (?:the |an? )?§+(?= (?:any ?where )?(?:in|on|among) (?:the |your |their |its )?{_SOURCE})
    §+(?: {_BE})? nowhere (?:to be (?:found|seen) |listed |mentioned )?(?:in|on
    |among) (?:the |your |their |its )?{_SOURCE}
    §+ (?:did(?:n['’]t| not)|does(?:n['’]t| not)|never) (?:even )?(?:make|made|appear|show up|figure|turn up|get
    |got|feature)(?: it)?(?: in(?:to)?| on(?:to)?| among) (?:the |your |their |its )?{_SOURCE}
    {_SOURCE}(?: [iv]+| \d)? (?:has|have|with|shows?|had) no (?:§+|(?:row|entry|place|line) for (?:the |an? )?§+)
    §+ (?:{_BE}(?:n['’]t| not)|not) (?:{_INSIDE}) ?(?:the |its )?(?:{_SOURCE})?
    """
)
_NOT_IN_LIFECYCLE = re.compile(
    r"\b(?:(?:leav\w+|left|keep\w*|kept) (?:the )?§+ (?:entirely |completely )?out of"
    r"|(?:omit|exclud|drop|remov|cut)\w* (?:the )?§+ from)"
    r" (?:the|their|its|this) (?:\w+ )?(?:lifecycle|life cycle|framework|figure)\b"
)


def dropped(signals: Signals) -> Query | None:
    """`the authors leave § out of their lifecycle`, of a phase that Figure 1 has."""
    if not signals.phases or signals.tools or signals.roles or not signals.says(_NOT_IN_LIFECYCLE):
        return None
    return Query(select="phases", phases=tuple(PhaseCode(code) for code in signals.phases), premise=True)


def absent(signals: Signals) -> Query | None:
    """`the paper leaves § out`, as the rows that show it."""
    out = _LEFT_OUT.search(signals.masked)
    if out is None or not _SPEAKS.search(signals.masked) or signals.pieces or signals.phases:
        return None
    if re.match(r"(?:is|are|was|were)\b", out.group()) and not (ask.DENIED.search(out.group()) or "out" in out.group()):
        return None
    named, select = subject_of(signals)
    if not named:
        return None
    return Query(select=select, measure="list" if select == "maturity" else "describe", named=named, premise=True)


def subject_of(signals: Signals) -> tuple[tuple[str, ...], Select]:
    """What a claim speaks of: its tools, roles or maturity models."""
    if signals.tools or signals.roles:
        return (signals.tools, "tools") if signals.tools else (signals.roles, "roles")
    return signals.models, "maturity"
