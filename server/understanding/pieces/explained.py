"""Whether a typed reading explains its question: what stands unexplained where it asks says something else."""

import re
from collections.abc import Sequence
from functools import lru_cache

from server.conditions import AllOf, Named, Spare
from server.conjunctions import OF_TOOLS, affirmed, parts_of
from server.query import Query
from server.terms import terms
from server.understanding.pieces import sorting
from server.understanding.pieces.clauses import SEVERAL_BEHIND
from server.understanding.pieces.headcount import MONTHS, ONE, SPAN, USERS
from server.understanding.pieces.signals import Signals
from server.understanding.pieces.target import KIND_WORDS
from server.understanding.words import cues as ask
from server.understanding.words.qualities import predicates, ranks_by_quality
from server.understanding.words.wordlist import blanked, phrases

_SENTENCE = re.compile(r"(?<=[.?!;])\s+")
_FULL_STOP = re.compile(r"(?<=[.?!;])(?<!\bi\.e\.)(?<!\be\.g\.)\s+")
# What stands before these tells who asks, and why.
_TURN = re.compile(
    r"[,:–—]\s|\b(?:know|wonder\w*|tell me|insists?|claims?|says?|asks?|look at|so)\b(?: that| whether| if)?\s"
)
# `the auditors want a list of everything …`: who wants it is not what is wanted.
_WANTED_BY = re.compile(
    r"\b(?:wants?|needs?|requires?|demands?|requests?|asks? for|asked for|would like)\s"
    r"(?=(?:to (?:see|have|get) )?(?:an? |the )?(?:\w+ )?(?:lists?|overview|inventory|everything|anything|all)\b)"
)
_ASKS = re.compile(r"(?:what|which|who)\b")
# `which chat tools …`, `what programming languages do …`
_ALL_THE = r"(?: (?:the|all|your))*"
_DESCRIBED = re.compile(rf"\b(?:which|what){_ALL_THE} (?P<words>(?:[\w-]+ ){{0,4}})$")
_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|should|must|has|have|had|will|would)\b"
_NOUN_PHRASE = re.compile(
    rf"\b(?:which|(?P<what>what)|list|name){_ALL_THE} (?!{_AUXILIARY})(?:[a-z][\w-]+ )?(?P<noun>[a-z][\w-]+)"
    r"(?= (?:do|does|did|is|are|was|were|can|could|should|must|has|have|had|named|mentioned|for|in|of|to|that|which"
    r"|who|from|with|gets?|under|on|at)\b|(?(what)(?!)|\W*$))"
)
_COUNTED_NOUN = re.compile(
    r"\bhow many (?:[a-z][\w-]+ )?(?P<noun>[a-z][\w-]+)(?= (?:do|does|did|is|are|was|were|can|could|have|has|had)\b)"
)
# `what is the criterion for …`
_WHAT_IS = re.compile(
    r"\bwhat(?:['’]s| is| are| was| were) the (?:[a-z][\w-]+ )?(?P<noun>[a-z][\w-]+) (?:of|for|behind|to|by)\b"
)
# `benchmarks for …, which ones are mentioned?`
_FRONTED = re.compile(
    r"^\W*(?:[a-z-]+ ){0,2}(?P<noun>[a-z-]+s) (?:for|of|in|to|by|with|from)\b[^?.,:]*[,:]"
    r" (?:which|what)(?: ones?| of (?:them|these))?\b"
)
# `three sorts of processor are named. Which?`
_SORTS = re.compile(r"\b(?:sorts?|kinds?|types?|forms?|categories|examples?) of [a-z]")
# What only a table answers.
CUES = (
    *sorting.WORDS,  # before the extremes in them
    *(ask.COUNT, ask.TOTAL, ask.COST, ask.WAGE, ask.LICENCE, ask.DOL, ask.MIN, ask.MAX, ask.COMPARE, ask.COMMON),
    *(ask.GAP, ask.LISTS, ask.MEAN, ask.MEDIAN, ask.SHARE, ask.MARGIN, ask.EXTENT, ask.MORE_PHASES, ask.FEWER_PHASES),
    *(ask.COMPARATIVE, ask.DEARER, ask.EARNS_MORE, ask.EARNS_LESS, ask.ALTERNATIVE, ask.SAME),
    *(SEVERAL_BEHIND, ask.ALLOWANCE),
    phrases(r"(?:rounded )?to the nearest [\w§]+|rounded(?: up| down| off)?(?: to (?:an? )?[\w§ ]+)?"),
    *(USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS)),
)
_ACCOUNTED = (
    *CUES,
    *(re.compile(rf"(?<!\w)(?:{words})(?!\w)") for words in KIND_WORDS.values()),
    re.compile(r"\b(?:ml|machine learning)(?= life ?cycle\b)"),  # which is all that there is here
)
# `should we § …?`, `where does § go?`: how things are, and none of them is asked for.
_HOLDS = re.compile(
    r"[^\w§]*(?:(?:and|so|but|then|ok|okay|hi|hello|please|well|now|also|(?:in|for|with|if|when) [^,?.!;]{2,40},)\W*)*"
    r"(?:how(?! (?:many|much|about)\b)|where|why|when|in (?:what|which) (?:order|way)"
    r"|(?:should|shall|is|are|was|were|does|do|did|can|could|will|would|has|have|must)(?:n['’]t)?)\b"
)
_OF_SOME = re.compile(
    r"\b(?:there|have|got|which|who|whose|any(?:thing|one|body)?|some(?:one|body)?|(?:is|does|do|can|could) something"
    r"|names?|list|show|give|get|see|tell|recommend|suggest|enumerate|find|know)\b"
    rf"|\b(?:every|each|all)(?: of)?(?: the| our)? (?:[\w-]+ )?(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']})(?!\w)"
    r"|\btools?[- ]?wise\b"
)
_FITS = phrases("fits?|within|saves?|saved")
# Cues that bound nothing: `which can be had`, `for a year`.
_UNTELLING = (ask.LISTS, USERS, ONE, SPAN, *(pattern for _, pattern in MONTHS))
# What a question over a table is framed with, whatever it asks.
_FRAME = frozenset(
    terms(
        """
        cover coverage plus involve support table paper lifecycle belong handle among well neither either non hire
        least second third else stay touch serve ask run right sit annual reach manage span except carry across yet
        seat whole count print active wise fall through show respond responsible responsibility suit suitable single
        assign step fix sole usable aside check buy purchase term start include exclusive place candidate whether set
        exclude against estimate offer state amount kind possible alike minus pure left money year month contain first
        less cannot concern consist select alone overall beside along absent mark case full care scope regard rank give
        relevant open combine further present exceed confirm suppose come require subscribe propose rather map half
        itself apart match far few consider current currently document study text literature author catalogue record
        please kindly quick pls thx dear sir hello hallo today now yo um uh like hand share play stop nowhere calculate
        quarter associate choose halves stretch identify hit strike alternative alternatively total sum strictly limit
        tick box column row cell entry mlops llmops budget plan project business two three four five six seven eight
        nine ten eleven twelve thirteen simultaneous simultaneously involved specify mention named title code lead join
        iii iv line anybody anyone remit lie entire entirely deal outside exist exists
        existing around within inside already allow affect afford fill remove permit
        choice pick apply next worst working government official file labour department
        redundant superfluous dispensable expendable gain lose usual
        drop disappear vanish gone whatsoever
        development policy rule mandate requirement criterion comply violate breach foul short
        """
    )
)
_PAID = (ask.COST, ask.WAGE, ask.COMPARATIVE, ask.DEARER, ask.EARNS_MORE, ask.EARNS_LESS)
# These rank nothing: `at least one`, `sorted from cheapest to dearest`, `on top of that`.
_IDIOMS = re.compile(
    r"\bat (?:the very )?(?:least|most|minimum|maximum|min|max|best)\b|\bon top\b"
    r"|\bfrom (?:the )?[\w§]+(?: [\w§]+)? to (?:the )?[\w§]+(?: [\w§]+)?"
    r"|\b(?:sort|order|rank)(?:ed|ing)?\b.*"
)
# With so many words left over, the rest of the question is about something that the reading does not see.
_TOO_MANY = 3
_TOO_MANY_OF_A_NAME = 2
# `RAG or fine-tuning, which one should I choose?`: of two things, and of no tools.
_WEIGHS = re.compile(
    r"(?:[\w-]+ (?:or|vs\.?|versus) (?:an? )?§+|§+ (?:or|vs\.?|versus) (?:an? )?[\w-]+)[\s,;:.?!]+"
    r"(?:which(?: one)?|what) (?:should|do|to|is|would|can)\b(?! not\b)"
)


