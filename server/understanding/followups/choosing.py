"""Follow-ups that leave the choice among tools to the advisor: `which one would you pick?`, `so which is better?`"""

import re

from server.conditions import Named
from server.conjunctions import parts_of
from server.coverage import phase_part, phases_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.reach.choices import seeks_a_tool
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_WHICH = r"(?:which|what)(?: (?:one|tool|of (?:them|these|those|the (?:two|three)))s?)?(?: then)?"
_TAKE = r"(?:pick|choose|take|use|recommend|suggest|prefer|go (?:for|with)|start with|buy|advise|get)"
_CHOOSES = phrases(
    rf"""
    {_WHICH} (?:would|should|do|shall|must|could|can) (?:you|we|i|one) (?:\w+ )?{_TAKE}
    {_WHICH}(?:['’]s| is| are| would be)(?: the)? (?:better|best|right)(?: (?:one|choice|fit|tool))?(?: for (?:us|me))?
    {_WHICH} (?:fits|suits) (?:us|me) (?:better|best)|(?:so |and )?which(?: one)? then
    your (?:own )?(?:pick|choice|recommendation|favou?rite|advice)|what would be your
    """
)
# `which one is cheaper?`, and a question that offers a choice to ask it of.
_WEIGHS = phrases(
    rf"{_WHICH}(?:['’]s| is| are| would be) (?P<how>(?:the )?(?:(?:more|less) \w+|\w+er|worse))(?: one| option)?"
)
_OFFERS = re.compile(r"\S (?:or|vs\.?|versus) \S", re.IGNORECASE)
_WE_ARE = phrases(
    r"(?:we|there) are(?: only| just)? \w+(?: (?:people|users|of us))?|(?:for|as) (?:a|our) small (?:team|\w+)"
)
_ANOTHER = phrases(r"instead|else|others?|another|in (?:its|their|that) place")
# Bounds of a set that a question for one tool of it may keep.
_QUALITIES = {"are free ($0)": "free", "are ticked as open source": "open source"}
# `which one is the simplest?`: a card says what to begin with, no column does.
_SIMPLEST = phrases(
    r"""
    (?:the )?(?:simplest|easiest)|(?:the )?most (?:simple|easy|beginner[- ]friendly|user[- ]friendly)
    (?:the )?(?:simple|easy|good) (?:one )?for (?:a )?beginners?
    """
)
_TO_USE = phrases(r"to (?:use|learn|start(?: with)?|begin(?: with)?|set up|handle)|for (?:a )?beginners?|one|tool")
# `is it free?`
_ASKS_OF_IT = phrases(r"(?:is|does|do|can|could|has|what|how|where|who|and|but)")
_IT = re.compile(r"\b(?:it|that(?: one)?|this(?: one)?)\b", re.IGNORECASE)
_FEW, _SHORT = 3, 8


def chosen_anew(said: FollowUp, thread: Thread) -> str | None:
    """The question again, so that cards answer it: which of the few tools that the last turn was about, or which for
    the task that it told; None where the choice is among anything else, or by a column."""
    if not said.says(_CHOOSES) or said.mentions or said.pieces(wages=False) or said.target.noun == "roles":
        return None
    if said.says(ask.MIN, ask.MAX, ask.COST, ask.LICENCE, _ANOTHER) or said.unread(_CHOOSES, _WE_ARE):
        return None
    last, names = thread.last, thread.about(thread.last)
    if last.query is not None and last.query.measure in ("min", "max") and isinstance(last.query.where, Named):
        names = last.query.where.names  # of which the cheapest was asked for
    if 1 < len(names) <= _FEW and thread.kind_of(names) == "tools":
        return f"Which is better, {' or '.join(names)}?"
    if last.query is not None:
        return _again(last.query, last.question, thread)
    return last.question if thread.kind_of(names) == "tools" and len(names) == 1 else None


def of_the_offered(said: FollowUp, thread: Thread) -> str | None:
    """The question that put up a choice of what no table lists, with what is asked of it: `which one is cheaper?`
    behind `RAG or fine-tuning?`; None behind any other."""
    last = thread.last
    if last.query is not None or thread.mentioned or said.mentions or not _OFFERS.search(last.question):
        return None
    if said.says(_CHOOSES) and not said.unread(_CHOOSES, _WE_ARE):
        return last.question
    weighs = _WEIGHS.search(said.masked)
    if weighs is None or said.unread(_WEIGHS, _WE_ARE):
        return None
    return f"{last.question.rstrip(' ?.!')}: what is {weighs['how']}?"


def simplest(said: FollowUp, thread: Thread) -> str | None:
    """Which of the listed tools of one phase is the simplest, asked of the card that tells it; None where anything else
    is asked."""
    query = thread.last.query
    if query is None or query.select != "tools" or not query.of_a_set or said.mentions or not said.says(_SIMPLEST):
        return None
    phases = phases_of(query.where)
    if len(phases) != 1 or said.unread(_SIMPLEST, _TO_USE):
        return None
    return f"Which simple tool should a beginner take for {thread.catalogue.phases[phases[0]].name}?"


def of_the_advised(said: FollowUp, thread: Thread) -> str | None:
    """What is asked of the one tool that a card advised before others were listed: `is it free?`"""
    last = thread.last
    named = any(mention.kind in ("tool", "role") for mention in said.mentions)
    if last.query is None or len(last.told) != 1 or named or len(said.text.split()) > _SHORT:
        return None
    if not _ASKS_OF_IT.match(said.masked.lstrip(" ?.,!")) or len(_IT.findall(said.text)) != 1:
        return None
    return _IT.sub(last.told[0], said.text)


def _again(query: Query, question: str, thread: Thread) -> str | None:
    """The last question, if it seeks a tool, or else one for a tool of the phase that it listed."""
    if seeks_a_tool(query, question.lower()):
        return question
    phases, bounds = phases_of(query.where), [part for part in parts_of(query.where) if phase_part(part) is None]
    qualities = [_QUALITIES.get(bound.words()) for bound in bounds]
    if query.select != "tools" or not query.of_a_set or len(phases) != 1 or None in qualities:
        return None
    name = thread.catalogue.phases[phases[0]].name
    return f"Which {''.join(f'{quality} ' for quality in qualities)}tool should we use for {name}?"
