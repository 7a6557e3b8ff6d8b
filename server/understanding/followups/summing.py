"""Follow-ups that put amounts together which came up one by one: `add those up and put X on top`, `two of them plus one
Y`, `let's say X plus Y`, and `add up the three` of numbers of levels."""

import re

from server.conditions import Costs
from server.ordinals import PLACE, place_of
from server.query import Measure, Query
from server.understanding.followups.angle import BASIS, basis_of
from server.understanding.followups.edits import swap_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.headcount import USERS
from server.understanding.pieces.measures import DEFAULT, number_of
from server.understanding.pieces.signals import Signals
from server.understanding.readings.named import team_counts
from server.understanding.words import cues as ask
from server.understanding.words.basis import is_about_money
from server.understanding.words.wordlist import phrases

_N = r"one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}"
_COUNTED = re.compile(rf"\b(?P<n>{_N}) (?:of (?:the |our )?)?(?P<name>§+)")
_OF_IT = re.compile(
    rf"\b(?P<n>{_N}) of (?:them|those|these|that)\b|\b(?:make|take|have|want|need) (?:it|that|them) (?P<m>{_N})\b"
    rf"|\b(?P<k>{_N})(?=,? (?:and|plus|with)\b)|\b(?:twice|double) (?:that|it|this)\b"
)
_OF_THE_NTH = re.compile(rf"\b(?P<n>{_N})(?: people| copies)? (?:of|×|times) the (?P<nth>{PLACE})\b")
_SO_MANY = re.compile(rf"\b(?:are|were|for|hire|hired|have|with|need) (?P<n>{_N})(?=\W*$)")
# `do we need one?` asks for no sum.
_WHETHER_ONE = re.compile(r"^\W*(?:[\w ]+, )?(?:(?:and|so|but|then)\W+)*(?:do|does|should|must|would|why)\b.*\bone\W*$")
_THEM = re.compile(
    r"\b(?:both|(?:(?:the|those|these|all|last) )+(?:(?P<many>two|three|four|five)|pair|lot)"
    r"|those|these|them|they|that|it)\b"
)
_JOINED = re.compile(
    r"§ (?:plus|\+|together with|along with|as well as) (?:(?:an?|the|one|another) )?§|(?:\bplus\b|\+)[^§]*§"
)
_CREW = re.compile(
    r"\b(?:the|our|my|this|that) (?:whole |entire |full |complete )?(?:crew|team|squad|gang|bunch|staff|stack|tool ?kit"
    r"|bundle|tool ?set|set-?up)\b"
)
_NEW_TOTAL = re.compile(r"\b(?:new|overall|whole|grand|final|updated)\b[^?.!]*\b(?:total|sum|bill|amount|figure)\b")
_HOW_MANY_MORE = phrases("how many (?:more|fewer|less)")
_ON_TOP = phrases(r"on top|added|plus|add|with")
_SUM = phrases(
    r"""
    sum(?: up)?|total|(?:in|as) (?:one|a single) (?:figure|sum|amount|number)|add(?:ed)?(?: \w+)? up
    (?<!work )(?<!used )together|how much (?:for|is|would|will)
    altogether|in (?:total|all|sum)|combined
    """
)

_GROUP = r"(?:crew|team|staff|squad|gang|stack|plan|lot|bunch|group|tool ?set|package|bundle|bill|thing)"
_WHOLE = phrases(
    rf"(?:the|our|my|this|that) (?:whole|entire|full|complete|new) {_GROUP}"
    r"|all of (?:them|it|those|us)|everyone|everybody"
)
_TOTAL = phrases(
    r"""
    (?:the |our )?(?:new |monthly |overall |grand |whole |current |updated )*(?:total|sum|bill)(?: now| then)?|in total
    (?:a|per|each) month|monthly|now|together|what(?:['’]s| is| would be)|comes? to|runs? to|do(?:es)? (?:it|that)
    """
)

# The price of all, and not of those that are more or less than something.
_ASKS_PRICE = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then|now|well|great|nice|fine|thanks|thank you)\W+)*"
    r"(?:what|how (?:much|expensive)|(?:is|does|will|would|did|can) (?:it|that|this|all|everything|the whole)"
    r"|(?:do|must|will|would) (?:we|i)|(?:over|for|in|per) (?:a|the|our|one)?)\b"
)
_NOT_OF_ALL = phrases(
    r"which|any|each(?! (?:month|year))|cheap\w*|less|more|most|least|than|why|without|instead|sav\w+|reduc\w+|budget"
    r"|if|pay for|them|those|these|they"
)
_FREE = phrases(r"(?:for |completely |totally |entirely |all |really )*free(?: of charge)?|expensive|costly|pricey")


