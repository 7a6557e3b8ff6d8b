"""Readings that ask for the order of the phases: which comes next, before, first or last."""

import re

from corpus.vocabulary import PhaseCode
from server.ordinals import ORDINAL, ordinal_of
from server.query import Order, Query
from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import alternatives, phrases

_STANDS = alternatives(
    r"""
    done|finished|complete[d]?|over|in place|in|established|set up|settled|sorted(?: out)?|agreed|ready|running|working
    |up(?: and running)?|behind us|live|through|wrapped up|works?|runs|stands|exists
    """
)
# `§ is finished`, `we are done with §`, `after §`: what is asked for comes behind it.
_AFTER = re.compile(
    r"\b(?:after|follow(?:s|ing)?|succeeds?|next (?:to|after))\W+(?:the |our )?§"
    r"|§\W+(?:is|gets) (?:followed|succeeded) by\b"
    r"|§(?: (?:phase|stage|part|step|work))?\W+"
    rf"(?:(?:is|are|has|have|been|got|all|now|already|finally|['’]s)\W+)*(?:{_STANDS})\b"
    r"|§[^?]*[.;!]\s.*\b(?:next|now|from here)\b"
    r"|\b(?:done with|finished(?: with)?|completed|through with|have|has|got|set up) (?:the |our )?§"
)
# `before §`, `§ … in place before it`
_BEFORE = re.compile(
    r"\b(?:before|precedes?|preceding|preceded|prior to|ahead of|leads? (?:up )?(?:in)?to)\W+"
    r"(?:(?:the|our|we|you|one|can|starting|start|doing|with|any|touch\w*|go\w*|to|into|on)\W+)*§"
    r"|§\W+(?:phase |stage )?(?:is preceded by|follows? (?:which|what)|comes? after (?:which|what))\b"
    r"|§.*\b(?:before (?:it|that|this)|(?:be|in place|established|needed|required|comes?|done) first"
    r"|prerequisite|beforehand)\b"
    r"|\b(?:prerequisites?|preconditions?) (?:for|of|to)\W+(?:the |our )?§"
)
_ASKS = re.compile(
    r"\b(?:what|which)(?:['’]s| is| phases?| stages?| steps?| (?:should|must|has to|needs to)(?: \w+){0,3})?"
    r"(?: directly| immediately)? (?:comes?|follows?|precedes?|next|happens?|before|after)\b|\bnext\b"
    r"|\bwhere (?:do|does|should|to|would|can)\b|\bwhat (?:now|then|do we (?:move|go|turn))\b"
    r"|\bmove (?:on )?(?:in)?to\b"
)
# Asked beside a phase that is already there: `versioning works; which phase now?`
_NOW = re.compile(r"\b(?:next|now|then|after (?:that|it|this)|afterwards|from (?:here|there))\b")
# Asked of what is told: `which phase follows?`, `and now what stage?`
_STAGE = "(?:phase|stage|step)"
_ONWARD = phrases(
    rf"""
    (?:next|following|subsequent) (?:\w+ )?{_STAGE}
    {_STAGE} (?:is |would be |we )?(?:next|now|then|after|afterwards)\W*$
    (?:comes?|is|goes|do|turn|move|head\w*|enter|start|begin|stands|waits)(?: \w+){{0,3}}? next
    (?:comes?|goes|enter|start|begin|head\w*) (?:\w+ ){{0,2}}?(?:now|then|after(?:wards)?|from (?:here|there))\W*$
    follows?|succeeds?|(?:and|now) what {_STAGE}
    (?:after|behind) (?:that|this|it|which)|(?:afterwards|then|thereafter|and now)\W+(?:which|what) {_STAGE}
    """
)
_BACKWARD = phrases(
    rf"""
    (?:previous|preceding) (?:\w+ )?{_STAGE}|precedes?|preceded
    (?:comes?|came|goes|lies|lay|was|is) (?:(?:just|right|directly|immediately) )?before
    (?<!something )(?<!anything )before(?: (?:that|this|it)(?: one)?)?\W*$
    """
)
# What monitoring learns goes back: `where does the feedback go?`
_BACK = phrases(r"(?:back|feedback|feeds?|loops?|returns?|returned)")
# `what comes after §?` asks for a step where § is one; `§ is done, what do we move into?` for a phase.
_BESIDE_A_STEP = re.compile(
    r"\b(?:after|before|follow(?:s|ing)?|preced(?:es?|ing)|succeeds?|prior to|ahead of)\W+(?:the |our )?§"
)
_MOVES = re.compile(r"\b(?:we|i|move|go|head|turn|enter|start)\b")
# `does it lead back to anything?`
_LEADS_BACK = re.compile(
    r"§ (?:\w+ )?(?:lead|go|feed|loop|flow|come|return|point|report)s? (?:[\w-]+ )?(?:back|(?:in)?to)\b"
    r"(?: (?:to|into))?(?: (?:any|some)\w*(?: else)?)?\W*$"
)
_FIRST = phrases(
    r"""
    (?:which|what) (?:phase|stage)s? (?:comes?|goes|is|takes|has|starts?|gets?)(?: \w+){0,2} (?:first|priority|off)
    (?:first|initial|opening|starting|earliest|very first) (?:lifecycle )?(?:phase|stage)
    (?:which|what) (?:phase|stage) (?:do|does|should|must|would) (?:\w+ ){1,2}(?:start|begin|kick off)
    """
)
_LAST = phrases(
    r"""
    (?:which|what) (?:phase|stage)s? (?:comes?|goes|is) (?:\w+ )?last
    (?:last|final|closing|very last) (?:lifecycle )?(?:phase|stage)
    """
)
# `the third phase`, `phase number 3`, `the second to last stage`
_NTH = re.compile(
    rf"\b(?P<n>{ORDINAL})(?P<last>[- ](?:to[- ])?last)? (?:\w+ )?(?:phase|stage)\b"
    r"|\b(?:phase|stage) (?:number |no\.? |nr\.? |#)(?P<number>\d)\b"
)
# `what lies between § and §?`
_BETWEEN = re.compile(
    r"\b(?:comes?|lies?|is|are|sits?|stands?|goes|happens?|follows?|phases?|stages?)(?: \w+)? (?:in )?between"
    r" (?:the )?§+ and (?:the )?§"
)
# `in what order do the phases come?`
_STAGES = r"(?:phases?|stages?|parts|steps)"
_IN_ORDER = phrases(
    rf"""
    (?:order|sequence|succession|chronology)(?: \w+)? (?:of|for) (?:(?:the|all|your|its|these|seven|eight|six|mlops
    |lifecycle|main) )*{_STAGES}
    (?:which|what) (?:order|sequence)(?: \w+)? (?:do|does|are|should|must|have|come)\b[^?.!;§]*\b{_STAGES}
    how (?:do|are|does) (?:the |all |your |these |mlops |lifecycle )*{_STAGES} (?:(?:follow|ordered|arranged|sequenced
    |lined up|succeed)\b|come after (?:each|one))
    """
)
_WHAT_IS = re.compile(
    r"^\W*(?:(?:and|so|ok|hi|please)\W+)*(?:what(?:['’]?s| is| are| was)|name|tell me|give me|which is)\b"
)
# Figure 1: each phase that is completed leads down to the same one.
_DOWN = phrases(
    r"(?:each|every|all|any)(?: of the)? (?:\w+ )?(?:phases?|stages?)(?: \w+){0,3} (?:leads?|flows?|goes|go|points?)"
)
_TO = re.compile(r"\bto\b|\binto\b|\bdown\b")


