"""The last typed query carried on: over the set that a follow-up points at, with the names and conditions that it
states, seen from the angle that it asks for. One rule for all: every word must be accounted for, or nothing is
carried on."""

import re

from server.conditions import AllOf, Named, Not
from server.query import Query
from server.understanding import cues as ask
from server.understanding import membership, restriction
from server.understanding.angle import NEXT, Angle, angle_of, basis_of, compares, seen_from, team_of
from server.understanding.angle import WORDS as ANGLES
from server.understanding.basis import is_about_money
from server.understanding.covered import covered
from server.understanding.followup import FollowUp
from server.understanding.kindred import of_another_kind
from server.understanding.membership import renamed
from server.understanding.pieces import Piece
from server.understanding.pointing import LEFT, POINTERS, Pointed
from server.understanding.restriction import asks_which, fits, restricted
from server.understanding.target import KIND_WORDS
from server.understanding.thread import Thread

_KINDS = re.compile(rf"\b(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']}|people|staff|folks)(?!\w)")
# What begins afresh whatever was spoken of before.
_AFRESH = re.compile(
    r"\b(?:something else|(?:different|other|new|next|another) (?:question|topic|subject)|change of (?:topic|subject)"
    r"|by the way|of all (?:the )?(?:tools|roles)|(?:whole|entire) table)\b"
)
_WHY = re.compile(r"\b(?:why|how come|explain)\b")
_VERB = re.compile(
    r"\b(?:cover|covers|handle|handles|support|supports|serve|serves|is|are|do|does|have|has|work|works|cost|costs|earn"
    r"|earns|take|takes|can|exist|there)\b"
)
_ANEW = re.compile(
    r"^\W*(?:what(?! about)|whats|what['’]s|who|is there|are there|anything|something|everything|i "
    r"|we |how much|how do|can |could |where|when|why)\b"
)
_MISSING = re.compile(r"\b(?:missing|left out|absent|not (?:on|in|among) (?:it|them|there|the list)|not included)\b")


def begins_afresh(said: FollowUp) -> bool:
    """Whether it says itself that it leans on nothing."""
    return bool(_AFRESH.search(said.masked))


def carry(thread: Thread, said: FollowUp, pointed: Pointed) -> Query | None:
    """The query that a follow-up makes of what was spoken of; None where it says anything else."""
    if _WHY.search(said.masked):
        return None
    phases = covered(said, thread, pointed)
    if phases is not None or said.target.noun == "phases":
        return phases
    if pointed.names and (replay := _replayed(said, thread, pointed)) is not None:
        return replay
    turned = of_another_kind(said, thread, pointed)
    scope = turned or _scope(said, thread, pointed)
    if scope is None or scope.premise or scope.select not in ("tools", "roles"):
        return None
    if turned is None and (pointed.doubt or not _leans(said, scope, pointed)):
        return None
    pieces = tuple(said.pieces(wages=scope.select == "roles"))
    if not fits(scope.select, pieces) or said.unread(
        *ANGLES, *POINTERS, *membership.WORDS, *restriction.WORDS, _KINDS, _MISSING, pieces=pieces
    ):
        return None
    changed = _changed(scope, said, thread, pointed, pieces, turned=turned is not None)
    says = pointed or pieces or said.parts or said.says(*ANGLES)
    return changed if says or changed != thread.subject else None


