"""Changes that one clause tells of a set: `X is cancelled`, `we have bought Y as well`, `X comes in place of Y`, `leave
out X and everybody with the same pay`, `two X`."""

import re
from dataclasses import dataclass

from server.understanding.followups.followup import THE_SET, FollowUp
from server.understanding.pieces.measures import number_of
from server.understanding.words.wordlist import alternatives

# Characters of a clause that tells one change.
_LONGEST = 300
_N = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
_ONE = rf"(?:(?:the|our|an?|that|one|another|more|additional|extra|further|plain|of|{_N})\s+)*§+"
_NAMES = rf"(?P<names>{_ONE}(?:(?:\s*,|\s+and|\s+or|\s*&|\s+plus|\s*\+)+\s*{_ONE})*)"
_LEFT = alternatives(
    r"""
    cancel\w*|dropp?(?:ed|ing)?|removed|gone|go|out|let go|fired|sacked|laid off|scrapp?\w*|terminat\w+|discontinued
    abandoned|ditched|retire[sd]?|retiring|given up|taken (?:out|off|away)|left(?: out)?|lost|leav(?:e|es|ing)
    |quit(?:s|ting)?
    switched off|turned off|shut down|phased out|decommissioned|uninstalled|thrown out|kicked out|closed down
    resign(?:s|ed|ing)?|goes|went|falls? away|fell away|walks?(?: out)?|drops? out|expire[sd]?|struck(?: out| off)?
    """
)
_HELD_NO_MORE = alternatives(
    r"""
    (?:can(?:not|['’]t| not)|could(?:n['’]t| not)|do(?:es)?(?:n['’]t| not)|did(?:n['’]t| not)|wo(?:n['’]t| not)|will not
    |no longer|not|stop\w*|never) (?:\w+ )?(?:afford|pay(?:ing)?(?: for)?|keep(?:ing)?|need(?:ing)?|want(?:ing)?
    |us(?:e|ing)
    |have|having|hir(?:e|ing)|tak(?:e|ing)|get(?:ting)?|buy(?:ing)?|renew(?:ing)?)
    (?:no|not enough) (?:money|budget|room|need|place|use|funds|approval) (?:\w+ )?for
    cut(?:s|ting)?(?: out)?|axe[sd]?
    los(?:e|es|ing|t)|cancel(?:s|l?ed|l?ing)?|scrap\w*|fir(?:e|es|ed|ing)|sack\w*|lay(?:ing)? off|laid off
    |let(?:ting)?(?= [^.?!]* go)
    g(?:i|a)v(?:e|es|ing) up|g(?:e|o)t(?:ting)? rid of|do(?:ing)? without|abandon\w*|terminat\w+|quit(?:s|ting)?
    drop(?:s|ped|ping)?|leav(?:e|es|ing) out|left out|exclud(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|skip(?:ped|ping)?
    ditch\w*|strik(?:e|ing)(?: out| off)?|tak(?:e|ing) (?:out|off|away)|throw(?:ing)? out
    """
)
_BOUGHT = alternatives(
    r"""
    (?:also|now|since|then|additionally|further) (?:have|has|use|uses|got|gets?|buy|bought|take|took|need|run|added
    |hired)
    (?:have|has|had|['’]ve|just|recently|meanwhile)(?: (?:since|now|just|also|even|finally|recently|meanwhile))*
    (?:bought|hired|got|gotten|added|acquired|adopted|taken on|brought in|subscribed to|licen[cs]ed|introduced|chosen)
    (?:to|must|will|would|should|['’]ll|could|can|may) (?:also )?(?:add|hire|buy|take on|bring in|adopt|include)
    adding|bought|hired|took on|brought in|adopted|added
    """
)
_GONE = (
    re.compile(rf"\b(?:{_HELD_NO_MORE})\s+(?:\w+\s+)?{_NAMES}"),
    re.compile(
        rf"{_NAMES}(?:,? (?:then|now|just|also|suddenly|has|have|had|is|are|was|were|gets?|got|being|be|been|going|to"
        rf"|will|must"
        rf"|should|would|both|all))*\s+(?:{_LEFT})\b"
        r"(?!\s+(?:into|to|with|in|for|together|well|from|over|through|beyond|further)\b)"
    ),
)
# `scratch § from that`, whatever the verb
_OUT_OF_IT = re.compile(
    rf"^(?!.*\b(?:only|just|keep)\b).*?{_NAMES} (?:out|off|away|out of|from|off of) (?:of )?{THE_SET}\b"
)
_AND_COME = re.compile(
    rf"\b(?:and|then|but)\s+(?:then |we |instead |also )*(?:add|buy|hire|take|get|use|put in|bring in|take on"
    rf"|introduce)\w*\s+{_NAMES}"
)
_ABSENT = re.compile(
    rf"{_NAMES} (?:were|was|is|are)(?:n['’]t| not|nt| no longer) (?:there|here|available|around|included|with us"
    rf"|on board|in it)\b"
)
_COME = (
    re.compile(
        rf"{_NAMES} (?:(?:is|are|was|were|will|be|has|have|been|gets?|being|going|to|also|now|soon)\s+)+"
        r"(?:introduced|bought|hired|adopted|installed|rolled out|brought in|taken on|acquired|licen[cs]ed)\b"
    ),
    re.compile(rf"\b(?:{_BOUGHT})\s+{_NAMES}"),
    re.compile(rf"\b(?:forgot|overlooked)(?: about)?\s+{_NAMES}"),
    re.compile(
        rf"\b(?:have|use|get|take|need|put|with)\s+{_NAMES}(?: \w+)? (?:too|as well|on top|in addition|besides)\b"
    ),
    re.compile(
        rf"{_NAMES} (?:joins?|joined|is added|are added|comes? (?:in|on top|on board|along|aboard)|came (?:in"
        rf"|along))\b(?! place)"
    ),
)
_NEW_FOR_OLD = re.compile(
    rf"(?P<new>{_ONE}) (?:\w+ )?(?:in (?:the )?place of|in lieu of|instead of|rather than|replac(?:es|ed|ing)|succeeds?"
    rf"|(?:takes?|took|taking) (?:over from|the place of)) (?P<old>{_ONE})"
)
_OLD_FOR_NEW = re.compile(
    rf"\b(?:swap|replac|exchang|trad|substitut|chang|switch|mov"
    rf"|migrat)\w*(?: out)?(?: (?:over )?from)? (?P<old>{_ONE}) (?:\w+ )?(?:for|with|by|to"
    rf"|against) (?P<new>{_ONE})"
    rf"|(?P<out>{_ONE})[^§.?!]*\b(?:take|get|hire|use|buy|put|have|try|add"
    rf"|bring in)\s+(?P<in>{_ONE})[^§.?!]*\binstead\b"
    rf"|(?P<was>{_ONE}) (?:gives? way to|(?:is|are|gets?|was) (?:replaced|succeeded|exchanged|swapped) (?:by|with"
    rf"|for)) (?P<now>{_ONE})"
)
# `§ was too dear, so we dropped it and took §`
_DROPPED_FOR = re.compile(
    rf"(?P<old>{_ONE})[^§.?!]*\b(?:drop\w*|cancel\w*|scrap\w*|ditch\w*|left|leav\w+|fired|sacked|remov\w+|replac\w+|swap\w+|"
    rf"g(?:i|a)ve? up|got rid of) (?:it|him|her|them|this|that)\b[^§.?!]*(?P<new>{_ONE})"
)
_COUNTED = re.compile(rf"\b(?P<n>{_N})\s+(?:of (?:the|our) )?(?P<name>§+)")
_SO_MANY = re.compile(rf"\b(?P<n>{_N})\s+(?:(?:of (?:the|our)|more|additional|extra|further)\s+)?(?P<name>§+)")
# `one of the §`, `a §`
_SOME = re.compile(rf"\b(?P<n>{_N}|one|an?)\s+(?:of (?:the|our) )?§+$")
_SWAPS = (
    (_DROPPED_FOR, "new", "old"),
    *((_NEW_FOR_OLD, "new", "old"), (_OLD_FOR_NEW, "new", "old")),
    *((_OLD_FOR_NEW, "now", "was"), (_OLD_FOR_NEW, "in", "out")),
)
# `without those who earn the same as X`
_ALL_LIKE = re.compile(
    r"\b(?:without|except(?: for)?|excluding|minus|leav(?:e|ing) out|drop|remove|exclude|not) (?:all |any )?(?:those"
    r"|the ones"
    r"|everybody|everyone|everything|anybody|anyone|anything|people|roles|jobs|tools|whoever|whatever)\b[^.?!§]*"
    rf"\b(?:same|as much|equally|alike|like)\b[^.?!§]*{_NAMES}"
)
# `and everybody with the same pay`
_ALIKE = re.compile(
    r"\b(?:and|or|plus|as well as|along with|together with)\b[^.?!]*\b(?:same|equal(?:ly)?|alike|likewise|as much"
    r"|identical"
    r"|like (?:him|her|it|them|that))\b"
)
SUPPOSES = re.compile(
    r"^[\s,.]*(?:(?:and|but|so|then|now|ok|okay|well|actually|right)[\s,]+)*"
    r"(?:if|what if|suppos(?:e|ing)|imagin(?:e|ing)|assum(?:e|ing)|say|let['’]?s say|once|when|now that|since|because"
    r"|as|without|except|minus)\b"
)
_ASKS = re.compile(
    r"^[\s,]*(?:(?:and|but|so|then|now|ok|okay|actually)[\s,]+)*(?:what(?! if)|which|who|how|where|when|is|are|does"
    r"|do|can"
    r"|could|would|will|should|did|has|have)\b"
)


