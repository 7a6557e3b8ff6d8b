"""Follow-ups that tell a change in a clause of its own and ask behind it: what is asked is asked of the changed set."""

import re
from dataclasses import replace

from corpus.vocabulary import Cost, Role
from server.conditions import AnyOf, Condition, Named, Not
from server.query import Measure, Query, Select
from server.schema import Items
from server.understanding.followups.angle import basis_of
from server.understanding.followups.edits import SUPPOSES, Edit, edit_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.found import misset
from server.understanding.followups.lifting import unfiltered
from server.understanding.followups.membership import ADDED
from server.understanding.followups.spending import spent
from server.understanding.followups.summing import summed
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.focus import sentence_spans
from server.understanding.pieces.measures import DEFAULT
from server.understanding.pieces.replacement import narrowed
from server.understanding.readings.sides import moves
from server.understanding.words import cues as ask
from server.understanding.words.basis import is_about_money
from server.understanding.words.wordlist import phrases

_BEHIND_COMMA = re.compile(r",\s*(?:then\s+)?(?=(?:what|which|who|how|where|and what|and how)\b)")
_UNCHANGED = re.compile(
    r"[,;–—-]?\s*(?:with |and )?(?:everything|all|anything|the|nothing) (?:else|rest|others?|remaining)(?: \w+)?"
    r" (?:(?:is|are|stays?|remains?|as|kept?|left)\s+)*(?:unchanged|as (?:before|is|it (?:is|was)|they (?:are|were))"
    r"|before"
    r"|the same|equal|untouched|alike|changes)",
    re.IGNORECASE,
)
_WITHOUT_IT = re.compile(
    r"\s*\b(?:without|minus|less) (?:him|her|it|them|that|this)(?: (?:person|one|tool|role|guy|lady))?\b", re.IGNORECASE
)
_STACK = re.compile(
    r"\b(?:the|our|this|that|their|my|such an?) (?:[\w-]+ )?(?:stack|team|crew|tool ?set|set|tool ?chain|tool ?kit"
    r"|tool ?box"
    r"|collection|combination|combo|line-?up|staff|group|portfolio|bundle|mix|contracts)\b",
    re.IGNORECASE,
)
_SAVES = phrases("sav(?:e|es|ed|ing|ings)|brings?|spares?")
_BOTH_WAYS = re.compile(r"\b(?:gain|win|won)\w*\b.*\blos\w+|\blos\w+\b.*\b(?:gain|win|won)")
# Nothing but the last question again.
_AGAIN = re.compile(
    r"\W*(?:(?:please|so|and|then|now|what|how|about|is|it|that|this|the|new|recalculate|re-?compute|calculate|compute|redo"
    r"|update|again|result|amount|figure|number|would|be)\W*)*",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\W*(?:(?:and|but|so|then|now|ok|okay)\W+)*(?:if|what if|suppos\w+|imagin\w+|assum\w+|(?:let['’]?s )?say)\b"
)
_OWN_QUESTION = re.compile(r"\b(?:which|what|who|how|where|why|is|are|does|do|did|can|phases?|cheaper|dearer)\b")
_SIDE_BY_SIDE = re.compile(r"§\s*(?:[,&+/]|\b(?:and|or|plus|vs\.?|versus|against|than|with|to)\b)\s*(?:(?:the|an?) )?§")
_INSTEAD = re.compile(r"\binstead\b")
# Behind a change, the others are those that stay.
_OTHERS = re.compile(
    r"\bthe (?:others?|rest|remaining)(?: (?:ones?|tools?|roles?|people|two|three|four))?\b", re.IGNORECASE
)


def edited(thread: Thread, said: FollowUp) -> tuple[Thread, str] | None:
    """The conversation with the changes that are told as turns of their own, and what is asked behind them, which may
    be nothing; None where no change is told."""
    if any(read(thread, said) is not None for read in (summed, spent, misset)):
        return None
    found = False
    rest = _parts(_UNCHANGED.sub("", said.text), thread)
    while rest:
        lifted = unfiltered(thread, rest[0]) if len(rest) > 1 else None
        query = lifted or _after(thread, rest[0], followed=len(rest) > 1)
        if query is None:
            break
        thread, found, rest = _gone_on(thread, rest[0].text, query), True, rest[1:]
    if not found or said.says(_BOTH_WAYS) or any(part.names or _weighs(part) for part in rest):
        return None
    text = _OTHERS.sub("they", _STACK.sub("they", _WITHOUT_IT.sub("", " ".join(part.text for part in rest))))
    return thread, "" if _AGAIN.fullmatch(text) else text


def _weighs(said: FollowUp) -> bool:
    """`what do we gain by that?`: both the old and the new count, and nothing has changed yet."""
    return any(moves(said.masked)) and not said.says(ask.COST, ask.WAGE, ask.TOTAL)


def saved(thread: Thread, said: FollowUp) -> Query | None:
    """`how much would that save us?` behind a sum that something was taken out of: what that costs."""
    sums = [turn.query for turn in thread.turns[-2:] if turn.query is not None and turn.query.named]
    if said.names or not said.says(_SAVES) or len(sums) < 2 or sums[0].select != sums[1].select:
        return None
    gone = tuple(name for name in sums[0].named if name not in sums[1].named)
    come = tuple(name for name in sums[1].named if name not in sums[0].named)
    if not gone or (len(gone) > 1 and come) or len(come) > 1 or not is_about_money(sums[0]):
        return None
    measure: Measure = "compare" if come else "sum" if len(gone) > 1 else "attribute"
    by = DEFAULT[sums[1].select]
    query = Query(select=sums[1].select, measure=measure, by=by, named=(*gone, *come), basis=sums[1].basis)
    return query.model_copy(update={"basis": basis_of(said.masked, query)})


def _parts(text: str, thread: Thread) -> list[FollowUp]:
    """The sentences, and the two sides of `if X is dropped, what …`."""
    parts = []
    for start, end in sentence_spans(text):
        sentence = text[start:end].strip()
        said = FollowUp(sentence, tuple(thread.linker.link(sentence)))
        comma = _BEHIND_COMMA.search(said.masked)
        if comma is not None and not (SUPPOSES.match(said.masked) or "§" in said.masked[: comma.start()]):
            comma = None
        sides = (sentence[: comma.start()], sentence[comma.end() :]) if comma else (sentence,)
        parts += [FollowUp(side, tuple(thread.linker.link(side))) for side in sides if side.strip(" ,.")]
    return parts


def _gone_on(thread: Thread, text: str, query: Query) -> Thread:
    """The conversation with a turn that changed the set."""
    names = thread.members(query)
    found = Items()
    if not query.named:
        found = Items(tools=names) if query.select == "tools" else Items(roles=names)
    return replace(thread, turns=(*thread.turns, Turn(text, query, found)))


def _after(thread: Thread, said: FollowUp, *, followed: bool) -> Query | None:
    """What was asked last of the names that go or that others come to, asked of what there is after the change."""
    edit = edit_of(said) or _exchanged(thread, said) or (_supposed(thread, said) if followed else None)
    kinds = {thread.kind_of((name,)) for name in edit.names} if edit is not None else set()
    kind = kinds.pop() if len(kinds) == 1 else None
    if edit is None or kind is None:
        return None
    for turn in reversed(thread.turns):
        query = turn.query
        if query is None and len(names := thread.named(turn)) > 1 and thread.kind_of(names) == kind:
            query = Query(select=kind, measure="describe", named=names)
        if query is not None and query.plan is None and _takes(thread, query, edit, kind):
            return _among_names(thread, query, edit) if query.named else _of_set(thread, query, edit)
    return None


def _exchanged(thread: Thread, said: FollowUp) -> Edit | None:
    """One of several that were asked about with one that was not, and no question: one goes and the other comes."""
    last = thread.last.query
    named = last.named if last is not None else ()
    old = tuple(name for name in said.names if name in named)
    new = tuple((name, 1) for name in said.names if name not in named)
    if len(named) < 2 or len(said.parts) != 2 or len(old) != 1 or said.says(_OWN_QUESTION) or said.pieces(wages=False):
        return None
    return None if _SIDE_BY_SIDE.search(said.masked) else Edit(gone=old, come=new)


def _supposed(thread: Thread, said: FollowUp) -> Edit | None:
    """The change that a clause in front of a question tells, whatever its verb: others come, or one for one."""
    there = {*thread.several, *thread.focus, *thread.named(thread.last)}
    inside = tuple(name for name in said.names if name in there)
    come = tuple((name, 1) for name in said.names if name not in there)
    if not (_IF.match(said.masked) or said.says(ADDED)) or said.pieces(wages=False) or not there:
        return None
    if come and not inside:
        return Edit(gone=tuple(there) if len(there) == 1 and said.says(_INSTEAD) else (), come=come)
    return Edit(gone=inside, come=come) if len(inside) == len(come) == 1 else None


def _takes(thread: Thread, query: Query, edit: Edit, kind: Select) -> bool:
    """Whether the query is about those that go and others besides, or about some that others can come to."""
    if query.select == "phases" and query.named and not edit.counted:  # a second engineer covers no more phases
        members = query.named if thread.kind_of(query.named) == kind else ()
    else:
        members = thread.members(query.model_copy(update={"measure": "list"})) if query.select == kind else ()
    held = set(edit.held)
    return bool(members) and held <= set(members) and (bool(edit.come) or held < set(members))


def _of_set(thread: Thread, query: Query, edit: Edit) -> Query:
    where: Condition = query.where
    if edit.gone:
        gone = tuple(dict.fromkeys((*edit.gone, *_alike(thread, query, edit))))
        where = narrowed(where, Not(of=Named(names=gone)), thread.pool(query))
    if edit.come:
        where = AnyOf(of=(where, Named(names=tuple(name for name, _ in edit.come))))
    measure: Measure = "list" if query.measure in ("min", "max", "count", "check") else query.measure
    return query.model_copy(update={"where": where, "measure": measure, "rank": 1, "limit": 1})


def _among_names(thread: Thread, query: Query, edit: Edit) -> Query:
    counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
    fewer = len(edit.gone) == 1 and edit.many is not None and edit.many < counts[edit.gone[0]]
    if edit.counted:
        counts |= dict(edit.come)
    elif len(edit.gone) == len(edit.come) == 1 and not fewer:
        (name, many), gone = edit.come[0], edit.gone[0]
        counts = {(name if old == gone else old): (many if old == gone else count) for old, count in counts.items()}
    else:
        if fewer:
            counts[edit.gone[0]] -= edit.many or 0
        else:
            gone_too = {*edit.gone, *_alike(thread, query, edit)}
            counts = {name: count for name, count in counts.items() if name not in gone_too}
        for name, count in edit.come:
            counts[name] = counts.get(name, 0) + count
    team = tuple(counts.values()) if query.team or any(count > 1 for count in counts.values()) else ()
    return query.model_copy(update={"named": tuple(counts), "team": team, "premise": False})


def _alike(thread: Thread, query: Query, edit: Edit) -> tuple[str, ...]:
    """Those that cost or earn the same as those that go, where these are to go too."""
    paid = {thing.name: _paid(thread, thing.name) for thing in thread.pool(query)} if edit.alike else {}
    amounts = [_paid(thread, name) for name in edit.gone]
    return tuple(name for name, amount in paid.items() if amount in amounts)


def _paid(thread: Thread, name: str) -> float | Cost:
    thing = thread.catalogue.thing(name)
    return thing.monthly_wage_usd if isinstance(thing, Role) else thing.cost
