"""Follow-ups that ask for another tool in the place of the one that is spoken of, without saying of which:
`any oss alternative?`, `smth cheaper`, `too pricey`."""

import re
from collections.abc import Sequence

from server.conditions import Shares
from server.conjunctions import parts_of
from server.query import Query
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.thread import Thread
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.replacement import sort_of
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_ALTERNATIVES = phrases(
    r"(?:alternatives?|replacements?|substitutes?|competitors?|rivals?|equivalents?)"
    r"(?: (?:to|for|of) (?:it|that|this)(?: (?:one|tool))?)?"
)
_ANYTHING = phrases(r"(?:any|some)(?:thing|one)|smth|sth|sthg|(?<!the )(?:an)?other (?:ones|tools?|options?)|options?")
_CHEAPER = phrases(rf"{ask.COMPARATIVE.pattern}|less pricey|not (?:so|as|that|too) (?:expensive|pricey|costly|dear)")
_THAN_THAT = phrases(r"than (?:that|this|it)(?: one)?|instead(?: of (?:that|this|it)(?: one)?)?|in (?:its|that) place")
# `nah, too pricey for us`: said of the one that is spoken of, it asks for a cheaper one.
_TOO_DEAR = re.compile(
    r"^\W*(?:(?:nah|no|hm+|ok|okay|but|well|oh|ouch|wow|damn|that(?:['’]s| is)?|this is|it(?:['’]s| is)|thats|its|way"
    r"|far|a bit|much|just|still|really|is)\W+)*"
    r"too (?:pricey|expensive|costly|dear|much(?: money)?)(?: for (?:us|me|our \w+|my \w+))?\W*$"
)
# `so what then?`
_WHAT_THEN = re.compile(
    r"^\W*(?:(?:so|ok|okay|and|but|hm+|well)\W+)*(?:(?:what|which(?: one)?) (?:then|instead)|then what)"
    r"(?: instead| then)?\W*$"
)
# `anything that is not open source`, `of that list leave out anything we pay for`
_OF_A_SET = phrases(
    r"(?:that|this|the|those|these|your) (?:\w+ )?(?:list|set|lot|ones|two|three|four)"
    r"|of (?:them|those|these|the)|the others?"
)
_SEVERAL = 2
_QUALITIES = re.compile(
    r"\b(?:good|decent|real|viable|possible|suitable|similar|comparable|known|nice|better|main|closest|nearest)\b"
)


def in_place_of_it(said: FollowUp, thread: Thread) -> str | None:
    """The follow-up as a question for the alternatives to the one tool that is spoken of, or for some of those that
    were found; None where it asks for anything else."""
    stated = said.pieces(wages=False)
    dear, alternatives = _TOO_DEAR.match(said.masked) is not None, said.says(_ALTERNATIVES, _WHAT_THEN)
    cheaper = dear or said.says(_CHEAPER)
    asks = dear or alternatives or (said.says(_ANYTHING) and (cheaper or stated))
    if not asks or said.mentions or said.says(ask.DENIED, ask.TAKES_OUT, _OF_A_SET):
        return None
    if any(sort_of(piece.condition) not in ("licence", "price") for piece in stated):
        return None
    if not dear and said.unread(_ALTERNATIVES, _WHAT_THEN, _ANYTHING, _CHEAPER, _THAN_THAT, _QUALITIES, pieces=stated):
        return None
    words = [said.text[piece.start : piece.end] for piece in stated]
    name = _spoken_of(thread)
    if name is None:
        return _beside_several(thread, words) if alternatives and words else None
    return _put(name, words, thread.amount(name), cheaper=cheaper and not any(map(_is_price, stated)))


def _beside_several(thread: Thread, words: Sequence[str]) -> str | None:
    """`oss alternatives?` behind a set, of which it narrows what was found, and behind several that were named."""
    if _is_set(thread.last.query):
        return f"Only the {' and '.join(words)} ones."
    names = thread.about(thread.last)
    printed = [thread.printed(name) for name in names]
    phases = dict.fromkeys(phase for each in printed for phase in each)
    shared = [phase for phase in phases if all(phase in each for each in printed)]
    if len(names) < _SEVERAL or thread.kind_of(names) != "tools":
        return None
    return f"Which {' and '.join(words)} tools besides {' and '.join(names)} cover {' or '.join(shared or phases)}?"


def _put(name: str, words: Sequence[str], amount: float | None, *, cheaper: bool) -> str | None:
    """The question; what is to be cheaper than a tool without a fixed price is to be free, and nothing is cheaper than
    what is free."""
    if cheaper and amount == 0:
        return None
    bounds = (*words, *(("free" if amount is None else "cheaper",) if cheaper else ()))
    return f"What are the {''.join(f'{word} ' for word in bounds)}alternatives to {name}?"


def _is_price(piece: Piece) -> bool:
    return sort_of(piece.condition) == "price"


def _is_set(query: Query | None) -> bool:
    """Whether it is of a set of tools."""
    return query is not None and query.select == "tools" and query.of_a_set


def _spoken_of(thread: Thread) -> str | None:
    """The one tool that others are sought for: that of the last turn, or the one to which it has found others."""
    last = thread.last.query
    if last is not None and _is_set(last):
        others_to = [part.name for part in parts_of(last.where) if isinstance(part, Shares)]
        if len(others_to) == 1 and thread.kind_of(tuple(others_to)) == "tools":
            return others_to[0]
    names = thread.about(thread.last)
    return names[0] if len(names) == 1 and thread.kind_of(names) == "tools" else None
