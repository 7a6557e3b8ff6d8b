"""Follow-ups about what one of two has in phases beyond the other: `what has he more than X?`, `which of the two goes
further, and into which phases?`."""

import re

from server.conditions import Named
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.readings.sides import moves
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_BEYOND_THAT = phrases(
    r"""
    compared (?:to|with) (?:that|this|it|them|him|her)|more than (?:that|it)
    on top(?: of (?:that|it))?|additional(?:ly)?|extra
    """
)
_ONE = r"(?:he|she|it|they|him|her|them|(?:that|this)(?: (?:one|tool|role|person))?|his|its|their)"
_NAME = r"(?:the |an? |our )?§"
_MORE = (
    r"(?:more than|beyond|over and above|over|on top of|further than|in addition to|that|which|where|but not|and not"
    r"|unlike|compared (?:to|with))"
)
_LACKS = (
    r"(?: (?:lacks?|miss(?:es)?|leaves? out|(?:is|are|has|have|does|do|can|cover)(?:n['’]t| not|not)|cannot|fails?))?"
)
# `what has he more than X?`, `which of its phases does X lack?`
_OF_THE_ONE = re.compile(
    rf"\b{_ONE}\b[^.?!]*\b{_MORE} {_NAME}+{_LACKS}"
    rf"|\b(?:compared (?:with|to)|unlike|relative to|as opposed to) {_NAME}+[^.?!]*\b(?:it|he|she|they|(?:that"
    rf"|this) one)\b"
    r"|\bof (?:his|her|its|their) phases\b[^.?!]*§+ (?:lacks?|miss(?:es)?)"
)
# `what does X have that he has not?`
_OF_THE_NAMED = re.compile(rf"§+[^.?!§]*\b{_MORE} {_ONE}\b{_LACKS}")
_FOR_IT = phrases("instead|in (?:its|his|her|their) place|replaces? (?:it|him|her|them)|took over|takes? over")
_FURTHER = re.compile(
    r"\b(?:which|who)\b[^.?!;]{0,40}?\b(?:further|farther|more|wider|broader|beyond|the longer way)\b"
)
_EXTRA = re.compile(
    r"\b(?:extra|additional|further|more) (?:phases?|stages?|columns?|ones?)|\b(?:phases?|stages?|columns?)\b[^.?!;]*"
    r"\b(?:extra|additional|more|ahead|on top|beyond|come|comes)\b|\b(?:in)?to (?:what|which)\b|\bwhere(?: to)?\b"
    r"|\bby (?:what|which) (?:phase|stage)s?\b"
)


def surplus(said: FollowUp, thread: Thread) -> Query | None:
    """The phases of one of the two beyond those of the other; None where nothing of the kind is asked."""
    if said.says(ask.COST, ask.WAGE):
        return None
    return _further(said, thread) or _exchanged(said, thread) or _beyond(said, thread)


def _further(said: FollowUp, thread: Thread) -> Query | None:
    """Which of the last two has more phases, and which ones."""
    names, kind = thread.several, thread.kind_of(thread.several)
    if len(names) != 2 or kind is None or said.parts or not said.says(_FURTHER) or not said.says(_EXTRA):
        return None
    further, other = sorted(names, key=lambda name: -len(thread.printed(name)))
    beside = Query(select="phases", named=(further, other), combine="minus")
    return Query(select=kind, measure="max", by="phases", where=Named(names=names), also=(beside,))


def _exchanged(said: FollowUp, thread: Thread) -> Query | None:
    """What is lost, gained or both where the one that is named comes for the one that is spoken of."""
    focus, (loses, gains) = thread.focus, moves(said.masked)
    one_each = len(said.names) == len(focus) == 1 and thread.kind_of(said.names) == thread.kind_of(focus)
    if not one_each or said.names == focus or not said.says(_FOR_IT) or not (loses or gains):
        return None
    old_first = loses or gains == loses
    named = (*focus, *said.names) if old_first else (*said.names, *focus)
    return Query(select="phases", named=named, combine="difference" if loses and gains else "minus")


def _beyond(said: FollowUp, thread: Thread) -> Query | None:
    """What the one that is spoken of has beyond the one that is named, or the other way round."""
    focus, last = thread.focus, thread.last.query
    if not len(said.names) == len(focus) == 1 or thread.kind_of(said.names) != thread.kind_of(focus):
        return None
    of_phases = said.target.noun == "phases" or (last is not None and last.select == "phases" and not said.target.noun)
    if not of_phases or said.names == focus:
        return None
    if said.says(_OF_THE_ONE):
        return Query(select="phases", named=(*focus, *said.names), combine="minus")
    beyond = said.says(_OF_THE_NAMED) or (said.target.noun == "phases" and said.says(_BEYOND_THAT))
    return Query(select="phases", named=(*said.names, *focus), combine="minus") if beyond else None
