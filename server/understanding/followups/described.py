"""What a follow-up describes instead of naming it: `the cheaper one`, `the last of those phases`, `that way`."""

import re
from collections.abc import Iterator

from corpus.vocabulary import MAIN_PHASES, PhaseCode
from server.conditions import Named
from server.coverage import phases_of
from server.ordinals import PLACE, place_of
from server.understanding.followups.followup import FollowUp
from server.understanding.followups.pointing import THEM
from server.understanding.followups.thread import Thread
from server.understanding.words import cues as ask

_NOUN = r"(?: (?:one|tool|role|product|option|job|person)| of (?:them|these|those|the (?:two|three|four|lot)))"
_LOW = rf"{ask.COMPARATIVE.pattern}|{ask.EARNS_LESS.pattern}|cheapest|least expensive|(?:lowest|worst)[- ]paid"
_HIGH = rf"{ask.DEARER.pattern}|{ask.EARNS_MORE.pattern}|dearest|priciest|most expensive|(?:best|highest)[- ]paid"
_VERB = r"(?:is|does|do|has|have|can|would|will|also|covers?|costs?|earns?|works?|takes?|handles?|serves?)"
_MONEY = r"(?:price|cost|wage|salary|pay|price tag|amount|fee)s?"
_RANKED = re.compile(
    rf"\b(?:the|that|this) (?:(?P<low>{_LOW})|(?P<high>{_HIGH}))(?:{_NOUN}(?=\W|$)|(?=\W*$)|(?= {_VERB}\b))"
    rf"|\b(?:the|that) (?:one|tool|role) (?:that |which |who )?(?P<with>with|has|having|at) the"
    rf" (?:(?P<lowest>lowest|smallest)|highest|biggest|largest|top)(?: (?:fixed|monthly))? {_MONEY}"
    r"(?: (?:of|among|in|from) (?:them|those|these|the (?:list|lot)))?"
    r"(?=\s*[-–—,:]|\W*$| (?:is|does|has|can|would|cover))"
    rf"|^\W*(?:and )?(?:(?P<bare_low>{_LOW})|{_HIGH}) of (?:them|those|these)(?=\s*[-–—,:])"
)
# Asked for, and so described to no end: `which is the cheaper one?`, `is § the dearer of the two?`
_ASKED_FOR = re.compile(
    r"\b(?:which|what|who)\b(?! (?:phase|stage)s?\b)[^,;:.?!]{0,25}?(?:['’]s| is| are| was| would be)\s+$"
    r"|§(?: (?:is|are|was|were))?\s+$"
)
_ASKS = re.compile(r"\b(?:which|what(?! about)|who|comes?|follows?)\b")
# `of the tools you listed`
_YOU_LISTED = re.compile(
    r"\b(?:the|your) (?:tools?|roles?|ones|people|names|list|products?|jobs?) (?:that |which )?you"
    r" (?:just |have )*(?:listed|named|gave|found|told|showed|mentioned)(?: me| us)?\b(?! (?:first|last))"
)
_LEADS = frozenset("and so but or ok okay then now what which who is are it that please just only about how".split())
_PHASE = r"(?:phase|stage)s?"
_NTH_PHASE = re.compile(
    rf"\b(?:the|that|this) (?P<of>{PLACE})(?: one)? of (?:those|these|the|its|their)(?: \w+)? {_PHASE}\b"
    rf"|\b(?:the|that|this) (?:very )?(?P<n>{PLACE}) {_PHASE}\b(?! (?:of|in) the (?:\w+ )?(?:lifecycle|cycle|paper))"
)
# The same where phases were the answer.
_NTH_OF_THEM = re.compile(rf"\b(?:the|that|this) (?:very )?(?P<n>{PLACE})(?: one)? of (?:those|these|them)\b")
_THE_NTH = re.compile(
    rf"\bthe (?:very )?(?P<n>{PLACE})(?: one)?(?: of (?:those|these|them)(?: two| three| four)?)?"
    r"(?=\W*$|\s*[,:;]|,? (?:and|or|as well|but|has|have|does|do|is|are|got|too|also|then)\b)"
)
_BARE_NTH = re.compile(rf"^\W*(?:(?:and|so|then|what about|how about)\W+)*the (?:very )?(?P<n>{PLACE})(?: one)?\W*$")
# Of the whole lifecycle, where no phases were answered: `the very last phase`, `the third phase of the lifecycle`
_OF_THE_LIFECYCLE = re.compile(
    rf"\bthe (?:very )?(?P<n>{PLACE}) (?:phase|stage(?= (?:of|in) the))"
    r"(?: (?:of|in) (?:the (?:\w+ )?(?:lifecycle|cycle)|figure 1))?\b(?! (?:that|which|where|with|of|in)\b)"
)
_BESIDE_IT = re.compile(
    rf"\b(?:the )?(?:(?P<next>next|following)|previous|preceding) {_PHASE}(?! (?:that|which|after|before|to|of))\b"
    rf"|\bthe {_PHASE} (?:right |directly |just )*(?:(?P<after>after|following)|before|preceding)"
    r" (?:that|it|this)\b(?! §)"
)
# `the other one, the cheaper`
_THE_OTHER = re.compile(rf"\bthe other(?: one)?\b(?:, the (?:{_LOW}|{_HIGH})(?: one)?\b,?)?(?! §|-)")
_AFTER_THAT = re.compile(
    rf"\b{_PHASE} (?:right |directly )?(?:after|before|following|preceding) (?P<it>that|it|this)\b(?! §)"
)
_THAT_WAY = re.compile(
    r"\b(?:charged|priced|billed|sold|paid|licen[cs]ed)(?: for)? (?:in |by )?"
    r"(?:(?:that|this|the same) way|like (?:that|this|it))"
)
# `given that it covers CI`: what is taken for granted of the one that was spoken of.
_GRANTED = re.compile(
    r"\b(?:given(?: that)?|since|because|seeing (?:that|as)|now that|considering(?: that)?|as)"
    rf" (?P<it>it|he|she|that (?:one|tool|role|person))(?= {_VERB}\b)"
)
_ANYBODY_ELSE = re.compile(
    r"^\W*(?:and |so |but )?(?:is|are|does|do|can) (?:there )?(?:anybody|anyone|somebody|someone) else\b"
)
_BELOW = re.compile(r"\b(?:less|lower|cheaper|worse|fewer|below)\b")
# `what else is for just that?` behind the phases of one
_FOR_THAT = re.compile(
    r"\b(?:else|other|others|another)\b[^.?!]*?\b(?:for|in|at|under|to) (?:just |only |exactly "
    r"|precisely )?(?P<it>that|this|it)\b"
    r"(?= (?:and|alone|only|too|as well)\b|\W*$)"
)
# `more than both`, `more than that but less than §`
_THAN_THEM = re.compile(
    r"\bthan (?P<them>(?P<all>both|either|all|any)(?: of (?:them|these|those|the two))?|them|those|these|that|it|him"
    r"|her)\b(?! §)"
)
_THAN_NTH = re.compile(rf"\bthan (?:what )?(?P<nth>the (?P<n>{PLACE})(?: one)?)\b")
# `who of them earns less than §?`
_THAN_ONE = re.compile(
    r"\bthan (?:what )?(?P<one>(?:an? |the )?§+)(?: (?:does|do|earns?|costs?|makes?|gets?))?(?=\W*$)"
)
_THAN_NAMED = re.compile(r"\bthan (?:what )?(?:an? |the )?§")
# So many are still compared by a word.
_FEW = 6
# `the one with the highest price` is said of a longer list, too.
_MANY = 55


