"""Changes that a follow-up tells in a clause of its own: `suppose X is cancelled`, `we have bought Y as well`, `X comes
in place of Y`, `leave out X and everybody with the same pay`. What is asked behind one is asked of the changed set."""

import re
from dataclasses import dataclass, replace

from corpus.vocabulary import Role
from server.conditions import AnyOf, Named, Not
from server.query import Query
from server.schema import Items
from server.understanding.basis import is_about_money
from server.understanding.angle import basis_of
from server.understanding.focus import sentence_spans
from server.understanding.followup import FollowUp
from server.understanding.measures import DEFAULT, number_of
from server.understanding.replacement import narrowed
from server.understanding.thread import Thread
from server.understanding.turn import Turn
from server.understanding.wordlist import alternatives, phrases

_N = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_ONE = rf"(?:(?:the|our|an?|that|one|another|more|plain|{_N})\s+)*§+"
_NAMES = rf"(?P<names>{_ONE}(?:(?:\s*,|\s+and|\s+or|\s*&|\s+plus|\s*\+)+\s*{_ONE})*)"
_LEFT = alternatives(
    r"""
    cancel\w*|dropp?(?:ed|ing)?|removed|gone|go|out|let go|fired|sacked|laid off|scrapp?\w*|terminat\w+|discontinued
    abandoned|ditched|retire[sd]?|retiring|given up|taken (?:out|off|away)|left(?: out)?|lost|leav(?:e|es|ing)|quit(?:s|ting)?
    switched off|turned off|shut down|phased out|decommissioned|uninstalled|thrown out|kicked out|closed down
    resign(?:s|ed|ing)?|goes|went|falls? away|fell away|walks?(?: out)?|drops? out|expires?|struck(?: out| off)?
    """
)
_HELD_NO_MORE = alternatives(
    r"""
    (?:can(?:not|['’]t| not)|could(?:n['’]t| not)|do(?:es)?(?:n['’]t| not)|did(?:n['’]t| not)|wo(?:n['’]t| not)|will not
    |no longer|not|stop\w*|never) (?:\w+ )?(?:afford|pay(?:ing)?(?: for)?|keep(?:ing)?|need(?:ing)?|want(?:ing)?|us(?:e|ing)
    |have|having|hir(?:e|ing)|tak(?:e|ing)|get(?:ting)?|buy(?:ing)?|renew(?:ing)?)
    (?:no|not enough) (?:money|budget|room|need|place|use|funds|approval) (?:\w+ )?for
    los(?:e|es|ing|t)|cancel(?:s|l?ed|l?ing)?|scrap\w*|fir(?:e|es|ed|ing)|sack\w*|lay(?:ing)? off|laid off|let(?:ting)?(?= [^.?!]* go)
    g(?:i|a)v(?:e|es|ing) up|g(?:e|o)t(?:ting)? rid of|do(?:ing)? without|abandon\w*|terminat\w+|quit(?:s|ting)?
    drop(?:s|ped|ping)?|leav(?:e|es|ing) out|left out|exclud(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|skip(?:ped|ping)?
    ditch\w*|strik(?:e|ing)(?: out| off)?|tak(?:e|ing) (?:out|off|away)|throw(?:ing)? out
    """
)
_BOUGHT = alternatives(
    r"""
    (?:also|now|since|then|additionally|further) (?:have|has|use|uses|got|gets?|buy|bought|take|took|need|run|added|hired)
    (?:have|has|had|['’]ve|just|recently|meanwhile)(?: (?:since|now|just|also|even|finally|recently|meanwhile))*
    (?:bought|hired|got|gotten|added|acquired|adopted|taken on|brought in|subscribed to|licen[cs]ed|introduced|chosen)
    (?:to|must|will|would|should|['’]ll|could|can|may) (?:also )?(?:add|hire|buy|take on|bring in|adopt|include)
    adding|bought|hired|took on|brought in|adopted|added
    """
)
_GONE = (
    re.compile(rf"\b(?:{_HELD_NO_MORE})\s+(?:\w+\s+)?{_NAMES}"),
    re.compile(
        rf"{_NAMES}(?:,? (?:then|now|just|also|suddenly|has|have|had|is|are|was|were|gets?|got|being|be|been|going|to|will|must"
        rf"|should|would|both|all))*\s+(?:{_LEFT})\b"
        r"(?!\s+(?:into|to|with|in|for|together|well|from|over|through|beyond|further)\b)"
    ),
)
_COME = (
    re.compile(rf"\b(?:{_BOUGHT})\s+{_NAMES}"),
    re.compile(rf"\b(?:have|use|get|take|need|put|with)\s+{_NAMES}(?: \w+)? (?:too|as well|on top|in addition|besides)\b"),
    re.compile(rf"{_NAMES} (?:joins?|joined|is added|are added|comes? (?:in|on top|on board|along|aboard)|came (?:in|along))\b(?! place)"),
)
_NEW_FOR_OLD = re.compile(
    rf"(?P<new>{_ONE}) (?:\w+ )?(?:in (?:the )?place of|in lieu of|instead of|rather than|replac(?:es|ed|ing)|succeeds?"
    rf"|(?:takes?|took|taking) (?:over from|the place of)) (?P<old>{_ONE})"
)
_OLD_FOR_NEW = re.compile(
    rf"\b(?:swap|replac|exchang|trad|substitut|chang|switch)\w*(?: out)? (?P<old>{_ONE}) (?:\w+ )?(?:for|with|by|to|against) (?P<new>{_ONE})"
    rf"|(?P<out>{_ONE})[^§.?!]*\b(?:take|get|hire|use|buy|put|have|try|add|bring in)\s+(?P<in>{_ONE})[^§.?!]*\binstead\b"
    rf"|(?P<was>{_ONE}) (?:gives? way to|(?:is|are|gets?|was) (?:replaced|succeeded|exchanged|swapped) (?:by|with|for)) (?P<now>{_ONE})"
)
_COUNTED = re.compile(rf"\b(?P<n>{_N})\s+(?:of (?:the|our) )?(?P<name>§+)")
# `without those who earn the same as X`
_ALL_LIKE = re.compile(
    r"\b(?:without|except(?: for)?|excluding|minus|leav(?:e|ing) out|drop|remove|exclude|not) (?:all |any )?(?:those|the ones"
    r"|everybody|everyone|everything|anybody|anyone|anything|people|roles|jobs|tools|whoever|whatever)\b[^.?!§]*"
    rf"\b(?:same|as much|equally|alike|like)\b[^.?!§]*{_NAMES}"
)
# `and everybody with the same pay`
_ALIKE = re.compile(
    r"\b(?:and|or|plus|as well as|along with|together with)\b[^.?!]*\b(?:same|equal(?:ly)?|alike|likewise|as much|identical"
    r"|like (?:him|her|it|them|that))\b"
)
_SUPPOSES = re.compile(
    r"^[\s,.]*(?:(?:and|but|so|then|now|ok|okay|well|actually|right)[\s,]+)*"
    r"(?:if|what if|suppos(?:e|ing)|imagin(?:e|ing)|assum(?:e|ing)|say|let['’]?s say|once|when|now that|since|because|as|without|except|minus)\b"
)
_ASKS = re.compile(
    r"^[\s,]*(?:(?:and|but|so|then|now|ok|okay|actually)[\s,]+)*(?:what(?! if)|which|who|how|where|when|is|are|does|do|can"
    r"|could|would|will|should|did|has|have)\b"
)
_BEHIND_COMMA = re.compile(r",\s*(?:then\s+)?(?=(?:what|which|who|how|where|and what|and how)\b)")
_UNCHANGED = re.compile(
    r"[,;–—-]?\s*(?:with |and )?(?:everything|all|anything|the|nothing) (?:else|rest|others?|remaining)(?: \w+)?"
    r" (?:(?:is|are|stays?|remains?|as|kept?|left)\s+)*(?:unchanged|as (?:before|is|it (?:is|was)|they (?:are|were))|before"
    r"|the same|equal|untouched|alike|changes)",
    re.IGNORECASE,
)
_WITHOUT_IT = re.compile(
    r"\s*\b(?:without|minus|less) (?:him|her|it|them|that|this)(?: (?:person|one|tool|role|guy|lady))?\b", re.IGNORECASE
)
_STACK = re.compile(
    r"\b(?:the|our|this|that|their|my|such an?) (?:[\w-]+ )?(?:stack|team|crew|tool ?set|set|tool ?chain|tool ?kit|tool ?box"
    r"|collection|combination|combo|line-?up|staff|group|portfolio|bundle|mix|contracts)\b",
    re.IGNORECASE,
)
_SAVES = phrases("sav(?:e|es|ed|ing|ings)")
_NEW_SUM = phrases(r"new|updated?|revised|so")