def explains(signals: Signals, query: Query) -> bool:
    """Whether hardly anything of the asking sentence is left over beside what the query was read from."""
    if query.by == "cost" and query.measure == "attribute" and not signals.says(ask.COST, _FITS):
        clause = slice(*_asking(signals, signals.masked))
        # `can § handle 40 people?` only counts them.
        return not _HOLDS.match(signals.masked[clause]) and len(left_over(signals)) < _TOO_MANY
    if query.select == "phases" and query.named and signals.target.noun != "phases":
        return len(unexplained(signals)) < _TOO_MANY_OF_A_NAME  # `where does § keep its files?`
    if query.named and query.measure in ("min", "max") and not signals.says(*_PAID):
        left = unexplained(signals)  # `which has more stars, § or §?`
        return len(left) < _TOO_MANY if query.by == "phases" else not left
    if query.claimed:
        named = any(isinstance(part, Named) for part in parts_of(query.where))  # by a word that they share
        return set(unexplained(signals)) <= set(terms(" ".join(query.claimed)) if named else ())
    if query.of_a_set and not (signals.tools or signals.roles) and _WEIGHS.search(signals.masked):
        return False
    if _wants_no_set(signals, query) or _checks_another_rank(signals, query):
        return False
    told = query.select == "phases" and query.measure == "describe"  # read from every word
    sure = told or query.named or query.premise or query.stated or query.plan is not None or query.order
    if sure or signals.titles or query.select not in ("tools", "roles", "phases"):
        return True
    if query.select != "phases" and _wants_another_kind(signals):
        return False
    if query.phases and any(mention.spells_step for mention in signals.mentions):
        return True  # whatever else is told of it, the step stands in one phase
    if _ranks_unread(signals, query) or _says_unread(signals):
        return False
    # `the average salary of a plumber`: of nobody here.
    whole = query.measure in ("mean", "median") and query.where == AllOf()
    return len(unexplained(signals)) < (1 if whole else _TOO_MANY)


