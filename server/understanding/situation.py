"""Situations: what the asker tells instead of naming a phase or a role, and the kinds of thing asked for in it."""

import re
from dataclasses import dataclass

from corpus.linker import Mention, key
from corpus.vocabulary import PhaseCode
from server.conditions import AllOf, Condition, Covers, Spans
from server.conjunctions import OF_TOOLS
from server.coverage import phase_part
from server.query import Query, Select
from server.understanding import cues as ask
from server.understanding.clauses import join
from server.understanding.explained import unexplained
from server.understanding.kinds import kinds_asked
from server.understanding.phases import SITS
from server.understanding.pieces import Piece
from server.understanding.replacement import parts_of
from server.understanding.signals import Signals
from server.understanding.wordlist import phrases
from server.understanding.works import works_of

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
# Asks for the one who does it; `the roles in monitoring` are a set of the table.
_WHO = phrases("who|whom|whose|who['’]?s|somebody|someone|which person|what kind of person")
_IMPLIED: tuple[tuple[Select, re.Pattern[str]], ...] = (
    ("phases", SITS),
    (
        "phases",
        phrases(
            r"""
    where (?:in|on|along) the (?:\w+ )?(?:lifecycle|life cycle|process|pipeline)
    where (?:are|do|does|would|should) (?:we|i|that|this|it)(?: (?:stand|sit|fit|belong|fall|go|right now|now|in))?
    (?<!for )(?<!in )(?<!of )(?:that|this|it) (?:step |task |work )?(?:is )?(?:a )?part of
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
_BIDS = re.compile(
    r"\W*(?:please |pls |just )?(?:list|give|show|name|tell|find|report|suggest|recommend)\b", re.IGNORECASE
)
_WANTS = phrases(
    r"needs?|wants?|looking for|after|(?:i|we)['’]d like|would like|someone|somebody|something|anything|how"
)
_OPENING = re.compile(
    r"\W*(?:(?:and|so|but|or|then|now|ok|okay|well|just|also|in|on|for|of|to|with|under|at|by|from|during)\W+)*",
    re.IGNORECASE,
)
_ANYTHING = AllOf()
_WORD = re.compile(r"[a-z]{3,}")
_ROOT = 5
_POINTING = phrases(
    r"(?:that|this) (?:stage|phase|step|job|work|task|part|bit|side|end)|there|(?:for|in|on) (?:it|that|this)"
)
_TAKING_PART = phrases(
    r"(?:in|on|of|to|at|for) (?:\w+ )?(?:phase|stage)|(?:phase|stage) has|involved|involves?|active|takes? part"
    r"|taking part|participat\w+|(?:in|on|works?|working) (?:it|there)"
)

# `… Which library?`, `which tool would you take?`
ONE_TOOL = phrases(
    r"(?:which|what) (?:\w+ ){0,2}?(?:tool|product|library|framework|platform|service|offer|package|tracker|board|one)"
)

# `who does it, and with what?`: what no row tells, passages do.
_BEYOND_ROWS = re.compile(
    r"(?:,|\band\b|\bor\b|[.?!:;–—-])\W+(?:how(?! (?:much|many)\b)|why|when|with what|what with|where|by what"
    r"|(?:in|with|using|on|by) (?:which|what) (?!phase|stage|price|cost|wage|salary|pay|monthly|role|tool)\w+"
    r"|what (?:should|would|could|must|might|ought) (?!they|he|she|it|that|we|i|the)\w+)"
)


@dataclass(frozen=True)
class Situation:
    """`works` are what is done, each of which known questions place; `asked` is the rest of the question, or all of it
    where nothing else is told. `kinds` are asked for, of which `where` holds besides, and `amounts` too.
    `several`: all who take part in a phase are meant, not who does just this; `one`: a single tool is. `otherwise` is a
    query to fall back on."""

    works: tuple[str, ...]
    asked: str
    kinds: tuple[Select, ...]
    where: Condition = _ANYTHING
    several: bool = False
    one: bool = False
    amounts: bool = False
    otherwise: Query | None = None


def find_situation(signals: Signals, query: Query | None) -> Situation | None:
    """The situation that a question tells, where no query answers it better; None where nothing is told or no kind
    of thing is asked for."""
    if ask.WHY.search(signals.lower) or signals.models or signals.tools or signals.roles:
        return None
    told, asked = _divided(signals)
    asking = signals.of(asked) if told and asked else signals
    if asking.says(_OF_THE_TEXT, ask.ONCE, _BEYOND_ROWS):
        return None
    bounds = [piece for piece in signals.of(signals.whole).stated if _bounds(piece)]
    kinds = _kinds(asking, bounds)
    outright = _outright(signals)
    listed = kinds == ("tools",) and (query is None or query.measure == "list")  # a sum or a count is of a set
    works = works_of(told or signals.whole, signals.whole) if listed and not outright else ()
    works = works if not any(_states(signals.of(work)) for work in works) else ()
    own = bool(_OWN.search(signals.whole.lower()))
    if query is not None and not (works or _guesses(query, signals, asking, kinds, own=own, told=bool(told))):
        return None
    if not (asked or works or bounds or _WANTS.search(signals.lower)):
        return None  # a remark, or a task
    if not (own or told or works) and (signals.mentions or not signals.says(SITS, _FOR_A_STEP)):
        return None
    if not kinds:
        return None
    where = join(signals.whole, bounds) if bounds and "tools" in kinds else _ANYTHING
    return Situation(
        works or (told or asked or signals.whole,),
        asked if told and asked else signals.whole,
        kinds,
        where,
        asking.says(_TAKING_PART),
        kinds == ("tools",) and not bounds and asking.says(ONE_TOOL),
        "roles" in kinds and asking.says(ask.WAGE, ask.COST),
        query,
    )


def _bounds(piece: Piece) -> bool:
    return not isinstance(piece.condition, Covers | Spans)


def _guesses(  # noqa: PLR0913 - what a question tells, found once
    query: Query, signals: Signals, asking: Signals, kinds: tuple[Select, ...], *, own: bool, told: bool
) -> bool:
    """Whether a query leaves out what was told, or rests on no more of it than words that may or may not mean a
    phase."""
    if query.named or query.premise or query.order or query.stated or query.plan is not None:
        return False
    if any(isinstance(part, Spans) for part in parts_of(query.where)):
        return False  # how many phases something spans is told by no work
    if query.select == "roles" and phase_part(query.where) != query.where != AllOf():
        return False  # wages and occupation codes are said of roles alone
    if query.measure == "check" and query.select == "maturity":
        return told
    if query.measure != "list" or query.select not in ("tools", "roles", "phases"):
        return False
    if told and kinds and not {query.select, *(other.select for other in query.also)}.issuperset(kinds):
        return True
    unplaced = query.select != "phases" and phase_part(query.where) is None
    # `what could we use?` has no noun of its own: it is about what was told.
    bare = asking.target.noun is None or asking.target.vague
    if unplaced and told and (asking.says(_POINTING) or _outright(signals) or bare):
        return True
    if unplaced and own and kinds == ("tools",) and unexplained(signals):
        return True
    if _outright(signals):
        return False
    if (own or told) and kinds == ("roles",) and asking.says(_WHO) and not asking.says(_TAKING_PART):
        return True  # who does just this may be known
    if not told or asking.phases or (query.phases and _spells_a_step(signals)):
        return False
    # Several phases that are told of make a set, which no single known question has.
    return len(_phases(signals)) == 1 or query == Query(select="phases")


def _phases(signals: Signals) -> set[str]:
    return {mention.name for mention in signals.linker.link(signals.whole) if mention.kind == "phase"}


def _spells_a_step(signals: Signals) -> bool:
    return any(found.spells_step for found in signals.linker.link(signals.whole))


def _outright(signals: Signals) -> bool:
    """Whether a phase is named by its own code or name."""
    names = {key(name) for phase in signals.catalogue.phases.values() for name in (phase.code, phase.name)}
    phases = [found for found in signals.linker.link(signals.whole) if found.kind == "phase"]
    return any(key(found.text) in names or _says_all(found, signals) for found in phases)


def _says_all(found: Mention, signals: Signals) -> bool:
    """Whether the words are those of a name of several words, shortened or not: `admin and setup`."""
    words = _WORD.findall(signals.catalogue.phases[PhaseCode(found.name)].name.lower())
    said = _WORD.findall(found.text.lower())
    return len(words) > 1 and all(any(word[:_ROOT] == other[:_ROOT] for other in said) for word in words)


def _kinds(asking: Signals, bounds: list[Piece]) -> tuple[Select, ...]:
    kinds: list[Select] = [kind for kind in kinds_asked(asking) if not (asking.target.vague and kind == "tools")]
    kinds += [kind for kind, pattern in _IMPLIED if kind not in kinds and asking.says(pattern)]
    if "tools" not in kinds and any(isinstance(piece.condition, OF_TOOLS) for piece in bounds):
        kinds.append("tools")  # what nothing but a tool can meet asks for tools
    return tuple(kinds)


def _divided(signals: Signals) -> tuple[str, str]:
    """The sentences that tell and those that ask; one that only states a condition does neither."""
    sentences = _SENTENCE.split(signals.whole.strip())
    asking = [_asks(each, questions="?" in signals.whole) for each in sentences]
    told = [
        each
        for each, asks in zip(sentences, asking, strict=True)
        if not asks and len(each.split()) > 2 and not _states(signals.of(each))
    ]
    return " ".join(told), " ".join(each for each, asks in zip(sentences, asking, strict=True) if asks)


def _asks(sentence: str, *, questions: bool) -> bool:
    """Whether it asks: among sentences with question marks by its own, or by how it begins."""
    if _TOPIC.match(sentence) or _BIDS.match(sentence) or sentence.endswith("?"):
        return True
    asking = _ASKING.search(sentence.lower())
    return asking is not None and (not questions or bool(_OPENING.fullmatch(sentence[: asking.start()])))


def _states(sentence: Signals) -> bool:
    return any(_bounds(piece) for piece in sentence.stated)
