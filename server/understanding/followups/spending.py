"""Follow-ups that spend an amount which was told before, or set one against names that were: `let's take X first`,
`put Y on top, what's left?`, `one of each for a year, does that fit into $250,000?`"""

import re
from dataclasses import dataclass, replace

from server.basis import Basis
from server.conditions import Costs
from server.query import Combine, Measure, Query
from server.understanding.followups.angle import basis_of, team_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.membership import SWAPPED, SWAPS
from server.understanding.followups.pointing import THAT_THING, point
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.headcount import stated_for
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.signals import Signals
from server.understanding.readings.budgets import FITS, LEAVES, MONTHS, OF_PHASES
from server.understanding.readings.named import team_counts
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

# An amount that somebody has to spend, and not one that tools are to be found for.
_HAS = phrases(
    r"""
    budget\w*|(?:i|we)(?:['’]ve)? (?:only |just |exactly |about |roughly )?(?:have|has|had|got|can spend|may spend|get)
    (?:i|we)['’]ve (?:\w+ )?got|(?:i|we)['’]ve|capp?(?:ed)?|ceiling|kitty|pot|purse|wallet|payroll|approved|granted
    |allowed|to spend|money|max(?:imum)?|limit|tops|at most|up to|cent more|penny more
    """
)
_ASKS_WHICH = phrases(
    r"which|what(?! (?:is|['’]?s|would be|remains|have|has|do|does|can))|who|whom|how|list|show|recommend|suggest"
)
_THAT_ONE = re.compile(rf"\b{THAT_THING}\b|\bthe other one\b")
_TAKES = re.compile(
    r"^\W*(?:(?:and|ok|okay|then|so|first|now|well|fine|let['’]?s|lets|say|please|i|we|i['’](?:ll|d|m)|we['’](?:ll|d|re)|would"
    r"|will|want|going|like|have|need|must|should|to|also|plus|next)\W+)*"
    r"(?:take|taking|buy|buying|get|getting|hire|hiring|pick|choose|add|adding|put|book|start|begin|go|employ|bring"
    r"|include|subscribe|throw)\b[^?]*§"
    r"|^\W*(?:and|plus|then)\b[^?]*§[^?§]*\b(?:as well|too|on top|first|next)\b"
)
_GOES = phrases(rf"{ask.TAKES_OUT.pattern}|cancel\w*|drop\w*|remov\w+|without|instead|no longer|out")
# What is dropped in a clause of its own is not paid for.
_DROPS = phrases(
    r"drop\w*|cancel\w*|remov\w+|ditch\w*|skip\w*|instead|no longer|(?:leave|leaving|left|kick\w*|thr\w+) out"
    r"|too expensive"
)
_OPENS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|btw|by the way|please|hm+)\W+)*(?:which|what|who|whose|how|when|where|why|list|show"
    r"|tell|explain|describe|is|are|does|do|can|could|compare)\b"
)
_EACH = phrases(r"one of each|(?:the )?both(?: of them)?|the two(?: of them)?|the pair")


@dataclass(frozen=True)
class _Purse:
    """An amount to spend, for how many `months` it is stated, if it says so, and on what it is spent so far."""

    usd: float
    months: int | None
    counts: dict[str, int]


def spent(thread: Thread, said: FollowUp) -> Query | None:
    """What the amount leaves beside everything that it is spent on so far; None where none of this is asked."""
    if said.says(OF_PHASES, _GOES, SWAPPED, *SWAPS) or any(part.denied for part in said.parts):
        return None
    own = _stated(said)
    if own is None and said.pieces(wages=False):
        return None
    lasts, asks_which = said.says(MONTHS), said.says(_ASKS_WHICH)
    takes = own is None and _TAKES.search(said.masked) is not None and not asks_which
    leaves = said.says(LEAVES) or (takes and not said.says(FITS))
    asks = lasts or leaves or (said.says(FITS) and not asks_which)
    purse = (own or _told(thread)) if asks else None
    counts = _counts(thread, said, purse) if purse is not None else {}
    kind = thread.kind_of(tuple(counts))
    if purse is None or kind is None:
        return None
    team = tuple(counts.values()) if set(counts.values()) != {1} else ()
    measure: Measure = "months" if lasts else "sum"
    combine: Combine = "minus" if leaves and not lasts else "any"
    query = Query(select=kind, measure=measure, by=DEFAULT[kind], named=tuple(counts), team=team, combine=combine)
    before = thread.last.query.basis if thread.last.query is not None else Basis()
    basis = basis_of(said.masked, query.model_copy(update={"basis": before}))
    basis = Basis(users=basis.users) if lasts else basis
    limit = purse.usd if lasts else purse.usd * basis.months / (purse.months or basis.months)
    return query.model_copy(update={"basis": basis, "amount": round(limit)})


def _stated(said: FollowUp) -> _Purse | None:
    """The one amount above nothing that a text states."""
    stated = [(piece, of.usd) for piece in said.pieces(wages=False) if isinstance(of := piece.condition, Costs)]
    if len(stated) != 1 or not stated[0][1]:
        return None
    piece, usd = stated[0]
    return _Purse(usd, stated_for(said.masked, piece.start, piece.end), {})


def _told(thread: Thread) -> _Purse | None:
    """The amount that the conversation has had to spend since it was told, with what was taken since."""
    counts: dict[str, int] = {}
    asked = _counted(thread, _said(thread, thread.last))
    for turn in reversed(thread.turns):
        query = turn.query
        if query is not None and query.measure == "sum" and query.amount is not None:
            held = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
            return _Purse(query.amount, query.basis.months, held | counts)
        said = _said(thread, turn)
        purse = _stated(said) if said.says(_HAS) and not said.says(_ASKS_WHICH) else None
        if purse is not None or not (said.says(_DROPS) or "?" in said.text or _OPENS.match(said.masked)):
            counts = _counted(thread, said) | counts
        if purse is not None:
            return replace(purse, counts=counts or asked)
    return None


def _said(thread: Thread, turn: Turn) -> FollowUp:
    return FollowUp(turn.question, tuple(thread.linker.link(turn.question)))


def _counts(thread: Thread, said: FollowUp, purse: _Purse) -> dict[str, int]:
    """How often each name is paid for: those of the amount so far, those that are named, and those pointed at."""
    counts = purse.counts | _counted(thread, said)
    pointed = point(said, thread)
    last = thread.last.query
    if said.says(_EACH) and not said.names:
        return dict.fromkeys(pointed.names if len(pointed.names) > 1 else (*thread.mentioned, *thread.focus), 1)
    if said.says(_THAT_ONE) or not counts:
        found = dict.fromkeys(pointed.names, team_of(said.masked) or 1)
        if not (found or counts) and last is not None and last.named:
            many = team_of(said.masked)
            team = (many,) * len(last.named) if many else last.team or (1,) * len(last.named)
            found = dict(zip(last.named, team, strict=True))
    else:
        found = {}
    return counts | {name: count for name, count in found.items() if name not in counts}


def _counted(thread: Thread, said: FollowUp) -> dict[str, int]:
    """How often each name in a text is to be paid for."""
    signals = Signals(said.text, said.mentions, thread.catalogue, thread.linker)
    return dict(zip(said.names, team_counts(signals, said.names), strict=True))
