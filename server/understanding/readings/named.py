"""Readings about tools or roles that the question names: look-ups, checks, choices, sums, rows."""

import re

from server.conditions import AllOf, Condition, Costs, Earns, Named, Not
from server.query import Attribute, Measure, Query, Select
from server.understanding.pieces.clauses import join
from server.understanding.pieces.headcount import read_basis, stated_for
from server.understanding.pieces.measures import DEFAULT, EITHER, attribute_of, extreme_of, number_of
from server.understanding.pieces.pieces import NUMBERS
from server.understanding.pieces.relations import BESIDES, compared, unpriced, warded_off, where
from server.understanding.pieces.signals import Signals, distinct
from server.understanding.pieces.target import marked
from server.understanding.words import cues as ask
from server.understanding.words.wordlist import phrases

_LISTED = re.compile(
    r"\b(?:which|who|what) (?:ones? )?(?:of|is|are|among|between|costs?|earns?|has|have|does|do|can|one)\b"
    r"|\bor\b|\bvs\.?(?!\w)|\bversus\b"
    r"|\bamong\b|\bout of\b|\bof (?:these|§)|\bbetween\b|\bchoose\b|§ ?/ ?§|^\W*which\b"
)
_CHEAPER = (ask.COMPARATIVE, ask.EARNS_LESS, ask.FEWER_PHASES)
_DEARER = (ask.DEARER, ask.EARNS_MORE, ask.MORE_PHASES)
# `which is cheaper, and by how much?` asks for one of the two first.
_PICKS = re.compile(r"\b(?:which|who)\b(?! (?:is|are) the difference)")
_HOW_MUCH = re.compile(r"\bhow (?:much|far)\b|\bgap\b|\bmargin\b|\bdelta\b|\bpremium\b|\bdollars?\b")
_OPENS = re.compile(r"(?:^|[,;:])\W*(?:what|which|is there|anything)\b")
_ASKS_OPENLY = re.compile(r"\b(?:which|what|who|whose|how|why|when|where|list|name)\b")
_TEAM = re.compile(
    r"\b(?:team|squad|crew|hire|hiring|employ|payroll|stack|set-?up|toolchain|bundle|buy|buying|purchase"
    r"|(?:will|would|does|do) (?:that|this|it all|all that|they all|the lot) (?:all )?cost|costs? (?:us|me)|get|took"
    r"|bought|chose|picked|adopted|went for|take|taking|choose|pick|go (?:with|for)"
    r"|subscribe|adopt|roll out|we pay|i pay|(?:we|i|us) (?:spend|owe)|invoice|outlay|spend|spending"
    r"|expenditure|what will both|and both|what(?:['’]s| is) (?:that|this|it)(?= (?:a|per|each|every) (?:month"
    r"|year)))\b"
)
_APART = re.compile(r"\beach\b(?! month)|\brespectively\b|\bprices\b|\bper tool\b|\bseparately\b")
# One for several: `replace A by B and C`, `B and C instead of A`; what stands on either side of the match.
_SWAPPED = re.compile(
    r"\b(?:replac|swap|exchang|substitut|trad|switch|mov|chang|migrat|go|ditch|drop)\w*\b[^.?!]*?§[^.?!§]*?"
    r"\b(?:by|with|for|to|in favou?r of)\b|§[^.?!§]*\b(?:instead of|in place of|rather than)\b"
)
_FITS = re.compile(
    r"\b(?:fits?|exceeds?|within|afford\w*|enough|stay(?:s|ing)? (?:under|below)|stack of"
    r"|over (?:the )?budget|together|in total|budget|(?:all )?at once|at the same time|simultaneously|side by side"
    r"|in one go|(?:does|do|will|would) (?:that|this|it|they) (?:work|go)"
    r"|(?:is|are|would|will) (?:that|this|it|they|the (?:sum|total|bill)|all (?:of )?(?:that|it|this))"
    r"(?: (?:be|still|all|together|come|stay|in|to|at))* (?:under|below|over|above|beyond|less|more|at most)"
    r"|(?<=§ )(?:both(?=\W*(?:$|,|\?))|too|ok(?:ay)?|possible|doable))\b"
    r"|\b(?:pay|hire|employ|fund|finance|staff|have|get|take|run|buy|use)\b[^?.!]*§[^?.!]*"
    r"\b(?:out of|from|with|on|for)\b"
)
# `we have $20,000 a month, can we hire two §?`, `does $20,000 a month suffice for two §?`
_HIRED = re.compile(r"\b(?:hire|employ|recruit|pay(?: for)?|get|have|suffices?|sufficient|do|cover)\b[^?.!]*§")
_EACH_ALONE = re.compile(
    r"\bwhich(?: ones?)?(?: of (?:these|those|them|the))?\b.*\b(?:fits?|affords?|stays?|keeps?)\b|\b(?:single|each"
    r"|any one) (?:subscription|licen[cs]e|tool|one)\b|§,? or (?:an? |the )?§|\beither\b"
)
_IN_PERCENT = re.compile(r"\bpercent\w*|\bper cent\b|%")
_ONE_OF_EACH = re.compile(r"\bone §+(?:,| and| plus)[^§]{0,8}\bone §")
# `the cost of an § and a §` is one amount.
_COST_OF_ALL = re.compile(
    r"\b(?:costs?|budget|price) (?:of|for|to (?:hire|employ|have|pay)) (?:hiring |employing )?(?:an?|one) §+"
    r"(?:,| and| plus)[^§]{0,8}\b(?:an?|one) §"
)
_REPLACES = re.compile(
    r"\breplace\b.*\b(?:by|with)\b|\balternatives?\b"
    r"|\b(?:some|any)thing\b.*\b(?:do the same|take its place|replace|the same (?:job|thing|task|work))\b"
)
_OTHER_WAY = re.compile(r"\bor\b[^?]*\b(?:other way (?:a?round|about)|vice[- ]versa|the reverse)\b")
_AS_MUCH = re.compile(
    rf"\bas (?:(?:much|good|high)(?: an?)?(?: {ask.AMOUNT})?|well paid|expensive|dear|cheap) as\b"
    r"|\b(?:the|an?) (?:same|identical)(?: \w+)? as\b|\bidentical (?:to|with)\b"
)
_SELF = re.compile(r"\b(?:it|is|does|are|do|he|she)\b")
_THAN_ONE = re.compile(r"\bthan (?:an? |the )?§")
# `is A better than B?`, `A instead of B?`: no table ranks quality, so the rows stand side by side.
_PREFERS = phrases(
    r"""
    better|prefer\w*|superior|worth|instead of|rather than|in place of|make(?:s)? (?:more )?sense|best
    (?:should|shall) (?:i|we|you|one|they|a team) \w+(?: (?:with|for))?
    (?:choose|choosing|decide|deciding|torn|choice) between
    """
)
_BETTER = re.compile(r"\b(?:better|preferable|superior) (?:\w+ ){0,3}(?:than|to) (?:an? |the )?§")
_PACK = r"(?:licen[cs]es?|subscriptions?|copies|packs?|bundles?|plans?)"
_PACKS = re.compile(rf" {_PACK}\b")
_COUNT_BEFORE = re.compile(
    rf"\b(?P<n>{'|'.join(NUMBERS)}|\d+)(?:\s+|\s*[x×]\s*|\s+times\s+)"
    rf"(?P<pack>(?:[\w-]+ )?{_PACK} )?(?P<of>(?:of|for|to) )?$"
)
_OF_A_LIST = re.compile(r"\b(?:the|these|those|our|all) (?P<n>two|three|four|five|six|[2-6]) $")
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_COUNT_BEHIND = re.compile(rf" (?:[x×] ?(?P<n>\d+)|(?P<often>{'|'.join(_OFTEN)}))\b(?= ?(?:[,.;:?+]|and\b|plus\b|$))")
_HOW_MANY_TIMES = re.compile(r"\bhow many times\b|\b(?:what|which) (?:multiple|factor)\b|\bby what factor\b")
_LINKING = frozenset(
    """
    and or but not no nor in on for of the a an to with without that which is are it both either neither per
    month monthly also cost costs only just phase phases please n't whats what's yes y n
    """.split()
)


