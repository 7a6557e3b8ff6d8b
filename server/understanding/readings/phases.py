"""Readings that ask for phases."""

import re

from corpus.vocabulary import MAIN_PHASES, PhaseCode
from server.conjunctions import OF_ROLES, OF_TOOLS, affirmed, all_of
from server.query import Attribute, Combine, Measure, Query, Select
from server.understanding.pieces.clauses import join, negates
from server.understanding.pieces.halves import HALVES, asks_for_a_half, half_taken
from server.understanding.pieces.leaving import leaving
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.pieces import WHOLES
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import marked
from server.understanding.readings.order import read_order
from server.understanding.readings.sides import both_ways, gains, one_sided, swaps, trades
from server.understanding.readings.whole_table import of_the_whole
from server.understanding.words import cues as ask

_WHERE = re.compile(
    r"\bwhere (?:exactly )?(?:along|in|on) the lifecycle\b|"
    r"\bwhat (?:does|do) (?:an? |the )?§+ (?:take part|participate|get involved) in\b|"
    r"^\W*where(?: in the lifecycle)?(?:['’]s(?= )| (?:do|does|has|have"
    r"|would|should|can|is|are|will)\b)(?!.*\b(?:released|founded|launched|version|created|invented|start"
    r"|begin|download|find|buy|install|learn)\b)"
    r"|\bwhere (?:in|does|do|is|are|would|should|can)\b|\bphase[- ]wise\b"
    r"|§\W+(?:(?:is|are|being) )?(?:ticked|marked|printed|listed|placed|used|active|at work) (?:where|when)\W*$"
    r"|\b(?:when|at (?:what|which) points?)\b[^?.!]*(?:\b(?:lifecycle|(?:come|get|be|is|are)s? (?:in(?:to play)?"
    r"|involved|active|used)|steps? in|joins?|enters?|shows? up|takes? part)|§ (?:used|involved|active))\b"
    r"|\blifecycle (?:coverage|involvement|position|footprint|place|presence|spot)\b|\b(?:phase|stage) coverage\b"
)
_PART = re.compile(
    r"\b(?<!at )(?:what|which) (?:parts?|areas?|points?|columns?|boxes|bits?) (?:of|are|does|do|is|has|have)\b"
    r"|§\W+(?:(?:is|are) )?(?:ticked|marked|printed|listed) (?:in|for|under) (?:what|which) columns?\W*$"
    r"|\bused for in the lifecycle\b"
    r"|\bwhat (?:does|do|all does) §+(?: and §+)* cover\b"
)
# `what does A touch that B does not?`
_HAS_BEYOND = re.compile(
    r"\bwhat(?:['’]s|(?: all)? (?:(?:does|do|is|are|can|has|would|will)(?: an?| the)?|can (?:you|we|i|one) (?:use|do"
    r"|get)(?: with| from)?)) §+"
    r" (?:[\w-]+ ){0,4}(?:that|which)(?: an?| the)? §"
    r"|\b(?:what|which) (?:columns?|ticks?|boxes?) §+ (?:has|have|covers?|ticks?) (?:that|which)(?: an?| the)? §"
)
_IN_COMMON = re.compile(r"\bin common\b|\boverlap\b|\bintersection\b")
_UNSHARED = re.compile(
    r"\bnot (?:be )?(?:shared?|common|in common)\b"
    r"|\b(?:only|just|exactly) (?:by )?one of (?:them|the two|these|those|§)"
    r"|\bone (?:of (?:them|the two|these) )?[^§]*\b(?:and|but|while|yet|,)\W+(?:the other|not the other)\b"
    r"|n['’]t (?:share|have in common)\b|\bunshared\b"
)
_COUNTED = re.compile(
    r"\b(?:tools?(?! (?:table|list|chart|columns?))|tooling|roles?|nobody|no one|noone|people|persons?|jobs?"
    r"|positions?|staff)\b"
)
# Where a step belongs: `which phase is RLHF in?`, `where do hyperparameters get tuned?`
SITS = re.compile(
    r"\b(?:which|what) (?:mlops |lifecycle |main )?(?:phase|stage"
    r"|part of the (?:\w+ )?lifecycle)\b(?! (?:has|have|comes?|follows?|precedes?|needs?|leads?))"
    r"|\bwhere (?:in|on|along) (?:the|your|our|this|that) (?:\w+ )?(?:lifecycle|life cycle|cycle|process|map|picture"
    r"|chart|framework)\b|\(phase\)"
    r"|\bwhere (?:do|does|is|are)\b[^?]*\b(?:sits?|belongs?|happens?|falls?|takes? place|occurs?"
    r"|located|done|performed|go|fit)\b"
    r"|\b(?:belongs?|goes|sits|fits) where\b"
    r"|\bwhere (?:does|do|would|did) (?:the )?(?:paper|framework|lifecycle|authors|you|table) (?:\w+ )?"
    r"(?:place|put|locate|file)\b"
)
# `one that no role is assigned to`: what there is none of is what is counted.
_LACKED = re.compile(
    r"\b(?:no|zero|without(?: an?| any)?|not (?:\w+ )?(?:a single|one|any)|lacks?|lacking)(?: \w+)? "
    r"(?:tools?|tooling|roles?|people|persons?|jobs?|positions?|staff)\b|\b(?:nobody|no one|noone)\b"
)
_PER_PHASE = re.compile(
    r"\b(?:per|by|for each|for every|in each|in every|does each|does every|has each"
    r"|each) (?:lifecycle )?(?:phase|stage|column)\b"
)
_SPELLED_OUT = re.compile(r"\bstands? for\b|\babbreviation\b|\bacronym\b")
_PHASES = re.compile(r"\b(?:phases?|stages?|lifecycle)\b")
_STAFFING = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|payroll|pay)\b"
    r"|\b(?:cheap\w*|expensive|cost\w*|dear\w*|pric\w+)\b.*\b(?:staff|people|roles|team)\b"
)
_DEAREST = re.compile(
    r"\bmost(?! (?:affordable|cheap))|\b(?:highest|dearest|priciest|costliest|biggest|largest|best[- ]paid)\b"
)
# `which phase is covered by every role?`
_BY_ALL = re.compile(
    r"\b(?:by|has|have|for|involves?|of) (?:all(?: of)?(?: the)?|each|every)(?: \w+)? (?:roles?|tools?)\b"
    r"(?! (?:but|except|save))"
)
# `of BN, AS and MD, which have nobody?`
_AMONG = re.compile(r"\b(?:of|among|amongst|from|between)\W+¤+(?:(?:\W|\band\b|\bor\b)+¤+)+")
# The seven of Figure 1, in which either half is model development.
_SEVEN = re.compile(r"\b(?:seven|7) (?:\w+ )?(?:phases|stages)\b")
_NONE = re.compile(r"\b(?:no|zero|nobody|no one)\b")
# `only in ¤, or in other phases as well?`
_OR_MORE = re.compile(
    r"\b(?:only|just|merely|purely|solely|alone)\b[^?.!]*\bor\b[^?.!]*\b"
    r"(?:(?:other|further|more|additional|several) (?:\w+ )?(?:phases?|stages?|columns?|parts)"
    r"|elsewhere|(?:any|some)where else)\b"
)
_SENTENCE = re.compile(r"(?<=[.?!;])\s+")
_ALL = re.compile(r"\b(?:list|name|all|what are|which are)\b")


