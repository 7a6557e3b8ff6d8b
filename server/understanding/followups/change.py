"""What a follow-up changes of its scope, one step upon the other: the names, the conditions, the angle."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from server.conditions import AllOf, Condition, Covers, Named, Not
from server.conjunctions import all_of, parts_of
from server.query import Query
from server.understanding.followups import adding, lifting, membership, restriction
from server.understanding.followups.angle import (
    MIDDLE,
    NEXT,
    Angle,
    angle_of,
    basis_of,
    compares,
    differs,
    seen_from,
    team_of,
)
from server.understanding.followups.angle import WORDS as ANGLES
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.membership import renamed
from server.understanding.followups.pointing import POINTERS, Pointed
from server.understanding.followups.restriction import asks_which, fits, restricted
from server.understanding.followups.thread import Thread
from server.understanding.pieces import sorting
from server.understanding.pieces.clauses import negates
from server.understanding.pieces.measures import DEFAULT, TOP
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.replacement import sort_of
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask
from server.understanding.words.basis import bounded_for, is_about_money

KINDS = re.compile(rf"\b(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']}|people|staff|folks)(?!\w)")
_MISSING = re.compile(
    r"\b(?:missing|left out|absent|not there|not (?:on|in|among) (?:it|them|there|the list)|not included"
    r"|(?:stay|keep)s? out of (?:it|that|there)|(?:takes?|has|have) no part in (?:it|that))\b"
)
_LEFT_OUT = re.compile(
    r"\b(?:ones|tools|roles|those|what) (?:that )?(?:you|we|i) (?:have |just |now )*"
    r"(?:left|took|threw|filtered|sorted) out\b"
)
# `and which do not?`: of those that were asked about.
_DO_NOT = re.compile(
    r"\b(?:who|which|what)(?: (?:ones?|of (?:them|those|these)|tools?|roles?))?"
    r" (?:do|does|is|are|ca|wo)(?:n['’]t| not|nnot)(?=\W*$)"
)
# `and which are not?`: free or open source, as the others of the set
_ARE_NOT = re.compile(r"\b(?:is|are)(?:n['’]t| not)(?=\W*$)")
# `which one is cheaper?`: of the set that was asked for.
_WHICH_ONE = re.compile(r"\bwhich(?: one)? (?:is|costs?|would be|comes? out|earns?|pays?|gets?)\b")
_OF_EACH = re.compile(r"\bof each\b")
# `open source, not free, is what I meant`
_MEANT = re.compile(r"\bi (?:meant|mean|wanted|asked for|(?:was|am) after|(?:was|am) looking for)\b")
# `is that more than X?`, `more than X?`, `vs X`
_MORE_THAN = re.compile(
    r"\b(?:is|are|was|does|do) (?:that|it|this|he|she|they)\b.*\b(?:more|less|higher|lower)"
    r" than (?:an? |the )?§"
    r"|^\W*(?:(?:and|so|but)\W+)*(?:(?:more|less|higher|lower|cheaper|dearer|better paid|worse paid) than"
    r"|vs\.?|versus|compared (?:to|with)) (?:an? |the )?§+\W*$"
)


@dataclass(frozen=True)
class Change:
    """A follow-up against its scope. `turned`: the scope is another kind of thing than what was spoken of."""

    scope: Query
    said: FollowUp
    thread: Thread
    pointed: Pointed
    turned: bool

    @property
    def understood(self) -> bool:
        """Whether every word is accounted for, and every condition is one that the kind can meet."""
        known = (
            *ANGLES,
            *POINTERS,
            *membership.WORDS,
            *restriction.WORDS,
            *lifting.WORDS,
            adding.ADDS,
            adding.NARROWS,
            KINDS,
            _MISSING,
            _DO_NOT,
            *sorting.WORDS,
        )
        if self.scope.select == "tools" and self.said.says(ask.DOL):
            return False  # no tool has an occupation
        return fits(self.scope.select, self._pieces) and not self.said.unread(*known, pieces=self._pieces)

    @property
    def states(self) -> bool:
        """Whether it says anything of its own but what it points at."""
        return bool(self._pieces or self.said.parts or self._lifting) or self.said.says(*ANGLES, *sorting.WORDS)

    def query(self) -> Query | None:
        """The scope with everything that is stated; None where something of it cannot be a change."""
        widened = adding.widened(self.scope, self.said, self._pieces)
        if widened is not None:
            return widened
        if self._pair:
            compared = seen_from(self.scope, Angle("compare", by=None), self._pair)
            before = (self.scope, self.thread.last.query)
            of_money = any(query and is_about_money(query) for query in before) or self.said.says(ask.COST, ask.WAGE)
            return self._on_basis(compared if of_money else compared.model_copy(update={"by": None}))
        query = self._renamed()
        if query is not None and self._lifting:
            where = lifting.lifted(query.where, self.said)
            query = query.model_copy(update={"where": where, "named": (), "measure": "list"})
        if query is None or (query.measure == "check" and self.said.parts and not self.scope.named):
            return query
        if _LEFT_OUT.search(self._rest) and not self._pieces and len(self.thread.narrowed) > 1:
            return query.model_copy(update={"where": self._not_narrowed(query), "measure": "list"})
        if _MISSING.search(self._rest) and not self._pieces and not query.named and query.where != AllOf():
            return query.model_copy(update={"where": Not(of=query.where), "measure": "list"})
        if _DO_NOT.search(self._rest) and not self._pieces and query == self.thread.subject and self.thread.narrowed:
            return query.model_copy(update={"where": self._not_narrowed(query), "measure": "list"})
        whole = self.pointed.whole or self.turned
        if self._missing_there and not query.named:
            return query.model_copy(update={"where": Not(of=self._pieces[0].condition), "measure": "list"})
        query, pieces = self._corrected(query) if self.said.says(_MEANT) else (query, self._pieces)
        query = restricted(query, self.said, pieces, self.thread.pool(query), whole=whole)
        return self._seen(query) if query is not None else None

    def _corrected(self, query: Query) -> tuple[Query, tuple[Piece, ...]]:
        """The query without what was not meant, which is then no more denied than it is asked for."""
        asked = parts_of(query.where)
        wrong = [p for p in self._pieces if p.condition in asked and negates(self.said.text[: p.start])]
        if len(wrong) == len(self._pieces):
            return query, self._pieces  # `I wanted those that are not free`
        where = all_of(part for part in asked if all(part != piece.condition for piece in wrong))
        return query.model_copy(update={"where": where}), tuple(p for p in self._pieces if p not in wrong)

    @property
    def _missing_there(self) -> bool:
        """`the same for §, but tell me who is missing`: of all, those that are not in the one phase that is named."""
        one = len(self._pieces) == 1 and isinstance(self._pieces[0].condition, Covers)
        missing = _MISSING.search(self._rest)
        return one and missing is not None and missing.start() > self._pieces[0].end and not self.pointed.whole

    @property
    def _extremes_gone(self) -> bool:
        """`not those two, who is next?`: whoever ranks first of the rest."""
        gone = {name for part in self.said.parts if part.denied for name in part.names}
        return bool(gone) and gone >= set(self.thread.focus)

    @cached_property
    def _pieces(self) -> tuple[Piece, ...]:
        roles = self.scope.select == "roles"
        pieces = [
            p for p in self.said.pieces(wages=roles) if not (roles and self.said.masked[p.start : p.end] == "paid")
        ]
        return tuple(piece for piece in pieces if not any(piece.overlaps(*span) for span in self._lifting))

    @cached_property
    def _lifting(self) -> list[tuple[int, int]]:
        return lifting.spans(self.said)

    @cached_property
    def _rest(self) -> str:
        """What it says beside conditions and names."""
        rest = self.said.masked
        for start, end in (*((piece.start, piece.end) for piece in self._pieces), *self._lifting):
            rest = rest[:start] + " " * (end - start) + rest[end:]
        for pattern in (adding.NARROWS, *(membership.WORDS if self.said.parts else ())):
            rest = pattern.sub(" ", rest)
        return rest

    @cached_property
    def _pair(self) -> tuple[str, ...]:
        """The one that was spoken of beside the one that is named: `how does that pay compared with X`."""
        names = tuple(dict.fromkeys((*(self.pointed.names or self.thread.focus), *self.said.names)))
        named = bool(self.said.parts) and len(names) == 2 and self.thread.kind_of(names) == self.scope.select
        last = self.thread.last.query
        again = bool(self.pointed.names) and last is not None and last.measure == "compare"
        compared = again or differs(self.said.masked) or self.said.says(_MORE_THAN)
        return names if named and compared else ()

    def _renamed(self) -> Query | None:
        if not self.said.parts:
            return self.scope
        angle = angle_of(self._rest, self.scope, several=True, both=False, states=bool(self._pieces))
        asks = bool(self._pieces) or angle.measure is not None
        return renamed(self.scope, self.said, self.thread, whole=self.pointed.whole, stated=asks)

    def _middle(self, query: Query, among: tuple[str, ...]) -> Angle:
        """The one with as many below as above, of those with a fixed amount."""
        amounts = sorted(amount for name in among if (amount := self.thread.amount(name)) is not None)
        rank = sorted(set(amounts)).index(amounts[len(amounts) // 2]) + 1 if amounts else 1
        return Angle("min", DEFAULT[query.select], rank=rank)

    def _not_narrowed(self, query: Query) -> Condition:
        """What held before the last narrowing, and its opposite; the opposite of all where nothing was narrowed."""
        before = parts_of(self.thread.narrowed[-2].where) if len(self.thread.narrowed) > 1 else ()
        last = tuple(part for part in parts_of(query.where) if part not in before)
        qualities = tuple(part for part in last if sort_of(part) in ("licence", "price"))
        denied = qualities if qualities and _ARE_NOT.search(self._rest) else last
        kept = (part for part in last if part not in denied)
        return all_of((*before, *kept, Not(of=all_of(denied))))

    def _seen(self, query: Query) -> Query | None:
        whole = self.pointed.whole or self.said.says(_WHICH_ONE)
        several = len(query.named) > 1 or (whole and not query.named)
        if sorting.sorted_as(self._rest, query.select) is not None and not TOP.search(self._rest):
            of_names = {"named": (), "team": (), "where": Named(names=query.named)} if query.named else {}
            return sorting.sorted_query(query.model_copy(update=of_names), self._rest)
        two = self._two(query)
        angle = angle_of(self._rest, query, several=several, both=len(two) == 2, states=bool(self._pieces))
        among = query.named or self.thread.members(query)
        if MIDDLE.search(self._rest) and len(among) % 2 and len(among) > 1:
            angle = self._middle(query, among)
        if angle.measure in ("min", "max") and len(query.named) == 1:
            return None  # `the lowest of all?` is no question about one
        if angle.measure == "compare":
            return self._on_basis(seen_from(query, angle, two))
        if compares(self._rest) and not several and angle.measure in (None, "attribute"):
            return None  # `anything cheaper?` than the one that was spoken of
        count = team_of(self.said.masked)
        if count is not None and (len(query.named) == 1 or _OF_EACH.search(self._rest)) and not self.said.parts:
            update = {"named": among, "team": (count,) * len(among), "where": AllOf()}
            query, angle = query.model_copy(update=update), Angle("sum", by=None)
        if self._extremes_gone and NEXT.search(self._rest):
            angle = replace(angle, rank=1, onwards=False)
        ranked = self.scope.measure in ("min", "max") and query == self.scope
        seen = seen_from(query, angle, self.thread.focus if ranked else self.thread.members(query))
        if seen.measure == "describe":
            names = self.pointed.names if len(self.pointed.names) > 1 and not self.said.parts else ()
            return Query(select=seen.select, where=Named(names=names)) if names else None
        anew = self._pieces and angle.measure is None and asks_which(self.said, self.pointed)
        if anew and seen.measure not in ("list", "check"):
            return seen.model_copy(update={"measure": "list", "by": None})
        if self._pieces and seen.measure == "list" and not seen.named and self.said.says(ask.COST, ask.WAGE):
            seen = seen.model_copy(update={"by": DEFAULT[seen.select]})
        return self._on_basis(seen)

    def _two(self, query: Query) -> tuple[str, ...]:
        """The two whose difference may be asked for."""
        focus = self.thread.focus
        if len(self.pointed.names) == 1 and len(focus) == 1 and compares(self._rest):
            return tuple(dict.fromkeys((*focus, *self.pointed.names)))
        if query.named or query.where != self.scope.where or self._pieces:
            return query.named
        return next((names for names in (self.thread.several, self.thread.mentioned) if len(names) == 2), ())

    def _on_basis(self, query: Query) -> Query:
        """The query with its amounts told for the users and months that are spoken of."""
        if not is_about_money(query):
            return query
        basis = basis_of(self.said.masked, self.scope)
        kept = query.amount if query.measure == "sum" else None
        amount = query.amount if kept is None else round(kept * basis.months / query.basis.months)
        where = bounded_for(query.where, basis.users)
        return query.model_copy(update={"basis": basis, "amount": amount, "where": where})
