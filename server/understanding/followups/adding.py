"""Follow-ups that add a phase to those asked about: `add the CI ones`, `and include monitoring too`; and that take
either where both were demanded: `one of the two is enough`."""

import re
from collections.abc import Sequence

from server.conditions import AllOf, Covers
from server.conjunctions import all_of, any_of, parts_of
from server.coverage import phase_part, phases_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words.wordlist import phrases

# `add the condition that they also cover D` narrows.
NARROWS = phrases(
    r"""
    (?:adds? )?(?:the |an? |one )?(?:further |more )?(?:condition|requirement|criterion|filter|constraint|restriction)s?
    must(?: all)?|have to|has to
    """
)
ADDS = phrases(
    r"add|adding|include|including|throw in|put in|merge|join(?: in)?|combine|together with|along with|plus|append|put"
)
_JOINS = re.compile(
    rf"^\W*(?:(?:and|ok|okay|now|then|good|so|please|could you|can you|let['’]s)\W+)*(?:{ADDS.pattern})"
)
_ONE_LIST = phrases(
    rf"""
    {KIND_WORDS["tools"]}|{KIND_WORDS["roles"]}|people|staff|folks|ones|(?:single|joint|common|big) list|list
    no (?:doubles|duplicates|repetitions?)|without (?:doubles|duplicates|repeating|repetitions?)(?: any\w*)?
    (?:on|to|in|into) (?:the|that) (?:same |one )?(?:list|set)|any(?:thing|body|one)|that does the one or the other
    (?:for )?(?:the )?(?:one|either) or (?:the )?other|same|so
    each (?:name|one|of them) once|nobody twice|none twice|everybody|everyone|everything|working|sitting
    """
)
_DO = r"(?:(?:would|will|['’]ll|is|are|also|be|just|already)\s+)*(?:do|does|enough|fine|ok|okay|sufficient|suffices?)"
_EITHER = phrases(
    rf"""
    (?:either|any|(?:just |only |at least )?one)(?: (?:one|phase|column))? (?:of (?:the two|them|those|these) )?{_DO}
    (?:does|do|need|must|has|have)(?:n['’]t| not|nt)(?: need| have)? (?:to )?(?:be|cover|have|do)? ?(?:both|all)
    not necessarily (?:both|all)(?: of them)?|one or the other|either or
    """
)


def widened(query: Query, said: FollowUp, pieces: Sequence[Piece]) -> Query | None:
    """The query over the tools or roles of either phase; None where nothing but phases is not added."""
    phases = tuple(piece.condition for piece in pieces if isinstance(piece.condition, Covers))
    held = parts_of(query.where)
    pieces = [piece for piece in pieces if isinstance(piece.condition, Covers) or piece.condition not in held]
    before = phase_part(query.where)
    if query.named or said.parts or len(phases) != len(pieces) or not phases or before is None:
        return None
    if not said.says(ADDS) or said.says(NARROWS):
        return None
    either = any_of(dict.fromkeys((*(Covers(phase=code) for code in phases_of(before)), *phases)))
    others = tuple(part for part in parts_of(query.where) if phase_part(part) is None)
    return query.model_copy(update={"where": AllOf(of=(*others, either)), "measure": "list", "by": None})


def joined(thread: Thread, said: FollowUp) -> Query | None:
    """`add the people of §, as one list`: where nothing else is asked."""
    last = thread.last.query
    if last is None or last.plan is not None or last.select not in ("tools", "roles") or not _JOINS.match(said.masked):
        return None
    pieces = said.pieces(wages=last.select == "roles")
    of_others = said.target.noun not in (None, last.select) and not said.target.vague
    return None if of_others or said.unread(_ONE_LIST, ADDS, pieces=pieces) else widened(last, said, pieces)


def eased(thread: Thread, said: FollowUp) -> Query | None:
    """`either of the two would do`: those of any of the phases that all were demanded."""
    last = thread.last.query
    if last is None or last.named or last.select not in ("tools", "roles") or not said.says(_EITHER):
        return None
    covers = tuple(part for part in parts_of(last.where) if isinstance(part, Covers))
    if len(covers) < 2 or said.mentions or said.pieces(wages=last.select == "roles"):
        return None
    others = tuple(part for part in parts_of(last.where) if part not in covers)
    return last.model_copy(update={"where": all_of((*others, any_of(covers))), "measure": "list", "by": None})