def summed(thread: Thread, said: FollowUp) -> Query | None:
    """The sum of the last names and those that are named; None where nothing is put together."""
    last = thread.last.query
    by_place = _by_place(thread, said) or _of_the_crew(thread, said) or _again(thread, said)
    if by_place is not None:
        return by_place
    if last is None or said.pieces(wages=False) or said.target.noun == "phases":
        return None
    if last.select == "maturity":
        return _levels(thread, said)
    kind = thread.kind_of(thread.focus)
    if not is_about_money(last) or kind is None or last.measure not in ("attribute", "sum", "compare"):
        return None
    if any(thread.kind_of((name,)) != kind for name in said.names) or any(part.denied for part in said.parts):
        return None
    counts = {} if swap_of(said) is not None else _counts(thread, said)
    if not counts:
        return None
    team = tuple(counts.values()) if set(counts.values()) != {1} else ()
    query = Query(select=kind, measure="sum", by=DEFAULT[kind], named=tuple(counts), team=team, basis=last.basis)
    return query.model_copy(update={"basis": basis_of(said.masked, query)})


def priced(thread: Thread, said: FollowUp) -> Query | None:
    """What a stack that was planned costs together: `what would it cost us in the first year?`, `is that free?`"""
    last, tools = thread.last.query, thread.last.items.tools
    planned = last is not None and last.plan is not None and last.select == "stack" and bool(tools)
    if last is None or not planned or said.mentions or not _ASKS_PRICE.match(said.masked) or said.says(_NOT_OF_ALL):
        return None
    stated = [piece for piece in said.pieces(wages=False) if piece.condition != Costs(comparison="=", usd=0)]
    spans = said.says(*BASIS) and not said.says(USERS)
    if stated or not (said.says(ask.COST, _FREE) or spans) or said.unread(_SUM, _WHOLE, _FREE, ask.COST, *BASIS):
        return None
    query = Query(select="tools", measure="sum", by="cost", named=tools, basis=last.basis)
    return query.model_copy(update={"basis": basis_of(said.masked, query)})


def summed_again(thread: Thread, said: FollowUp) -> Query | None:
    """`so the new total?`, `and the whole crew together?` behind asides about some of them: the last several that were
    added up or told together."""
    whole = said.says(_WHOLE)
    asks = whole or said.says(_TOTAL, ask.TOTAL)
    one = len(thread.focus) == 1 or thread.last.query is None
    if not asks or not (whole or one) or said.mentions or said.pieces(wages=False) or said.target.noun == "phases":
        return None
    if said.unread(_WHOLE, _TOTAL, _SUM, ask.TOTAL, ask.COST, ask.WAGE) or said.says(_OF_IT, USERS):
        return None
    for turn in reversed(thread.turns):
        query, names = turn.query, thread.named(turn)
        kind = thread.kind_of(names)
        if len(names) < 2 or kind is None or (query is not None and query.measure not in ("sum", "describe")):
            continue
        team = query.team if query is not None else _told_team(thread, turn, names)
        again = Query(select=kind, measure="sum", by=DEFAULT[kind], named=names, team=team)
        return again.model_copy(update={"basis": basis_of(said.masked, again)})
    return None


def _told_team(thread: Thread, turn: Turn, names: tuple[str, ...]) -> tuple[int, ...]:
    """How often each of the names was told of: `a data scientist and two engineers`."""
    told = FollowUp(turn.question, tuple(thread.linker.link(turn.question)))
    numbers = {match.start("name"): number_of(match["n"]) or 1 for match in _COUNTED.finditer(told.masked)}
    counts = {mention.name: numbers.get(mention.start, 1) for mention in told.mentions}
    team = tuple(counts.get(name, 1) for name in names)
    return team if set(team) != {1} else ()


