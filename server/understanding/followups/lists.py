"""Follow-ups about the last sets by their order: `who is on the second list but not on the first?`, `which of the
former are free?`; and about both of them: `who is in both?`, `how many is that altogether?`."""

import re

from server.conditions import Covers, Not
from server.conjunctions import all_of, any_of, parts_of
from server.query import Attribute, Measure, Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.restriction import another_phase, nothing_else
from server.understanding.followups.thread import Thread
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_SET = r"(?:list|group|set|lot|batch|bunch|answer|question|selection|crowd)"
_NTH = re.compile(
    rf"\b(?:(?:of|in|on|from|among|amongst) )?(?:(?:the|that|this|your) (?:very )?(?P<n>first|second|third|last|other)"
    rf"(?: one)?(?: of the (?:two|three))?(?P<set> {_SET}\b)?|(?:list|set|group) (?P<of>one|two|three|[123ab])"
    rf"|the (?P<side>former|latter)(?: (?:one|{_SET}))?)\b(?! (?:phase|stage|tool|role)s?\b)"
)
_PLACES = {
    "first": 0, "former": 0, "one": 0, "1": 0, "a": 0, "second": 1, "two": 1, "2": 1, "b": 1,
    "third": 2, "three": 2, "3": 2, "last": -1, "latter": -1,
}  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|but|without|missing|absent|lacks?|lacking|except|minus|unlike|only|alone|gone|leaves? out|left out)\b"
    r"|n['’]t\b"
)

_ONE_MORE = phrases(
    r"at least (?:one|two) (?:more|other|further)|more than (?:just )?(?:this|that)(?: one)?(?: phase)?"
)
_NO_OTHER = re.compile(r"\b(?:no|nothing|nowhere|only|just|alone|stop|end)s?\b")
_LISTS = r"(?:lists?|sets?|groups?|lots?|answers?|selections?)"
_TWO = rf"(?:both(?: of)?(?: the| these| those| them)?|(?:each of )?(?:the|these|those) two)(?: {_LISTS}| of them)?"
_OVERLAP = phrases(
    rf"""
    overlap\w*|in common|common to|intersect\w*|(?:in|on|part of|to) {_TWO}|shared? by {_TWO}|{_TWO} share
    (?:in|on) the (?:first|former)(?: {_SET})? (?:as well as|and also|and) (?:(?:in|on) )?the (?:second|other|latter)
    (?:in|on) (?:the )?one(?: {_SET})? and the other
    (?:appears?|stands?|listed|occurs?|named|comes? up|turns? up) (?:twice|two times|in more than one)
    """
)
_IN_EACH = phrases(
    rf"(?:in|on|part of) (?:all|each|every one)(?: (?:of )?(?:the |these |those )?(?:three|four))(?: {_LISTS})?"
)
_TOGETHER = (
    r"union|(?:all |taken )?together|combin(?:e|ed|ing)|merg(?:e|ed|ing)|join(?:ed|ing)?|pool(?:ed|ing)?|unite[sd]?"
)
_IN_EITHER = r"(?:in|on|part of) either(?: of (?:them|those|these|the two))?"
_AS_ONE = r"(?:in|into|as|to) (?:one|a (?:single|common|joint))(?: single)?(?: list| set)?"
_UNION = phrases(rf"{_TOGETHER}|altogether|in total|in all|all told|{_IN_EITHER}|{_AS_ONE}")
_OF_ANY = phrases(_IN_EITHER)
_PUT_TOGETHER = phrases(_TOGETHER)
_MORE = phrases(r"more|most|longer|longest|larger|largest|bigger|biggest|greater|higher|ahead|wins?|outnumbers?")
_FEWER = phrases(r"fewer|fewest|less|least|shorter|shortest|smaller|smallest|lower|behind|poorer")
_BY_HOW_MANY = phrases(
    r"(?:by )?how (?:many|much) (?:more|fewer|less)?|by how (?:many|much)|differ(?:s|ence)?|margin|gap|apart|"
    r"(?:more|fewer|less) by how (?:many|much)"
)
_TWO_SETS = phrases(_TWO)
# Words for several sets and their members, once each.
_MEMBERS = phrases(
    rf"""
    {_TWO}|(?:the |those |these |one |a |single |big |last |two |both )*{_LISTS}
    {KIND_WORDS["tools"]}|{KIND_WORDS["roles"]}|people|staff|folks|persons|heads|different|distinct|unique|separate|duplicates?|doubles?|doubled|repeat\w*|twice
    size|large|appears?|stands?|occurs?|shows? up|turns? up|features?|as well as|into|each|once
    """
)


def sets_of(thread: Thread) -> dict[int, Query]:
    """The last turns that were about one set each, of one kind, by their place in the conversation."""
    found: dict[int, Query] = {}
    for at in range(len(thread.turns) - 1, -1, -1):
        query = thread.turns[at].query
        if query is None or query.named or query.plan is not None or query.measure not in ("list", "count"):
            break
        if query.select not in ("tools", "roles") or (found and query.select != next(iter(found.values())).select):
            break
        found = {at: query} | found
    return found if len(found) > 1 else {}


