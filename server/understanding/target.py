"""What a question asks for: the kind of thing, and what about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.linker import Mention

Noun = Literal["tools", "roles", "phases"]

_NOUNS: tuple[tuple[Noun, str], ...] = (
    (
        "tools",
        r"tools?|tooling|toolset|software|products?|platforms?|services?|solutions?|packages?|librar(?:y|ies)|"
        r"frameworks?|technolog(?:y|ies)|options?|vendors?|offerings?|things?|stuff|ones|(?<=which )one|(?<!cost )anything|(?<!cost )something|whatever",
    ),
    (
        "roles",
        r"roles?|jobs?|positions?|persons?|people(?! use)|staff|team members?|employees?|specialists?|hires?|professions?|"
        r"occupations?|experts?|professionals?|engineers?|job titles?",
    ),
    ("phases", r"phases?|stages?|parts? of the lifecycle|lifecycle (?:phases?|stages?|parts?)"),
)
_ASKS = (
    r"which|what(?:'s| is| are)?(?: the| all the)?|whose|how many|list|name|show(?: me)?|give(?: me)?|find(?: me)?|tell me|"
    r"number of|count(?: of)?|any|every|each|all|are there|is there|do we have|recommend|suggest|need|want|looking for|get me"
)
_BLOCKING = (
    r"is|are|was|were|do|does|did|happens?|in|for|on|at|should|can|could|would|will|to|with|about|by|from|goes|makes?|"
    r"means?|we|i|you|my|our|it|they|that|how|why|when|where|using|use|uses|used|and|not"
)
_ASK = re.compile(rf"\b(?:{_ASKS})\b")
_NOUN = {noun: re.compile(rf"(?:{words})\b") for noun, words in _NOUNS}
_ANY_NOUN = re.compile(r"\b(?:" + "|".join(words for _, words in _NOUNS) + r")\b")
_QUESTION = re.compile(
    r"^\W*(?:how|why|what|when|where|who|is|are|does|do|can|could|will|would|should|has|have|explain|describe|define|tell)\b"
)
_PHRASED_AS_PROSE = re.compile(r"^\W*(?:how|why|explain|describe|define|tell|who is|what (?:is|are|'s|does))\b")
_WORD = re.compile(r"[\w$§%.'’/&-]+")

YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|ok|okay|hi|hello|hey|please|tell me|is it true that|can you tell me|do you know|if|whether)[\s,]+)*"
    r"(?:if |whether )?(?:is|are|isn['’]t|aren['’]t|does|do|doesn['’]t|don['’]t|can|could|will|would|has|have|was|did|should)\b"
)
WHY = re.compile(r"^\W*(?:so |but |and )?(?:why|how come|for what reason|explain why|what makes)\b")
PRESUMES = re.compile(
    r"^\W*as (?=[a-z0-9&. -]+ (?:is|are|covers?|costs?|works?|has|have|does|do|earns?)\b)|\b(?:given that|since|because|considering that|seeing that|as we know)\b"
)
COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount (?:of|the|all|up)\b|\bwhat is the count\b|^\W*count\b")
TOTAL = re.compile(
    r"\btotal(?:s|ling|ing)?\b|\bsum\b|\bcombined\b|\baltogether\b|\badd(?:s|ed)? up\b|\boverall cost\b|\ball together\b|"
    r"\bin total\b|\btogether\b|§ plus (?:an? |the )?§|\bone (?:person |hire )?(?:in |of |for |from |per )?(?:each|every)\b|\bbudget (?:do|would|should|for|is needed)\b|\bpayroll\b"
)
COST = re.compile(
    r"\b(?:costs?|costing|pric(?:e|es|ed|ing|ey|ier|y)|damage|set (?:me|us) back|(?:per|a|each) month|monthly|how much(?! (?:does|do|is|would|will) .*\b(?:earn|make|paid)\b)|fees?|expens\w+|pay for|charged?|budget)\b"
)
WAGE = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|earn(?:s|ed|ing|ings)?|income|compensation|pay(?:s|ing)?(?! for| as| per)|paid|payroll|remuneration|makes?(?= ?(?:an? (?:month|year)|per |each |the (?:most|least)|\?|$)))(?![\w-])"
)
LICENCE = re.compile(r"\blicen[cs]\w*\b|\bopen[- ]?source\b")
DOL = re.compile(r"\bdol\b|\bdepartment of labou?r\b|\boccupation(?:al)? code\b")
DOL_CODE = re.compile(r"\b\d{2}-\d{4}\b")
MIN = re.compile(
    r"\bcheapest\b|\bleast (?:expensive|costly|paid)\b|\blowest[- ](?:cost|pric\w+|paid|paying|wage|salary|monthly)|\bmost affordable\b|"
    r"\blowest\b|\bworst[- ]paid\b|\b(?:earns?|paid|make|makes) the least\b|\bfewest\b|\bleast\b|\bminimum\b|\bsmallest\b|\bnarrowest\b"
)
MAX = re.compile(
    r"\bmost (?:expensive|costly)\b|\bdearest\b|\bpriciest\b|\bcostliest\b|\bhighest\b|\b(?:best|top|most)[- ](?:paid|paying)\b|"
    r"\b(?:earns?|makes?|paid|costs?) the most\b|\bmost (?:phases|stages|tools|roles|levels|versatile)\b|\bbroadest\b|\bwidest\b|\bmaximum\b|\blargest\b|\b(?:covers?|spans?|has|have) the most\b"
)
COMPARE = re.compile(r"\bcompar\w+\b|\bdifferen\w+\b|\bvs\.?\b|\bversus\b|\bdiffers?\b|\bin contrast\b|\bstack up\b")
# A statement put as a question: `§ is free, right?`, `§ covers CI?`
TAGGED = re.compile(
    r"\b(?:right|correct|true|isn't it|is it|aren't they|doesn't it)\s*\?\s*$|^\W*(?:so )?§+ (?:is|are|covers?|costs?|works?|has|supports?)\b[^?]*\?$"
)
MORE_PHASES = re.compile(r"\bmore (?:phases|stages|of the lifecycle)\b")
FEWER_PHASES = re.compile(r"\b(?:fewer|less) (?:phases|stages)\b")
COMPARATIVE = re.compile(r"\b(?:cheaper|less expensive|more affordable|costs? less|lower priced)\b")
DEARER = re.compile(r"\b(?:dearer|more expensive|pricier|costlier|costs? more)\b")
EARNS_MORE = re.compile(
    r"\b(?:earns? more|better paid|higher paid|paid more|paid better|makes? more|higher (?:wage|salary))\b"
)
EARNS_LESS = re.compile(r"\b(?:earns? less|worse paid|lower paid|paid less|makes? less|lower (?:wage|salary))\b")
SAME = re.compile(r"\bsame (?:price|cost|wage|salary|phases?|stages?|pay)\b|\bas much as\b|\bequally\b")
DESCRIBE = re.compile(
    r"^\W*(?:what(?:'s| is| are| does| do)|tell me (?:more )?about|describe|explain|who is|who are|what about|define|introduce)\b"
)
NEEDS = re.compile(
    r"\b(?:recommend\w*|suggest\w*|out there|available|at hand|need\w*|looking for|want\w*|should (?:i|we) (?:use|pick|choose|adopt|take)|can (?:i|we) use|could (?:i|we) use|"
    r"(?:would|do) you (?:use|recommend|suggest)|fits?|help\w* (?:me |us )?with|what to use|pick)\b"
)
COMMON = re.compile(r"\b(?:both|common|shared?|shares|overlap\w*|each of|all of|intersect\w*)\b|∩")
GAP = re.compile(
    r"\b(?:uncovered|not covered|gaps?|holes?|missing|left out|leav\w+|lack\w*|unaddressed|without coverage|(?:not|n['’]t|no) (?:\w+ ){0,2}cover\w*)\b"
)
ALTERNATIVE = re.compile(
    r"\balternatives?\b|\binstead of\b|\breplac\w+\b|\bsubstitut\w+\b|\bsimilar to\b|\bcompetitors?\b|\blike\b"
)


@dataclass(frozen=True)
class Target:
    """The kind asked for, with the word's span; None when the question names none."""

    noun: Noun | None
    start: int = 0
    end: int = 0


