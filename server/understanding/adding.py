"""Follow-ups that add a phase to those asked about: `add the CI ones`, `and include monitoring too`."""

from collections.abc import Sequence

from server.conditions import AllOf, Covers
from server.conjunctions import any_of
from server.coverage import phase_part, phases_of
from server.query import Query
from server.understanding.followup import FollowUp
from server.understanding.pieces import Piece
from server.understanding.replacement import parts_of
from server.understanding.wordlist import phrases

# `add the condition that they also cover D` narrows.
NARROWS = phrases(
    r"""
    (?:adds? )?(?:the |an? |one )?(?:further |more )?(?:condition|requirement|criterion|filter|constraint|restriction)s?
    must(?: all)?|have to|has to
    """
)
ADDS = phrases(r"add|adding|include|including|throw in|put in|merge|join in")


def widened(query: Query, said: FollowUp, pieces: Sequence[Piece]) -> Query | None:
    """The query over the tools or roles of either phase; None where nothing but phases is not added."""
    phases = tuple(piece.condition for piece in pieces if isinstance(piece.condition, Covers))
    before = phase_part(query.where)
    if query.named or said.parts or len(phases) != len(pieces) or not phases or before is None:
        return None
    if not said.says(ADDS) or said.says(NARROWS):
        return None
    either = any_of(dict.fromkeys((*(Covers(phase=code) for code in phases_of(before)), *phases)))
    others = tuple(part for part in parts_of(query.where) if phase_part(part) is None)
    return query.model_copy(update={"where": AllOf(of=(*others, either)), "measure": "list", "by": None})