# `which AWS tools does the table have?`, whose names stand in one list as well.
_HELD = re.compile(
    r"\b(?:which|what) §+(?:(?:, and |, | and )§+)* (?:(?:does|do) (?:the |your )?(?:\w+ )?(?:table|paper|list"
    r"|catalogue|you)"
    r" (?:\w+ )?(?:have|list|name|show|know|contain|hold|print)|(?:are|is) (?:there|listed|named|printed))\b(?!.*§)"
)
# `what do we save if we drop § and §?`: what both come to.
_DROPPED = re.compile(
    r"\b(?:drop|cancel|scrap|ditch|axe|cut|remov|stop|quit|abandon|replac|discard|eliminat|without"
    r"|throw(?:ing)? (?:out|away)|get(?:ting)? rid of|giv(?:e|ing) up)\w*[^.?!§]{0,20}§+"
    r"(?:(?:,| and| plus| &|, and)[^.?!§]{1,8}§+)+"
)
_OUT = (
    r"without|excluding|except(?:ing)?(?: for)?|minus|leaving out|not counting|apart from|other than|(?:but|and) not"
    r"|if we (?:drop|skip)|no longer"
    r"|(?:drop|cancel|scrap|ditch|remov|skip|tak|leav|eliminat|cut)\w*(?= [^.?!]*\bfrom\b)"
)
# `the total of A, B and C without B`, `if we drop B from A, B and C`
_TAKEN_OUT = re.compile(rf"\b(?:{_OUT}) (?:the |an? )?(?P<names>§+(?:(?:,| and| or| nor|, and) §+(?! from\b))*)")
# `how many AWS tools are there?`, whose names stand in one list.
_COUNTED = re.compile(r"\bhow many §+(?:(?:, and |, | and )§+)* (?:are|do|does|have|has|is|exist)\b(?!.*§)")
# `§ or § for versioning, what do they cost?`: whatever is told of them before.
_OF_EACH = re.compile(
    r"[,:;?–—-]\s*(?:and )?(?:what (?:do|does|would|will) (?:they|it|both|each|these|those)(?: each)? (?:cost|earn)"
    r"|how much(?: (?:is|are|do|does|would) (?:it|they|both|each)\b[^?]*)?)\W*$"
)