def find_target(text: str, mentions: Sequence[Mention]) -> Target:
    """The noun that the earliest asking word governs; catalogue names are looked over."""
    masked = mask(text, mentions)
    for ask in _ASK.finditer(masked):
        at = ask.end()
        for word in _WORD.finditer(masked, at):
            target = _noun_at(masked, word.start())
            if target is not None:
                if target.noun == "phases" and _defines(masked, ask, word.start()):
                    break
                return _last_of_run(masked, target)
            if re.fullmatch(_BLOCKING, word.group()) or re.search(r"[.?!;:]", masked[at : word.start()]):
                break
    several_tools = sum(mention.kind == "tool" for mention in mentions) > 1
    if re.search(r"\bwho(?:m|ever)?\b", masked) and not several_tools:
        return Target("roles")
    headline = _ANY_NOUN.search(masked)
    target = _noun_at(masked, headline.start()) if headline else None
    opens = _PHRASED_AS_PROSE if target and target.noun != "phases" and "§" in masked else _QUESTION
    return Target(None) if target is None or opens.match(masked) else target


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """The text in lower case with every mention replaced by as many `§`."""
    masked = text.lower()
    for mention in mentions:
        masked = masked[: mention.start] + "§" * (mention.end - mention.start) + masked[mention.end :]
    return masked


def _noun_at(masked: str, at: int) -> Target | None:
    for noun, pattern in _NOUN.items():
        match = pattern.match(masked, at)
        if match:
            return Target(noun, match.start(), match.end())
    return None


def _last_of_run(masked: str, target: Target) -> Target:
    following = re.compile(r"\s+").match(masked, target.end)
    after = _noun_at(masked, following.end()) if following else None
    return _last_of_run(masked, after) if after else target


def _defines(masked: str, ask: re.Match[str], noun: int) -> bool:
    """`what is the § phase` asks what the phase is, not which one."""
    return (
        ask.group().startswith("what ")
        and masked[ask.end() : noun].strip(" §") == ""
        and "§" in masked[ask.end() : noun]
    )
