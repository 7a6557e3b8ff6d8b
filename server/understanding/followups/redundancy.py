"""Which of several names could go without a gap: `is any of our tools redundant?`, `which could we drop and lose no
phase?`."""

from corpus.catalogue import Catalogue
from server.conditions import AllOf, Named, Spare
from server.query import Query, Select
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pairs import pair_of
from server.understanding.followups.thread import Thread
from server.understanding.pieces.signals import Signals
from server.understanding.words.wordlist import phrases

_GOES = r"(?:drop|remov|cut|cancel|scrap|los|go|left out|leav\w+ out|spar|do without|get rid of|ditch|sack|let go)\w*"
_NO_GAP = (
    r"(?:without (?:\w+ ){0,3}(?:gaps?|holes?|phases?|columns?|coverage)|(?:no|not (?:a|any)) (?:new )?(?:gap|hole)s?"
    r"|(?:coverage|phases|columns) (?:\w+ ){0,4}(?:unchanged|the same|intact|as before|unaffected)"
    r"|(?:los\w+|miss\w*) (?:no|not a(?: single)?) (?:phase|column|coverage))"
)
_SPARE = phrases(
    rf"""
    redundant|superfluous|dispensable|expendable|surplus to requirements
    {_GOES}\b[^.?!]*\b{_NO_GAP}|{_NO_GAP}[^.?!]*\b{_GOES}
    """
)


def read_redundant(signals: Signals) -> Query | None:
    """Those of the named that cover nothing alone; None where fewer than two are named, or something else is asked."""
    named = signals.tools or signals.roles
    if len(named) < 2 or not signals.says(_SPARE):
        return None
    return _among(signals.catalogue, "tools" if signals.tools else "roles", named)


def redundant(thread: Thread, said: FollowUp) -> Query | None:
    """The same of the names that were spoken of last."""
    named = pair_of(thread) or thread.focus
    kind = thread.kind_of(named)
    if kind is None or len(named) < 2 or said.names or not said.says(_SPARE):
        return None
    return _among(thread.catalogue, kind, named)


def _among(catalogue: Catalogue, kind: Select, named: tuple[str, ...]) -> Query:
    things = [catalogue.thing(name) for name in named]
    held = tuple((thing.name, thing.known_phases) for thing in things)
    return Query(select=kind, where=AllOf(of=(Named(names=named), Spare(held=held))))