def read_named(signals: Signals, select: Select, named: tuple[str, ...]) -> Query | None:
    """The query about `named`; None where the question asks for others or for something else."""
    if signals.target.noun == select and signals.says(BESIDES, ask.IN_BETWEEN):
        return None
    if select == "tools" and (bound := unpriced(signals, named)) is not None:
        return Query(select=select, measure="attribute", named=(bound,), by="cost", premise=True)
    if _asks_for_others(signals, select, named):
        return Query(select=select, where=where(signals, select, named))
    if len(named) > 1 and not signals.stated and signals.says(_COUNTED, _HELD):
        measure: Measure = "count" if signals.says(_COUNTED) else "list"
        return Query(select=select, measure=measure, where=Named(names=named))
    by = attribute_of(signals, select)
    denied = warded_off(signals)
    wanted = tuple(name for name in named if name not in denied) or named
    if by is not None and wanted != named and signals.target.noun is None and not signals.pieces:
        return Query(select=select, measure="attribute", named=wanted, by=by, team=team_counts(signals, wanted))
    amounts = _amounts(signals, select, named)
    if amounts is not None:
        return amounts
    asks = signals.pieces or by == "licence" or compared(signals, select, named)
    if _is_choice(signals, named) and signals.says(r"\bor\b") and signals.says(ask.COMPARATIVE, ask.DEARER):
        return _choice(signals, select, named, by)
    if select == "tools" and by == "cost" and signals.says(r"\bor how\b"):
        return Query(select=select, measure="attribute", named=named, by=by)
    if len(named) > 1 and signals.says(_OTHER_WAY) and signals.says(*_CHEAPER, *_DEARER, r"\bmore than\b"):
        return _choice(signals, select, named, by)
    yes_or_no = ask.YES_NO.search(signals.lower) or ask.TAGGED.search(signals.masked)
    if yes_or_no and asks and (signals.target.noun != "roles" or select == "roles"):
        return _check(signals, select, named)
    if _is_choice(signals, named):
        return _choice(signals, select, named, by)
    if len(named) > 1 and signals.target.noun is None and signals.says(_PREFERS) and not signals.says(ask.WHY):
        return Query(select=select, measure="compare", named=named)
    return _about(signals, select, named, by) if signals.target.noun is None else None


