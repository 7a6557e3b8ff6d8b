"""What a follow-up is about: the last typed query, the names that it points at, or two that came up one by one."""

import re

from server.query import Query
from server.understanding.followups.angle import NEXT, compares
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import LEFT, Pointed
from server.understanding.followups.thread import Thread
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import blanked, phrases

_CHOOSES = re.compile(r"\bwhich\b|\bwho\b|\bthe \w+ one\b")
_BOTH = re.compile(r"\bboth\b")
_ANY_OF_THEM = re.compile(r"\W*(?:is|are) any")
_VERB = re.compile(
    r"\b(?:cover|covers|handle|handles|support|supports|serve|serves|is|are|do|does|have|has|work|works|cost|costs|earn"
    r"|earns|take|takes|can|exist|there)\b"
)
# `back to the full list`: the set that was narrowed since.
WIDER = re.compile(
    r"\b(?:the|that|our) (?:full|whole|entire|first|original|initial|complete|longer|bigger|larger)"
    r" (?:list|set|lot|selection)\b|\bback to (?:all|everything)\b"
)
# `name free ones that …` asks for a set, and nothing of the one that was spoken of.
_ONES = re.compile(r"\b(?:name|list|show|give|find|which|any|some)\b[^?.!]*\bones\b")
# `what is the dearest one that is not free?`
_EXTREME = re.compile(rf"\bthe (?:{ask.MIN.pattern}|{ask.MAX.pattern})")
_BEST_PAID = re.compile(r"\b(?:best|worst|top|least|highest|lowest|most)[- ]paid\b")
_ANEW = re.compile(
    r"^\W*(?:(?:in|for|at|take|with|on) §+[,:]? )?(?:what(?! about)|whats|what['’]s|who|is there|are there"
    r"|anything|something|everything|i "
    r"|we |how much|how do|can |could |where|when|why)\b"
)
# `any free tools?`, `with which tool? It has to be free`
_ELLIPTIC = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|then|but|great|good|hm+)\W+)*(?:(?:with|by|using|through) )?(?:which|what|any)\b"
    r"(?! (?:about|of)\b)"
)
_DEMANDS = phrases(
    r"""
    (?:it |they |that |which )?(?:must|should|shall|has to|have to|needs? to|ought to) (?:be|cost|have)(?: an?)?
    (?:would|will|could|can|might|may) (?:do|work|be|help|fit)
    """
)


def is_elliptic(said: FollowUp) -> bool:
    """Whether it asks for a kind without a clause of its own: `any free tools?`, `which one? It has to be free`."""
    return _ELLIPTIC.match(said.masked) is not None and _VERB.search(blanked(_DEMANDS, said.masked)) is None


def scope_of(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """The query over what is pointed at; without a pointer, the last one."""
    subject = thread.subject
    if thread.narrowed and said.says(WIDER):
        return thread.narrowed[0]
    ranked = subject is not None and subject.measure in ("min", "max")
    if ranked and (said.says(NEXT) or (said.says(ask.MIN) and said.says(ask.MAX))):
        return subject
    if pointed.names:
        return _of_names(thread, pointed.names)
    several = thread.several if len(thread.several) > 1 else thread.mentioned
    if not pointed and not said.parts and len(thread.focus) == 1 and len(several) > 1 and _means_both(said):
        return _of_names(thread, several)
    if subject is not None and ranked and pointed.whole and len(thread.focus) > 1 and not said.says(LEFT):
        return Query(select=subject.select, measure="describe", named=thread.focus, basis=subject.basis)
    if not pointed and thread.ranking is not None and said.says(ask.MIN, ask.MAX, NEXT):
        return thread.ranking
    return subject


def leans(said: FollowUp, scope: Query, pointed: Pointed) -> bool:
    """Whether it is about the scope, and no question of its own."""
    if len(scope.named) == 1 and not pointed and said.says(_ONES):
        return False
    strong = said.target.noun not in (None, "phases") and not said.target.vague
    states = bool(said.pieces(wages=scope.select == "roles") or any(not part.family for part in said.parts))
    if strong and said.target.noun != scope.select:
        return False
    if pointed or said.says(ask.TAKES_OUT):
        return True
    if strong and not said.masked.lstrip().startswith("who"):
        return (said.continues and not said.says(_VERB)) or not states or (is_elliptic(said) and not scope.named)
    if said.continues or not states:
        return True
    if said.says(_EXTREME) and (scope.select == "tools" or said.target.vague or said.says(_BEST_PAID)):
        return True
    checks = said.says(ask.YES_NO) and not _ANY_OF_THEM.match(said.masked)
    return not (said.says(_ANEW) or checks)


def _means_both(said: FollowUp) -> bool:
    """`how much together?`, `which is cheaper?` after two that came up one by one."""
    return (said.says(_CHOOSES) and compares(said.masked)) or said.says(ask.TOTAL, ask.MARGIN, _BOTH)


def _of_names(thread: Thread, names: tuple[str, ...]) -> Query | None:
    """The names alone, or the last question about names asked of these where nothing else is asked."""
    kind, subject = thread.kind_of(names), thread.subject
    if kind is None:
        return None
    if subject is not None and subject.select == kind:
        if subject.measure in ("attribute", "check") and subject.named:
            return subject.model_copy(update={"named": names, "team": ()})
        if subject.measure in ("min", "max") and subject.by != "phases":
            return Query(select=kind, measure="attribute", by=subject.by, named=names, basis=subject.basis)
    return Query(select=kind, measure="describe", named=names)
