"""The two halves of model development in other words: `the classical side`, `both flavours, classical and LLM`."""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from corpus.vocabulary import PhaseCode
from server.understanding.pieces.target import marked
from server.understanding.words.utterance import NEGATION, clauses_of
from server.understanding.words.wordlist import phrases

TRADITIONAL, LLM = "traditional model development", "LLM development"
# Table III prints the whole where Table IV ticks either half.
HALVES = (PhaseCode.MD, PhaseCode.MDT, PhaseCode.MDL)
_AND = r"(?:,|/|&|and|or|nor|plus|as well as|alongside)"
_OLD = r"(?:traditional|classical|classic|conventional|old[- ]school|non[- ]?llm)"
_NEW = r"(?:large language model|language model|llm)s?"
_HALF = (
    r"(?:sides?|hal(?:f|ves)|branch(?:es)?|tracks?|flavou?rs?|variet(?:y|ies)|strands?|arms?|wings?|routes?|streams?"
    r"|columns?|ticks?|box(?:es)?)"
)
_WORK = r"(?:model(?: development| building|ling|ing)?|training|ml|machine learning|development)"
_OF_MD = r"(?: of (?:the )?(?:model (?:development|building)|md|modell?ing))?"
_ONE = rf"(?:the )?(?:{_OLD}|{_NEW})(?: (?:one|{_WORK}))?"
# `flavours of model development, classical and LLM`: the names only spell the whole out.
_SPELLED_OUT = (
    rf"(?:{_HALF}|kinds?|types?|forms?) of (?:model development|md)\b(?:[\s,:(–-]*{_ONE}\s*{_AND}\s*{_ONE}\b\)?)?"
)
# `both model development columns`
_BEHIND_MD = rf"(?:model(?:[- ](?:dev(?:elopment)?|building))?|md)[- ]{_HALF}\b"
# `considering both halves of model development together`: the whole, and not what has both.
_BOTH = rf"(?:both|the two)(?: of the)? {_HALF} of (?:model (?:development|building)|md)(?: (?:taken|put|lumped))?"
_AS_A_WHOLE = (
    r"\b(?P<lead>(?:consider|tak|merg|combin|lump|put|pool|look)ing(?: at)? |across |over |for )"
    rf"{_BOTH} (?:together|combined|as a whole)\b"
)
# `count MDT and MDL separately`: so they are counted anyway.
_NAMED = rf"(?:mdt|mdl|{TRADITIONAL}|{LLM})"
_PAIR = rf"(?:both )?{_NAMED}(?: \({_NAMED}\))?\s*{_AND}\s*{_NAMED}(?: \({_NAMED}\))?"
_TOLD_APART = (
    r"(?: (?:as|each|columns))* (?:two|twice|separate(?:ly)?|apart|individually|independently|(?:on|by) their own"
    r"|for (?:itself|themselves))\b(?: (?:separate|different|phases|stages|columns|ones|ticks))*"
)
_COUNTS_TWO = (
    rf"(?:^|[\s,;:(–-]+)(?:and |please )?(?:(?:count|treat|regard|consider|tak)(?:s|ing|e)? {_PAIR}"
    rf"|(?:with )?{_PAIR} (?:are |being )?(?:count|treat|regard|consider|tak)(?:s|ing|ed|en))"
    rf"{_TOLD_APART}\)?"
)
# What stands alone leans on the word behind: `neither traditional nor LLM model development`.
_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (_AS_A_WHOLE, r"\g<lead>model development"),
        (rf"\b(?:both|the two)(?: of the)? {_SPELLED_OUT}", f"{TRADITIONAL} and {LLM}"),
        (rf"\beither(?: of the)? {_SPELLED_OUT}", f"{TRADITIONAL} or {LLM}"),
        (
            rf"\b(?P<sign>only|just|exactly) one of the two {_BEHIND_MD}",
            rf"\g<sign> one of these: {TRADITIONAL}, {LLM}",
        ),
        (rf"\b(?:both|each of the two|the two) {_BEHIND_MD}", f"{TRADITIONAL} and {LLM}"),
        (rf"\b{_OLD}(?: {_WORK})? {_HALF}\b{_OF_MD}", TRADITIONAL),
        (rf"\b{_NEW}(?: {_WORK})? {_HALF}\b{_OF_MD}", LLM),
        (rf"\b{_OLD}(?=\s*{_AND}\s*(?:(?:for|in|during) )?(?:the )?llm)", TRADITIONAL),
        (rf"\bllms?\b(?=\s*{_AND}\s*{_OLD}\b)", LLM),
        (r"\bllms?[- ](?=(?:tools?|tooling|software|products?|stuff|only|kit|ticks?)\b)", f"{LLM} "),
        (r"(?<=tools for )(?:an )?llms?\b(?! ?\w)", LLM),
        (_COUNTS_TWO, ""),
        (r"(?:(?<=cannot )|(?<=but not )|(?<=but no ))llms?\b(?=\W*$)", LLM),
    )
)
# Which half somebody is in tells what they build on.
_EXISTING = phrases(
    r"""
    existing|off[- ]the[- ]shelf|ready[- ]made|pre-?trained|pre-?built|third[- ]party|hosted|foundation
    (?:some(?:one|body) else|another company|a vendor)['’]s
    fine-?tun\w+|prompt\w*
    """
)
_OWN = phrases(r"from scratch|(?:of )?our own|(?:of )?my own|own|custom|classical|traditional|non-?llm")


_ASKED = re.compile(
    rf"\b(?:which|what) hal(?:f|ves)\b"
    rf"|\b(?:which|what)(?: \w+)? (?:{_HALF}|sub-?phase|sub-?stage|part|phase|stage) of (?:the )?(?:¤|model)"
)


def asks_for_a_half(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a question about model development wants to know which half somebody is in."""
    return _ASKED.search(marked(text, mentions)) is not None


def half_taken(text: str) -> PhaseCode | None:
    """The half in which somebody is by what they tell: `we take an off-the-shelf LLM`."""
    for clause in clauses_of(text):
        if not clause.asks and not NEGATION.search(clause.text):
            if _EXISTING.search(clause.text):
                return PhaseCode.MDL
            if _OWN.search(clause.text):
                return PhaseCode.MDT
    return None


def halves_named(text: str) -> str:
    """The text with the halves under the names that the linker knows."""
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text