def _amounts(signals: Signals, select: Select, named: tuple[str, ...]) -> Query | None:
    """What each of several costs or earns, or what they come to: their sum, whether it keeps to a limit, their mean,
    the difference of two."""
    rest = _left_in(signals, named)
    if rest != named and signals.says(ask.COST, ask.WAGE, ask.TOTAL) and not signals.pieces:
        return Query(select=select, measure="sum", named=rest, by=DEFAULT[select], team=team_counts(signals, rest))
    if signals.target.noun is None and _OF_EACH.search(signals.masked):
        return Query(select=select, measure="attribute", named=named, by=DEFAULT[select])
    swapped = _swapped(signals, named) if signals.says(ask.MARGIN) else None
    if swapped is not None:
        return Query(select=select, measure="compare", named=swapped, by=DEFAULT[select], combine="minus")
    if len(named) > 1 and signals.says(ask.MARGIN_OF_COST) and signals.says(_DROPPED):
        return Query(select=select, measure="sum", named=named, by=DEFAULT[select], team=team_counts(signals, named))
    if len(named) > 1 and signals.says(ask.MEAN, ask.MEDIAN):
        measure: Measure = "median" if signals.says(ask.MEDIAN) else "mean"
        return Query(select=select, measure=measure, named=named, by=DEFAULT[select], team=team_counts(signals, named))
    free = signals.target.noun is None or signals.target.noun == select
    if free and len(named) > 1 and sums(signals, named) and not signals.pieces:
        return Query(select=select, measure="sum", named=named, by=DEFAULT[select], team=team_counts(signals, named))
    limit = _limit(signals, select, named)
    if limit is not None:
        team = team_counts(signals, named)
        return Query(select=select, measure="sum", named=named, by=DEFAULT[select], team=team, amount=limit)
    if (
        len(named) == 2
        and signals.says(ask.MARGIN, _HOW_MANY_TIMES)
        and not (signals.says(_PICKS) and signals.says(*_CHEAPER, *_DEARER))
        and signals.says(
            *((ask.WAGE, _HOW_MUCH) if select == "roles" else (ask.COST, ask.MARGIN_OF_COST)), *_CHEAPER, *_DEARER
        )
    ):
        measure = "share" if signals.says(_IN_PERCENT, _HOW_MANY_TIMES) else "compare"
        return Query(select=select, measure=measure, named=named, by=DEFAULT[select], team=_several(signals, named))
    return None


def _left_in(signals: Signals, named: tuple[str, ...]) -> tuple[str, ...]:
    """The named without those that are taken out of their list; all where that leaves nobody, or none is listed."""
    if signals.says(ask.MARGIN, ask.MARGIN_OF_COST, ask.COMPARATIVE, ask.DEARER, ask.COMPARE):
        return named
    spans = [match.span("names") for match in _TAKEN_OUT.finditer(signals.masked)]
    out = {m.name for m in signals.mentions if any(start <= m.start < end for start, end in spans)}
    return tuple(name for name in named if name not in out) or named


def _swapped(signals: Signals, named: tuple[str, ...]) -> tuple[str, ...] | None:
    """The one that gives way to several or comes for them, and these."""
    match = _SWAPPED.search(signals.masked) if len(named) > 2 else None
    if match is None:
        return None
    before = distinct(m.name for m in signals.mentions if m.name in named and m.start < match.end())
    after = tuple(name for name in named if name not in before)
    one, others = sorted((before, after), key=len)
    return (*one, *others) if len(one) == 1 else None


