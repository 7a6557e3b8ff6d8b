"""Follow-ups that want the last count as a share: `what percentage is that?`."""

import re

from server.conditions import AllOf, Condition
from server.conjunctions import all_of, parts_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.clauses import join

_SHARE = re.compile(r"\b(?:percent(?:age)?s?|per cent|fraction|proportion|ratio)\b|%|\b(?:what|which|a|the) share\b")
_THAT = re.compile(r"\b(?:that|this|it|those|these|they|them)\b")
_OF_ALL = re.compile(r"\bof (?:all|the (?:whole|entire))\b|\boverall\b")
_OF_THEM = re.compile(
    r"\b(?:what|which|how (?:big|large|high)|a|the)(?: a| the)? (?:percentage|percent|share|fraction|proportion|ratio)"
    r" of (?:those|these|them)\b"
)


def as_share(thread: Thread, said: FollowUp) -> Query | None:
    """How many of those before the last narrowing, or of all, the last question found; None where this is not asked."""
    last = thread.last.query
    if last is None or last.select not in ("tools", "roles") or last.measure not in ("count", "list", "share"):
        return None
    if last.named or said.names or not said.says(_SHARE) or said.says(_OF_THEM):
        return None
    pieces = said.pieces(wages=last.select == "roles")
    if not said.says(_THAT) and (pieces or said.target.noun):
        return None  # a question of its own
    before = thread.narrowed[-2].where if len(thread.narrowed) > 1 else AllOf()
    whole = join(said.text, pieces) if pieces else AllOf() if said.says(_OF_ALL) else before
    parts: tuple[Condition, ...] = tuple(part for part in parts_of(last.where) if part not in parts_of(whole))
    if not parts or not set(parts_of(whole)) <= set(parts_of(last.where)):
        return None
    return Query(select=last.select, measure="share", within=whole, where=all_of(parts))