@dataclass(frozen=True)
class Edit:
    """The names that go and those that come, each with how often; `alike`: what costs or earns the same goes too;
    `counted`: those that come are there already, and now so often; `many` of the one that goes, or all."""

    gone: tuple[str, ...] = ()
    come: tuple[tuple[str, int], ...] = ()
    alike: bool = False
    counted: bool = False
    many: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names that are spoken of."""
        return (*self.gone, *(name for name, _ in self.come))

    @property
    def held(self) -> tuple[str, ...]:
        """The names that the set must have for the change to be one of it."""
        return self.names if self.counted else self.gone


def edit_of(said: FollowUp) -> Edit | None:
    """The change that one clause tells; None where it asks, or names nothing that goes or comes."""
    masked = said.masked
    asks = _ASKS.match(masked) or (masked.rstrip().endswith("?") and not SUPPOSES.match(masked))
    if asks or not said.names or len(said.text) > _LONGEST:
        return None
    swapped = swap_of(said)
    if swapped is not None:
        return swapped
    like = _ALL_LIKE.search(masked)
    if like is not None:
        return Edit(gone=_within(said, like.span("names")), alike=True)
    for pattern in (*_GONE, _ABSENT, _OUT_OF_IT):
        match = pattern.search(masked)
        come = _AND_COME.search(masked, match.end()) if match is not None else None
        if match is not None and come is not None:
            return Edit(gone=_within(said, match.span("names")), come=_counts(said, come.span("names")))
        if match is not None:
            alike = bool(_ALIKE.search(masked, match.end("names")))
            return Edit(gone=_within(said, match.span("names")), alike=alike, many=_some(masked[: match.end("names")]))
    for pattern in _COME:
        match = pattern.search(masked)
        if match is not None:
            return Edit(come=_counts(said, match.span("names")))
    counted = tuple((said.names[0], number) for m in _COUNTED.finditer(masked) if (number := number_of(m["n"])))
    return Edit(come=counted, counted=True) if counted and len(said.names) == 1 else None


def swap_of(said: FollowUp) -> Edit | None:
    """One that comes for one that goes."""
    for pattern, new, old in _SWAPS:
        match = pattern.search(said.masked)
        if match is not None and match[new]:
            come = _counts(said, match.span(new))
            return Edit(gone=_within(said, match.span(old)), come=come, many=_some(said.masked[: match.end(old)]))
    return None


def _some(said: str) -> int | None:
    """How many of one name, where it says so."""
    match = _SOME.search(said)
    return number_of(match["n"]) if match else None


def _within(said: FollowUp, span: tuple[int, int]) -> tuple[str, ...]:
    start, end = span
    return tuple(dict.fromkeys(m.name for m in said.mentions if start <= m.start and m.end <= end))


def _counts(said: FollowUp, span: tuple[int, int]) -> tuple[tuple[str, int], ...]:
    """The names of a span, each with how many of it are spoken of."""
    numbers = {match.start("name"): number_of(match["n"]) or 1 for match in _SO_MANY.finditer(said.masked)}
    start, end = span
    return tuple({m.name: numbers.get(m.start, 1) for m in said.mentions if start <= m.start and m.end <= end}.items())