def _scope(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """The query over what is pointed at; without a pointer, the last one."""
    subject = thread.subject
    both_ends = said.says(ask.MIN) and said.says(ask.MAX)
    if subject is not None and subject.measure in ("min", "max") and (said.says(NEXT) or both_ends):
        return subject
    if pointed.names:
        return _of_names(thread, pointed.names)
    several = thread.several if len(thread.several) > 1 else thread.mentioned
    if not pointed and not said.parts and len(thread.focus) == 1 and len(several) > 1 and _of_both(said):
        return _of_names(thread, several)
    ranked = subject is not None and subject.measure in ("min", "max", "spread")
    if subject is not None and ranked and pointed.whole and len(thread.focus) > 1 and not LEFT.search(said.masked):
        return Query(select=subject.select, measure="describe", named=thread.focus, basis=subject.basis)
    if not pointed and said.says(ask.MIN, ask.MAX, NEXT) and thread.ranking is not None:
        return thread.ranking
    return subject


def _replayed(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """`and the third one?` after a question for phases: the same asked of others."""
    last = thread.last.query
    if last is None or last.select != "phases" or not last.named or said.parts or said.pieces(wages=False):
        return None
    asks = said.says(*ANGLES) or pointed.one
    return None if asks or said.unread(*POINTERS, _KINDS) else last.model_copy(update={"named": pointed.names})


def _of_both(said: FollowUp) -> bool:
    """`how much together?`, `which is cheaper?` after two that came up one by one."""
    chooses = bool(re.search(r"\bwhich\b|\bwho\b|\bthe \w+ one\b", said.masked)) and compares(said.masked)
    return chooses or said.says(ask.TOTAL, ask.MARGIN, re.compile(r"\bboth\b"))


def _of_names(thread: Thread, names: tuple[str, ...]) -> Query | None:
    """The names alone, or the last question about names asked of these where nothing else is asked."""
    kind, subject = thread.kind_of(names), thread.subject
    if kind is None:
        return None
    if subject is not None and subject.select == kind and subject.measure in ("attribute", "check") and subject.named:
        return subject.model_copy(update={"named": names, "team": ()})
    if subject is not None and subject.select == kind and subject.measure in ("min", "max") and subject.by != "phases":
        return Query(select=kind, measure="attribute", by=subject.by, named=names, basis=subject.basis)
    return Query(select=kind, measure="describe", named=names)


def _leans(said: FollowUp, scope: Query, pointed: Pointed) -> bool:
    """Whether it is about the scope, and no question of its own."""
    strong = said.target.noun is not None and not said.target.vague
    states = bool(said.pieces(wages=scope.select == "roles") or any(not part.family for part in said.parts))
    if strong and said.target.noun != scope.select:
        return False
    if pointed:
        return True
    if strong and not said.masked.lstrip().startswith("who"):
        return (said.continues and not _VERB.search(said.masked)) or not states
    if said.continues or not states:
        return True
    checks = ask.YES_NO.search(said.masked) and not re.match(r"\W*(?:is|are) any", said.masked)
    return not (_ANEW.search(said.masked) or checks)


def _changed(
    scope: Query, said: FollowUp, thread: Thread, pointed: Pointed, pieces: tuple[Piece, ...], *, turned: bool
) -> Query | None:
    """The scope with every change that the follow-up states."""
    rest = _blanked(said.masked, pieces)
    query: Query | None = scope
    if said.parts:
        pair = _pair(scope, said, thread, pointed)
        if pair and compares(rest):
            return seen_from(scope, Angle("compare", by=None), pair)
        asked = angle_of(rest, scope, several=True, both=False, states=bool(pieces)).measure is not None
        query = renamed(scope, said, thread, whole=pointed.whole, stated=bool(pieces) or asked)
        for pattern in membership.WORDS:
            rest = pattern.sub(" ", rest)
        if query is not None and query.measure == "check" and not scope.named:
            return query
    if query is None:
        return None
    if _MISSING.search(rest) and not pieces and not query.named and query.where != AllOf():
        return query.model_copy(update={"where": Not(of=query.where), "measure": "list"})
    query = restricted(query, said, pieces, thread.pool(query), whole=pointed.whole or turned)
    if query is None:
        return None
    named = query.named
    if pointed.names and len(pointed.names) == 1 and len(thread.focus) == 1 and compares(rest):
        named = tuple(dict.fromkeys((*thread.focus, *pointed.names)))
    elif not named and query.where == scope.where and not pieces:
        named = next((names for names in (thread.several, thread.mentioned) if len(names) == 2), ())
    several = len(query.named) > 1 or (pointed.whole and not query.named)
    angle = angle_of(rest, query, several=several, both=len(named) == 2, states=bool(pieces))
    if angle.measure == "compare":
        return _on_basis(seen_from(query, angle, named), scope, said)
    if compares(rest) and not several:
        return None  # `anything cheaper?` than the one that was spoken of
    count = team_of(said.masked)
    if count is not None and len(query.named) == 1 and not said.parts:
        query, angle = query.model_copy(update={"team": (count,)}), Angle("sum", by=None)
    at = thread.focus if scope.measure in ("min", "max") and query == scope else thread.members(query)
    seen = seen_from(query, angle, at)
    seen = _on_basis(seen, scope, said)
    if seen.measure == "describe":
        lists = len(pointed.names) > 1 and not said.parts
        return Query(select=seen.select, where=Named(names=pointed.names)) if lists else None
    if pieces and angle.measure is None and asks_which(said, pointed) and seen.measure not in ("list", "check"):
        seen = seen.model_copy(update={"measure": "list", "by": None})
    return seen


def _on_basis(query: Query, scope: Query, said: FollowUp) -> Query:
    """The query with its amounts told for the users and months that are spoken of."""
    return query.model_copy(update={"basis": basis_of(said.masked, scope)}) if is_about_money(query) else query


def _pair(scope: Query, said: FollowUp, thread: Thread, pointed: Pointed) -> tuple[str, ...]:
    """The one that was spoken of beside the one that is named: `how does that pay compared with X`."""
    names = (*(pointed.names or thread.focus), *said.names)
    return names if len(set(names)) == 2 and thread.kind_of(names[:1]) == thread.kind_of(names[1:]) else ()


def _blanked(masked: str, pieces: tuple[Piece, ...]) -> str:
    for piece in pieces:
        masked = masked[: piece.start] + " " * (piece.end - piece.start) + masked[piece.end :]
    return masked