def described(said: FollowUp, thread: Thread) -> str:
    """The follow-up with what it describes in words of the answers before."""
    text = said.text
    for start, end, words in sorted(_descriptions(said, thread), reverse=True):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


def _descriptions(said: FollowUp, thread: Thread) -> Iterator[tuple[int, int, str]]:
    for describe in (_names, _bounds, _phases):
        yield from describe(said, thread)


def _names(said: FollowUp, thread: Thread) -> Iterator[tuple[int, int, str]]:
    """One of the last names, or how it is priced."""
    other = _other(thread)
    for match in _THE_OTHER.finditer(said.masked) if other else ():
        yield *match.span(), other
    for match in _RANKED.finditer(said.masked) if not other else ():
        low = match["low"] or match["bare_low"] or match["lowest"]
        name = _extreme(thread, highest=not low, most=_MANY if match["with"] else _FEW)
        if name is not None and not _is_asked_for(said, match):
            yield *match.span(), name
    for match in _YOU_LISTED.finditer(said.masked):
        yield *match.span(), "those"
    for match in _GRANTED.finditer(said.masked) if len(thread.focus) == 1 else ():
        yield *match.span("it"), thread.focus[0]
    for match in _THAT_WAY.finditer(said.masked):
        if (price := _price(thread)) is not None:
            yield *match.span(), price


def _bounds(said: FollowUp, thread: Thread) -> Iterator[tuple[int, int, str]]:
    """What something is to cost or earn more or less than."""
    for match in _THAN_NTH.finditer(said.masked):
        if (name := thread.nth(place_of(match["n"]))) is not None:
            yield *match.span("nth"), name
    amount = thread.amount(said.names[0]) if len(said.names) == 1 and THEM.search(said.masked) else None
    for match in _THAN_ONE.finditer(said.masked) if amount is not None else ():
        yield *match.span("one"), f"${amount:,g}"
    for match in _THAN_THEM.finditer(said.masked):
        if match["all"] or _THAN_NAMED.search(said.masked):
            below = _BELOW.search(re.split(r"\bthan\b", said.masked[: match.start()])[-1])
            if (name := _extreme(thread, highest=not below, alike=True)) is not None:
                yield *match.span("them"), name


