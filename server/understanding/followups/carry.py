"""The last typed query carried on: over the set that a follow-up points at, with the names and conditions that it
states, seen from the angle that it asks for. One rule for all: every word must be accounted for, or nothing is
carried on."""

import re

from server.query import Query
from server.understanding.followups.angle import WORDS as ANGLES
from server.understanding.followups.change import KINDS, Change
from server.understanding.followups.covered import all_but, covered, in_half
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.kindred import of_another_kind, of_its_role, of_the_same_code
from server.understanding.followups.pointing import POINTERS, Pointed
from server.understanding.followups.restriction import NOTHING_ELSE
from server.understanding.followups.scope import leans, scope_of
from server.understanding.followups.surplus import surplus
from server.understanding.followups.thread import Thread
from server.understanding.reach.weighing import weighs
from server.understanding.words import cues as ask

# What begins afresh whatever was spoken of before.
_AFRESH = re.compile(
    r"\b(?:something else(?=\W*$|\s*[,:;.!–—])"
    r"|(?:different|other|new|next|another) (?:question|topic|subject|matter|issue)|change of (?:topic|subject)"
    r"|by the way|of all (?:the )?(?:tools|roles)|(?:whole|entire) table"
    r"|(?:\w+est|most|least)(?: \w+)? (?:overall|of all(?! of)))\b"
)
# `and A or B, which of them …?` chooses among its own.
_CHOOSES = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then)\W+)*(?:between |of )?(?:the |an? )?§+,? (?:or|vs\.?|versus|and) (?:the |an? )?§+"
    r"[,:;]? (?:which|who|what)\b"
)
# `whom should we hire first?`, and not of those who were found.
_HIRES_FIRST = re.compile(
    r"\b(?:whom?|which (?:\w+ )?(?:roles?|people)) (?:should|shall|do|would|must) (?:i|we|one) hire first\b(?! of)"
)
# What rows do not tell: reasons, and what somebody does.
_BEYOND_ROWS = re.compile(
    r"\b(?:why|how come|explain)\b|\bwhat(?:['’]s| is| are) (?:their|his|her|its) (?:job|work|task|function)\b"
    r"|\bwhat(?:['’]s| is| are| was) (?:it|that|this|they|those|these|(?:that|this) (?:one|tool))"
    r" (?:used |good |meant |made |there |actually )*for\b(?! §)"
    # `can one person do both?`, `do we need both?`
    r"|\b(?:one|a single|the same|somebody|someone|a) (?:(?:single )?(?:person|guy|hire|employee) )?(?:\w+ )?"
    r"(?:do|be|fill|play|cover|handle|take on|combine) (?:both|the two)\b"
    r"|\b(?:do|does|should|would|must) (?:i|we|you|one|a \w+(?: team)?) (?:really |actually |even )?"
    r"(?:need|have|hire|keep) (?:both|the two|either)\b(?! for\b)"
    r"|\bwho (?:\w+ )?(?:made|built|created|developed|invented|wrote|owns|bought|sells) (?:it|that|this)\b"
    r"|\bwhat (?:do|does|would|will) (?:those|these|they|he|she|it|both|the (?:two|three))\b[\w ]{0,8}\bdo\b"
)
# `the most roles`: what of a phase is counted.
_COUNTED = re.compile(r"\b(?:most|fewest|least) (?:(?P<tools>tools|tooling|products)|roles|people|staff|jobs)\b")
# `and what was it back in 2019?`
_DATED = re.compile(r"\b(?:19|20)\d\d\b")


def begins_afresh(said: FollowUp) -> bool:
    """Whether it says itself that it leans on nothing."""
    return said.says(_AFRESH, _CHOOSES)


def hires_of_all(said: FollowUp, thread: Thread) -> bool:
    """`whom should we hire first?` where nobody was found to choose among."""
    return said.says(_HIRES_FIRST) and not thread.last.items.roles


def carry(thread: Thread, said: FollowUp, pointed: Pointed) -> Query | None:
    """The query that a follow-up makes of what was spoken of; None where it says anything else."""
    if said.says(_BEYOND_ROWS) or weighs(said.masked) or _described_in_a_phase(thread, said):
        return None
    phases = (
        surplus(said, thread)
        or in_half(said, thread, pointed)
        or all_but(said, thread)
        or covered(said, thread, pointed)
        or _covered_again(said, thread, pointed)
        or _other_extreme(said, thread)
    )
    if phases is not None:
        return phases
    if said.target.noun == "phases" and not said.says(ask.MORE_PHASES, ask.FEWER_PHASES, NOTHING_ELSE):
        return None
    others = of_the_same_code(said, thread)
    if others is not None:
        return others
    turned = of_another_kind(said, thread, pointed) or of_its_role(said, thread)
    scope = turned or scope_of(said, thread, pointed)
    if scope is None or scope.premise or scope.select not in ("tools", "roles"):
        return None
    if turned is None and (pointed.doubt or not leans(said, scope, pointed)):
        return None
    change = Change(scope, said, thread, pointed, turned is not None)
    query = change.query() if change.understood else None
    if query is None or _looks_up_again(query, change) or (query.measure == "attribute" and not query.named):
        return None
    return query if pointed or change.states or query != thread.subject else None


def _described_in_a_phase(thread: Thread, said: FollowUp) -> bool:
    """`and in VC?` behind what somebody does in a phase: the same of another phase, which cards tell and no row."""
    last = thread.last.query
    if last is None or last.measure != "describe" or said.names or not said.mentions:
        return False
    return any(mention.kind == "phase" for mention in thread.linker.link(thread.last.question))


def _looks_up_again(query: Query, change: Change) -> bool:
    """Whether it would only look up once more what was looked up of one name, of which something else is asked."""
    if len(query.named) != 1 or change.states or change.said.says(_DATED):
        return False
    last = change.thread.last.query
    return last is not None and _looked_up(query) == _looked_up(last)


def _looked_up(query: Query) -> tuple[object, ...]:
    return query.named, query.measure, query.by, query.basis


def _covered_again(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """`and the third one?` after a question for phases: the same asked of others."""
    last = thread.last.query
    if last is None or last.select != "phases" or not last.named or not pointed.names or pointed.one:
        return None
    asks = said.parts or said.pieces(wages=False) or said.says(*ANGLES) or said.unread(*POINTERS, KINDS)
    return None if asks else last.model_copy(update={"named": pointed.names})


def _other_extreme(said: FollowUp, thread: Thread) -> Query | None:
    """`and the most?`, `and the most roles?` behind the phase with the fewest tools."""
    last = thread.last.query
    if last is None or last.select != "phases" or last.measure not in ("min", "max"):
        return None
    highest, lowest = said.says(ask.MAX), said.says(ask.MIN)
    counted = _COUNTED.search(said.masked)
    kinds = KINDS if counted is None else _COUNTED
    if highest == lowest or said.parts or said.pieces(wages=False) or said.unread(*ANGLES, kinds):
        return None
    if counted is None and said.target.noun in ("tools", "roles") and not said.target.vague:
        return None  # `the role with the most phases`
    by = last.by if counted is None else "tool_count" if counted["tools"] else "role_count"
    return last.model_copy(update={"measure": "max" if highest else "min", "by": by})
