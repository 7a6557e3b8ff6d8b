"""Follow-ups that lift a condition: `forget the open source condition`, `money is no object`, `closed ones are fine as
well`, `undo that filter`."""

import re
from dataclasses import replace

from server.conditions import Condition, Covers
from server.conjunctions import all_of, parts_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.scope import WIDER
from server.understanding.followups.thread import Thread
from server.understanding.pieces.replacement import sort_of
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_VERB = (
    r"(?:forget|without|drop|ignore|lift|scrap|skip|waive|relax|never mind|disregard|leave (?:out|aside)|set aside"
    r"|regardless of|undo|remove|cancel|revert|reverse|delete|get rid of|take (?:off|away|out|back))"
    r"(?: about)? (?:the |that |this |my |our )?\W*(?:only |just )?"
)
_NOUN = (
    r"\W*(?:condition|requirement|limit|restriction|filter|constraint|rule|criterion|demand|cap|ceiling|part|thing"
    r"|bit)"
)
# What else is let in: `closed ones are fine as well`, `I don't mind paid ones`.
_LET_IN = (
    r"(?:(?:also |even )?(?:fine|ok|okay|happy|alright|good) with|accept(?:ed|ing)?|allow(?:ed|ing)?"
    r"|consider(?:ed|ing)?|includ(?:e|ed|ing)|let in|tak(?:e|ing)|(?:do|does|would)(?:n['’]t| not) mind|nothing against"
    r"|no (?:problem|issue) with)(?: also| too)? (?:the |having )?"
)
_WELCOME = (
    r" (?:(?:is|are|be|would be|were|may|can|could|also)\s+)*"
    r"(?:included|counted(?: in)?|fine|ok|okay|alright|acceptable|allowed|accepted|welcome|permitted|possible"
    r"|no problem|come in|count|do)"
)
_TOO = r"(?:,? (?:too|as well|also))?"
_CLOSED = (
    r"(?:closed|proprietary|non[- ]?open|commercial)(?:[- ]?sourced?)?(?: (?:ones?|tools?|software|licen[cs]es?))?"
)
_PAID = r"(?:paid|priced|paying)(?: (?:ones?|tools?))?|(?:ones|tools|those) that cost(?: money| something)?"
# What was demanded is no must: `open source is not a must`, `it does not have to be free`.
_NO_MUST = (
    r" (?:is|are|was|would be)(?:n['’]t| not|nt)(?: really| actually| strictly| that)?"
    r" (?:an? |our |so )?(?:must(?:-have)?|necess\w+|need(?:ed)?|required?|requirement|mandatory|essential|important"
    r"|condition)"
)
_NEED_NOT = (
    r"(?:(?:do|does|need|must)(?:n['’]t| not|nt)(?: need| have)?|no need)(?: for (?:it|them))?(?: to)? be"
    r"(?: strictly| really| all)?"
)
# `all of them, not just the free ones`
_NOT_ONLY = r"not (?:only|just|merely) (?:the )?"
# `ok, forget the $9,000`
_FORGET_AMOUNT = (
    r"(?:forget|drop|ignore|scrap|never mind|lift|skip) (?:about )?(?:the |that |those |my |our )?"
    r"(?:\$\d[\d,.]*|\d[\d,.]*(?:k| dollars| bucks| usd))"
)
_ANY_FILTER = phrases(
    rf"""
    {_VERB}(?:last )?{_NOUN}|(?:take|put|switch) (?:that|the|this)(?: last)?{_NOUN} (?:off|away|out|back)(?: again)?
    (?:undo|revert|reverse|take back) (?:that|this|it|the last (?:step|one|change|filter))
    """
)
_OF_A_PHASE = phrases(rf"{_VERB}§+(?:[ -](?:phase|stage))?{_NOUN}")
_EVERY = r"(?:all|any|every|each)(?: of)?(?: the| its)?"
# `and in all phases?`, `whatever the phase`
_ANY_PHASE = phrases(
    rf"""
    {_VERB}(?:phases?|stages?)(?:{_NOUN})?
    (?:{_VERB}§+\W+)?(?:(?:for|in|to|across|over|on|of|at) )?{_EVERY} (?:\w+ )?(?:phases?|stages?)
    (?:regardless|irrespective|independent(?:ly)?) of (?:the )?(?:phases?|stages?)
    (?:no matter|whatever|whichever)(?: which| what)?(?: the)? (?:phases?|stages?)
    (?:the )?(?:phases?|stages?) (?:does|do)(?:n['’]t| not) matter
    (?:for|in|to|across|over|throughout|on) the (?:whole|entire|full|complete) (?:lifecycle|life cycle|cycle|table)
    overall|in general|generally|everywhere
    """
)
# `which of them are in all phases?`
_IN_ALL = phrases(
    r"which|who|whose|cover\w*|span\w*|works?|used|ticked|is|are|has|have|does|ones|those|these|they|them|show|list"
)
_WIDENS = phrases(
    r"widen\w*|extend\w*|expand\w*|broaden\w*|open (?:it|that|this) up|stretch\w*|search|check|same|will do|lifecycle"
)
_LIFTS = (
    (
        "licence",
        phrases(
            rf"""
    {_VERB}(?:open[- ]?source|oss|licen[cs]e|licen[cs]ing|proprietary){_NOUN}
    {_LET_IN}(?:{_CLOSED}){_TOO}|(?:{_CLOSED}){_WELCOME}{_TOO}
    (?:licen[cs]e|open[- ]?source) (?:does|do|did)(?:n['’]t| not) matter
    (?:being )?open[- ]?source(?: licen[cs]e)?{_NO_MUST}|{_NEED_NOT} open[- ]?source
    {_NOT_ONLY}(?:open|closed)[- ]?sourced?(?: (?:ones?|tools?))?
    """
        ),
    ),
    (
        "price",
        phrases(
            rf"""
    {_VERB}(?:price|cost|budget|free|money|fixed[- ]price){_NOUN}
    {_VERB}condition (?:that (?:it|they) (?:is|are|must be) )?\W*(?:free|cheap|price|cost|budget)
    {_LET_IN}(?:{_PAID}){_TOO}|(?:{_PAID}){_WELCOME}{_TOO}
    (?:it|they|the tools?) (?:may|can|could|might) (?:also )?cost (?:something|money|us something|a bit){_TOO}
    (?:willing|prepared|ready|happy|able|allowed) to (?:pay|spend)(?: (?:as well|too|something|money|for it))?
    (?:money|price|cost|budget)s? (?:is|was|were|are) no (?:object|issue|problem|concern)
    (?:money|price|cost|budget)s? (?:does|did|do)(?:n['’]t| not) matter|whatever (?:it|they) costs?
    (?:being )?free(?: of charge)?{_NO_MUST}|{_NEED_NOT} (?:free|(?:at )?no cost)
    {_FORGET_AMOUNT}
    paying is (?:fine|ok|okay|no problem)(?: too| as well)?|whatever (?:the )?price|(?:at )?(?:any|all|every) prices?
    {_NOT_ONLY}(?:free|paid|priced|cheap)(?: (?:ones?|tools?))?
    """
        ),
    ),
    ("wage", phrases(rf"{_FORGET_AMOUNT}|{_VERB}(?:wage|salary|pay){_NOUN}")),
)
_RESTATED = phrases(r"(?:is|are|be|would be|does|do|will)|enough|suffic\w+|alone|still|only|on second thoughts?|free")
_AS_WELL = r",? (?:too|as well|also)"
# Those that were out are in, unless they are what goes: `drop the paid ones too`.
_IN_AS_WELL = (
    ("licence", phrases(rf"(?:with (?:the )?)?(?:closed|proprietary)(?:[- ]sourced?)? (?:ones?|tools?){_AS_WELL}")),
    (
        "price",
        phrases(
            rf"""
    (?:with (?:the )?)?(?<!-)(?:paid|priced) (?:ones?|tools?){_AS_WELL}
    (?:ones|tools|those) that cost(?: money| something)?{_AS_WELL}
    """
        ),
    ),
)
WORDS = (*(pattern for _, pattern in (*_LIFTS, *_IN_AS_WELL)), _OF_A_PHASE)
# The list that is wanted again.
_AGAIN = phrases(
    rf"""
    (?:the )?(?:complete|full|whole|entire|original|earlier|previous)(?: \w+)? (?:list|set|lot)(?: again)?|from before
    after all|{KIND_WORDS["tools"]}|{KIND_WORDS["roles"]}|people|what if|i['’]d|i['’]m|step|filters?
    """
)


