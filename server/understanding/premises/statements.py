"""What a question states beside what it asks, however it is put: `X at $0, that smells`, `I see X has a tick under Y`,
`$11,509 a year for an X?!`, `with X having stayed …`, `what were they thinking when they left X out`.

Such a clause is looked at only for what does not hold. What asks, supposes, demands or tells of the asker's own team
states nothing, and where it is asked whether all this is so, nothing is stated either.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from server.understanding.words.wordlist import alternatives

_SENTENCE = re.compile(r"(?:[^.?!;]|[.](?=[^\s.?!]))+[.?!;]*")
_WH = (
    r"(?:which|what|who|whom|whose|how|why|where|when|by (?:how|what)|in which|for which|of which|under which|to which)"
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|can|could|should|would|will|must|may|has|have)(?:n['’]t)?"
_ORDERS = (
    r"(?:list|show|give|name|tell|explain|describe|compare|find|recommend|suggest|count|sort|rank|summari[sz]e|check"
    r"|confirm|verify|please|walk|help|draw|write|calculate|compute|pick|choose|leave|drop|add|remove|exclude"
    r"|include|make|take"
    r"|let|let['’]s|keep|replace|swap|consider|looking|looked|need|any)"
)
# Where a sentence turns from what it states to what it asks.
_TURN = re.compile(
    rf"(?:,|:|\s[–—-]|\.\.+|…|\))\s*(?:(?:so|and|but|then|now|ok|okay|yes|yet|hence|please)\b,? ?)*(?={_WH}\b"
    rf"|{_AUXILIARY} |{_ORDERS} )"
    rf"|\s(?:so|and|but) (?={_WH}\b)"
)
_ASKS = re.compile(
    rf"^[^\w§]*(?:(?:so|and|but|then|ok|okay|now|well|hi|hello)\b\W*)*(?:{_WH}|{_AUXILIARY}|{_ORDERS})\b"
)
_WANTS = re.compile(
    r"\b(?:(?:i|we)(?:['’]d| would)? (?:like|want|need|look|prefer|wish|hope)|looking for|(?:i|we)['’]re (?:after"
    r"|looking)"
    r"|if|whether|suppos\w*|assum\w+|imagin\w+|let['’]?s say|hypothetical\w*|would|could|should|might|perhaps|maybe"
    r"|wish"
    r"|not sure|(?:i|we) wonder|wondering|doubt\w*|question(?: is)?)\b"
)
# Opens a statement and belongs to none.
_LEAD = re.compile(
    "(?:"
    + alternatives(
        r"""
    (?:so|ok|okay|and|but|well|now|then|fine|right|yes|oh|hm+|look|funny|odd|strange|interesting|wow|hey|hi|hello
    |hmm|nice|good
    |great|sad|apparently|obviously|clearly|evidently|supposedly|reportedly|allegedly|surprisingly|oddly|strangely
    |interestingly|curiously|naturally|honestly|frankly|seemingly|still|sorry|also|plus|because(?: of)?|since|as
    |although
    |though|while|whereas|now that|given(?: that)?|seeing(?: that)?|considering(?: that)?|knowing(?: that)?|with|despite
    |it (?:seems|appears|turns out)(?: that)?|turns out(?: that)?|by default|as it happens|in (?:the|this
    |your) (?:[\w']+ )?(?:lifecycle
    |table|list|figure)(?: [iv\d]+)?)\b
    (?:i|we)(?:['’]ve| have| had|['’]m| am)? (?:just |also |only |now |once )*(?:see|saw|seen|read|reading
    |notic(?:e|ed|ing)|hear|heard
    |gather|gathered|understand|understood|found|find|learn(?:ed|t)|take it|note|noted|realis\w+|realiz\w+|know|remember
    |told|informed|puzzled|surprised|amazed|astonished|confused|intrigued|baffled|sad|sorry|glad)(?: (?:here|there
    |above|by now|somewhere|to (?:see|read|hear|learn)
    |in (?:the |your )?(?:\w+ )?(?:table|paper|list)(?: [iv\d]+)?))*(?: that\b)?
    (?:an?|the|our|my|your|some|one|every) (?:[\w-]+ ){1,3}?(?:says|said|claims?|claimed|insists?|insisted|reckons?
    |thinks?|tells (?:me|us)|told (?:me|us)|keeps (?:telling (?:me|us)|saying|insisting)|points out|swears|argues
    |warns|reports
    |mentioned|maintains)(?: that\b)?(?! (?:if|whether))
    (?:according to|per|as per|going by) (?:the |your |this )?(?:\w+ )?(?:paper|table|list|figure|authors)(?: [iv\d]+)?
    if (?:i|we) (?:\w+ )?(?:read|see|understand|remember|got|get) (?:it|that|this|the \w+)(?: \w+)? (?:right
    |correctly|well)
    """
    )
    + r")[\s,:]*"
)
# The source speaks: `the paper prefers …`, `Table IV puts a cross for X in …`.
_SOURCE = re.compile(
    r"(?:the |your |this )?(?:paper|authors?|study|article|researchers|writers|tables?(?: [iv]+\b| \d)?|figure \d"
    r"|lifecycle|corpus|list"
    r"|they)\b(?:['’]s)? (?!is about|deals with)"
)
_SUBJECT = (
    r"(?:(?:the|an?|your|their|its|any|every|plain|all|poor|dear|good|old|only) )*§+(?:['’]s?)?(?: (?:core"
    r"|itself|alone|though|by the way|maker|owner|vendor|company),?)?"
)
_ADVERB = r"(?:\w+ly|just|only|also|still|even|now|always|never|apparently|again|all|both|not|n['’]t|n’t)"
_SAYS = alternatives(
    r"""
    is|are|was|were|has|have|costs?|covers?|earns?|gets?|makes?|goes for|comes? (?:at|for|to|with|before|after
    |first|last|in)|belongs?|stands?|sits?
    falls?|takes? (?:part|home)|works?|carr(?:y|ies)|bears?|sets? (?:an?|the) \w+ back|needs?|precedes?|follows?
    |happens?|beats?|undercuts?|out-?earns?
    |outprices?|exceeds?|tops?|left|quit|got|went|became|moved|switched|changed|stayed|remains?|joined|lacks?|did
    |does|relies
    |uses?|runs?|appears?|cannot|can['’]t|being|having|costing|covering|earning|priced|listed|ticked|marked|printed
    |filed|licensed|licenced|coming|preceding
    following|charging|needing|missing|staying|carrying|belonging|using|with|taken|bought|acquired|owned|sold
    |swallowed|standing
    sitting|beating|undercutting|requiring|relying
    """
)
_PREDICATE = (
    rf",?(?: {_ADVERB})*(?:(?: who| which)? (?:{_SAYS})(?:n['’]t)?\b| (?:at|for|with|on) (?:(?:an?|the|its"
    rf"|only|just|mere|exactly|about|around) )*(?=\$)| \(?\$?\(?(?=\$\d)| under (?=\w)|,? at \$)"
)
_MONEY = r"\$\d[\d,.]*"
_FIRST = re.compile(
    rf"(?:{_SUBJECT}{_PREDICATE}"
    rf"|(?:llm|ml)ops,?(?: {_ADVERB})* (?:{_SAYS})\b"
    rf"|(?:(?:only|just|the|a|mere|whole|at|for|with) )*{_MONEY}[^,;:]{{0,25}}? (?:for|of|from|to|is what|that"
    rf"|which) (?:{_SUBJECT})"
    rf"|(?:at|with|for) {_MONEY} (?:per|a|an|each) \w+,? {_SUBJECT}"
    rf"|(?:no|none|nobody|not (?:a|one|any)\b)|(?:training|building|to train|one should))"
)
_POSSESSIVE = re.compile(r"(?:['’]s|s['’])$")
# Said of them wherever it stands: `X's $40`, `the $40 that X costs`, `X's five ticks`, `X's GPL`.
_OWNS = re.compile(
    rf"§+(?:['’]s?)?(?P<owned> (?:{_MONEY}|(?:only |single )?ticks? (?:in|under|for|at) |(?:a?gpl|mit|apache|bsd"
    rf"|mpl|bsl|sspl|copyleft"
    rf"|business source|eclipse|mozilla)\b))[^,;:?!.]*"
    rf"|\b(?:the|those|these|that|its) {_MONEY} (?:(?:that|which) )?§+ (?:costs?|charges?|asks?(?: for)?|takes?)\b"
    rf"|\bticks? (?:of|for) (?:the )?§+ (?:in|under|at|for) (?:the )?§+"
    r"|\b(?:can(?:not|['’]t)|could(?:n['’]t| not)) (?:even )?(?:find|see|spot) (?:the "
    r"|an? )?§+ (?:any ?where )?(?:in|on|among) (?:your|the|their) "
    r"(?:paper|study|tables?|list|figure)"
    rf"|\babsence of (?:the |an? )?§+ (?:from|in) (?:the |your )?(?:paper|study|tables?|list|figure)"
)
# What a question takes for a fact although it asks: `doesn't it bother you that …`, `what were they thinking when …`.
_FACT = re.compile(
    r"\b(?:bother\w*|puzzl\w*|surpris\w*|confus\w*|worri\w*|annoy\w*|minds?|minded|strikes?|irritat\w*|odd|strange"
    r"|weird|amaz\w*|astonish\w*|oversight|shame|pity"
    r"|mistake|slip|the fact|despite|deliberate|on purpose)\b(?: (?!is |are )[\w'’]+){0,3}? that "
    r"|\b(?:thinking|on their minds?|in mind|drinking|smoking|possessed them|got into them|the idea|the thinking) when "
    r"|\bwhen (?=(?:they|the (?:authors?|paper|researchers|writers)) (?:\w+ly )?(?:left|put|placed|forgot|dropped"
    r"|omitted|listed"
    r"|skipped|excluded|ignored|kept|set)\b)"
    r"|\bwhy,? (?:on earth|the hell|oh why|exactly|of all things|in (?:the|this|your|their) \w+)?,? ?(?=(?:the "
    r"|an? )?§+ (?:precedes?|follows?|comes?|stands?|has|is|costs?)\b)"
)
_TAIL = re.compile(
    r",? (?:(?:i|we) (?:see|gather|read|hear|understand|take it|guess|notice|learn|believe|think|suppose)|(?:says?"
    r"|writes?) the \w+"
    r"|as (?:i|we) (?:\w+ )?\w+(?: it)?|as the \w+(?: [iv]+)? \w+)$"
)
_OWN = re.compile(r"\b(?:we|our|ours|us|my|mine|me|i|i['’]m|i['’]ve|we['’]re|we['’]ve)\b")
_FOR_US = re.compile(r"\b(?:for|of) us\b")
_WHETHER_SO = re.compile(
    r"\b(?:is|are|was|were|isn['’]t|does|did) (?:that|this|it|they|he|she|these|those)(?: all| really| still| even"
    r"| actually)?"
    r" (?:\w+ ){0,2}?(?:right|true|correct|so|accurate|the case|wrong|hold|add up|mistaken|lying|serious|possible|match"
    r"|check out|a (?:typo|mistake|joke|myth))\b"
    r"|\b(?:right|true|correct|really|confirm\w*|verify|agree|honestly|or not|or no|seriously|yes|isn['’]t it"
    r"|doesn['’]t it|am i)\b[^\w?]*\?"
    r"|\bstill (?:true|right|correct|valid|so|current|accurate|up to date|hold)\b|\bam i (?:\w+ )?(?:right|wrong"
    r"|mistaken|reading)\b|\b(?:did|have) i (?:get|got|read|understand|understood)\b"
    r"|\b(?:true|right|wrong|fact|correct) or (?:false|wrong|not|fiction|myth)\b|\bcheck (?:that|this|it)\b"
    r"|\bwhat (?:do|does|would|did) (?:the |your )?(?:tables?|paper|list|column)(?: [iv]+| \d)? (?:say|print|give"
    r"|show|tell|list|have|state)\b(?! (?:for|of|about|to|on)\b)"
)


@lru_cache(maxsize=256)
def statements(masked: str, text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the clauses that state something, in reading order, of a text and what it is masked; one question
    is read for them several times."""
    if _WHETHER_SO.search(_TAG.sub(" ", masked)):
        return ()
    return tuple(dict.fromkeys(_found(masked, text)))


def _found(masked: str, whole: str) -> Iterator[tuple[int, int]]:
    sentences = [match.span() for match in _SENTENCE.finditer(masked)]
    for number, (start, end) in enumerate(sentences):
        text = masked[start:end]
        for match in _OWNS.finditer(text):
            if match["owned"] and not _POSSESSIVE.search(whole[: start + match.start("owned")]):
                continue
            yield start + match.start(), start + match.end()
        for match in _FACT.finditer(text):
            yield start + match.end(), start + _end_of(text, match.end())
        if _ASKS.match(text):
            continue
        turn = _TURN.search(text)
        goes_on = number + 1 < len(sentences)
        last = not turn and not goes_on
        if last and (number == 0 or text.rstrip().endswith("?")):
            continue  # it is what is asked
        if not turn and text.rstrip().endswith("?") and not _EXCLAIMED.match(text):
            continue
        yield from _stated(masked, start, start + (turn.start() if turn else len(text.rstrip(" .?!;"))))


# `$40 for X? Outrageous!`, `X is free, right? So which …`
_TAG = re.compile(r",? (?:right|correct|yes|isn['’]t it|doesn['’]t it|no)\?(?=\s+\w)")
_EXCLAIMED = re.compile(rf"\W*(?:(?:only|just|what|so) )?{_MONEY}|.*\?!|.*!\?|.*{_TAG.pattern.split('(?=')[0]}$")


def _stated(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clause from behind what leads up to it, if it says something of a name or its source does."""
    at = start + len(masked[start:end]) - len(masked[start:end].lstrip(" \n\t\"'“(,:–—-"))
    while lead := _LEAD.match(masked, at, end):
        if _SOURCE.match(masked, at, end):
            break
        at = lead.end()
    said = _TAIL.sub("", masked[at:end])
    if not (_FIRST.match(said) or _SOURCE.match(said)) or _WANTS.search(said) or _OWN.search(_FOR_US.sub(" ", said)):
        return
    yield at, at + len(said)


def _end_of(text: str, start: int) -> int:
    end = re.compile(r"[;:?!]|\.(?=\s|$)|\s[–—-]\s|,(?!\d|\s?(?:and |or )?(?:the |an? )?§)|$").search(text, start)
    return end.start() if end else len(text)