def _by_place(thread: Thread, said: FollowUp) -> Query | None:
    """`two of the first and one of the second`: of those that came up one by one."""
    told = [(match["n"], place_of(match["nth"])) for match in _OF_THE_NTH.finditer(said.masked)]
    names, kind = thread.singles, thread.kind_of(thread.singles)
    if len(told) < 2 or kind is None or any(place >= len(names) for _, place in told):
        return None
    counts = {names[place]: number_of(number) or 1 for number, place in told}
    query = Query(select=kind, measure="sum", by=DEFAULT[kind], named=tuple(counts), team=tuple(counts.values()))
    return query.model_copy(update={"basis": basis_of(said.masked, query)})


def _of_the_crew(thread: Thread, said: FollowUp) -> Query | None:
    """`and the whole crew together?`: everybody whom the asker has told of in one turn, as often as it was said."""
    if said.names or not _CREW.search(said.masked) or not said.says(_SUM, ask.COST, ask.WAGE):
        return None
    for turn in reversed(thread.turns):
        text = FollowUp(turn.question, tuple(thread.linker.link(turn.question)))
        kind = thread.kind_of(text.names)
        told = turn.query
        if told is not None and told.plan is None and told.select in ("tools", "roles") and len(told.named) > 1:
            update = {"measure": "sum", "by": DEFAULT[told.select], "basis": basis_of(said.masked, told)}
            return told.model_copy(update=update)
        if kind is not None and len(text.names) > 1 and "?" not in turn.question:
            team = team_counts(Signals(text.text, text.mentions, thread.catalogue, thread.linker), text.names)
            query = Query(select=kind, measure="sum", by=DEFAULT[kind], named=text.names, team=team)
            return query.model_copy(update={"basis": basis_of(said.masked, query)})
    return None


def _again(thread: Thread, said: FollowUp) -> Query | None:
    """`so what's the new total?` behind a question about one of those that were summed up."""
    if said.names or said.pieces(wages=False) or not _NEW_TOTAL.search(said.masked) or len(thread.focus) != 1:
        return None
    for turn in reversed(thread.turns):
        query = turn.query
        if query is not None and query.measure == "sum" and len(query.named) > 1:
            return query.model_copy(update={"basis": basis_of(said.masked, query)})
        if not set(thread.about(turn)) <= set(thread.focus):
            return None
    return None


def _counts(thread: Thread, said: FollowUp) -> dict[str, int]:
    """How often each name is to count; none where no several are put together."""
    of_it = _OF_IT.search(said.masked)
    numbers = {match.start("name"): number_of(match["n"]) or 1 for match in _COUNTED.finditer(said.masked)}
    named = {m.name: numbers.get(m.start, 1) for m in said.mentions if m.kind in ("tool", "role")}
    if of_it is not None and len(thread.focus) == 1 and named:
        return {thread.focus[0]: number_of(of_it["n"] or of_it["m"] or of_it["k"] or "two") or 1} | named
    of_roles = thread.kind_of(thread.focus) == "roles" and not said.says(_WHETHER_ONE)
    several = _SO_MANY.search(said.masked) if of_roles else None
    if several is not None and len(thread.focus) == 1 and not named:
        return {thread.focus[0]: number_of(several["n"]) or 1}
    before = dict.fromkeys(thread.several, 1) if len(thread.several) > 1 else {}
    them = _THEM.search(said.masked)
    all_told = (
        them is not None and number_of(them["many"] or "") == len(before | named) and not said.says(ask.DIFFERENCE)
    )
    adds = bool(named) and not set(named) & set(before) and (all_told or (said.says(_SUM) and said.says(_ON_TOP)))
    if before and len(thread.focus) == 1 and (adds or (not named and said.says(_SUM) and said.says(_THEM))):
        return before | named
    joined = _JOINED.search(re.sub("§+", "§", said.masked))
    if len(named) < 2 or said.says(_THEM) or said.says(ask.DIFFERENCE):
        return {}
    return named if joined or said.says(_SUM) else {}


def _levels(thread: Thread, said: FollowUp) -> Query | None:
    """`add up the three` behind the levels of three models, `how many more has the first?` behind those of two."""
    measure: Measure = "compare" if said.says(ask.MARGIN, ask.DIFFERENCE, _HOW_MANY_MORE) else "sum"
    if said.mentions or not (measure == "compare" or said.says(_SUM)):
        return None
    named: dict[str, None] = {}
    for turn in reversed(thread.turns):
        if turn.query is None or turn.query.select != "maturity" or not turn.query.named:
            break
        named = dict.fromkeys(turn.query.named) | named
    return Query(select="maturity", measure=measure, named=tuple(named)) if len(named) > 1 else None