def unfiltered(thread: Thread, said: FollowUp) -> Query | None:
    """The last set that had a condition of the sort that is lifted, without it, or the set before its last narrowing;
    None where more is asked."""
    found = [*spans(said), *(match.span() for match in _ANY_FILTER.finditer(said.masked))]
    outside = [p for p in said.pieces(wages=False) if not any(a <= p.start < b for a, b in found)]
    if not found or said.unread(*WORDS, _ANY_FILTER, _AGAIN, _ANY_PHASE, _WIDENS, *([_RESTATED] if outside else [])):
        return None
    for at in range(len(thread.turns), 0, -1):
        query = thread.turns[at - 1].query
        if query is None or query.named or query.plan is not None or query.select not in ("tools", "roles"):
            continue
        if not {piece.condition for piece in outside} <= set(parts_of(query.where)):
            return None  # more than what holds is stated
        narrowed = replace(thread, turns=thread.turns[:at]).narrowed
        where = lifted(narrowed[0].where if narrowed and said.says(WIDER) else query.where, said)
        if where == query.where and said.says(_ANY_FILTER) and len(narrowed) > 1:
            where = next((wide.where for wide in reversed(narrowed) if wide.where != query.where), where)
        if where != query.where and query.measure in ("min", "max"):
            return query.model_copy(update={"where": where})
        if where != query.where:
            return Query(select=query.select, where=where)
    return None


def lifted(where: Condition, said: FollowUp) -> Condition:
    """The conditions without those of the sort that is lifted."""
    sorts = {sort for sort, pattern in _lifts(said) if said.says(pattern)}
    spoken = _OF_A_PHASE.search(said.masked)
    codes = {m.name for m in said.mentions if spoken and spoken.start() <= m.start < spoken.end()}
    kept = (part for part in parts_of(where) if sort_of(part) not in sorts)
    return all_of(part for part in kept if not (isinstance(part, Covers) and part.phase in codes))


def spans(said: FollowUp) -> list[tuple[int, int]]:
    """Where a condition is lifted."""
    patterns = (*(pattern for _, pattern in _lifts(said)), _OF_A_PHASE)
    return [match.span() for pattern in patterns for match in pattern.finditer(said.masked)]


def _lifts(said: FollowUp) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The words that lift a condition, each with its sort."""
    lifts = _LIFTS if said.says(_IN_ALL) else (*_LIFTS, ("phases", _ANY_PHASE))
    return lifts if said.says(ask.TAKES_OUT) else (*lifts, *_IN_AS_WELL)
