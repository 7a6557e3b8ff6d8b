"""Follow-ups that go back to a set of before: `back to the CI tools: which are free?`, `of those …` behind an aside
about one name, and whatever follows a check whether one name is in the set."""

import re
from dataclasses import replace

from server.conditions import AllOf, Condition
from server.conjunctions import parts_of
from server.ordinals import ORDINAL, ordinal_of
from server.query import Query
from server.understanding.followups.angle import team_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.lists import between_sets, nth_set
from server.understanding.followups.pointing import IT, THEM
from server.understanding.followups.thread import Thread
from server.understanding.followups.turn import Turn
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_BACK = re.compile(
    r"\b(?:(?:(?:go|going|come|coming|get|getting|turn|turning|head|heading|jump|jumping|switch|switching) )?back to"
    r"|return(?:ing)? to|again,?|once more,?|regarding|concerning|for|(?:now )?as for|now"
    r"|(?:out of|(?<!instead )of|among|amongst"
    r"|from)(?: all)?(?: of)?)"
    r" (?P<what>(?:those|these|the|that|our|my) (?:(?!which\b|who\b)[^,:;.?!–—]){2,40}?)"
    r"(?P<end>\s*[,:;.–—]\s*|\s+(?=(?:which|who|what|how many|only|just|show|list|name|give)\b)|\W*$)"
)
_SET = re.compile(
    r"\b(?:of|among|amongst|from|out of|between|in) (?:those|these|them|(?:that|this|the) (?:same |very )?(?:list|set"
    r"|lot)"
    r"|the (?P<former>former|earlier|previous)(?: (?:ones|list|set|tools|roles))?)\b(?! (?:phases?|stages?|columns?))"
    r"|\b(?:that|this|the) (?:same |very )?(?:[\w§-]+ )?(?:list|set|lot|selection)\b"
    r"|\b(?:those|these)\b(?! (?:phases?|stages?|columns?|two|three)\b)"
)
_WHETHER = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay)\W+)*(?:(?:are|is|do|does|can|have) )?(?:(?:they|those|these|all|both|any|either"
    r"|each|every)\b"
    r"(?: all| both| each| any)?(?: of (?:it|them|those|these))?) ",
    re.IGNORECASE,
)
_WHICH_ONES = re.compile(r"\b(?:which|who)\b(?: ones?)?(?= (?:are|is|do|does)\b|\W*$)")
_SEVERAL = re.compile(
    r"\b(?:which|who|what|list|show|name|give|how many|ones|tools?|roles?|jobs?|people|those|these|them|only|just"
    r"|each)\b"
)
_OF_EACH = re.compile(r"\b(?:one|two|three|four|five|six|\d) of each\b")
_RETURNS = re.compile(r"\b(?:back|return\w*) to\W*$")
# `my very first question`, `the list I began with`
_ASKED_FIRST = re.compile(
    rf"\b(?:my|the|our|your) (?:very )?(?:(?P<n>{ORDINAL})|original|initial|opening)"
    r" (?:question|query|(?P<list>list|set|answer))\b"
    r"|\b(?:the (?:question|list|one) (?:that )?|where |what )(?:i|we) (?:started|began|opened)(?: with| from)?\b"
    r"|\b(?:what|the question (?:that )?)(?:i|we) asked (?:you )?(?:first|at first|at the (?:start|beginning|outset))\b"
)


_SET_WORDS = frozenset(
    "the those these that our my of ones one tools tool roles role people folks list set lot ticked paid".split()
)
_KINDS = (
    ("tools", phrases(KIND_WORDS["tools"])),
    ("roles", phrases(rf"{KIND_WORDS['roles']}|people|folks|guys")),
)


def resumed(thread: Thread, said: FollowUp) -> tuple[Thread, str]:
    """The conversation as it stood at the set that is gone back to, and the words beside the going back."""
    back = _asked_first(thread, said) or _gone_back(thread, said)
    if back is not None:
        return back
    if between_sets(thread, said) is None and (nth := nth_set(thread, said)) is not None:
        return replace(thread, turns=thread.turns[: nth[0] + 1]), nth[1]
    former = _SET.search(said.masked)
    at = len(thread.turns)
    if former is not None or said.pieces(wages=False) or said.says(ask.COUNT, ask.MIN, ask.MAX, _OF_EACH):
        at = _before_checks(thread, said)
    if former is not None and at == len(thread.turns):
        at = _before_asides(thread, said)
    if at == len(thread.turns):
        at = _before_whether(thread, said)
    if at == len(thread.turns):
        return thread, said.text
    text = said.text
    if former is not None and former["former"]:
        text = f"{text[: former.start()]}of those{text[former.end() :]}"
    return replace(thread, turns=thread.turns[:at]), text


def _asked_first(thread: Thread, said: FollowUp) -> tuple[Thread, str] | None:
    """The conversation at the question that is gone back to by its place, and what is asked of its set now."""
    match = _ASKED_FIRST.search(said.masked)
    place = (
        ordinal_of(match["n"]) - 1
        if match and match["n"] and match["n"] not in ("original", "initial", "opening")
        else 0
    )
    by_itself = match is not None and match["list"] and not _RETURNS.search(said.masked[: match.start()])
    if match is None or by_itself or place >= len(thread.turns):
        return None
    rest = said.text[match.end() :].lstrip(" ,;:.–—-")
    of_a_set = bool(rest.strip(" ?.!")) and _set_of(thread.turns[place]) and not THEM.search(rest.lower())
    return replace(thread, turns=thread.turns[: place + 1]), f"of those, {rest}" if of_a_set else rest


def _before_whether(thread: Thread, said: FollowUp) -> int:
    """How many turns there are without a question at the end whether all or any of a set are so."""
    last = _set_of(thread.last)
    asked = bool(last) and _WHETHER.match(thread.last.question)
    alone = said.says(THEM, IT, _WHICH_ONES) or not (said.parts or said.pieces(wages=False)) or len(thread.turns) < 2
    return len(thread.turns) - (1 if asked and not alone else 0)


def _gone_back(thread: Thread, said: FollowUp) -> tuple[Thread, str] | None:
    """The turn whose set has the conditions in the words that are gone back to, the widest where several have."""
    match = _BACK.search(said.masked)
    if match is None:
        return None
    start, end = match.span("what")
    kind = next((kind for kind, words in _KINDS if words.search(match["what"])), None)
    found: dict[int, int] = {}
    for at, turn in enumerate(thread.turns):
        query = _set_of(turn)
        if query is None or kind not in (None, query.select):
            continue
        stated = [p.condition for p in said.pieces(wages=query.select == "roles") if start <= p.start < end]
        parts = parts_of(query.where)
        if stated and all(condition in parts for condition in stated):
            found[at] = len(parts)
    found = found or _worded_alike(thread, match["what"])
    if not found or not said.text[match.end() :].strip(" ?.!"):
        return None
    at = min(reversed(found), key=found.__getitem__)
    rest = said.text[match.end() :]
    pointed = THEM.search(said.masked, match.end())
    return replace(thread, turns=thread.turns[: at + 1]), rest if pointed else f"of those, {rest}"


def _worded_alike(thread: Thread, what: str) -> dict[int, int]:
    """The only turn that asked for a set in the words that are gone back to: `back to the LLM ones`."""
    words = {word for word in re.findall(r"\w{2,}", what.lower()) if word not in _SET_WORDS}
    asked = [
        at
        for at, turn in enumerate(thread.turns)
        if _set_of(turn) is not None and words <= set(re.findall(r"\w{2,}", turn.question.lower()))
    ]
    return {asked[0]: 0} if words and len(asked) == 1 else {}


def _before_asides(thread: Thread, said: FollowUp) -> int:
    """How many turns there are without those at the end that were about one name each, where a set came before."""
    at = len(thread.turns)
    if said.names or team_of(said.masked) or len(thread.several) > 1 or len(thread.last.items.phases) > 1:
        return at
    while at and _is_aside(thread, thread.turns[at - 1]):
        at -= 1
    return at if at and len(thread.turns[at - 1].found) > 1 else len(thread.turns)


def _before_checks(thread: Thread, said: FollowUp) -> int:
    """How many turns there are without the checks at the end whether a name meets what a set of before demands."""
    at = len(thread.turns)
    if said.names or said.says(IT) or said.target.noun == "phases" or not said.says(_SEVERAL):
        return at
    sets = {query.where for turn in thread.turns if (query := _set_of(turn)) is not None}
    while at and _is_membership(thread.turns[at - 1], sets):
        at -= 1
    return at or len(thread.turns)


def _set_of(turn: Turn) -> Query | None:
    query = turn.query
    if query is None or query.named or query.plan is not None or query.where == AllOf():
        return None
    return query if query.select in ("tools", "roles") else None


def _is_aside(thread: Thread, turn: Turn) -> bool:
    return len(thread.named(turn)) == 1


def _is_membership(turn: Turn, sets: set[Condition]) -> bool:
    query = turn.query
    return query is not None and query.measure == "check" and bool(query.named) and query.where in sets
