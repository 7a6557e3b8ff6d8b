"""What a question takes for granted, as the words that state it: `why is X free`, `given that X covers CI, …`.

A claim is the part of a question that its asker has answered already. It is cut out with its names, so that it can be
read like a question of its own; whether it is true is for the tables to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from server.understanding.pieces.signals import Signals
from server.understanding.premises.statements import statements
from server.understanding.words.money import may_be_spent
from server.understanding.words.wordlist import alternatives, phrases

# Asks for the reason of what follows.
_REASON = phrases(
    r"""
    why|how come|how is it(?: possible)? that|how can it be that|for what reasons?|on what (?:grounds|basis)
    (?:what(?:['’]s| is| was| could be)?|is there) (?:the |a |any |their )?(?:reason\w*|rationale|logic|thinking|sense
        |justification|explanation|motivation)(?: (?:for|behind|of|that|why|in)\b)*
    how can(?= (?:the |an? )?§+ (?:have|cost|be (?:free|open|in|ticked|the|an?))\b)
    what convinced (?:the |these |your )?\w+(?: that| of)?
    what (?:were|are|was) (?:(?:the|their|your|\w+['’]s?) )*(?:reasons?|grounds|arguments?)(?: (?:for|to|behind|that))*
    what (?:makes|made|justifies|explains|accounts for|caused|causes|warrants|led to)
    (?:explains?|justif(?:y|ies))(?= (?:its|their|the|his|her)\b)|how do you explain that|who decided that
    explain that|justify(?: that| why)?|(?:the )?reason(?: why| that)?
    how (?:did|does|do|could)(?= [^?]* (?:end up|come to|get to|get away)\b)
    """
)
# `X is free: how come?`, `X costs $40 - why so little?`
_REASON_BEHIND = re.compile(
    r"^(?!\W*(?:which|what|who|how|is|are|does|do|can|list|name)\b)[^?]+?[^?\w]{1,3}"
    r"(?:how come|how so|why(?: (?:is|was|does|did) (?:that|this|it))?(?: so(?: \w+)?)?)\W*$"
)
# `why would I hire X instead of …`, `why might a team without money …` asks for advice and takes nothing for granted.
_SOME_TEAM = r"(?:an?|some|any|our|my) (?:[\w-]+ ){0,3}?(?:team|company|shop|start-?up|firm|group|business|person)"
_ADVICE = re.compile(
    rf"\s*(?:(?:would|should|could|might|may) (?:i|we|you|one|anyone|somebody|people|teams|{_SOME_TEAM})|not|bother)\b"
)
_PRESUMES = phrases(
    r"""
    (?:given|considering|seeing|knowing)(?: that| how| as)?|since|because|now that|as we (?:all )?know(?: that)?
    you (?:mention|mentioned|say|said|state|stated|claim|claimed|wrote|write)(?: that)?
    you (?:just |already |also |once |have |had |['’]ve )*(?:told|quoted|gave|listed|put|priced|named|showed|filed
    |counted|presented|described|marked|had)(?: (?:me|us))?(?: that)?(?= [^?.!;]*§)
    (?:with|at|despite|for) (?:it['’]?s|a|the|an|her|his)? ?(?=\$)|with(?= §+ at \$?\d)
    with (?:just|only|all)(?= \w+ (?:roles|tools))
    """
)
# `interesting that …`, `good to know that …`
REMARKED = (
    r"(?:interesting|surprising|odd|strange|funny|curious|remarkable|striking|good|nice|great|sad|weird|amusing|glad"
    r"|astonishing|amazing|puzzling|an? (?:pity|shame)|pity)(?:ly)?(?: enough)?,?"
    r" (?:to (?:see|read|hear|learn|know) )?that"
)
# `it says here that …`, `I read that …`: told as known.
_TOLD = re.compile(
    r"\b(?:it|the (?:paper|table|study|text)|table [iv\d]+) (?:says|states|shows|tells(?: me| us)?)"
    r"(?: (?:right |up )?(?:here|there|above)| in (?:the |table )[\w ]{1,12}?)? that\b"
    r"|\b(?:i|we)(?:['’]ve| have)? (?:just )?(?:read|see|saw|seen|hear|heard|noticed?|gather|learn(?:ed|t)"
    r"|understand|know|found)(?: (?:here|there|above|somewhere|by now|in the (?:paper|tables?)))? that\b"
    rf"|(?:^|[.!]\s)\W*(?:(?:so|how|very|quite|that['’]?s|it['’]?s|it is|rather|pretty) ){{0,2}}{REMARKED}\b"
    r"|\b(?:that|this|which) (?:makes|means)(?: that)?(?= (?:the |an? )?§)"
    r"|(?:^|[.!:;]\s)\W*(?:the table|table [iv\d]+) (?:\w+ly )?"
    r"(?:lists?|ticks?|marks?|prints?|puts?|counts?|gives?|shows?|has)"
    r" (?=(?:the |an? )?§+ (?:for|in|under|at|as|with) )"
    r"|^\W*(?:so |and |but )*with (?=(?:the |an? )?§+ (?:\w+ ){0,2}(?:above|below|under|over) (?:the |an? )?§)"
)
# It is asked whether it is so.
_WHETHER_SO = re.compile(
    r"\b(?:is|are|was) (?:that|this|it|they) (?:\w+ ){0,2}?(?:right|true|correct|so|accurate|the case|wrong|still)\b"
    r"|\b(?:right|true|correct|really|confirm\w*|verify|check)\b\W*\?"
)
_AS = re.compile(
    r"^\W*(?:[a-z]+[.,!] )?as "
    r"(?=[a-z0-9§&. -]+ (?:is|are|covers?|costs?|works?|has|have|does|do|earns?|runs?|needs?)\b)"
)
# `§ being the only tool for §, does …`
_BEING = re.compile(r"^\W*(?:with )?(?:the |an? )?§+(?:,? being\b)")
# `as the best paid role, what does § earn?`
_AS_THE = re.compile(r"^\W*as (?P<what>(?:the|an?) [a-z0-9 -]+), (?=\w)")
# `§ is open source, so which …`, `no role works in §, so who …`, `§ costs $40, right? So …`, `§ is free. Which …?`
_STATED = re.compile(
    r"^\W*(?:(?:so|ok|okay|and|well|then|right|now)\b,? )*"
    r"(?:(?:the |an? )?§+|(?:no|not a single|all|every) (?:of the )?(?:tools?|roles?)[^?.,;]*?) "
    rf"(?:{alternatives('is|are|covers?|costs?|works?|takes?|has|have|earns?')})\b[^?.]*?"
    r"(?=(?:, ?|\s[–—-]\s|[.;] )so\b|[.!]\s+\w[^?]*\?\W*$)|^[^?.!]+?(?=, (?:right|correct|yes|isn['’]t it)[?.]\s+\w)"
)
# `§ has served us well in §`: the asker's own experience.
_OF_OURS = re.compile(r"[^?.!;]*\b(?:has|have)\b[^?.!;]*\b(?:us|ours?|me|my)\b")
# `§'s price of $25`, `at $15,000 a month for §`, `the tick of § in the § column`, `which open-source licence has §`
_PRINTED = re.compile(
    r"§+(?:['’]s)? (?:monthly )?(?:price|cost|fee|wage|salary|pay|charge)(?: tag)? of (?=\$?\d)"
    r"(?![^?.]*\b(?:year|annual))"
    r"|^\W*(?:the |your )?(?:paper|table(?: [iv]+| \d)?|authors?|study|lifecycle|corpus)"
    r" (?:lists?|names?|has|have|counts?|prints?|distinguish(?:es)?|gives?|shows?|mentions?|defines?|knows?)"
    r" (?=\d|§*\w+ §*\w*roles)"
    r"|^\W*\$\d[\d,]*(?: (?:a|per) month)? (?:is|seems|sounds|looks) (?:\w+ ){1,4}?for (?:an? |the )?§+"
    r"|\b(?:at|for) \$?\d[\d,]*(?: dollars| usd| bucks)?(?: (?:a|per) month)? for (?:an? |the )?§"
    r"|(?<=tick of )§+ (?=(?:in|under|for) (?:the )?§)|(?<=mark of )§+ (?=(?:in|under|for) (?:the )?§)"
    r"|(?<=tick for )§+ (?=(?:in|under) (?:the )?§)|\b(?:which|what) open[- ]source licen[cs]e (?:does|do|is|has)\b"
)
_END = re.compile(r"[;:?!]|\.(?=\s|$)|\s[–—-]\s|,(?!\d|\s?(?:and |or )?(?:the |an? )?§)|$")
_PART = re.compile(
    r"[,\s]+(?:while|whilst|whereas|although|though|but|and yet|when(?= (?:the |plain )?§)"
    r"|(?P<also>and(?= (?:the |an? )?§)))\s+"
)
# `do the authors advise against § …`
_SOURCE_SAYS = re.compile(
    r"\W*(?:(?:do|does|did|would)\s+)?(?:the |these |your |its )?(?:paper|authors?|study|article|researchers|writers)\s"
    r"(?:\w+ly )?"
    r"(?=(?:call|sa[iy]|dates?\b|advis|claim|recommend|warn|argu|stress|insist|reject|suggest|believ|think|criticis"
    r"|criticiz|dislike|describ|regard|consider|prefer|discourag|crown|rank|rate|nam|declar|elect|vot|pick|dismiss|prais|oppos)\w*\b)",
    re.IGNORECASE,
)
# `which city did the authors survey?`
_DID = re.compile(r"(?<=\w )(?=did (?:the |these |your )?(?:authors?|researchers|writers|paper|study)\b)")
# `did the case study fail?`
_CAME_ABOUT = re.compile(r"\W*(?:did|was|were)\s", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|costs?|covers?|earns?|does|do|gets?|works?|takes?|belongs?|runs?)\b")
_AUXILIARY = re.compile(r"^\s*(?:do|does|did|is|are|was|were|has|have)(?:n['’]t)?\b")


@dataclass(frozen=True)
class Claim:
    """One claim with its own signals, and the span of the clause that states it. `why` says that its reason is asked
    for and nothing else; a `loose` one is told in passing, and counts only where it is false."""

    signals: Signals
    span: tuple[int, int]
    why: bool
    loose: bool = False


def attributed(claim: str) -> str | None:
    """What the claim has its source say, or has come about; None where it does neither."""
    match = _SOURCE_SAYS.match(claim) or _CAME_ABOUT.match(claim)
    return claim[match.end() :] if match else None


def claims_of(signals: Signals) -> list[Claim]:
    """The claims of a question, in reading order."""
    masked = signals.masked
    found: list[Claim] = []
    for clause, start, why in _openings(masked):
        end = _END.search(masked, start)
        found += _parts(signals, clause, start, end.start() if end else len(masked), why=why)
    ranked = _AS_THE.match(masked)
    named = signals.tools or signals.roles
    if ranked and len(named) == 1:
        found.append(Claim(signals.of(f"{named[0]} is {ranked['what']}"), ranked.span(), why=False))
    return found + [
        Claim(_within(signals, *span), span, why=False, loose=True) for span in statements(masked, signals.text)
    ]


@lru_cache(maxsize=256)
def _openings(masked: str) -> tuple[tuple[int, int, bool], ...]:
    """Where the clauses of claims begin, and the claims themselves, and whether their reason is asked for; one question
    is read for them several times."""
    return tuple(_found_openings(masked))


def _found_openings(masked: str) -> Iterator[tuple[int, int, bool]]:
    for match in _REASON.finditer(masked):
        if not _ADVICE.match(masked, match.end()):
            yield *match.span(), True
    for match in _PRESUMES.finditer(masked):
        if may_be_spent(masked, match.end(), match.end()):
            continue
        yield match.start(), match.start() if "$" in masked[match.end() : match.end() + 1] else match.end(), False
    for pattern in (_PRINTED, _DID):
        for match in pattern.finditer(masked):
            yield match.start(), match.start(), False
    for match in () if _WHETHER_SO.search(masked) else _TOLD.finditer(masked):
        end = _END.search(masked, match.end())
        if end and end.group() != "?":
            yield match.start(), match.end(), False
    opening = _AS.match(masked)
    if opening:
        yield 0, opening.end(), False
    if _REASON_BEHIND.match(masked):
        yield 0, 0, True
    elif (_STATED.match(masked) and not _OF_OURS.match(masked)) or _BEING.match(masked):
        yield 0, 0, False


def _parts(signals: Signals, clause: int, start: int, end: int, *, why: bool) -> Iterator[Claim]:
    edges = [start]
    for match in _PART.finditer(signals.masked, start, end):
        if match["also"] and not _VERB.search(_AUXILIARY.sub("", signals.masked[edges[-1] : match.start()])):
            continue  # `§ and § are free` says the same of both
        edges += [match.start(), match.end()]
    edges.append(end)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield Claim(_within(signals, first, last), (clause, end), why)


def _within(signals: Signals, start: int, end: int) -> Signals:
    held = (m for m in signals.mentions if start <= m.start and m.end <= end)
    mentions = tuple(replace(m, start=m.start - start, end=m.end - start) for m in held)
    return Signals(signals.text[start:end], mentions, signals.catalogue, signals.linker)