def read_phases(signals: Signals) -> Query | None:
    """Phases of named tools or roles, phases by how many they have, or the lifecycle's own."""
    named = (*signals.tools, *signals.roles)
    if signals.phases and asks_for_a_half(signals.text, signals.mentions):
        told = half_taken(signals.whole or signals.text)
        halves = HALVES if named else _halves_of_steps(signals) or ((told,) if told is not None else ())
        if halves:
            return Query(select="phases", named=named, phases=halves)
    if not named and signals.says(ask.COUNT) and signals.says(_PER_PHASE):
        return Query(select="phases", measure="count", by="role_count" if signals.says(r"\broles?\b") else "tool_count")
    whole = read_order(signals) if not named else _or_more(signals, named)
    if whole is not None:
        return whole
    if signals.phases and not named and signals.target.noun in (None, "phases") and signals.says(SITS):
        return Query(select="phases", phases=tuple(PhaseCode(code) for code in signals.phases))
    if len(signals.phases) == 1 and not named and signals.says(_SPELLED_OUT):
        return Query(select="phases", phases=(PhaseCode(signals.phases[0]),))
    if signals.target.noun != "phases" and not _implied(signals, named):
        return None
    if len(named) > 1 and signals.says(ask.MORE_PHASES, ask.FEWER_PHASES, ask.EXTENT):
        return None
    codes = tuple(PhaseCode(code) for code in signals.phases)
    measure: Measure = "count" if signals.says(ask.COUNT) else "list"
    if named:
        return _of_named(signals, named, measure, codes)
    counted = (
        _LACKED.search(signals.masked, signals.target.end)
        or _COUNTED.search(signals.masked, signals.target.end)
        or _COUNTED.search(signals.lead)
    )
    such_tools = not codes and any(isinstance(affirmed(piece.condition), OF_TOOLS) for piece in signals.stated)
    if counted or such_tools or _weighs_wages(signals):
        of_roles = counted is not None and "tool" not in counted.group()
        return _counted(signals, "role_count" if of_roles else "tool_count")
    if codes:
        return Query(select="phases", phases=codes)
    if measure == "count" or signals.says(_ALL) or of_the_whole(signals, measure):
        return Query(select="phases", measure=measure)
    return None