@dataclass(frozen=True)
class _Edit:
    """The names that go and those that come, each with how often; `alike`: what costs or earns the same goes too."""

    gone: tuple[str, ...] = ()
    come: tuple[tuple[str, int], ...] = ()
    alike: bool = False
    counted: bool = False


def edited(thread: Thread, said: FollowUp) -> tuple[Thread, str] | None:
    """The conversation with the changes that are told as turns of their own, and what is asked behind them, which may
    be nothing; None where no change is told."""
    found = False
    rest = _parts(_UNCHANGED.sub("", said.text), thread)
    while rest:
        query = _after(thread, rest[0])
        if query is None:
            break
        thread, found, rest = _gone_on(thread, rest[0].text, query), True, rest[1:]
    if not found or any(part.names for part in rest):
        return None
    text = _STACK.sub("they", _WITHOUT_IT.sub("", " ".join(part.text for part in rest)))
    return thread, text if text.strip(" ,.?!") else ""


def saved(thread: Thread, said: FollowUp) -> Query | None:
    """`how much would that save us?` behind a sum that something was taken out of: what that costs."""
    sums = [turn.query for turn in thread.turns[-2:] if turn.query is not None and turn.query.named]
    if said.names or not said.says(_SAVES) or len(sums) < 2 or sums[0].select != sums[1].select:
        return None
    gone = tuple(name for name in sums[0].named if name not in sums[1].named)
    come = tuple(name for name in sums[1].named if name not in sums[0].named)
    if not gone or len(gone) > 1 and come or len(come) > 1 or not is_about_money(sums[0]):
        return None
    measure = "compare" if come else "sum" if len(gone) > 1 else "attribute"
    by = DEFAULT[sums[1].select]
    query = Query(select=sums[1].select, measure=measure, by=by, named=(*gone, *come), basis=sums[1].basis)
    return query.model_copy(update={"basis": basis_of(said.masked, query)})