def _asks_for_others(signals: Signals, select: Select, named: tuple[str, ...]) -> bool:
    """`an alternative to X`, `what is cheaper than X?`, `except for X, what is free?`: the named only bound what is
    asked for."""
    kind = signals.target.noun
    if (
        select == "tools"
        and len(named) == 1
        and signals.says(_REPLACES, *([ask.ALTERNATIVE] if kind == select else []))
    ):
        return True
    if kind is None and signals.pieces and signals.says(BESIDES) and signals.says(_OPENS):
        return True
    comparison = compared(signals, select, named)
    if comparison is None:
        return False
    if kind is None:
        asks_openly = not signals.says(_SELF) or signals.says(r"^\W*(?:which|what|anything)\b")
        return asks_openly and not comparison.subject
    return kind == select and bool(re.search(r"\b(?:any|some)\W+$", signals.masked[: signals.target.start]))


def _limit(signals: Signals, select: Select, named: tuple[str, ...]) -> int | None:
    """The amount that several together must keep to: `do A and B fit into $150?`"""
    if signals.says(_EACH_ALONE):
        return None
    counted = any(count > 1 for count in team_counts(signals, named))
    fits = signals.says(_FITS) or (counted and select == "roles" and signals.says(_HIRED))
    return limit_of(signals, select) if fits and (counted or len(named) > 1) else None


def limit_of(signals: Signals, select: Select) -> int | None:
    """The one amount above nothing that is stated, for as many months as the question asks for."""
    stated = [piece for piece in signals.pieces if isinstance(piece.condition, Costs | Earns) and piece.condition.usd]
    if len({piece.condition for piece in stated}) != 1 or not isinstance(of := stated[0].condition, Costs | Earns):
        return None
    months = read_basis(signals.masked, roles=select == "roles").months
    return round(of.usd * months / (stated_for(signals.masked, stated[0].start, stated[0].end) or months))


def sums(signals: Signals, named: tuple[str, ...]) -> bool:
    """Whether it is asked what the named come to together."""
    compares = ask.COMPARATIVE, ask.DEARER, ask.EARNS_LESS, ask.EARNS_MORE
    if signals.says(*compares, r"\b(?:who|which) of the\b|\b(?:the same|equal(?:ly)?|identical(?:ly)?)\b"):
        return False
    if (_APART.search(signals.masked) or signals.says(ask.MARGIN, ask.DIFFERENCE)) and not signals.says(ask.TOTAL):
        return False
    if signals.says(_BETTER, ask.MARGIN_OF_COST, r"\bhow much (?:more|less)\b"):
        return False
    if signals.says(EITHER) and not signals.says(ask.TOTAL):
        return False
    money = signals.says(ask.COST, ask.WAGE, r"\bpay\b")
    if signals.says(r"=\s*\?", r"§ ?(?:plus|\+) ?(?:an? |the |one |two |three )?§") or (
        signals.says(ask.TOTAL) and (money or signals.target.noun is None)
    ):
        return True
    team = team_counts(signals, named)
    return bool(
        money
        and (
            any(count > 1 for count in team)
            or signals.says(_ONE_OF_EACH, _COST_OF_ALL, _TEAM, r"\bthe two\b|\bthe (?:three|four)\b")
        )
    )


def _about(signals: Signals, select: Select, named: tuple[str, ...], by: Attribute | None) -> Query | None:
    """Questions about named entities that ask for no kind of thing."""
    if len(named) > 1 and signals.says(ask.COMPARE):
        return Query(select=select, measure="compare", named=named, by=by)
    if select == "tools" and signals.says(r"\b(?:alternatives?|replac\w+|substitut\w+|competitors?|rivals?)\b"):
        return Query(select=select, where=where(signals, select, named))
    if by is not None and not ask.WHY.search(signals.lower):
        return Query(select=select, measure="attribute", named=named, by=by, team=team_counts(signals, named))
    if signals.pieces and (_only_links(signals) or _stated(signals)):
        return _check(signals, select, named)
    if ask.DESCRIBE.match(signals.lower) or not signals.masked.strip(" §?.!"):
        return Query(select=select, measure="describe", named=named)
    return None


def _stated(signals: Signals) -> bool:
    """A statement or fragment with a question mark: `git in CI column?`."""
    return "?" in signals.text and not _ASKS_OPENLY.search(signals.masked) and len(signals.masked.split()) <= 10