def _or_more(signals: Signals, named: tuple[str, ...]) -> Query | None:
    """All the phases of one, where it may be the one that is said or more."""
    return Query(select="phases", named=named) if len(named) == 1 and signals.says(_OR_MORE) else None


def _halves_of_steps(signals: Signals) -> tuple[PhaseCode, ...]:
    """The halves of model development whose steps are named."""
    steps = (PhaseCode(mention.name) for mention in signals.mentions if mention.step is not None)
    return tuple(dict.fromkeys(code for code in steps if code in PhaseCode.MD.columns))


def _of_named(signals: Signals, named: tuple[str, ...], measure: Measure, codes: tuple[PhaseCode, ...]) -> Query:
    first = one_sided(signals, named) if len(named) == 2 else None
    if first is not None:
        other = named[1] if first == named[0] else named[0]
        beyond = Query(select="phases", measure=measure, named=(first, other), combine="minus")
        return _margin(signals, named).beside((beyond,)) if trades(signals.masked) else beyond
    if gained := gains(signals, named):
        return Query(select="phases", measure=measure, named=gained, combine="minus")
    combine = _combine(signals, named)
    if combine == "gap" and not codes and (without := _without_the_gone(signals, measure)) is not None:
        return without
    if combine == "gap" and not codes and signals.says(_SEVEN):
        codes = MAIN_PHASES
    return Query(select="phases", measure=measure, named=named, combine=combine, phases=codes)


def _without_the_gone(signals: Signals, measure: Measure) -> Query | None:
    """Where some leave, what those leave uncovered who are told of and stay, or else what the ones that go covered;
    None where nobody leaves."""
    told = signals.of(signals.whole or signals.text)
    named = (*told.tools, *told.roles)
    gone = leaving(told.masked, told.mentions)
    stay = tuple(name for name in named if name not in gone)
    if len(stay) == len(named) or (told.tools and told.roles):
        return None
    if stay:
        return Query(select="phases", measure=measure, named=stay, combine="gap")
    return Query(select="phases", measure=measure, named=named)


def _margin(signals: Signals, named: tuple[str, ...]) -> Query:
    """How far apart the amounts of two lie."""
    select: Select = "tools" if named == signals.tools else "roles"
    return Query(select=select, measure="compare", named=named, by=DEFAULT[select])


