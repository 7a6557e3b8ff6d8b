"""What kind of thing a question asks for: tools, roles or phases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.linker import Mention
from server.understanding.pieces.headcount import HEADS, USERS
from server.understanding.words.cues import ONCE
from server.understanding.words.wordlist import alternatives, blanked, phrases

Noun = Literal["tools", "roles", "phases"]

_TOOLS = r"""
    tools?|tooling|toolsets?|toolbox(?:es)?|toolkits?|toolchains?|kits?|softwares?|products?|platforms?
    services?|solutions?|packages?
    librar(?:y|ies)|frameworks?|technolog(?:y|ies)|instruments?|utilit(?:y|ies)|vendors?(?! (?:itself|themselves))"""
# Words for anything at all: they mean tools only where nothing better is named.
_VAGUE = r"""
    options?|entries|entry|offerings?|offers?|things?|stuff|ones|helpers?|candidates?|contenders?|applications?
    apps?|programs?
    (?<=which )one|(?<=the )one|specialists?|(?<!cost )anything|(?<!cost )something|(?<!cost )everything
    whatever|items?|picks?|selection|those|it(?= all)
    """
# `what else could take over that job?` asks for whatever does it.
_JOB = "".join(
    f"(?<!{verb} {of} )" for verb in ("over", "do", "doing", "else does") for of in ("that", "this", "its", "the same")
)
_JOB += "job(?! of)"
_ROLES = rf"""
    roles(?! (?:do|did)\b[^?]*\bplay)|role(?! of| (?:does|do|did)\b[^?]*\bplay)|{_JOB}
    |jobs(?! of| (?:is|are) (?:it|this|that|they) (?:\w+ )?(?:right|good|made|meant|fit) for)|positions?|staff
    persons?(?! (?:team|squad|shop|company|firm|start-?up|business|outfit|office))
    |team members?|employees?|hires
    professions?|(?<=which )profiles?|(?<=what )profiles?|workers?
    (?<!dol )(?<!labor )(?<!labour )(?<!official )(?<!department )occupations?(?! (?:codes?|titles?
    |class\w*|and (?:codes?|titles?)))
    experts?|professionals?|engineers?
    job titles?
    specialists?(?= (?:who|take|work|earn|are|do))
    """
_PEOPLE = r"people(?! refuse| got| keep| use| run| who use| normally| usually| typically| keep| still)"
_PHASES = r"""
    phases?|stages?|(?:eight|8|seven|7) (?:tick )?columns|parts? of the lifecycle
    lifecycle(?:['’]s)? (?:phases?|stages?|parts?|boxes)
    stretch(?:es)? of the lifecycle|(?:(?:eight|8|seven|7|six|6) )?(?:tool|role|phase|lifecycle) columns?
    points? in the lifecycle|steps? of the lifecycle|sections? of the lifecycle|phase[- ]wise|boxes"""
_ASKS = r"""
    which|what(?:['’]s| is| are| all)?(?: the| all the)?
    how many(?: of (?:the|these|those|our|all))?|how much(?= (?:tools|roles|phases))|list|name
    show(?: me)?|give(?: me)?|find(?: me)?
    tell me|(?<!greatest )(?<!largest )(?<!smallest )(?<!highest )(?<!lowest )(?<!biggest )(?<!max )number of
    count(?: of)?|tally|any|every|each|all
    are there|is there|do we have|recommend|suggest|need|want|looking for|get me|enumerate|report|identify
    determine|pull|extract|compute
    """
_BLOCKING = r"""
    is|are|was|were|do|does|did|happens?|in|for|on|at|should|can|could|would|will|to|with|about|by|from|goes
    makes?|has|have|had|having
    means?|we|i|you|my|our|it|they|that|how|why|when|where|using|use|uses|used|and|not|cover|covers|covering
    costs?|span|spans|serves?|handles?
    reach|reaches|gets?|involves?|works?|work|one|with|whose|of|if|whether|who"""
_ASK = re.compile(rf"\b(?:{alternatives(_ASKS)})(?![\w-])")
_KINDS: tuple[tuple[Noun, str], ...] = (
    ("tools", f"{_TOOLS}\n{_VAGUE}"),
    ("roles", f"{_ROLES}\n{_PEOPLE}"),
    ("phases", _PHASES),
)
_NOUN = {noun: re.compile(rf"(?:{alternatives(words)})(?!\w)") for noun, words in _KINDS}
_VAGUE_WORD = re.compile(alternatives(_VAGUE))
# What stands for each kind and for no other.
KIND_WORDS: dict[Noun, str] = {
    "tools": alternatives(_TOOLS),
    "roles": alternatives(_ROLES),
    "phases": alternatives(_PHASES),
}
_STRONG: tuple[tuple[Noun, re.Pattern[str]], ...] = (
    ("tools", re.compile(rf"(?<!\w)(?<![a-z]-)(?:{KIND_WORDS['tools']})(?!\w)")),
    ("roles", phrases(_ROLES)),
    ("phases", phrases(_PHASES)),
)
_WEAK: tuple[tuple[Noun, re.Pattern[str]], ...] = (("roles", phrases(_PEOPLE)), ("tools", phrases(_VAGUE)))
# Words that ask faintly: `tools across all their phases` asks for tools.
_FAINT = frozenset({"any", "every", "each", "all", "need", "want", "count"})
_STRONG_BEFORE = re.compile(rf"(?<!\w)(?:{KIND_WORDS['tools']}|{KIND_WORDS['roles']})(?!\w)")
# `the § phase`, `no other phase`: a label or a bound, not what is asked for.
_LABEL = re.compile(r"(?:¤|\b(?:other|further|single|sole|only|no|every|one|second|additional)) $")
# `what has no tool?`, `our only tool`: what is lacking or already there is not asked for.
_LACKED = re.compile(r"\b(?:(?:has|have|had|with|gets?|got) no|without (?:an?|any)|(?:our|my|the|your) only) $")
_RANKED_PHASE = re.compile(
    r"\b(?:poorest|richest|busiest|emptiest|thinnest|most|least|best|worst|fewest|biggest|largest"
    r"|smallest|crowded|populated|equipped|staffed)"
    r" (?:\w+ )?(?:phase|stage)\b"
)
_AMONG_PHASES = re.compile(
    r"\b(?:of|among|from|out of)(?: all)?(?: of)?(?: the| these| our)? (?:\w+ )?"
    r"(?:phases|stages|columns)\b(?:[^?.!]{0,20}|(?:[\s¤,:;()–-]|\band\b)*)(?<=\W)(?:which|what)(?: one)?\b"
    r"(?! (?:tools?|roles?|products?|people|jobs?)\b)"
)
# `two hires: a § and a §` only says what the names are.
_LISTED = re.compile(r"\b(?:hires?|roles?|people|positions?|jobs?|tools?|products?)(?=\s*[:–]\s*(?:an? |the |one )?§)")
# `which is it, and how many stages is that?` counts what is found first.
_OF_THE_FOUND = re.compile(
    r"(?<=[,.?;]) (?:and )?how many [\w ]{1,20} (?:is|are|would|does|do|stand|sit) (?:that|it|they|those"
    r"|(?:there )?in it)\b[^,.;]*"
)
# `what reaches all the phases it reaches?`
_ITS_PHASES = re.compile(
    r"\b(?:reach\w*|cover\w*|span\w*|have|has|does|do|serv\w+|touch\w*|keep\w*|tick\w*)(?: at least)? (?:all"
    r"|every|each)(?: of)?(?: the)? (?:phases?|stages?|columns?)(?= (?:that )?(?:it|they|§))"
)
# `something whose one job is §`
_ONE_JOB = re.compile(r"\b(?:whose|its|their|the) (?:one|only|sole|single|main|whole) (?:and only )?job\b")
# `… are ticked only for ¤, out of the eight columns?`
_OUT_OF = re.compile(r"\b(?:out of|of|among|in) the (?:eight|seven|8|7) (?:\w+ )?(?:columns|phases|stages)(?=\W*$)")
# `before I sign anything: what does § cost?`
_BEFORE = re.compile(r"\b(?:before|until|once) (?:i|we|you) (?:\w+ ){1,3}(?:anything|something|everything)\b(?=\W)")
# `the § person` is one who is named.
_PERSON = re.compile(
    r"(?<=§ )(?:persons?|positions?|posts?|colleagues?|specialists?|professionals?|experts?|people)(?:['’]s?)?(?!\w)"
)
# `the wage of the § role`, `job outlook`: the noun labels the role that is named, or what is asked of it.
_NAMED_ROLE = re.compile(r"(?<=§ )(?:role|job|occupation|profession)(?:['’]s)?(?![\w§])")
_OF_A_JOB = re.compile(
    r"\b(?:job|career|employment) (?=(?:outlook|growth|prospects?|market|security|openings?|perspectives?|demand)\b)"
)
# `what is the list of roles for ¤?`
_LIST_OF = re.compile(r"(?<=what is the )(?:\w+ )?(?:list|set|names|overview|selection) of(?: the| all)?(?= )")
# `the tool table's phases`
_TABLE = re.compile(r"\b(?:tools?|roles?) (?:table|chart|matrix|sheet)(?:['’]s)?\b")
# `what does a § do in this framework?`
_PAPERS = re.compile(r"\b(?:in|of|within|by|under|to) (?:this|the|your|that|their) (?:[\w-]+ )?framework(?! [a-z]+s\b)")
_AS_MANY = re.compile(r"\bas (?:many|few) [\w ]{3,25} as\b")
_COUNTS = re.compile(r"\bhow (?:many|numerous|large|big)\b|\bcount\b|\bnumber of\b|\bcardinality\b|\bheadcount\b")
_WHO = re.compile(
    r"(?:(?<!\w)|(?<=[.,;:] ))(?:who(?:m|ever|['’]s)?"
    r"|(?<!without )(?<!has )(?<!have )(?<!not )(?:anybody|anyone(?!\W*$))(?! (?:know|here|else|got"
    r"|tell|remember|explain)\b)|(?<=does )someone)\b"
)
# `¤ and ¤ in one product, who does that?`, `who sells something for ¤?`
_OFFERED = re.compile(
    rf"\b(?:in|with|within|by|under) (?:the same|one(?: and the same| single)?|a single) (?:{alternatives(_TOOLS)})\b"
    r"|\bwho (?:sells|offers|ships|markets)\b"
)
# `who is a §?` wants it described.
_IS_ONE = re.compile(r"who(?:['’]s| is| are) (?:an? |the |this |that )?§+\W*(?:$|,|and\b|\?)")
_CHARGES = re.compile(
    r"§ (?:or|vs\.?) §+\W*$|\b(?:of|between|among) (?:the )?§[^?.!]*§\W+who\b"
    r"|§ (?:or|vs\.?|versus|against) (?:the )?§+\W+(?:\w+ )?who\b|"
    r"\b(?:cheap\w*|costs?|charg\w+|free|dear\w*|pric\w+|expensive|less|more)\b"
)  # `A or B, who is cheaper?`
_WHOSE = re.compile(r"(?:^|[,;:])\W*whose\b")
_EXPLAINS = re.compile(
    r"^\W*(?:how(?! (?:expensive|pricey|costly|cheap|much|many|(?:is|are) (?:[\w-]+ ){1,3}(?:called|named)))"
    r"|why|explain|describe|define|tell|who is"
    r"|what (?:is|are|'s|does|do|did|happens?|gets?|should))\b"
)
_ASKS_FIRST = re.compile(r"^\W*(?:is|are|does|do|can|could|will|would|should|has|have|when|where)\b")
_TOOLWISE = re.compile(r"\btools?[- ]?wise\b|\bin terms of tools\b|\bas far as tools\b|\bin the tool\w* department\b")
_WORD = re.compile(r"[\w$§¤%.'’/&-]+")
_SPACE = re.compile(r"\s+")
# `the product §`: the noun labels a name.
_NAME_OF = {"tools": (" §", " of §"), "roles": (" §",)}
_OF_TOOLS = re.compile(r"\b(?:tools?|something|(?:tech )?stack|tool ?(?:chain|set|kit))\b")
# `we have $100 a month, 10 people`: for so many the money buys tools.
_PURSE = re.compile(r"\$\s?\d|\b(?:budget|bucks|dollars?|usd)\b")
# `and if we grow to 30 people?`
_OURSELVES = re.compile(
    r"\bwe(?: would| will| might|['’]ll|['’]d)?(?:['’]re| are| be| have| grow to| get to| become)"
    rf" (?:\w+ )?\d+ {HEADS}(?![a-z])"
)
_OF_PEOPLE = re.compile(
    rf"\b(?:who(?:m|ever)?|hir(?:e|es|ed|ing)|recruit\w*|employ\w*|staff(?:ed|ing)?|roles?|jobs?|wages?|salar(?:y|ies)|payroll"
    rf"|earn\w*|paid|pay(?! for)|(?:how many|which|what) (?:\w+ )?{HEADS})\b"
)
_SENTENCE_ENDS = re.compile(r"[.?!;:]\s")
_BLOCKS = re.compile(alternatives(_BLOCKING))


@dataclass(frozen=True)
class Target:
    """The kind asked for, with the word's span; None when the question names none.
    `vague`: the word could mean anything (`the one`, `everything`)."""

    noun: Noun | None
    start: int = 0
    end: int = 0
    vague: bool = False


def find_target(text: str, mentions: Sequence[Mention]) -> Target:
    """The noun that the earliest asking word governs, or else the headline's; catalogue names are looked over."""
    masked = marked(text, mentions)
    for beside in (_PERSON, _BEFORE, _ONE_JOB, _TABLE, _LISTED, _OF_THE_FOUND, _AS_MANY, _ITS_PHASES, _PAPERS):
        masked = blanked(beside, masked, "#")
    masked = blanked(_OUT_OF, blanked(_LIST_OF, masked), "#")
    masked = blanked(_OURSELVES, masked, "#")
    if any(mention.kind == "role" for mention in mentions):
        masked = blanked(_OF_A_JOB, _unlabelled(masked, mentions), "#")
    of_tools = any(mention.kind == "tool" for mention in mentions) or _OF_TOOLS.search(masked)
    if of_tools or (_PURSE.search(masked) and not _OF_PEOPLE.search(masked)):
        masked = blanked(USERS, masked, "#")  # `for 25 people` asks for nobody
    wise = _TOOLWISE.search(masked)
    if wise:
        return Target("tools", wise.start(), wise.end())
    ranked = _RANKED_PHASE.search(masked) or _AMONG_PHASES.search(masked)
    if ranked:
        return Target("phases", ranked.start(), ranked.end())
    governed = _governed(masked)
    who = _who(masked)
    if who and not (governed and governed.noun == "roles") and offered(masked):
        return Target("tools", who.start(), who.end())
    several_tools = sum(mention.kind == "tool" for mention in mentions) > 1 and _CHARGES.search(masked)
    if who and not several_tools and (governed is None or governed.noun == "phases" or who.start() < governed.start):
        return Target("roles", who.start(), who.end())
    return governed or _headline(masked)


def _unlabelled(masked: str, mentions: Sequence[Mention]) -> str:
    """The text without the noun behind a role that it only says to be one: `the § role`."""
    ends = {mention.end for mention in mentions if mention.kind == "role"}
    return _NAMED_ROLE.sub(lambda noun: "#" * len(noun.group()) if noun.start() - 1 in ends else noun.group(), masked)


def offered(masked: str) -> bool:
    """Whether `who` in the text stands for a product, or for who sells it."""
    return _OFFERED.search(masked) is not None


def marked(text: str, mentions: Sequence[Mention]) -> str:
    """As `mask`, phases as `¤`: only beside these is a phase noun a label."""
    masked = mask(text, mentions)
    for mention in mentions:
        if mention.kind == "phase":
            masked = masked[: mention.start] + "¤" * (mention.end - mention.start) + masked[mention.end :]
    return masked


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """The text in lower case with every mention replaced by as many `§`."""
    masked = text.lower()
    for mention in mentions:
        masked = masked[: mention.start] + "§" * (mention.end - mention.start) + masked[mention.end :]
    return masked


def _governed(masked: str) -> Target | None:
    """The noun behind an asking word, with only adjectives and names between."""
    for ask in _ASK.finditer(masked):
        before = ask.end()
        for word in _WORD.finditer(masked, before):
            if _SENTENCE_ENDS.search(masked, before, word.start()):
                break
            before = word.start()
            target = _noun_at(masked, word.start())
            if target is not None:
                if target.noun == "phases" and (_defines(masked, ask, word.start()) or _labels(masked, target)):
                    break
                if target.noun == "phases" and ask.group() in _FAINT and _STRONG_BEFORE.search(masked[: ask.start()]):
                    break
                return _resolved(masked, _last_of_run(masked, target))
            if _BLOCKS.fullmatch(word.group().rstrip(".")):
                break
        else:
            return None  # no noun follows, nor does one behind a later asking word
    return None


def _resolved(masked: str, target: Target) -> Target:
    """A vague word (`the one`, `ones`, `anything`) stands for what the question names otherwise."""
    if target.noun != "tools" or not _is_vague(masked, target):
        return target
    for noun, pattern in (*_STRONG[:2], _WEAK[0]):
        match = pattern.search(masked)
        if match:
            return Target(noun, match.start(), match.end())
    return Target("tools", target.start, target.end, vague=True)


def _is_vague(masked: str, target: Target) -> bool:
    match = _VAGUE_WORD.match(masked, target.start)
    return match is not None and match.end() == target.end


def _who(masked: str) -> re.Match[str] | None:
    """`who` that asks; `tools who are free` only relates."""
    for match in _WHO.finditer(masked):
        before = masked[: match.start()].rstrip()
        if (
            not re.search(r"\b(?:tools?|ones?|software|products?|things?|(?:group|team|bunch|lot) of people)$", before)
            and " is who" not in before
            and not _IS_ONE.match(masked, match.start())
            and not ONCE.match(masked, match.start())
        ):
            return match
    return _WHOSE.search(masked)


def _headline(masked: str) -> Target:
    """The first noun that is no label; the vague ones come last."""
    explains = (_EXPLAINS.match(masked) or re.search(r"\bwhy\b", masked)) and not _COUNTS.search(masked)
    found = [
        Target(noun, match.start(), match.end())
        for noun, pattern in _STRONG
        for match in pattern.finditer(masked)
        if not (noun != "phases" and masked[match.end() :].startswith(_NAME_OF[noun]))
        and not (noun != "phases" and _LACKED.search(masked[: match.start()]))
        and (noun != "phases" or not (_is_label(masked, match) or explains or _ASKS_FIRST.match(masked)))
    ]
    found = sorted(found, key=lambda target: target.start) or [
        Target(noun, match.start(), match.end(), vague=noun == "tools")
        for noun, pattern in _WEAK
        if (match := pattern.search(masked)) is not None
    ]
    for target in found:
        if explains and (target.noun != "tools" or not re.search(r"\bwhat\b", masked)):
            continue
        return target
    return Target(None)


def _is_label(masked: str, match: re.Match[str]) -> bool:
    told = masked[: match.start()].endswith("same ") and match.group().endswith("s")  # `cover the same phases`
    return told or bool(_LABEL.search(masked[: match.start()])) or masked[match.end() :].startswith((" ¤", " (¤"))


def _noun_at(masked: str, at: int) -> Target | None:
    for noun, pattern in _NOUN.items():
        match = pattern.match(masked, at)
        if match:
            return Target(noun, match.start(), match.end())
    return None


def _labels(masked: str, target: Target) -> bool:
    """`each § phase` but not `which phase`: the noun only names the kind of a name beside it."""
    return bool(re.search(r"¤ $|\b(?:other|further|sole|only|no|one) $", masked[: target.start]))


def _last_of_run(masked: str, target: Target) -> Target:
    while following := _SPACE.match(masked, target.end):
        after = _noun_at(masked, following.end())
        if after is None:
            break
        target = after
    return target


def _defines(masked: str, ask: re.Match[str], noun: int) -> bool:
    """`what is the § phase` asks what the phase is, not which one."""
    return (
        ask.group().startswith("what ")
        and masked[ask.end() : noun].strip(" §¤") == ""
        and re.search("[§¤]", masked[ask.end() : noun]) is not None
    )