def _wants_no_set(signals: Signals, query: Query) -> bool:
    """Whether a set was read from what asks how things are: `should we fine-tune straight away?`"""
    told = query.named or query.premise or query.stated or query.plan is not None
    if told or query.select not in ("tools", "roles") or query.measure != "list":
        return False
    if any(isinstance(part, Spare) for part in parts_of(query.where)):
        return False  # `is § redundant?` is asked of the named ones
    start, end = _asking(signals, signals.masked)
    sentence = max((stop.end() for stop in _FULL_STOP.finditer(signals.masked, 0, start + 1)), default=0)
    if not _HOLDS.match(signals.masked[start:end]) or _OF_SOME.search(signals.masked, sentence):
        return False
    bounded = any(isinstance(affirmed(piece.condition), OF_TOOLS) for piece in signals.stated)
    return not bounded or bool(unexplained(signals))


def _checks_another_rank(signals: Signals, query: Query) -> bool:
    """Whether a check leaves out a rank that no table measures: `is § the most widely used tool for §?`"""
    checks = query.measure == "check" and query.select in ("tools", "roles") and not query.premise
    return checks and wants_a_quality(signals)


def _wants_another_kind(signals: Signals) -> bool:
    """Whether what is asked for is neither tools nor roles, or tools of a kind that no table tells."""
    if signals.says(ask.ONCE):
        return True  # `who paid for this research?`
    rest = _rest(signals, but=(ask.LISTS,))
    described = _DESCRIBED.search(rest[: signals.target.start])
    if described and _content(described["words"]):
        return True
    said = _rest(signals, but=(ask.LISTS, ask.COUNT))
    if signals.target.noun is None and _SORTS.search(said):
        return True
    fronted = _FRONTED.match(rest)
    if fronted is not None and _content(fronted["noun"]):
        return True
    asked = signals.target.start if signals.target.noun is not None else -1
    found = (
        *_NOUN_PHRASE.finditer(rest),
        *_WHAT_IS.finditer(rest),
        *_COUNTED_NOUN.finditer(said),
    )
    return any(_content(match["noun"]) for match in found if not match.start() <= asked < match.end())


