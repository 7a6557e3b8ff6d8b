"""Follow-ups that take something for found which was not, or for all that was: `why is it the business analyst?`,
`so it's just X?`"""

import re

from server.conditions import Named, Priced
from server.conjunctions import all_of, parts_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.measures import DEFAULT
from server.understanding.premises.claims import REMARKED
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked, phrases

# What these measures show is a set.
_FINDS = ("list", "count", "min", "max")
_WHY_IT = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\W+)*(?:why|how come)\b(?: \w+)? (?:is|was|are|it|that)(?:['’]s)?(?: (?:it|that|is))?"
    r" (?:the |an? )?§+"
    r"(?: (?:in|among|on|part of|one of) (?:(?:both|all) (?:of )?)?(?:those|these|them|that|it|there))?\W*$"
)
_GIVEN = rf"{REMARKED}|i see(?: that)?|as|since|because|given(?: that)?|seeing(?: that)?|now that|considering(?: that)?"
_AS_ONE = re.compile(
    rf"\b(?:{_GIVEN}) (?:the |an? )?§+"
    r" (?:is|are|was|were) (?:also |both |even )?(?:one of|(?:listed |counted |named )?among|part of|in|on|included in)"
    r" (?:them|those|these|(?:that|the|this|your) (?:list|set|table|lot)|there)\b"
)
_THE_SET = (
    r"(?:the|that|your|this) (?:short ?)?(?:list|set|answer|running|race|cut|picture|game|selection|result|count|lot)s?"
)
_WHY_NOT = re.compile(
    r"\b(?:why|how come)\b.*(?:\bnot\b|n['’]t\b|\bmissing\b|\babsent\b|\bleft out\b)"
    rf"(?:.*\b(?:(?:among|in|on|one of|part of|make|made|get on|show(?:ing)? up(?: in| on)?|appear\w*(?: in| on)?)"
    rf" (?:them|those|these|that|it|there|here|{_THE_SET})|show(?:ing)? up|appear\w*|here|there))?\W*$"
)
# `since § is the best paid of them`
_GRANTED_EXTREME = re.compile(
    rf"\b(?:{_GIVEN}|why|how come)"
    r" (?:(?:is|are) )?(?:the |an? )?§+ (?:(?:is|are|was|were) )?"
    r"the (?P<extreme>[^,;.?!]{3,30}?) of (?:them|those|these|the lot|all of them)\b"
)
# `that makes it dearer than §`, `with § above even that figure`
_SET_ABOVE = re.compile(
    r"\b(?:makes?|leaves?|puts?) (?P<it>it|him|her|them|(?:that|this) one) (?P<how>[^,;.?!§]*?)(?: than)?"
    r" (?:the |an? )?§+"
    r"|\b(?:with|since|given(?: that)?|seeing(?: that)?|now that|as|so|but|(?P<why>why|how come))"
    r" (?:(?:do|does|is|are) )?(?:the |an? )?§+ (?P<what>[^,;.?!§]*?\b(?:than|above|below|over|under))"
    r" (?:even |far )?(?:that|this|it|him|her|them)\b"
    r"(?: (?:figure|wage|salary|amount|price|sum|level|number|one))?"
)
_ASKED = re.compile(r"[^.;:,!?]*(?:, (?:right|correct|yes|no|isn['’]t it))?\?")
_ABOVE = re.compile(
    r"\b(?:above|over|more|higher|dearer|pricier|costlier|better[- ]paid|paid better|ahead)\b(?! affordable)"
)
_BELOW = re.compile(r"\b(?:below|under|less|lower|cheaper|worse[- ]paid|paid worse|behind|more affordable)\b")
# `so it's just §?`, `§ and nobody else?`: whether that is all.
_ALONE = phrases(
    r"""
    only(?: ones?)?|just|merely|solely|alone|nothing but|that['’]s all
    (?:is|are)(?: really)? all(?: (?:there (?:is|are)|of (?:it|them)|you (?:have|found)))?
    (?:nothing|nobody|no[- ]one|nowhere) (?:but|else|than)
    no others?(?: (?:ones?|tools?|roles?|phases?))?(?: (?:but|than))?
    """
)
_AROUND = phrases(
    r"""
    and|so|but|or|than|ok|okay|hm+|then|really|right|correct|true|yes|no|wait|you mean|means?
    (?:it|that|there)(?:['’]s)?|this|they|those|the|an?|ones?
    (?:is|are|was|were)(?:n['’]t)?|would|be|both|(?:the )?(?:two|three|four)(?: of (?:them|those|these))?
    of (?:them|those|these|it)|in|for|§+
    """
)


def alone(thread: Thread, said: FollowUp) -> Query | None:
    """All that the last question found, where it is asked whether that is only what is named; None where anything
    else is asked."""
    last = thread.last.query
    kinds = {"phases" if mention.kind == "phase" else thread.kind_of((mention.name,)) for mention in said.mentions}
    if last is None or last.plan is not None or kinds != {last.select} or last.measure not in _FINDS:
        return None
    rest = blanked(_AROUND, blanked(_ALONE, said.masked))
    asked = said.says(_ALONE) and rest.rstrip().endswith("?") and not re.search(r"\w", rest)
    if not asked or (last.named and last.select != "phases"):
        return None
    return last.model_copy(update={"measure": "list"}) if last.measure == "count" else last


def misranked(thread: Thread, said: FollowUp) -> Query | None:
    """The extreme of what was found, where another one than the one named is taken for it."""
    match = _GRANTED_EXTREME.search(said.masked)
    found = thread.last.found
    kind = thread.kind_of(found)
    if match is None or kind is None or len(said.names) != 1 or thread.kind_of(said.names) != kind:
        return None
    highest, lowest = (bool(cue.search(match["extreme"])) for cue in (ask.MAX, ask.MIN))
    if highest == lowest:
        return None
    query = thread.extreme(kind, found, highest=highest)
    return query.model_copy(update={"premise": True}) if said.names[0] not in thread.members(query) else None


def misset(thread: Thread, said: FollowUp) -> Query | None:
    """The comparison of what is spoken of with the one that is named, where it comes out the other way round."""
    match = _SET_ABOVE.search(said.masked)
    kind = thread.kind_of(thread.focus)
    if match is None or len(said.names) != 1 or len(thread.focus) != 1 or kind != thread.kind_of(said.names):
        return None
    if not match["why"] and _ASKED.match(said.masked, match.end()):
        return None
    first, second = (thread.focus[0], said.names[0]) if match["it"] else (said.names[0], thread.focus[0])
    words = match["how"] or match["what"] or ""
    above, below = bool(_ABOVE.search(words)), bool(_BELOW.search(words))
    one, other = thread.amount(first), thread.amount(second)
    if kind is None or above == below or first == second or one is None or other is None:
        return None
    holds = one > other if above else one < other
    return (
        None if holds else Query(select=kind, measure="compare", named=(first, second), by=DEFAULT[kind], premise=True)
    )


def misfound(thread: Thread, said: FollowUp) -> Query | None:
    """The check that refutes it; None where what is named was found, or nothing was."""
    found = thread.last.found
    if len(said.names) != 1 or not found or said.names[0] in found or not said.says(_WHY_IT, _AS_ONE):
        return None
    kind = thread.kind_of(said.names)
    if kind is None or kind != thread.kind_of(found):
        return None
    return Query(select=kind, measure="check", named=said.names, where=Named(names=found), premise=True)


def unfound(thread: Thread, said: FollowUp) -> Query | None:
    """`why isn't X among them?`: what X lacks of the conditions; None where those are not all that there was."""
    query = thread.last.query
    if query is None or query.named or query.measure not in _FINDS or query.select != thread.kind_of(said.names):
        return None
    if len(said.names) != 1 or not said.says(_WHY_NOT) or said.pieces(wages=query.select == "roles"):
        return None
    where = query.where
    if query.measure in ("min", "max") and query.select == "tools" and query.by == "cost":
        where = all_of((*parts_of(where), Priced(printed="fixed")))
    if query.measure in ("min", "max") and where.holds(thread.catalogue.thing(said.names[0])):
        return None  # it is among those that the extreme was taken of
    return Query(select=query.select, measure="check", named=said.names, where=where)