def _phases(said: FollowUp, thread: Thread) -> Iterator[tuple[int, int, str]]:
    """One or all of the phases that were answered, or the one that the conversation is at."""
    codes = thread.last.items.phases
    for match in _ANYBODY_ELSE.finditer(said.masked) if codes else ():
        yield *match.span(), "who else is"
    for match in _FOR_THAT.finditer(said.masked) if codes else ():
        yield *match.span("it"), " and ".join(codes)
    for match in _NTH_PHASE.finditer(said.masked) if len(codes) > 1 else ():
        at = place_of(match["of"] or match["n"])
        if at < len(codes):
            yield *match.span(), codes[at]
    answered = thread.last.query is not None and thread.last.query.select == "phases" and not said.names
    of_a_kind = said.target.noun in ("tools", "roles") and not said.target.vague
    nths = [_THE_NTH if of_a_kind else _NTH_OF_THEM, _BARE_NTH] if len(codes) > 1 and answered else []
    for match in (match for nth in nths for match in nth.finditer(said.masked)):
        at = place_of(match["n"])
        yield *match.span(), codes[at] if at < len(codes) else f"the {match['n']} phase"
    places = phases_of(topic) if (topic := thread.phases()) is not None else ()
    for match in _AFTER_THAT.finditer(said.masked) if len(places) == 1 else ():
        yield *match.span("it"), places[0]
    last = thread.last.query
    goes_on = said.continues and said.target.noun in (None, "phases") and not said.names and not said.says(_ASKS)
    if of_a_kind or (goes_on and last is not None and last.select in ("tools", "roles")):
        yield from _of_the_lifecycle(said, places, () if len(codes) > 1 else MAIN_PHASES)


def _of_the_lifecycle(
    said: FollowUp, at: tuple[PhaseCode, ...], phases: tuple[PhaseCode, ...]
) -> Iterator[tuple[int, int, str]]:
    """A phase by its place in the lifecycle, or the one beside that which the conversation is at."""
    for match in _OF_THE_LIFECYCLE.finditer(said.masked):
        place = place_of(match["n"])
        if place < len(phases):
            yield *match.span(), phases[place]
    for match in _BESIDE_IT.finditer(said.masked) if len(at) == 1 else ():
        place = MAIN_PHASES.index(at[0].main) + (1 if match["next"] or match["after"] else -1)
        if 0 <= place < len(MAIN_PHASES):
            yield *match.span(), MAIN_PHASES[place]


def _is_asked_for(said: FollowUp, match: re.Match[str]) -> bool:
    """`which is the cheaper one?`, `and the cheapest of them?`"""
    rest = said.masked[: match.start()] + said.masked[match.end() :]
    return bool(_ASKED_FOR.search(said.masked[: match.start()])) or _LEADS.issuperset(re.findall(r"\w+", rest))


def _other(thread: Thread) -> str:
    """The one of two that the last question did not choose."""
    last = thread.last.query
    pair = last.where.names if last is not None and isinstance(last.where, Named) else ()
    rest = [name for name in pair if name not in thread.focus]
    return rest[0] if len(pair) == 2 and len(rest) == 1 else ""


def _extreme(thread: Thread, *, highest: bool, alike: bool = False, most: int = _FEW) -> str | None:
    """The one of the few that were spoken of with the lowest or highest price or wage; None where several have it,
    unless all that are `alike` may stand for each other."""
    names = thread.several if len(thread.several) > 1 else thread.mentioned
    if alike and len(names) < 2:
        names = thread.focus
    kind = thread.kind_of(names)
    fewest = 1 if alike else 2
    if kind is None or not fewest <= len(names) <= most or len({thread.kind_of((name,)) for name in names}) > 1:
        return None
    found = thread.members(thread.extreme(kind, names, highest=highest))
    return found[0] if len(found) == 1 or (alike and found) else None


def _price(thread: Thread) -> str | None:
    """How the tools that the conversation dwells on are priced, in the words of a condition; None where they differ."""
    if thread.kind_of(thread.focus) != "tools":
        return None
    costs = {thread.catalogue.tools[name].cost for name in thread.focus}
    if len(costs) != 1:
        return None
    cost = costs.pop()
    if cost.usd is not None:
        return f"priced at ${cost.usd:,g}" if cost.usd else "free"
    return {"CB": "priced by consumption", "By Request": "priced by request"}[cost.printed]