def read_order(signals: Signals) -> Query | None:
    """The phase next to the one named, or the one at an end of the lifecycle."""
    if signals.phases == ("M",) and not signals.mentions[1:] and signals.says(_LEADS_BACK):
        return Query(select="phases", phases=(PhaseCode.M,), order="after")
    if signals.target.noun not in (None, "phases"):
        return None
    if not signals.phases:
        if signals.says(_DOWN) and signals.says(_TO):
            return Query(select="phases", order="down")
        return _placed(signals) or (Query(select="phases") if signals.says(_IN_ORDER) else None)
    codes = tuple(map(PhaseCode, signals.phases))
    if len({code.main for code in codes}) == 2 and signals.says(_BETWEEN):
        return Query(select="phases", phases=codes, order="between") if len(codes) == 2 else None
    order = _order(signals) if len(codes) == 1 else None
    if order is None:
        return None
    steps = {mention.step for mention in signals.mentions}
    beside = signals.target.noun is None and signals.says(_BESIDE_A_STEP) and not signals.says(_MOVES)
    step = next(iter(steps)) if len(steps) == 1 and beside else None
    return Query(select="phases", phases=codes, order=order, step=step, by="steps" if step else None)


def _placed(signals: Signals) -> Query | None:
    """The phase at an end of the lifecycle, or in a place of it."""
    nth = _NTH.search(signals.masked) if signals.target.noun == "phases" or signals.says(_WHAT_IS) else None
    if nth is not None:
        rank = int(nth["number"]) if nth["number"] else ordinal_of(nth["n"])
        return Query(select="phases", order="last" if nth["last"] else "first", rank=rank) if rank else None
    ends = signals.says(_FIRST), signals.says(_LAST)
    return Query(select="phases", order="first" if ends[0] else "last") if any(ends) else None


def order_asked(text: str) -> Order | None:
    """Whether what asks is after the phase behind or before the one that is told; None where it is after neither."""
    lower = text.lower()
    if _BACKWARD.search(lower):
        return "before"
    return "after" if _ONWARD.search(lower) else None


def _order(signals: Signals) -> Order | None:
    """Whether the phase asked for comes before or after the one named; None where neither is asked."""
    if signals.phases == ("M",) and signals.says(_BACK) and (signals.target.noun or signals.says(_ASKS)):
        return "after"
    if signals.target.noun is None and not signals.says(_ASKS):
        return None
    if signals.says(_BEFORE):
        return "before"
    told = signals.says(_AFTER) and (signals.says(_NOW, _ASKS) or signals.says(r"\b(?:after|follow\w*|succeed\w*) "))
    return "after" if told else None