def _implied(signals: Signals, named: tuple[str, ...]) -> bool:
    """Whether phases of the named are asked for without a phase noun in front."""
    if not named or signals.target.noun is not None:
        return False
    if len(named) == 2 and not signals.stated and trades(signals.masked):
        return one_sided(signals, named) is not None
    if signals.mentions_cost or signals.says(ask.WAGE, ask.DOL):
        return False
    if signals.says(_WHERE, _PART):
        return not signals.phases
    if len(named) == 2 and not signals.stated and both_ways(signals.masked):
        return True
    if len(named) == 2 and not signals.stated and (swaps(signals.masked) or signals.says(_HAS_BEYOND)):
        return one_sided(signals, named) is not None
    if len(named) > 1 and signals.says(_IN_COMMON) and not signals.stated:
        return True
    asks_apart = ask.COMPARE.search(signals.closing) and not ask.COMMON.search(signals.closing)
    shared = len(named) > 1 and signals.says(ask.COMMON) and signals.says(_PHASES) and not asks_apart
    whole = all(piece.condition in WHOLES for piece in signals.stated)
    gap = (_says_a_gap(signals) or _spans_together(signals, named)) and not ask.WHY.search(signals.lower)
    among = _AMONG.search(marked(signals.text, signals.mentions)) is not None
    return (shared and not signals.phases) or (gap and (whole or among))


def _says_a_gap(signals: Signals) -> bool:
    """Whether what asks says that something is left open: `nobody knows §. Is it any good?` only tells so."""
    asking = [said for said in _SENTENCE.split(signals.masked) if said.endswith("?")]
    return any(ask.GAP.search(said) for said in asking or [signals.masked])


def _spans_together(signals: Signals, named: tuple[str, ...]) -> bool:
    """`do A, B and C cover the whole lifecycle?` is answered by what they leave open."""
    whole = any(piece.condition in WHOLES for piece in signals.stated)
    return len(named) > 1 and whole and not signals.says(r"\b(?:or|each|which|any|either|alone)\b")


def _combine(signals: Signals, named: tuple[str, ...]) -> Combine:
    if len(named) > 1 and (signals.says(_UNSHARED) or both_ways(signals.masked)):
        return "difference"
    if _spans_together(signals, named):
        return "gap"
    if signals.says(ask.GAP) or negates(signals.masked[signals.target.end :].rstrip("?.! ")):
        return "gap"
    if len(named) > 1 and signals.says(ask.COMMON):
        return "common"
    if len(named) > 1 and signals.says(ask.COMPARE):
        return "difference"
    return "any"


def _counted(signals: Signals, by: Attribute) -> Query | None:
    kind = OF_TOOLS if by == "tool_count" else OF_ROLES
    bounds = [piece for piece in signals.stated if isinstance(affirmed(piece.condition), kind)]
    if _weighs_wages(signals):
        return Query(select="phases", measure="max" if signals.says(_DEAREST) else "min", by="wage")
    where, such = join(signals.anonymous, bounds), all_of(piece.condition for piece in bounds)
    if signals.says(ask.MIN):
        return Query(select="phases", measure="min", by=by, where=where)
    if signals.says(ask.MAX):
        return Query(select="phases", measure="max", by=by, where=where)
    if signals.says(_BY_ALL):
        everything = signals.catalogue.tools if by == "tool_count" else signals.catalogue.roles
        return Query(select="phases", by=by, comparison="=", amount=len(everything), where=where)
    denied = negates(signals.masked[signals.target.end :].rstrip("?.! ")) or signals.says(_NONE, ask.GAP)
    if denied or where != such:  # the `no` of `no free tools` is that of the count
        return Query(select="phases", by=by, comparison="=", amount=0, where=such)
    if signals.says(ask.COUNT, r"\b(?:per|by|each|every) (?:phase|stage)\b"):
        return Query(select="phases", measure="count", by=by, where=where)
    # `which phases can be covered for free?`: those for which there are such tools.
    return Query(select="phases", by=by, comparison=">", amount=0, where=where) if bounds else None


def _weighs_wages(signals: Signals) -> bool:
    """`which phase is the dearest to staff?`"""
    return not signals.phases and signals.says(_STAFFING) and signals.says(ask.MIN, ask.MAX)
