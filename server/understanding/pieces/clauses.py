"""Joins pieces into one condition: negation, `and`, `or`, `only`, as the words around them say.

Words act within their clause: a denial reaches at most a few words ahead, never past the end of a
sentence, and `but` ends it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.conditions import AllOf, AnyOf, Comparison, Condition, Confined, Covers, Not, Several
from server.conjunctions import all_of
from server.understanding.pieces.pieces import NUMBERS, Piece
from server.understanding.words.bounds import SIGNS
from server.understanding.words.wordlist import alternatives, phrases

_REACH = 8
# What a relative clause opens with carries a denial on: `leave out all those which are also good for …`.
_LINKS = re.compile(r"\b(?:those|ones|tools|roles) (?:which|that|who) (?:are|is)(?: also| too)?\b")
_CLAUSE_END = re.compile(r"[.?!;](?=\s|$)|:\s(?=(?:is|are|does|do|can|which|what|who|how)\b)|\s[–—]\s|\n")
_HARMLESS = phrases(
    r"""
    (?:no|not) (?:more|less|only|matter|doubt|problem|worries
    |idea)(?: than)?(?: and no less| and no more)?|no(?= ?,)
    nothing (?:but|else)|no (?:other|further|additional)|break the bank|nowhere else|not both
    (?:does|do)(?:n['’]t| not) (?:matter|mind|care|forget)|never mind|not (?:just|merely|sure)
    (?:does|do|is|are)n['’]t (?:it|they|that)|if not
    (?:no|not|without)(?: any)? (?:duplicat|repe(?:at|tition)|doubl)\w*(?: (?:entr\w+|names?|rows?))?"""
)
DENIES = phrases(
    r"""
    not|no|never|none|hardly(?! (?:ever )?find)|nothing|without|w/o|wo|sans|except(?:ing)?(?: for)?
    |excluding|excludes?|excluded|exclude
    minus|lacks?|lacking|outside(?: of)?
    §+ out of(?! (?:these|those|them)\b)|nor|neither|besides(?! ?,)|barring|bar|skip(?:s|ping)?|apart from
    other than|aside from
    missing(?! (?:phases?|stages?|ones?|pieces?|bits?|parts?)\b)
    leav(?:e|es|ing) (?:out|aside)|avoid(?:s|ing)?|cannot
    fails? to|absent from|stay(?:s|ing)? (?:out of|away from|clear of)
    (?:stay|stays|staying|keep|keeps|steer|remain|remains|left|kept|and|or|but) (?:\w+ly )?out of|away from
    nothing to do with|strik(?:e|es|ing)(?: out| off)?|drop(?:s|ping)?
    remov(?:e|es|ing)|ignor(?:e|es|ing)|subtract(?:ing)?|rather than|instead of|isn['’]t|aren['’]t|untouched by
    unrelated to|(?:but|yet) (?:then )?not|as opposed to|let alone
    (?<!at )(?:all|everything|everywhere|anything|everybody|everyone|anybody|anyone|(?:all|every)(?: the)? phases?) but
    chuck(?:s|ed|ing)? out
    ban(?:s|ned|ning)?|forbid(?:s|den)?|prohibit(?:s|ed)?|disallow(?:s|ed)?|rul(?:e|es|ed|ing) out|disregard(?:s|ing)?
    tak(?:e|es|ing) away|(?:throw|take|kick|cut|weed|cross|strip|filter|screen|sift|knock)(?:s|p?ing)? out
    toss(?: out)?|get(?:ting)? rid of|scrap
    |lose(?= the| all)
    sett?(?:ing)? (?:apart|aside)|(?:cheapest|dearest|next) after
    uninvolved in|useless (?:for|to|in)|(?:of )?no (?:use|good|help) (?:for|to|in)|unfit for
    unsuit(?:ed|able) (?:to|for)
    out of reach(?: for| of)?|refuses?|rejects?|ditch|omit(?:s|ting)?
    (?:fail|break)(?:s|ing)?(?= (?:an?|the|our|my|your|this|that|its|their|some)\b)|violat(?:e|es|ing)|breach(?:es|ing)?
    contraven(?:e|es|ing)|infring(?:e|es|ing)(?: on| upon)?|flout(?:s|ing)?|(?:fall|run)(?:s|ning)? a?foul of
    (?:conflict|clash)(?:s|es|ing)? with|at odds with|incompatible with
    (?:stop|fall|come)(?:s|ping|ing)? (?:short of|before)|short of|ends? before|shy of
    (?:drop|fall|step|bow|opt)(?:s|ped|ping|ing)? (?:out|away)|(?:are|is|were|but|and|then) gone
    disappears?|vanish(?:es)?|(?:leaves?|quits?)(?= (?:when|once|as soon as|by the time|before)\b)
    out of (?:it|the (?:picture|game))(?= (?:when|once|as soon as|by|from|in|at|for|during)\b)
    (?:is|are) (?:out|off)(?= (?:when|once|as soon as|by)\b)|forget(?:ting)?(?: about)?(?! to\b)"""
)
# `what we lack is something for §`: a need of the asker's, which says nothing of the tools that meet it.
_OWNER = r"(?:we|i|they|our (?:\w+ )?\w+)(?:['’](?:re|m)| are| am| is)?(?: still| really| also| currently| just)*"
_OWN_LACK = phrases(
    rf"""
    {_OWNER} (?:lack(?:s|ing)?|miss(?:es|ing)?)
    {_OWNER} (?:have|has|had|got) (?:no|nothing)(?! (?:need|use|interest|wish|desire|business))
    {_OWNER} (?:do|does)(?:n['’]t| not) (?:yet |currently )?have (?:an?|any|anything)
    {_OWNER} have(?:n['’]t| not) (?:yet )?(?:got )?(?:an?|any|anything)
    (?:what(?:['’]s| is)|still|there(?:['’]s| is)) (?:still |now )?(?:missing|lacking|nothing (?:yet|in place))""",
    flags=re.IGNORECASE,
)
# `we cannot reproduce results`, `our team never versions data`: so is a phase that the asker's own people fail at. What
# they do not want, or may not use, stays denied.
_US = (
    r"(?:we|i|(?<!of )(?:our|my) (?:\w+ )?\w+|(?:the|a) (?:\w+ )?team)"
    r"(?: still| really| also| currently| just| simply| have| had)*"
)
_UNWANTED = alternatives(
    r"""wants?|needs?|likes?|wish(?:es)?|car(?:e|ing)|mind|requires?|intend\w*|plan\w*|look\w*|interest\w*|allow\w*
    accept\w*|insist\w*|ask\w*|seek\w*|after|going|willing|keen|consider\w*|include|count"""
)
_NOT_WANTING = rf"(?! (?:\w+ly )?(?:{_UNWANTED})\b)"
_NOT_BARRED = rf"(?! (?:\w+ly )?(?:use|take|choose|pick|have|buy|afford|pay|rely|put|go|{_UNWANTED})\b)"
_OWN_FAILURE = phrases(
    rf"""
    {_US}(?: (?:do|does|did|have|has|had|are|is|am)|['’](?:re|m|ve))(?:n['’]t| not| never){_NOT_WANTING}
    {_US} (?:never|hardly|barely|(?:have|has) neither){_NOT_WANTING}
    {_US} (?:can['’]t|can ?not|could(?:n['’]t| not)){_NOT_BARRED}""",
    flags=re.IGNORECASE,
)
# `we do not use tools that §`: then it is the tools that do so.
_OF_OTHERS = re.compile(r"\b(?:tools?|ones?|those|products?|software|services?|roles?|people) (?:that|which|who)\b")
# `we have no § and no §`
_NOR = re.compile(
    r"[\s,]*(?:(?:and|or|nor|but|also)\s+)*(?:no|nor|neither|not|without)(?:\s+(?:any|an?|for))?\s+", re.IGNORECASE
)
# `no agents, and free` denies what is no condition, and nothing behind it.
_NO_CONDITION = re.compile(r"\b(?:no|without(?: any)?) (?!one\b|longer\b|more\b)[a-z][^,]*,\s*(?:and )?$")
# `besides Prometheus` denies the name and nothing behind it.
_OF_NAMES = re.compile(
    r"\b(?:besides|except(?:ing)?(?: for)?|excluding|other than|apart from|aside from|as opposed to|without|not"
    r"|barring|minus|leaving (?:out|aside)|instead of)"
    r" (?:the |an? )?§+(?:(?:,| and| or|, and|, or) §+)*"
)
# `leave out whatever is not free`
_DENIED_TWICE = re.compile(
    r"\b(?:leav(?:e|ing) out|exclud(?:e|ing)|drop|remov(?:e|ing)|skip|without|except|strike|(?:throw|chuck|kick) out"
    r"|ignor(?:e|ing))\b[^.?!;:,]*\b(?:whatever|what|anything|everything|those|ones?|tools?|that|which)\b[^.?!;:,]*"
    r"(?:\bnot|n['’]t|\b(?:has|have|having|with|of) no|\bwithout(?: an?| any)?|\black(?:s|ing)?(?: an?| any)?)\s+$",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"n['’]t\b|\bnon[- ]?$")
_DENIED_AFTER = re.compile(
    r"^[\s,:]*(?:(?:stuff|things?|kit|services?|tools?|ones?|offers?|phases?|stages?|products?|columns?|parts?|entries)\s)?[\s,]*(?:"
    + alternatives(
        r"""
    (?:has|have|had) been (?:removed|excluded|taken out|dropped|struck)
    (?:is|are|being)? ?(?:struck off|struck out|removed|excluded|left out|taken out|dropped|ruled out
    |ignored|disregarded|discounted|forgotten|apart(?! from))
        nothing to do(?! with)
        (?:does|do|is|are|can|will|has|have)(?:n['’]t| not)(?=\s*(?:$|[.?!,;]))
        (?:set |left )?aside(?! from)|no(?=\s*(?:$|[.?!,;]))|not(?=\s*(?:$|[.?!,;]))
        (?:(?:is|are) )?not (?:counted(?! as\b)|included|considered(?! as\b)|wanted|allowed)
        (?:is|are) (?:out|off the table|not (?:ok|okay|allowed|wanted|needed|included))
        (?:is |are |being )?(?:left )?(?:empty|blank|unticked)
        (?:do|does)(?:n['’]t| not) count(?! (?:as|among|under|towards?)\b)|excepted
    """
    )
    + r")\b"
)
# `tools that leave § alone`
_LEAVES = re.compile(r"\bleav(?:e|es|ing)\s+(?:the )?$", re.IGNORECASE)
_ALONE = re.compile(
    r"\s*(?:phase |stage |column |pair |two |ones |tools |lot )?(?:alone|untouched|aside|out)\b", re.IGNORECASE
)
# `aren't free and support CI`: a verb of its own ends what was denied before it.
_VERB = (
    r"(?:(?:is|are|has|have|do|does|can|costs?|covers?|supports?|serves?|handles?|spans?|earns?|makes?|pays?|works?|gets?"
    r"|takes? part|touch(?:es)?|includes?|helps?|goes?|runs?|appears?|belongs?)\b)"
)
_NEW_VERB = re.compile(
    rf"(?:\band|,|;)\s+(?:also |still |then |even |they |it )*{_VERB}(?!\s*(?:not?\b|nothing|never|without))"
)
_FILLER = r"""
    and/or|and|or|nor|as well as|plus|along with|together with|also|in|the|for|both|either|neither|phases?
    stages?|on|of|to|at|a|too
    cover(?:s|ed|ing)?|support(?:s|ed|ing)?|not|but|any|that|are|is|be|being|by|with|without|do|does|doesn't
    don't|work(?:s|ing)?|used?|has|have|out|from|w/o|columns?|yet|tools?|ones?|whatever|everything|anything|those
    """
_LIST = re.compile(rf"(?:[\s,/&+()–-]|\b(?:{alternatives(_FILLER)})(?!\w))*", re.IGNORECASE)
_CONNECTOR = re.compile(r"[,/&+]|\b(?:and|or|nor|plus|as well as|along with|together with)\b", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|nor|and/or)\b(?! not\b)", re.IGNORECASE)
_AND_OR = re.compile(r"\b(?:and|or|nor)\b|&", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:and|plus|,)\s+(?:which|what|the|those|also)?\s*(?:tools?|roles?|which|ones|those|everything|all|whatever|anything)\b",
    re.IGNORECASE,
)
_UNION = phrases(
    r"""
    union|merg(?:e|es|ed|ing)|pool(?:ed|ing)?|combined (?:list|selection|set)|combin(?:e|ing) the
    no matter which|between them|either way|at least one(?: of)?|any (?:one )?of|or (?:in )?both
    (?<!every )(?<!each )one of (?:these|those|the two)|whichever
    either of|both lists|one (?:combined |joint |single )?list"""
)
_INTERSECTION = phrases(
    r"intersect\w*|overlap\w*|at once|simultaneously|at the same time|alike|in addition|both ticked"
    r"|ticked for both|∩|same time"
)
_NOT_BOTH = re.compile(
    r"\bbut (?:not|never) (?:both|all|in both|for both|the two together|both together"
    r"|at the same time)\b|\bexactly one of\b|\b(?:not|never|no) both\b|\bonly one of (?:them|the two|these|those)\b"
    r"|\bone or the other\b(?=.*\b(?:not both|leave|exclude|skip|drop|out|only)\b)",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"(?<!the )(?<!the one and )(?<!source )(?<!free )(?<!not )(?<!looking )(?<!look )\b(?:(?:only|just)"
    r"(?! (?:looking|those|the ones|ones|tools|roles)\b)|solely|sole"
    r"|exclusively|purely|merely|strictly|nothing but|limited to"
    r"|confined to|restricted to|dedicated to|exclusive to|unique to|reserved for"
    r"|speciali[sz]ed in|exactly|precisely)\s+(?:(?!free|open|fixed|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|\d)[\w'’]+\s+){0,3}$",
    re.IGNORECASE,
)
_LENIENT = phrases(
    r"other phases? (?:are|is) (?:fine|ok|okay|allowed|welcome)|(?:may|can|might) (?:also )?(?:cover"
    r"|have|do) (?:others?|more)"
)
_ONLY_AFTER = re.compile(
    r"^\s*[,-]?\s*(?:(?:phase|stage|column|work|stuff)\s+)?(?:only|alone|exclusively|purely|solely"
    r"|and that['’]s (?:it|all)|and thats (?:it|all)|full stop|period)\b"
    r"(?! fixed| open| free| those| the ones| ones| with)",
    re.IGNORECASE,
)
_NOTHING_ELSE = phrases(
    r"""
    nothing (?:else|more|besides|other)|nowhere else
    (?:no|not (?:a single|one|any)|without any) (?:other|further|additional|second) (?:phases?|stages?|columns?|ticks?
    |parts?)|and no other
    no more and no less|no more,? no less
    (?:as )?(?:its|their|the|a) (?:only|sole|single|lone|one and only) (?:tick|phase|stage|column|purpose|job)
    (?:not|\w+n['’]t) (?:\w+ ){0,3}(?:anywhere else|any other (?:phase|stage|column))|listed there alone
    |stops? (?:at|there)
    one[- ]trick(?: pon(?:y|ies))?|specialists?|solely|exclusively|sole phase|only tick(?:ed)?|single[- ]phase
    single[- ]purpose|purely and simply
    """
)


_SIGN = (
    "at least|no fewer than|no less than|not fewer than|a minimum of|exactly|precisely|just|only|at most|no more than"
    "|more than|fewer than|less than"
)
SEVERAL_BEHIND = re.compile(
    rf"\b(?<!every )(?<!each )(?<!any )(?:(?P<sign>{_SIGN}) )?(?P<n>one|two|three|four|five|six|\d)(?P<more> or more)?"
    r"(?: of (?:the |these |those )?(?:two|three|four|five|six|them|these|those|areas|phases|stages|columns)"
    r"|(?=\W*$|[,.;?]))",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\b(?:out of|of|among|amongst|from|consider|take|given|between)\b[^.?!]{0,30}$", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"\b(?P<sign>{_SIGN}) (?P<n>one|two|three|four|five|six|\d) of (?:the |these |those |following )*"
    r"(?:\w+ ?){0,2}:?\s*(?:phases?\s+|stages?\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Group:
    """Pieces that stand in one list; `alternatives`: any of them is enough; `negated`: all are denied; `excepted`:
    what lacks them is, so that what goes on with the list is denied; `lacked`: the asker's own people lack them."""

    pieces: tuple[Piece, ...]
    alternatives: bool
    negated: bool
    excepted: bool = False
    lacked: bool = False


def join(text: str, pieces: Sequence[Piece]) -> Condition:
    """One condition over all pieces; no pieces give the condition that holds for everything."""
    groups = _united(text, _groups(text, list(pieces)))
    lenient = bool(_LENIENT.search(text.lower()))
    parts: list[Condition] = []
    for group in groups:
        conditions = tuple(dict.fromkeys(piece.condition for piece in group.pieces))
        covered = tuple(condition.phase for condition in conditions if isinstance(condition, Covers))
        before = text[max(0, group.pieces[0].start - 20) : group.pieces[0].start]
        quantified = _SEVERAL.search(text[: group.pieces[0].start]) if len(conditions) > 1 else None
        if quantified:
            sign: Comparison = SIGNS[quantified["sign"].lower()]
            parts.append(
                Several(
                    comparison=sign, count=NUMBERS.get(quantified["n"].lower()) or int(quantified["n"]), of=conditions
                )
            )
            continue
        behind = _behind(text, group) if len(covered) > 1 and not group.negated else None
        if behind is not None:
            parts.append(Several(comparison=behind[0], count=behind[1], of=conditions))
            continue
        if group.negated and re.search(r"\bnot both\b", before, re.IGNORECASE):
            parts.append(Not(of=AllOf(of=conditions)))
        elif group.negated:
            parts += [condition.of if isinstance(condition, Not) else Not(of=condition) for condition in conditions]
        elif group.alternatives and len(conditions) > 1:
            parts.append(AnyOf(of=conditions))
            if _NOT_BOTH.search(text):
                parts.append(Not(of=AllOf(of=conditions)))
        else:
            parts += conditions
        if covered and not group.negated and not lenient and _only(text, group):
            parts.append(Confined(phases=covered))
    positive = tuple(
        p.condition.phase for g in groups if not g.negated for p in g.pieces if isinstance(p.condition, Covers)
    )
    if positive and _NOTHING_ELSE.search(text.lower()):
        parts = [part for part in parts if not isinstance(part, Confined)]
        parts.append(Confined(phases=tuple(dict.fromkeys(positive))))
    # What is denied in the end was context before: `we have VC, so BN without VC`.
    denied = [part.of for part in parts if isinstance(part, Not)]
    return all_of(part for part in dict.fromkeys(parts) if part not in denied)


def _behind(text: str, group: _Group) -> tuple[Comparison, int] | None:
    """`of A, B and C, which tick two or more?`: how many of the listed."""
    match = SEVERAL_BEHIND.search(text, group.pieces[-1].end)
    told = match is not None and (match["sign"] or match["more"] or " of " in match.group())
    if match is None or not told or not _OUT_OF.search(text[: group.pieces[0].start]):
        return None
    sign: Comparison = ">=" if match["more"] else SIGNS.get((match["sign"] or "").lower(), "=")
    return sign, NUMBERS.get(match["n"].lower()) or int(match["n"])


def negates(words: str) -> bool:
    """Whether the words in front of something deny it."""
    clause = _CLAUSE_END.split(words.lower())[-1]
    if _NO_CONDITION.search(clause):
        return False
    clause = _OF_NAMES.sub(" ", _HARMLESS.sub(" ", clause))
    clause = re.split(
        r"(?:(?<!\ball )|(?<=\bat all ))(?<!\beverything )(?<!\beverywhere )"
        r"(?<!\banything )(?<!\beverybody )(?<!\beveryone )\b(?:but|yet|however|though"
        r"|although)\b(?!\s+(?:not|never|no|without|nothing|cannot|gone)\b)",
        clause,
    )[-1]
    said = clause.rsplit(",", 1)[-1]
    if "," in clause and not _LIST.fullmatch(said) and not DENIES.search(said):
        clause = said  # `I do not care, give me …`
    clause = _NEW_VERB.split(clause)[-1]
    clause = " ".join(_LINKS.sub(" ", clause).split()[-_REACH:]) + (" " if clause.endswith(" ") else "")
    return bool(DENIES.search(clause) or _CONTRACTED.search(clause))


def _groups(text: str, pieces: list[Piece]) -> list[_Group]:
    groups: list[_Group] = []
    end = 0
    for piece in pieces:
        between = text[end : piece.start]
        denied_after = bool(_DENIED_AFTER.match(text[piece.end : piece.end + 60].lower()))
        left = bool(_LEAVES.search(between) and _ALONE.match(text, piece.end))
        last = groups[-1] if groups else None
        twice = bool(_DENIED_TWICE.search(text, 0, piece.start))
        # `without those of no fixed price and the free ones`
        excepted = last is not None and last.excepted and bool(_LIST.fullmatch(between) and _CONNECTOR.search(between))
        rest = _without_lack(piece, between, last)
        lacked, negated = rest != between, (negates(rest) or denied_after or left or excepted) and not twice
        same_kind = last is not None and type(piece.condition) is type(last.pieces[-1].condition)
        listed = last is not None and bool(_LIST.fullmatch(between) and _CONNECTOR.search(between)) and not twice
        each = same_kind and bool(_EACH.search(between)) and not negated and last is not None and not last.negated
        offered = same_kind and not negated and bool(_OR.search(between)) and len(between.split()) <= _REACH
        stated = text[piece.start : piece.end].lower()
        bare = not _NEW_VERB.search(f"{between.lower()}{stated.split()[0]} ") and (
            same_kind or not re.search(r"\b(?:are|is|that|which|have|has|do|does)\b", between)
        )
        continues = last is not None and (negated == last.negated or (listed and last.negated and bare))
        # `we have no § and no §`: either is needed.
        neither = lacked and last is not None and last.lacked
        # `VC or CI, proprietary`: another kind of condition is no further alternative, unless `or` says so.
        together = listed and (same_kind or negated or _OR.search(between) or (last is not None and last.negated))
        contrasts = last is not None and last.negated and bool(re.search(r"\b(?:but|yet)\b", between))
        also_denied = denied_after and listed and bool(_AND_OR.search(between)) and last is not None
        if (
            also_denied
            and last is not None
            and _sort(last.pieces[-1]) == _sort(piece)
            and len(groups) > 1
            and not last.negated
        ):
            groups[-1] = _Group((*last.pieces, piece), False, True)  # `CI and D excluded`: both are
        elif last is not None and piece.start == last.pieces[-1].start:
            groups[-1] = replace(last, pieces=(*last.pieces, piece))
        elif last is not None and (
            (together and continues and not contrasts) or each or neither or (offered and continues)
        ):
            alternative = last.alternatives or each or neither or bool(_OR.search(between))
            groups[-1] = replace(last, pieces=(*last.pieces, piece), alternatives=alternative)
        else:
            groups.append(_Group((piece,), False, negated, twice, lacked))
        end = max(end, piece.end)
    return groups


def _without_lack(piece: Piece, before: str, last: _Group | None) -> str:
    """What stands before a piece, without what says that the asker's own people lack it."""
    if not isinstance(piece.condition, Covers):
        return _OWN_LACK.sub(" ", before)
    if last is not None and last.lacked and _NOR.fullmatch(before):
        return " "
    rest = _OWN_LACK.sub(" ", before)
    failing = _OWN_FAILURE.sub(" ", rest)
    return rest if _OF_OTHERS.search(failing) else failing


def _sort(piece: Piece) -> str:
    """Phases, amounts and states (free, open source, metered) are denied together only among themselves."""
    condition = piece.condition.of if isinstance(piece.condition, Not) else piece.condition
    if isinstance(condition, Covers):
        return "phase"
    return "amount" if getattr(condition, "usd", 0) else "state"


def _united(text: str, groups: list[_Group]) -> list[_Group]:
    """Phases that a word anywhere in the text unites (`merge the lists for A and B`) stand in one group."""
    lower = text.lower()
    united = bool(_UNION.search(lower))
    if not united or (_INTERSECTION.search(lower) and not re.search(r"\bor (?:in )?both\b|\bunion\b", lower)):
        return groups
    joined = [g for g in groups if not g.negated and all(isinstance(p.condition, Covers) for p in g.pieces)]
    if not joined:
        return groups
    together = _Group(tuple(piece for group in joined for piece in group.pieces), True, False)
    return [together, *(group for group in groups if group not in joined)]


def _only(text: str, group: _Group) -> bool:
    before = _CLAUSE_END.split(text[: group.pieces[0].start])[-1]
    return bool(_ONLY.search(before)) or bool(_ONLY_AFTER.match(text[group.pieces[-1].end :]))
