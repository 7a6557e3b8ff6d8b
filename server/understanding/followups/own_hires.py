"""Follow-ups about a team that was advised, or about the people whom the asker has: another size, who comes next, whom
of several first, and what they are paid."""

import re

from server.constraints import PlanConstraints
from server.query import Query
from server.understanding.followups.angle import BASIS, basis_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.headcount import NUMBER, counted
from server.understanding.pieces.signals import Signals
from server.understanding.readings.hired import LLM
from server.understanding.readings.named import team_counts
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_OPENS = r"^\W*(?:(?:and|so|but|ok|okay|then|now|hm+|well|or|what|how|about|if|say|no|nope|sorry|rather|better)\W+)*"
_SIZE = re.compile(
    rf"{_OPENS}(?:(?:make it|for|with|at|when|we|i|are|were|['’]re|have|had|can|could|only|just|a|an|team|crew|of|there"
    rf"|be|it|is|was|hire|afford|exactly)\W+)*(?P<n>{NUMBER})"
    r"(?:[\W_]+(?:people|persons?|of|us|heads|hires?|members?|team|roles?|then|instead|only|in|total|the|or))*\W*$"
)
_NEXT = re.compile(
    rf"{_OPENS}(?:(?:whom?|which (?:role|person|one))(?: (?:should|do|would|shall|must) (?:we|i))?"
    r"(?: (?:to )?(?:hire|add|need|take))?(?: (?:is|comes))? (?:next|else|then|after (?:that|them|those|these|this))"
    r"|(?:the )?next (?:one|hire|role))\W*$"
)
_FIRST = re.compile(
    rf"{_OPENS}(?:whom?|which)(?: one| role| person)?(?: of (?:them|these|those|the two|both))?"
    r"(?: (?:should|do|would|shall|must|to))?(?: (?:we|i|one))?(?: (?:be hired|hire|recruit|take|need|get|comes?|is))?"
    r" first\W*$"
)
_OTHER_MODEL = re.compile(
    rf"{_OPENS}(?:(?:we|i|for|with|use|only|just|do|an?|the|our|existing|train|build|own|in|case|of|project|app|application"
    rf"|model|models|product|{LLM.pattern})\W*)+$"
)
_OURS_TOO = re.compile(
    rf"{_OPENS}(?:we|i|there)(?:['’](?:ve|s))?(?: (?:already|do|have|has|got|is|are|employ|also|now))+"
    r"(?:\W+(?:an?|one|the|our|my|§+|and))+(?: (?:already|though|now|on board|in house|at hand|too))*\W*$"
)
_CHOOSES = phrases(r"which|whom?|cheapest|dearest|adds?|extra|additional|further|added")
_OWN = phrases(r"(?:train|build)\b.*|own")
_COST = phrases(
    r"(?:what|how much)(?: \w+){0,3}|costs?|earns?|pay|paid|together|in total|altogether|all|then|team|come to"
)
_US = phrases(r"we|us|our|the (?:whole|entire) team|everybody|everyone")
_HAVE = phrases(r"(?:we|i)(?: \w+)? (?:have|employ|are|got)|(?:we|i)['’](?:ve|re|m)|our|my|team of")


def hired_again(thread: Thread, said: FollowUp) -> Query | None:
    """The team that was advised, for another number of people or kind of model, beside somebody more who is at hand, or
    who joins it next."""
    turn = _advised(thread)
    plan = turn.query.plan if turn is not None and turn.query is not None else None
    if turn is None or plan is None or said.pieces(wages=False):
        return None
    if said.names:
        own = thread.kind_of(said.names) == "roles" and _OURS_TOO.match(said.masked)
        return _team(plan, team=(*plan.team, *said.names), among=()) if own else None
    size = _SIZE.match(said.masked)
    if size is not None:
        return _team(plan, hires=max((counted(size["n"]) or 1) - len(plan.team), 1), payroll_usd=None)
    if _NEXT.match(said.masked):
        team = (*plan.team, *(name for name in turn.items.roles if name not in plan.team))
        return _team(plan, hires=1, team=team, payroll_usd=None, among=())
    if _OTHER_MODEL.match(said.masked) and said.says(_OWN, LLM):
        return _team(plan, model="either" if said.says(_OWN) else "llm")
    return None


def first_of(thread: Thread, said: FollowUp) -> Query | None:
    """`which one should I hire first?` of the roles that are spoken of."""
    names = thread.several
    if said.mentions or not _FIRST.match(said.masked) or len(names) < 2 or thread.kind_of(names) != "roles":
        return None
    return Query(select="team", plan=PlanConstraints(hired=True, among=names))


def team_paid(thread: Thread, said: FollowUp) -> Query | None:
    """What the team that was advised is paid, with the people at hand or these alone where `we` are meant."""
    last = thread.last.query
    planned = last is not None and last.plan is not None and last.select == "team"
    paid = said.says(ask.COST, ask.WAGE) or (planned and said.says(*BASIS))
    if not paid or said.mentions or said.pieces(wages=False) or said.says(_CHOOSES, ask.MIN, ask.MAX):
        return None
    if said.unread(_COST, _US, ask.COST, ask.WAGE, ask.TOTAL, *BASIS):
        return None
    turn, ours = thread.last if planned else _advised(thread), said.says(_US)
    plan = turn.query.plan if turn is not None and turn.query is not None else None
    if not (planned or ours) or (plan is None and not ours):
        return None
    counts = {name: plan.team.count(name) for name in plan.team} if plan is not None else _at_hand(thread)
    new = {name: 1 for name in turn.items.roles if name not in counts} if turn is not None else {}
    if not (ours and counts):
        counts = new
    elif said.says(ask.TOTAL):
        counts |= new
    if not counts:
        return None
    basis = basis_of(said.masked, last or Query(select="roles"))
    names, often = tuple(counts), tuple(counts.values())
    return Query(select="roles", measure="sum", by="wage", named=names, team=often, basis=basis)


def _advised(thread: Thread) -> Turn | None:
    """The turn in which a team was advised, if no other set was asked for since."""
    for turn in reversed(thread.turns):
        query = turn.query
        if query is not None and query.plan is not None:
            return turn if query.plan.hired else None
        if query is not None and (query.select != "roles" or not query.named):
            return None
    return None


def _team(plan: PlanConstraints, **altered: object) -> Query:
    return Query(select="team", plan=plan.model_copy(update=altered))


def _at_hand(thread: Thread) -> dict[str, int]:
    """The people whom the asker told to have, each role with how many."""
    for turn in reversed(thread.turns):
        signals = Signals(turn.question, tuple(thread.linker.link(turn.question)), thread.catalogue, thread.linker)
        if signals.roles and signals.says(_HAVE):
            return dict(zip(signals.roles, team_counts(signals, signals.roles), strict=True))
    return {}
