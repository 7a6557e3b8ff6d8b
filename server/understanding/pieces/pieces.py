"""Pieces: the conditions that a text states, each with the span of words that states it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.linker import Mention
from corpus.vocabulary import MAIN_PHASES, TABLE_IV_COLUMNS, PhaseCode
from server.conditions import Classified, Comparison, Condition, Costs, Covers, Earns, Not, OpenSource, Priced, Spans
from server.conjunctions import affirmed
from server.understanding.words import cues as ask
from server.understanding.words.bounds import SIGNS
from server.understanding.words.money import find_amounts
from server.understanding.words.wordlist import phrases

NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "single": 1}

_MONTHLY = (
    r"(?:an? )?monthly (?:dollar )?(?:price|figure|amount)(?: on (?:it|them))?"
    r"(?! (?:of|in|at|below|above|under|over|between|from)\b)"
)
_NOT_ZERO = phrases(
    rf"""non[- ]?zero(?![- ]cost)|costs? something fixed
    (?:\$0|zero|zeros|nothing) (?:doesn['’]t|does not|don['’]t|do not|won['’]t) count
    (?:\$0|zero|zeros)(?: is| are| being)? (?:excluded|left out|aside|not counted|not included)
    (?:excluding|except|apart from|leaving out|ignoring) (?:\$0|zero|zeros)
    pay(?:s|ing)? (?:\w+ )?(?:a |some )?(?:fixed|flat)(?= amount| sum| price| fee)
    (?:an? )?(?:fixed|flat|set)(?:[- ](?:monthly|dollar))?[- ]fees?(?! (?:of|at))
    (?:an? )?(?:real|paid|flat|fixed|monthly|regular|proper|actual|normal)(?:,? \w+)? subscriptions?
    (?:by|via|on|with an?|needs? an?) subscription
    (?:an? )?(?:actual|real|positive) (?:fixed )?(?:dollar )?price
    (?:has|have|had|carr(?:y|ies)|bears?|with) {_MONTHLY}
    (?:carr(?:y|ies|ying)|bear(?:s|ing)?) (?:an? )?(?:dollar |fixed )?price(?! (?:of|tag of)\b)
    (?:charge|ask|take|want)s? (?:for )?(?:an? |any |some )?(?:monthly|fixed|flat|regular)(?: monthly)? (?:fees?
    |prices?|sums?|amounts?|rates?)
    (?:an? )?(?:fixed|flat)(?: monthly)? charges?"""
)
_NOT_FREE = phrases(
    r"non-?zero[- ]cost|(?:not|never|other than|(?:is|are)n['’]t) (?:equal to |at |priced at )?(?:\$0|zero|0)"
)
_FREE = phrases(
    r"""(?<!non-)(?<!non )free(?: of charge| of cost)?(?! (?:\w+ )?(?:trial|demo|sample|training|credit|tier)s?\b)
    (?:no|zero|nil)[- ]cost|cost(?:s|ing)? (?:\w+ )?nothing|gratis|cost[- ]free|for nothing(?! but| else)
    (?:zero|nil)[- ](?:dollars?[- ])?(?:price|cost|fee|charge)s?(?: tag)?
    (?:price|cost|fee)s?(?: tag)?(?: (?:is|are|being|of|at|equals))? (?:zero|nil|naught|(?<=of )nothing)
    (?:an? )?(?:zero|\$0) (?:in|under|for|as) (?:the |its |their )?(?:cost|price)(?:s|/month)?(?: column)?
    (?:priced|listed|offered|at) (?:at )?(?:zero|nil)|nothing to pay(?: for)?
    freebies?|pay(?:s|ing)? nothing
    without (?:any |a )?(?:licen[cs]e )?(?:costs?|fees?|bills?)|(?:without|not) (?:paying|spending|costing
    |(?:any )?(?:costs?|charge|fees?|budget|a budget|money
    |payment))(?: anything| money| a cent| a dime| a penny)?
    at no (?:cost|charge)|no charge|won['’]t cost(?: \w+)?(?: a (?:cent|thing|dime|penny)| anything)?
    (?:not|\w+n['’]t|never) cost(?:s|ing)? (?:us |me |you )?(?:anything|money|a cent|a thing|a dime|a penny)
    (?:no|without (?:an?|any)) (?:tool(?:ing)? |software |licen[cs]e )?(?:budget|fees?|price tag|outlay
    |(?:money|funds|cash)(?! to (?!spend|pay|buy|licen))
    |licen[cs]e (?:fees?|costs?)|monthly (?:fee|cost))
    (?:refuse|unwilling|not (?:willing|prepared|ready)) to pay|no (?:intention|wish) (?:to|of) pay(?:ing)?
    (?:do|does)(?:n['’]t| not) (?:want|intend|wish) to pay
    (?:won['’]t|will not|not|never) pay(?:ing)?(?! (?:more|over|above|less|for))
    costless|(?:forbid|bann?|prohibit|rul)(?:s|ed|es)?(?: out)? (?:all |any )?(?:spending|expenses|purchases|outlays?)
    no spending|spending (?:freeze|ban|stop)|without (?:any )?spending
    zero[- ](?:budget|money|dollars?|bucks|cents|outlay|spend)|costs? (?:zero|nil|naught)|freeload\w*
    kostenlos\w*|kostenfrei\w*|umsonst
    budget(?: of| is| equals|['’]s) (?:zero|nil|nothing|none|\$0)
    (?:can(?:no|['’])t|cannot|won['’]t|not|\w+n['’]t) (?:spend|pay|afford) (?:a (?:cent|dime|penny)
    |anything|any money|money)
    (?:nothing|no money) (?:\w+ )?to spend
    (?:not|never|n['’]t) (?:\w+ )?burden (?:the|our|my|any) (?:\w+ )?budget
    unpaid(?! (?:bills?|invoices?|interns?|overtime))
    spend(?:s|ing)? nothing|without a (?:cent|dime|penny)|zero[- ]priced|complimentary|on the house
    (?:nobody|no one|no-one) (?:has|needs?)(?: to)? pay(?: for)?
    """
)
_PAID = phrases(
    r"""
    (?<!who )(?<![-–])(?<!best )(?<!worst )(?<!well )(?<!better )(?<!highest )(?<!lowest )paid(?=[,:;.?]|\s*$|,? fixed
    | (?:with|at|for) (?:an? )?(?:fixed|flat|set)(?: monthly)? (?:price|cost|fee|amount)s?\b
    | (?:[\w-]+ ){0,3}(?:tools?|products?|services?|software|kit|ones?)
    | (?:options?|solutions?|plans?|and|or|monitoring|for(?! in))\b)
    (?<=\ba )paid(?= [a-z])
    something (?:that )?(?:we|you|i|one) pay for
    (?:that|which) (?:still )?charges?(?=\W*$)
    costs? (?:(?:real|actual|some|any|good) )?(?:money|something(?! fixed))|costing money|something to pay
    |(?:that|which) (?:we|you|i
    |one) (?:still |must |have to )?pay for|(?:has|have|must|needs?) to pay for(?=\s*[?.]?\s*$)
    |(?<![-–])(?:priced|paid) ones|a price tag(?! (?:of|other))|non[- ]free|(?:have|has) a price(?! of\b)|chargeable
    with a price(?=\W*$)
    (?:with|have|has|carr(?:y|ies)) (?:any|some) (?:kind|sort|form) of (?:bill|price|cost|fee|charge)s?
    (?:flat|fixed)(?:[- ](?:rate|price|fee))? or (?:metered|variable|(?:by )?(?:usage|consumption)(?:[- ]based)?)
    (?:be|get|gets|are|being) charged for
    (?:you|we) (?:have|need) to pay(?: for)?
    (?:actually |really |still )?pay (?:a |any |some )?(?:fee|money|something)s?(?: for)?
    (?:is|are|gets?|has to be|must be) paid for|sends? (?:us |me |you )?(?:an? |the )?(?:invoice|bill)s?(?! to\b)
    """
)
_OPEN = phrases(
    r"""
    open[- ]?sourced?|open(?= ones)|(?<=something )open(?=\W)|open[- ]src|f?l?oss
    openly licensed|open licen[cs]ed?|open (?:source )?code(?! (?:base|editor))|(?:source(?: code)?|licen[cs]e) (?:is
    |must be|should be|has to be) open
    """
)
_FOSS_POLICY = r"(?:f?l?oss|open[- ]source)(?:[- ]only)? (?:policy|rule|mandate|purists?)"
_CLOSED = phrases(
    rf"""
    closed(?:[- ]sourced?)?|proprietary|propriet\w+|non[- ]open[- ]source
    |non[- ]?f?oss
    commercial(?:ly licensed)?(?! (?:use|usage|purposes?|projects?|setting)\b)
    source(?: code)? (?:is not|isn['’]t) open
    open[- ]source (?:column|tick|cell|box) (?:is |left |being )?(?:blank|empty|missing|unticked)
    (?:blank|empty) (?:under|in|for)(?: the)? open[- ]source(?: column)?
    (?:no|without(?: an?| the)?|lack(?:s|ing)?(?: an?| the)?) open[- ]source (?:tick|mark|flag|check ?mark|check|box)
    {_FOSS_POLICY} [^.?!;]{{0,20}}?\b(?:reject|exclude|forbid|refuse|rule out|ban|strike out)\w*
    """
)
_CONSUMED = (
    r"(?:(?:the )?(?:use|usage|consumption)|(?:just |only )?(?:what|how much)"
    r" (?:you|we|i|one|is|gets) (?:\w+ )?(?:use|consume)d?)"
)
_CONSUMPTION = phrases(
    rf"""
    (?:consumption|usage)[- ]?(?:based|priced?|prices|tariffs?|pricing|billed|billing)?(?: pricing| billing
    | cost| prices
    | fees| offers?)?(?! of)
    pay[- ](?:as|per|by|for what)[- ]?(?:you|we)?[- ]?(?:go|use|consume|consumption)
    pay for what (?:you|we|i) (?:actually )?(?:use|consume)
    (?:pay(?:s|ing)?|charged?|billed) (?:by|for|per|according to) how much (?:i|we|you|is) (?:\w+ )?(?:use|consume)d?
    (?-i:CB)(?:[- ]priced)?|metered
    (?:bill|charge|price|invoice)(?:s|d|ed)?(?: you| us| me)? (?:by|on|per|for|according to) {_CONSUMED}
    """,
    flags=re.IGNORECASE,
)
_REQUEST = phrases(
    r"(?:by|on|upon)[- ]request|request[- ](?:only|based|priced)|prices? on application|"
    r"(?:contact|call|ring|phone|ask|write to)(?: up)? sales|by quote|"
    r"pric(?:e|es) (?:that )?(?:one |you |we )?(?:has|have|must|needs?)(?: to)? (?:be )?request(?:ed)?|"
    r"(?:ask|asking|request) for (?:a quote|a price|(?:the |its )?pric\w+)|"
    r"(?:wants?|makes?|has|have|need|needs|must|got|gotta) (?:you |us |me |people )?(?:to )?(?:ask|inquire"
    r"|enquire|call|write)(?: them)?"
    r" for (?:it|one|the figure)|(?:un|not |non-)(?:published|disclosed|printed) price|(?:secret|hidden"
    r"|undisclosed) pric\w+|"
    r"(?:do|does|will)(?:n['’]t| not) (?:tell|say|print|publish|show|list|give|name|quote)(?: you| us"
    r"| me)? (?:the|an?|its|any) price|"
    r"tells? (?:you|us|one|people) to (?:ask|enquire|inquire)(?: for (?:it|one|the price))?|"
    r"(?:ask|contact|call|approach) (?:the )?(?:vendor|seller|maker|manufacturer|them)"
    r"(?: for (?:a |the )?(?:price|quote|pricing))?|price on (?:demand|inquiry|enquiry)|quote[- ]only|no public price"
)
_FIXED = phrases(
    r"""
    something fixed|fixed(?=\W*$)|(?:fixed|known) (?:number|price)
    fixed(?:[- ]monthly)?(?:[- ]dollar)?[- ](?:pric\w*|costs?|amounts?|figures?|sums?|rate)
    flat(?:[- ]dollar)?[- ](?:prices?|rate|priced)|(?:fixed|flat|set)(?:[- ](?:monthly|dollar))?[- ]fees?(?= (?:of|at))
    set (?:monthly )?price|priced in dollars|(?:a )?dollar (?:price|figure|amount)"""
)
_WORDS: tuple[tuple[re.Pattern[str], Condition], ...] = (
    (_NOT_ZERO, Costs(comparison=">", usd=0)),
    (_NOT_FREE, Not(of=Costs(comparison="=", usd=0))),
    (_CLOSED, Not(of=OpenSource())),
    (_FREE, Costs(comparison="=", usd=0)),
    (_PAID, Not(of=Costs(comparison="=", usd=0))),
    (_OPEN, OpenSource()),
    (_REQUEST, Priced(printed="By Request")),
    (_FIXED, Priced(printed="fixed")),
)
# `which of them touch other phases as well?`
_MORE_THAN_ONE = re.compile(
    r"(?<!no )(?<!any )\bother (?:phases?|stages?|columns?)(?= too\b| as well\b| besides\b)"
    r"|\bsomething (?:else|other|more)(?= too\b| as well\b| besides\b)|\bbesides (?:it|that"
    r"|this),? (?:also )?something else\b"
)
_ONE_TRICK = phrases(
    r"one[- ]trick pon(?:y|ies)|single[- ]purpose|(?:do|does|serve|serves) (?:just|only) (?:one|a single) thing"
)
_SPANS = re.compile(
    r"\b(?:(?P<sign>more than|over|at least|at most|no more than|fewer than|less than|exactly|only|just|up to)\s+)?"
    r"(?<!which of the )(?<!any of the )(?<!each of the )"
    r"(?P<count>one|two|three|four|five|six|seven|eight|nine|\d|a single|(?<!every )single|multiple|several|all"
    r"|every(?: single)?(?: one)?)"
    r"(?P<suffix> or (?:more|fewer)| (?:plus|\+))?\s+"
    r"(?:different |lifecycle |distinct |tick |of the (?:seven |eight |7 |8 )?)*(?:phases?"
    r"|stages?|columns?|ticks?)\b"
    r"(?P<behind> or (?:more|fewer))?"
    r"(?! (?:is|are|stays?|remains?|goes) (?:missing|left|open|uncovered|lacking|without)\b)"
)
WHOLE_LIFECYCLE = Spans(comparison="=", count=len(MAIN_PHASES), of_seven=True)
_COLUMNS = re.compile(r"\bcolumns?|\bticks?|\b(?:eight|8)\b")
_OF_SEVEN = re.compile(r"\bof the (?:seven|7)\b")
# `counting MDT and MDL as one phase`
_AS_ONE = re.compile(
    r"\b(?:count|tak|treat|regard|merg|consider)\w*\b[^.?!]{0,60}\bas (?:one|a single)\b(?: phase| stage)?"
)
_WITHIN = re.compile(r"\b(?:of|in|on|across|among|amongst|from|over|within|at) (?:the|these|those) $")
_OPENS_LIST = re.compile(r"\s*[-–:,(]?\s*")
_UP_TO = re.compile(r"\s*(?:to|through|until|till|[-–…])\s*")
WHOLES = (WHOLE_LIFECYCLE, *(Spans(comparison="=", count=len(every)) for every in (TABLE_IV_COLUMNS, MAIN_PHASES)))
_WHOLE = re.compile(
    r"\b(?:whole|entire|full|complete) (?:\w+ )?lifecycle\b|\blifecycle (?:from )?end[- ]to[- ]end\b"
    # `a role that does everything`
    r"|\b(?:that|who|which|can|could)(?: \w+)? (?:do|does|covers?|handles?|manages?)"
    r" (?:everything|it all|the lot)(?=\W*$)"
)
_FROM = re.compile(r"\bfrom (?:the |our )?$")
_TO = re.compile(
    r"(?: phase| stage| work)?,? (?:right |all the way |straight )?"
    r"(?:to|through(?: to)?|until|till|up to|into) (?:the )?"
)
_TWO = re.compile(r"\b(?:both|the two|these two|two phases|two stages)\b")
_DOL_CODE = re.compile(r"\b\d{2}-\d{4}\b")
_HALVES = re.compile(r"\s*\W*(?:both |either |the two )?(?:halves|parts|flavours|flavors|branches)?\W*$")


_LETS_IN = re.compile(
    r"\b(?:incl(?:\.|uding|udes?|uded)?|counting|no (?:problem|issue|trouble) with|nothing against"
    r"|(?:fine|happy|ok|okay) with|(?:do|does)(?:n['’]t| not) mind)\s+(?:also |all |even )?(?:the |those )?$"
)
_EITHER_WAY = re.compile(
    r"\s*(?:ones?|tools?)?,? or (?:not(?=\s*[.,;])|(?:not |non-? ?)(?:free|paid|priced|open|closed|proprietary)\b)"
)
_OPEN_OR_CLOSED = re.compile(
    r"\b(?:open|closed|proprietary|commercial)(?:[- ]sourced?)? or (?:open|closed|proprietary|commercial)\b"
)
_WHETHER = re.compile(r"\b(?:whether|no matter if|regardless of whether) (?:\w+ ){0,2}$")
_LET_IN = re.compile(
    r"\s*(?:ones?|tools?|entries)?,? (?:(?<=ones )too\b"
    r"|(?:also )?count(?:s|ing)?(?: too| as well| also)?(?=\W*$|[),;.])"
    r"|(?:are |is )?(?:counted|included)(?: too| as well| in)?|too(?= counted| included)"
    r"|(?:\w+ )?(?:is|are|would be) (?:fine|okay|ok|no problem|acceptable|welcome)(?! only))\b"
)


@dataclass(frozen=True)
class Piece:
    """A condition and the words `start:end` of the question that state it."""

    condition: Condition
    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the two spans share a character."""
        return self.start < end and start < self.end


def find_pieces(text: str, mentions: Sequence[Mention], *, wages: bool) -> list[Piece]:
    """Every condition stated in the text, in reading order. `wages`: amounts are wages, not prices."""
    return list(_pieces(text, tuple(mentions), wages))


@lru_cache(maxsize=256)
def _pieces(text: str, mentions: tuple[Mention, ...], wages: bool) -> tuple[Piece, ...]:
    lower = text.lower()
    pieces = [
        Piece(Covers(phase=PhaseCode(mention.name)), mention.start, mention.end)
        for mention in mentions
        if mention.kind == "phase" and not (_spells_out(text, mention, mentions) or _repeats(text, mention, mentions))
    ]
    pieces += _between(lower, pieces)
    pieces += [
        Piece(Classified(dol_codes=(code.group(),)), code.start(), code.end()) for code in _DOL_CODE.finditer(text)
    ]
    names = [(m.start, m.end) for m in mentions if m.kind in ("tool", "role")]
    for piece in _stated(text, wages):
        if any(piece.overlaps(start, end) for start, end in names):
            continue
        clashes = (other for other in pieces if other.overlaps(piece.start, piece.end))
        if all((other.start, other.end) == (piece.start, piece.end) for other in clashes):
            pieces.append(piece)  # the two ends of a range share their words
    beside = [piece for piece in pieces if _included(lower, piece) or _announces(lower, piece, pieces)]
    told = _AS_ONE.search(lower)
    beside += [piece for piece in pieces if told is not None and piece.overlaps(*told.span())]
    for scope in (piece for piece in pieces if _is_scope(lower, piece)):
        beside += [scope, *_spelled(lower, scope, pieces)]
    return tuple(sorted((piece for piece in pieces if piece not in beside), key=lambda piece: piece.start))


def _between(lower: str, phases: Sequence[Piece]) -> list[Piece]:
    """`everything from CI to monitoring`: the phases between the two, stated where the second is; not where it is
    said that two are meant."""
    match [(piece, piece.condition) for piece in phases]:
        case [(first, Covers(phase=start)), (last, Covers(phase=end))] if (
            _FROM.search(lower[: first.start])
            and _TO.fullmatch(lower[first.end : last.start])
            and not _TWO.search(lower)
        ):
            a, b = (MAIN_PHASES.index(PhaseCode.MD if PhaseCode.MD.meets(code) else code) for code in (start, end))
            return [Piece(Covers(phase=code), last.start, last.end) for code in MAIN_PHASES[a + 1 : b]]
    return []


@lru_cache(maxsize=256)
def _stated(text: str, wages: bool) -> tuple[Piece, ...]:
    """What the words state, names aside; one question is read for it several times."""
    lower = text.lower()
    return (*_spans(lower), *_words(text, lower), *_money(lower, wages))


def _announces(lower: str, piece: Piece, pieces: Sequence[Piece]) -> bool:
    """`three phases: VC, CI and D` only says how many follow."""
    if not isinstance(piece.condition, Spans) or piece.condition.comparison != "=":
        return False
    listed = [other for other in pieces if isinstance(other.condition, Covers) and other.start >= piece.end]
    first = min((other.start for other in listed), default=0)
    return len(listed) == piece.condition.count and bool(_OPENS_LIST.fullmatch(lower[piece.end : first]))


def _is_scope(lower: str, piece: Piece) -> bool:
    """`of the eight columns` bounds nothing: these are all there are."""
    return piece.condition in WHOLES and bool(_WITHIN.search(lower[: piece.start]))


def _spelled(lower: str, scope: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The phases that spell a scope out, as a list or from the first to the last: `the eight columns BN to M`."""
    phases = [piece for piece in pieces if isinstance(piece.condition, Covers) and piece.start >= scope.end]
    if not phases or not _OPENS_LIST.fullmatch(lower[scope.end : phases[0].start]):
        return []
    if len(phases) > 1 and _UP_TO.fullmatch(lower[phases[0].end : phases[1].start]):
        return phases[:2]
    return phases if scope.condition == Spans(comparison="=", count=len(phases)) else []


def _included(lower: str, piece: Piece) -> bool:
    """`including the free ones`, `$0 ones counted too`: what is let in restricts nothing."""
    if isinstance(piece.condition, Covers):
        return False
    if isinstance(affirmed(piece.condition), OpenSource) and any(
        piece.overlaps(*either.span()) for either in _OPEN_OR_CLOSED.finditer(lower)
    ):
        return True
    before, after = lower[: piece.start], lower[piece.end :]
    whether = _WHETHER.search(before) and re.match(r" or not\b(?! (?:free|paid|open|closed))", after)
    either = (
        whether
        or _EITHER_WAY.match(after)
        or re.search(r"\b(?:free|paid|open|closed)(?: source)? or (?:not |non-)$", before)
    )
    return bool(either or _LETS_IN.search(before) or (_LET_IN.match(after) and not ask.TAKES_OUT.match(lower)))


def _spells_out(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """The halves in `MD, both halves (MDT + MDL)` only say what the whole means."""
    if mention.name not in ("MDT", "MDL"):
        return False
    whole = next((m for m in mentions if m.kind == "phase" and m.name == "MD" and m.start < mention.start), None)
    if whole is None:
        return False
    opened = text.find("(", whole.end, mention.start)
    return opened >= 0 and ")" not in text[opened : mention.start] and bool(_HALVES.match(text[whole.end : opened]))


def _repeats(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """The code in `LLM development (MDL)` names again what was just named."""
    before = [m for m in mentions if m.kind == "phase" and m.end <= mention.start]
    return bool(before) and before[-1].name == mention.name and text[before[-1].end : mention.start].strip() == "("


def _words(text: str, lower: str) -> Iterator[Piece]:
    for pattern, condition in _WORDS:
        for match in pattern.finditer(lower):
            yield Piece(condition, match.start(), match.end())
    for match in _CONSUMPTION.finditer(text):
        yield Piece(Priced(printed="CB"), match.start(), match.end())


def _money(lower: str, wages: bool) -> Iterator[Piece]:
    for start, end, sign, usd in find_amounts(lower):
        condition = Earns(comparison=sign, usd=usd) if wages else Costs(comparison=sign, usd=usd)
        yield Piece(condition, start, end)


def _spans(lower: str) -> Iterator[Piece]:
    for match in _WHOLE.finditer(lower):
        yield Piece(WHOLE_LIFECYCLE, match.start(), match.end())
    for match in _ONE_TRICK.finditer(lower):
        yield Piece(Spans(comparison="=", count=1), match.start(), match.end())
    for match in _MORE_THAN_ONE.finditer(lower):
        yield Piece(Spans(comparison=">", count=1), match.start(), match.end())
    for match in _SPANS.finditer(lower):
        word = match["count"].removeprefix("a ")
        sign: Comparison = SIGNS.get((match["suffix"] or match["behind"] or match["sign"] or "").strip(), "=")
        if word == "one" and "of the" in match.group() and match["sign"] != "exactly":
            continue
        if word == "one" and not match["sign"] and "column" in match.group():
            continue  # `one column being CI`
        if word in ("multiple", "several"):
            sign, count = ">", 1
        elif word.startswith(("all", "every")):
            if re.match(r"\s*(?:that|of|which|\S+\s+cover|(?:it|he|she|they)\s|please\W*$)", lower[match.end() :]):
                continue
            if not _COLUMNS.search(match.group()):
                yield Piece(WHOLE_LIFECYCLE, match.start(), match.end())
                continue
            count = len(TABLE_IV_COLUMNS)
        else:
            count = NUMBERS.get(word) or int(word)
        all_seven = word in ("seven", "7") and lower[: match.start()].endswith("all ")
        of_seven = all_seven or bool(_OF_SEVEN.search(match.group()) or _AS_ONE.search(lower))
        yield Piece(Spans(comparison=sign, count=count, of_seven=of_seven), match.start(), match.end())