def _check(signals: Signals, select: Select, named: tuple[str, ...]) -> Query:
    comparison = compared(signals, select, named)
    if comparison is not None and not comparison.subject:
        return Query(select=select, where=where(signals, select, named))
    if comparison is not None:
        equal = signals.says(_AS_MUCH) and len(comparison.subject) + 1 == len(named)
        condition = _without_itself(comparison.condition) if equal else comparison.condition
        # `A earns as much as B` holds of both or of none.
        both = equal and all(condition.holds(signals.catalogue.thing(name)) for name in named)
        return Query(select=select, measure="check", named=named if both else comparison.subject, where=condition)
    condition, by = join(signals.anonymous, signals.pieces), attribute_of(signals, select)
    measure: Measure = "attribute" if condition == AllOf() and by is not None else "check"
    return Query(select=select, measure=measure, named=named, where=condition, by=by)


def _without_itself(condition: Condition) -> Condition:
    if not isinstance(condition, AllOf):
        return condition
    return AllOf(of=tuple(part for part in condition.of if not isinstance(part, Not)))


def _is_choice(signals: Signals, named: tuple[str, ...]) -> bool:
    """`which of A and B …`, `is A or B …`: one or some of the named are asked for."""
    if len(named) < 2 or _THAN_ONE.search(marked(signals.text, signals.mentions)):
        return False
    if signals.says(*_CHEAPER, *_DEARER):
        return True
    return signals.says(_LISTED) and (bool(signals.pieces) or signals.says(ask.MIN, ask.MAX))


def _choice(signals: Signals, select: Select, named: tuple[str, ...], by: Attribute | None) -> Query:
    measure: Measure = "check"
    if signals.says(*_CHEAPER, ask.MIN):
        measure = "min"
    elif signals.says(*_DEARER, ask.MAX):
        measure = "max"
    if measure == "check":
        return Query(select=select, measure=measure, named=named, where=join(signals.anonymous, signals.pieces), by=by)
    stated = join(signals.anonymous, signals.pieces)
    condition: Condition = Named(names=named) if stated == AllOf() else AllOf(of=(Named(names=named), stated))
    by, team = extreme_of(signals, select), _several(signals, named)
    return Query(select=select, measure=measure, named=named, where=condition, by=by, team=team)


def _only_links(signals: Signals) -> bool:
    """Whether nothing but linking words stands beside the names and conditions."""
    rest = signals.masked
    for piece in signals.pieces:
        rest = f"{rest[: piece.start]}{' ' * (piece.end - piece.start)}{rest[piece.end :]}"
    return all(word in _LINKING for word in re.findall(r"[a-z']+", rest))


def _several(signals: Signals, named: tuple[str, ...]) -> tuple[int, ...]:
    """How many of each are set against each other: `3 X or 4 Y`; nothing for one of each."""
    team = team_counts(signals, named)
    return team if any(count > 1 for count in team) else ()


def _numbered(signals: Signals, named: tuple[str, ...]) -> int | None:
    """Where a list starts whose length is told in front of it: `the three A, B and C`."""
    first = next((m for m in signals.mentions if m.name in named), None)
    match = _OF_A_LIST.search(signals.lower[: first.start]) if first is not None else None
    if first is None or match is None or number_of(match["n"]) != len(named) or first.text.lower().endswith("s"):
        return None
    return first.start


def team_counts(signals: Signals, named: tuple[str, ...]) -> tuple[int, ...]:
    """How many of each named are counted: `two data engineers and an ML engineer`, `2 packs of A and three of B`."""
    counts = dict.fromkeys(named, 1)
    packs = False
    numbered = _numbered(signals, named)
    for mention in signals.mentions:
        before = _COUNT_BEFORE.search(signals.lower[: mention.start])
        behind = _COUNT_BEHIND.match(signals.lower, mention.end)
        count = number_of(before["n"]) if before else None
        if before and before["of"] and not (before["pack"] or packs):
            count = None  # `two of A`, of which no packs were told
        if mention.start == numbered:
            count = None
        if behind and count is None:
            count = _OFTEN.get(behind["often"]) or number_of(behind["n"] or "")
        packs = packs or bool(before and before["pack"]) or bool(_PACKS.match(signals.lower, mention.end))
        if mention.name in counts and count is not None:
            counts[mention.name] = count
    return tuple(counts.values())
