"""Follow-ups that turn to another kind of thing for the same phase: `and the people?`, `tools for it?`."""

import re

from server.conditions import AllOf, Classified, Condition, Confined, Covers, Named, Not
from server.conjunctions import all_of, any_of, parts_of
from server.coverage import phases_of
from server.query import Measure, Query, Select
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import POINTERS, Pointed
from server.understanding.followups.scope import is_elliptic
from server.understanding.followups.thread import Thread
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask

_BACK = re.compile(r"\b(?:back to|return(?:ing)? to|again)\b")
_ALSO = re.compile(r"\b(?:too|as well|also)\b")
_OTHERS = re.compile(r"\b(?<!no )(?:other|others|else|third|fourth|further|another|alternatives?|besides)\b")
_VERB = re.compile(r"\b(?:which|what|list|name|find|show)\b")
_EXACTLY = re.compile(r"\bexactly\b|\b(?:the )?same phases\b|\bidentical\b")
_EVERY = re.compile(r"\b(?:all|both|each|every)\b")
# `one tool that closes all of those gaps by itself`
_AT_ONCE = re.compile(
    r"\b(?:everything|both|all (?:of )?(?:those|these|them|it|the)|by itself|on its own|single|alone|at once)\b"
)
_PHASE = re.compile(r"\b(?:which|what) (?:\w+ )?(?:phase|stage)\b")
_KINDS = re.compile(rf"\b(?:{'|'.join(KIND_WORDS.values())}|lifecycle|watch\w*)(?!\w)")
_SHORT = 4
_UNDER = re.compile(
    r"\W*(?:(?:and|so|ok|then|now|what|how|about|who|whom|is|are|which|roles?|ones|counts?|counted|filed|under|for|with|as"
    r"|in|of|the|same|title|one|called)\W+)*¤\W*(?:too|then|please|instead)?\W*"
)


def of_another_kind(said: FollowUp, thread: Thread, pointed: Pointed) -> Query | None:
    """The query that a follow-up turns to, before it is narrowed by what is stated; None where it stays with the
    kind of the last one."""
    kind = said.target.noun
    if (
        kind not in ("tools", "roles")
        or (said.target.vague and not pointed.phase)
        or (pointed.names and not pointed.one)
    ):
        return None
    subject = thread.subject
    also = {query.select for query in subject.also} if subject is not None else set()
    if subject is not None and kind == subject.select and not also and not pointed.phase:
        return None
    if kind in also or (subject is not None and also and kind == subject.select):
        return thread.query_for(kind)
    if _BACK.search(said.masked):
        return thread.query_for(kind, [piece.condition for piece in said.pieces(wages=kind == "roles")])
    covers = any(isinstance(piece.condition, Covers) for piece in said.pieces(wages=kind == "roles"))
    if (covers and not pointed.phase) or not _leans(said, thread, pointed):
        return None
    topic = _topic(said, thread, pointed)
    if topic is None:
        return None
    others = _OTHERS.search(said.masked) and thread.kind_of(thread.focus) == kind
    named = tuple(dict.fromkeys((*thread.focus, *thread.singles))) if others else ()
    parts: tuple[Condition, ...] = (topic, Not(of=Named(names=named))) if named else (topic,)
    return Query(select=kind, where=all_of(parts))


def of_its_role(said: FollowUp, thread: Thread) -> Query | None:
    """`salary?` behind the tools of a role: what that role earns. None where no role was spoken of."""
    subject = thread.subject
    if subject is None or subject.select != "tools" or not said.says(ask.WAGE) or said.names:
        return None
    for turn in reversed(thread.turns):
        mentions = thread.linker.link(turn.question)
        roles = tuple(dict.fromkeys(mention.name for mention in mentions if mention.kind == "role"))
        if roles:
            return Query(select="roles", measure="describe", named=roles)
    return None


def of_the_same_code(said: FollowUp, thread: Thread) -> Query | None:
    """`who else is filed under it?` behind a role's occupation code: the others that have it."""
    last = thread.last.query
    told = last is not None and last.measure == "attribute" and last.by in ("dol_code", "dol_title")
    if not told or said.names or said.target.noun not in ("roles", None) or not _OTHERS.search(said.masked):
        return None
    codes = tuple(dict.fromkeys(thread.catalogue.roles[name].dol_code for name in thread.focus))
    where = AllOf(of=(Classified(dol_codes=codes), Not(of=Named(names=thread.focus))))
    return Query(select="roles", where=where)


def of_another_title(thread: Thread, said: FollowUp) -> Query | None:
    """`and under Data Scientists?` behind a question for those of one title or code: the same of the other title."""
    last = thread.last.query
    if last is None or last.select != "roles" or not any(isinstance(p, Classified) for p in parts_of(last.where)):
        return None
    lower, roles = said.text.lower(), thread.catalogue.roles.values()
    title = max({r.dol_title for r in roles if r.dol_title.lower() in lower}, key=len, default=None)
    if title is None or not _UNDER.fullmatch(lower.replace(title.lower(), "¤")):
        return None
    code = next(role.dol_code for role in roles if role.dol_title == title)
    measure: Measure = "count" if last.measure == "count" else "list"
    return Query(select="roles", measure=measure, where=Classified(dol_codes=(code,)))


def _leans(said: FollowUp, thread: Thread, pointed: Pointed) -> bool:
    """Whether it speaks of a phase without naming one."""
    if pointed.phase or pointed.whole or said.continues or is_elliptic(said) or _ALSO.search(said.masked):
        return True
    last = thread.last.query
    at_phase = last is None or (last.select == "phases" and not last.named)
    bare = not said.pieces(wages=False) and (len(said.masked.split()) <= _SHORT or not _VERB.search(said.masked))
    return pointed.one or at_phase or bare


def _topic(said: FollowUp, thread: Thread, pointed: Pointed) -> Condition | None:
    """What is demanded of the phase: as it was put, or the phases that were asked for where they are pointed at."""
    named = thread.last.query is not None and bool(thread.last.query.named)
    if pointed.one and named and not pointed.phase:
        return None  # `which roles share a phase with it?`
    found = thread.phases()
    if pointed.phase and found is not None and phases_of(found):
        codes = phases_of(found)
        if _AT_ONCE.search(said.masked):
            return all_of(Covers(phase=code) for code in codes)
        return any_of(Covers(phase=code) for code in codes) if isinstance(found, AllOf) and len(codes) == 1 else found
    if found is None and pointed.phase and len(thread.focus) == 1:
        covers = thread.covers(thread.focus[0])
        if _EXACTLY.search(said.masked) and len(covers) > 1:
            return AllOf(of=(*covers, Confined(phases=tuple(cover.phase for cover in covers))))
        return AllOf(of=covers) if _EVERY.search(said.masked) else any_of(covers)
    return found


def step_asked(said: FollowUp, thread: Thread, pointed: Pointed) -> Select | None:
    """`which phase is that?`, `and who does it?` of what the last turn told in prose, which only passages can place."""
    kind = said.target.noun or ("phases" if _PHASE.search(said.masked) else None)
    if thread.last.query is not None or kind is None or said.mentions or not (pointed or said.continues):
        return None
    told = thread.steps or thread.focus or said.target.vague
    return None if told or said.unread(*POINTERS, _KINDS) else kind
