"""Situations: what the asker tells instead of naming a phase or a role, and the kinds of thing asked for in it."""

import re
from dataclasses import dataclass

from corpus.linker import key
from server.conditions import AllOf, Condition, Covers, Spans
from server.coverage import phase_part
from server.query import Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.kinds import kinds_asked
from server.understanding.phases import SITS
from server.understanding.signals import Signals
from server.understanding.wordlist import phrases

# What the text itself says or names is for passages to tell.
_OF_THE_TEXT = re.compile(
    r"\b(?:paper|text|authors?|article|study|mention\w*|named|says?|said|examples?|describ\w+|explain\w*|role does)\b"
)
_FOR_A_STEP = re.compile(
    r"\b(?:tools?|software|products?|platforms?|roles?|jobs?|positions?|people|staff)\b.{0,20}"
    r"\b(?:for|to|in|during|when|do|does|would|should|can|take|help\w*)\b"
    r"|^\W*(?:who|whom)\b"
)
_OWN = phrases(
    "we|we['’](?:re|ve|d|ll)|our|ours|us|i|i['’](?:m|ve|d|ll)|my|mine|me|somebody|someone|nobody|everybody|everyone"
)
_IMPLIED: tuple[tuple[Select, re.Pattern[str]], ...] = (
    ("phases", SITS),
    (
        "phases",
        phrases(
            r"""
    where (?:in|on|along) the (?:\w+ )?(?:lifecycle|life cycle|process|pipeline)
    where (?:are|do|does|would|should) (?:we|i|that|this|it)(?: (?:stand|sit|fit|belong|fall|go|right now|now|in))?
    (?:that|this|it) (?:step |task |work )?(?:is )?(?:a )?part of
    step part of
    (?:which|what) (?:part|bit|box|corner|stretch|section|step|chapter) of (?:the|that|this|our) (?:\w+ )?
    |(?:lifecycle|life cycle|cycle|picture)
    """
        ),
    ),
    (
        "tools",
        phrases(
            r"""
    what (?:can|could|do|should|would|might) (?:we|i|you|one) (?:use|adopt|buy|pick|choose|take|try|install|deploy)
    what (?:would|could|can|might|should) help
    """
        ),
    ),
    (
        "roles",
        phrases(r"whose (?:job|task|responsibility|business|call|work)|who(?:m|['’]s)?|what do (?:we|i) call the post"),
    ),
)
_SENTENCE = re.compile(
    r"(?<=[.!?;:])\s+|\s+[-–—]+\s+|,\s+(?=(?:(?:so|and|but|then)\s+)?(?:which|what|who|whom|whose|where)\b)",
    re.IGNORECASE,
)
_ASKING = phrases(
    r"which|what|what['’]?s|where|who|whom|whose|who['’]?s|recommend|suggest"
    r"|(?:name|tell|give)(?: me| us)? (?:the|a) (?:phase|stage|role|tools?)"
    r"|(?:phase|stage|role|tools?|options)(?= ?pl[sz]|\?)"
)
# `for the CI column, …` leads into what is asked.
_TOPIC = re.compile(
    r"\W*(?:(?:so|and|hi|hello|hey|ok|okay|well|quick question)\b\W*)*"
    r"(?:for|in|on|at|during|within|when it comes to|according to|regarding|concerning|about|as for|as to|of|from|by)\b"
    r"(?:\W+\w+){1,8}\W*$",
    re.IGNORECASE,
)
_POINTING = phrases(
    r"(?:that|this) (?:stage|phase|step|job|work|task|part|bit|side|end)|there|(?:for|in|on) (?:it|that|this)"
)
_TAKING_PART = phrases(
    "phases?|stages?|involved|involves?|active|takes? part|taking part|participat\\w+|in (?:it|there)"
)


@dataclass(frozen=True)
class Situation:
    """`told` is what known questions are compared with, `asked` the rest of the question, or all of it where nothing
    else is told. `kinds` are asked for, of which `where` holds besides.
    `several`: all who take part in a phase are meant, not who does just this. `otherwise` is a query to fall back
    on."""

    told: str
    asked: str
    kinds: tuple[Select, ...]
    where: Condition
    several: bool = False
    otherwise: Query | None = None


def find_situation(signals: Signals, query: Query | None) -> Situation | None:
    """The situation that a question tells, where no query answers it better; None where nothing is told or no kind
    of thing is asked for."""
    if ask.WHY.search(signals.lower) or signals.models or signals.tools or signals.roles:
        return None
    told, asked = _divided(signals)
    asking = signals.of(asked) if told else signals
    if asking.says(_OF_THE_TEXT):
        return None
    if query is not None and not (told and _guesses(query, signals, asking)):
        return None
    own = bool(_OWN.search(signals.whole.lower()))
    if not (own or told) and (signals.mentions or not signals.says(SITS, _FOR_A_STEP)):
        return None
    kinds = _kinds(asking)
    if not kinds:
        return None
    bounds = [piece for piece in signals.stated if not isinstance(piece.condition, Covers | Spans)]
    where = join(signals.anonymous, bounds) if bounds and "tools" in kinds else AllOf()
    return Situation(told or signals.whole, asked or signals.whole, kinds, where, asking.says(_TAKING_PART), query)


def _guesses(query: Query, signals: Signals, asking: Signals) -> bool:
    """Whether a query leaves out what was told, or rests on no more of it than words that may or may not mean a
    phase."""
    if query.select not in ("tools", "roles", "phases") or query.named or query.measure != "list":
        return False
    if query.premise or query.order:
        return False
    if asking.says(_POINTING) and phase_part(query.where) is None:
        return True
    outright = {key(name) for phase in signals.catalogue.phases.values() for name in (phase.code, phase.name)}
    phases = [mention for mention in signals.linker.link(signals.whole) if mention.kind == "phase"]
    if asking.phases or any(key(mention.text) in outright for mention in phases):
        return False
    # Several phases that are told of make a set, which no single known question has.
    return len({mention.name for mention in phases}) == 1 or query == Query(select="phases")


def _kinds(signals: Signals) -> tuple[Select, ...]:
    kinds: list[Select] = [kind for kind in kinds_asked(signals) if not (signals.target.vague and kind == "tools")]
    kinds += [kind for kind, pattern in _IMPLIED if kind not in kinds and signals.says(pattern)]
    return tuple(kinds)


def _divided(signals: Signals) -> tuple[str, str]:
    """The sentences that tell and those that ask; one that only states a condition does neither."""
    sentences = _SENTENCE.split(signals.whole.strip())
    asking = [bool(_ASKING.search(each.lower()) or _TOPIC.match(each)) for each in sentences]
    told = [
        each
        for each, asks in zip(sentences, asking, strict=True)
        if not asks and len(each.split()) > 2 and not _states(signals.of(each))
    ]
    return " ".join(told), " ".join(each for each, asks in zip(sentences, asking, strict=True) if asks)


def _states(sentence: Signals) -> bool:
    return any(not isinstance(piece.condition, Covers | Spans) for piece in sentence.stated)