def _parts(text: str, thread: Thread) -> list[FollowUp]:
    """The sentences, and the two sides of `if X is dropped, what …`."""
    parts = []
    for start, end in sentence_spans(text):
        sentence = text[start:end].strip()
        said = FollowUp(sentence, tuple(thread.linker.link(sentence)))
        comma = _BEHIND_COMMA.search(said.masked) if _SUPPOSES.match(said.masked) else None
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


def _after(thread: Thread, said: FollowUp) -> Query | None:
    """What was asked last of the names that go or that others come to, asked of what there is after the change."""
    edit = _edit_of(said, thread)
    if edit is None:
        return None
    kinds = {thread.kind_of((name,)) for name in (*edit.gone, *(name for name, _ in edit.come))}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is None:
        return None
    for turn in reversed(thread.turns):
        query = turn.query
        if query is None and len(names := thread.named(turn)) > 1 and thread.kind_of(names) == kind:
            query = Query(select=kind, measure="describe", named=names)
        if query is None or query.plan is not None or not _holds(thread, query, edit, kind):
            continue
        return _changed(thread, query, edit)
    return None


def _holds(thread: Thread, query: Query, edit: _Edit, kind: str) -> bool:
    """Whether the query is about those that go and others besides, or about some that others can come to."""
    if query.select == "phases" and query.named:
        if edit.counted:
            return False  # how many there are of one changes no phases
        members = query.named if thread.kind_of(query.named) == kind else ()
    else:
        members = thread.members(query.model_copy(update={"measure": "list"})) if query.select == kind else ()
    held = edit.gone or (tuple(name for name, _ in edit.come) if edit.counted else ())
    return bool(members) and set(held) <= set(members) and (bool(edit.come) or set(held) < set(members))