def _ranks_unread(signals: Signals, query: Query) -> bool:
    """Whether the question ranks (`the fewest`, `the cheapest`) and the query does not."""
    if query.select != "phases" and wants_a_quality(signals):
        return True
    rest = _IDIOMS.sub(" ", _rest(signals, but=(ask.MIN, ask.MAX)))
    queries = (query, *query.also)
    if any(each.measure not in ("list", "count", "share") or each.named for each in queries):
        return False
    return bool(ask.MIN.search(rest) or ask.MAX.search(rest))


def wants_a_quality(signals: Signals) -> bool:
    """Whether it ranks by what no table measures: `the oldest`, `easiest to learn`."""
    rest = _rest(signals, but=(ask.MIN, ask.MAX))
    return ranks_by_quality(rest[slice(*_asking(signals, rest))])


def _says_unread(signals: Signals) -> bool:
    """Whether the question says of what it asks for something that the query has nothing of."""
    rest = _rest(signals, but=_UNTELLING)
    for cue in _UNTELLING:
        rest = blanked(cue, rest)
    start, end = _asking(signals, rest)
    behind = signals.target.end if start < signals.target.end < end else start
    return any(_content(said) for said in predicates(signals.masked[behind:end], rest[behind:end]))


def tells_more(signals: Signals) -> bool:
    """Whether the whole text holds a good deal that no name, condition or cue accounts for."""
    rest = _rest(signals)
    return bool(_content(rest[slice(*_asking(signals, rest))])) or len(_content(rest)) >= _TOO_MANY


def left_over(signals: Signals) -> list[str]:
    """The content words of the whole text that no name, condition or cue accounts for."""
    return _content(_rest(signals))


def unexplained(signals: Signals) -> list[str]:
    """The content words of the asking sentence that no name, condition or cue accounts for."""
    rest = _rest(signals)
    return _content(rest[slice(*_asking(signals, rest))])


def _rest(signals: Signals, but: Sequence[re.Pattern[str]] = ()) -> str:
    """The question with everything accounted for as `§`, `but` these cues."""
    asked = signals.masked
    for piece in signals.stated:
        asked = f"{asked[: piece.start]}{'§' * (piece.end - piece.start)}{asked[piece.end :]}"
    rest, found = _accounted(asked)
    if found.isdisjoint(map(id, but)):
        return rest  # nearly always: the cues are looked for once
    for cue in (cue for cue in _ACCOUNTED if cue not in but):
        asked = blanked(cue, asked, "§")
    return asked


@lru_cache(maxsize=256)
def _accounted(asked: str) -> tuple[str, frozenset[int]]:
    """The text with everything accounted for as `§`, and the cues that it held, by `id`: to hash an expression takes
    as long as to look for it."""
    found: set[int] = set()
    for cue in _ACCOUNTED:
        rest = blanked(cue, asked, "§")
        if rest != asked:
            found.add(id(cue))
        asked = rest
    return asked, frozenset(found)


def _content(rest: str) -> list[str]:
    words = terms(rest.replace("§", " "))
    return [word for word in words if word not in _FRAME and len(word) > 2 and not word.isdigit()]


def _asking(signals: Signals, text: str) -> tuple[int, int]:
    """The span of the clause that asks: the question mark's, from where it turns to what is asked for."""
    ends = [*(match.start() for match in _SENTENCE.finditer(text)), len(text)]
    spans = list(zip((0, *ends), ends, strict=False))
    asking = [span for span in spans if text[slice(*span)].rstrip().endswith("?")] or spans
    at = signals.target.start
    start, end = next((span for span in asking if span[0] <= at < span[1]), asking[-1])
    turns = [
        start + match.end()
        for match in (*_WANTED_BY.finditer(signals.masked[start:end]), *_TURN.finditer(text[start:end]))
        if start + match.end() <= max(at, start) or _ASKS.match(text, start + match.end())
    ]
    return max(turns, default=start), end