def _different(thread: Thread) -> list[Query]:
    """The sets that were found, oldest first, each once."""
    return list({query.where: query for query in sets_of(thread).values()}.values())


def nth_set(thread: Thread, said: FollowUp) -> tuple[int, str] | None:
    """The turn whose set is spoken of by its place, and the words with the set as `those`."""
    sets = list(sets_of(thread))
    told = list(_NTH.finditer(said.masked))
    if len(sets) < 2 or len(told) != 1 or not (told[0]["set"] or told[0]["side"] or told[0]["of"]) or said.names:
        return None
    place = _place(told[0], len(sets))
    if place is None:
        return None
    match = told[0]
    return sets[place], f"{said.text[: match.start()]}of those{said.text[match.end() :]}"


def between_sets(thread: Thread, said: FollowUp) -> Query | None:
    """Those of one set that another lacks; None where no such thing is asked."""
    sets = list(sets_of(thread).values())
    told = list(_NTH.finditer(said.masked))
    if len(sets) < 2 or not told or said.names or said.pieces(wages=sets[0].select == "roles"):
        return None
    places = [place for match in told if (place := _place(match, len(sets))) is not None]
    named = any(match["set"] or match["side"] or match["of"] or " " in match.group()[:3] for match in told)
    if len(places) != len(told) or not named or not _NOT.search(said.masked) or len(set(places)) > 2:
        return None
    if len(set(places)) == 1:
        if len(sets) != 2:
            return None
        places = [places[0], 1 - places[0]]
    where = all_of((*parts_of(sets[places[0]].where), Not(of=sets[places[1]].where)))
    return Query(select=sets[0].select, where=where, measure="count" if said.says(ask.COUNT) else "list")


def laid_over(thread: Thread, said: FollowUp) -> Query | None:
    """Those in both of the last two sets, in each of the last ones, or in any of them; None where none is asked for."""
    sets = _different(thread)
    in_each = said.says(_IN_EACH)
    both = in_each or (said.says(_OVERLAP) and not said.says(_PUT_TOGETHER))
    if len(sets) < 2 or not (both or said.says(_UNION)) or said.parts or said.pieces(wages=sets[0].select == "roles"):
        return None
    of_others = said.target.noun not in (None, sets[-1].select) and not said.target.vague
    if of_others or said.says(ask.COST, ask.WAGE, ask.MARGIN) or said.unread(_OVERLAP, _IN_EACH, _UNION, _MEMBERS):
        return None
    if not (both or said.target.noun or said.says(ask.COUNT, _MEMBERS, _OF_ANY)):
        return None
    old, new = (parts_of(query.where) for query in sets[-2:])
    if both:
        where = all_of(part for query in (sets if in_each else sets[-2:]) for part in parts_of(query.where))
    elif set(old) <= set(new):
        return None  # the one was narrowed to the other
    else:
        where = any_of(query.where for query in (sets[-2:] if said.says(_TWO_SETS) else sets))
    return Query(select=sets[-1].select, where=where, measure="count" if said.says(ask.COUNT) else "list")


def rivalled(thread: Thread, said: FollowUp) -> Query | None:
    """`so which phase has more, and by how many?` behind the same question about two phases."""
    sets = _different(thread)[-2:]
    asks = said.says(_MORE, _FEWER, _BY_HOW_MANY) and not said.unread(_MORE, _FEWER, _BY_HOW_MANY, _MEMBERS)
    if len(sets) < 2 or not asks or said.mentions or said.says(ask.COST, ask.WAGE) or said.pieces(wages=False):
        return None
    old, new = (parts_of(query.where) for query in sets)
    phases = tuple(
        part.phase for part in (*old, *new) if isinstance(part, Covers) and not (part in old and part in new)
    )
    common = tuple(part for part in old if part in new)
    if len(phases) != 2 or len(common) + 1 != len(old) or len(old) != len(new):
        return None
    measure: Measure = "compare" if said.says(_BY_HOW_MANY) else "min" if said.says(_FEWER) else "max"
    by: Attribute = "tool_count" if sets[0].select == "tools" else "role_count"
    return Query(select="phases", measure=measure, by=by, phases=phases, where=all_of(common))


def _place(match: re.Match[str], count: int) -> int | None:
    word = match["n"] or match["side"] or match["of"]
    place = _PLACES.get(word)
    if word == "other":
        place = 1 if "first" in match.string[: match.start()] or "former" in match.string[: match.start()] else 0
    if place is None or not -count <= place < count:
        return None
    return place % count


def confined(thread: Thread, said: FollowUp) -> Query | None:
    """Those of the last set that cover no phase but those that it is for, or some other one besides."""
    last = thread.last.query
    if last is None or last.named or last.select not in ("tools", "roles") or said.mentions:
        return None
    denied = said.says(_NOT, _NO_OTHER)
    only = nothing_else(last, said) if denied and not said.says(_ONE_MORE) else another_phase(last, said)
    if only is None or said.pieces(wages=last.select == "roles"):
        return None
    return last.model_copy(update={"where": all_of((*parts_of(last.where), only)), "measure": "list", "by": None})