def _changed(thread: Thread, query: Query, edit: _Edit) -> Query:
    if not query.named:
        pool = thread.pool(query)
        gone = (*edit.gone, *_alike(thread, query, edit)) if edit.alike else edit.gone
        where = narrowed(query.where, Not(of=Named(names=tuple(dict.fromkeys(gone)))), pool) if gone else query.where
        if edit.come:
            where = AnyOf(of=(where, Named(names=tuple(name for name, _ in edit.come))))
        measure = "list" if query.measure in ("min", "max", "count", "check") else query.measure
        return query.model_copy(update={"where": where, "measure": measure, "rank": 1, "limit": 1})
    counts = dict(zip(query.named, query.team or (1,) * len(query.named), strict=True))
    if edit.counted:
        counts |= dict(edit.come)
    elif len(edit.gone) == len(edit.come) == 1:
        counts = {(edit.come[0][0] if name in edit.gone else name): count for name, count in counts.items()}
    else:
        gone = {*edit.gone, *(_alike(thread, query, edit) if edit.alike else ())}
        counts = {name: count for name, count in counts.items() if name not in gone}
        for name, count in edit.come:
            counts[name] = counts.get(name, 0) + count
    team = tuple(counts.values()) if query.team or any(count > 1 for count in counts.values()) else ()
    return query.model_copy(update={"named": tuple(counts), "team": team, "premise": False})


def _alike(thread: Thread, query: Query, edit: _Edit) -> tuple[str, ...]:
    """Those of the set that cost or earn the same as those that go."""
    things = {thing.name: thing for thing in thread.pool(query)}
    amounts = [_amount(thread, name) for name in edit.gone]
    return tuple(name for name in things if _amount(thread, name) in amounts)


def _amount(thread: Thread, name: str) -> str:
    thing = thread.catalogue.tools.get(name) or thread.catalogue.roles[name]
    return str(thing.monthly_wage_usd) if isinstance(thing, Role) else thing.cost.printed


def _edit_of(said: FollowUp, thread: Thread) -> _Edit | None:
    """The change that one clause tells; None where it asks, or names nothing that goes or comes."""
    masked = said.masked
    if not said.names or _ASKS.match(masked) or (masked.rstrip().endswith("?") and not _SUPPOSES.match(masked)):
        return None
    for pattern, new, old in ((_NEW_FOR_OLD, "new", "old"), (_OLD_FOR_NEW, "new", "old"), (_OLD_FOR_NEW, "now", "was"), (_OLD_FOR_NEW, "in", "out")):
        match = pattern.search(masked)
        if match is not None and match.groupdict().get(new):
            return _Edit(gone=_within(said, match.span(old)), come=_counts(said, match.span(new)))
    like = _ALL_LIKE.search(masked)
    if like is not None:
        return _Edit(gone=_within(said, like.span("names")), alike=True)
    for pattern in _GONE:
        match = pattern.search(masked)
        if match is not None:
            return _Edit(gone=_within(said, match.span("names")), alike=bool(_ALIKE.search(masked, match.end("names"))))
    for pattern in _COME:
        match = pattern.search(masked)
        if match is not None:
            return _Edit(come=_counts(said, match.span("names")))
    counted = tuple((said.names[0], number) for m in _COUNTED.finditer(masked) if (number := number_of(m["n"])))
    return _Edit(come=counted, counted=True) if counted and len(said.names) == 1 else None


def _within(said: FollowUp, span: tuple[int, int]) -> tuple[str, ...]:
    start, end = span
    return tuple(dict.fromkeys(m.name for m in said.mentions if start <= m.start and m.end <= end))


def _counts(said: FollowUp, span: tuple[int, int]) -> tuple[tuple[str, int], ...]:
    """The names of a span, each with how many of it are spoken of."""
    numbers = {match.start("name"): number_of(match["n"]) or 1 for match in _COUNTED.finditer(said.masked)}
    start, end = span
    return tuple({m.name: numbers.get(m.start, 1) for m in said.mentions if start <= m.start and m.end <= end}.items())
