"""The sentences of a longer text that ask: a mail's greeting, story and thanks are no conditions."""

import re
from collections.abc import Sequence
from typing import TypeVar

from corpus.linker import Mention
from server.conditions import Condition
from server.conjunctions import affirmed
from server.understanding.pieces.filling import GAPS_OF
from server.understanding.pieces.pieces import Piece
from server.understanding.pieces.target import mask
from server.understanding.words.wordlist import alternatives

_ABBREVIATION = r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bal\.)(?<!\betc\.)(?<!\bapprox\.)(?<!\bincl\.)(?<!\bexcl\.)"
_END = re.compile(
    rf"(?<=[.?!])[\"')]*{_ABBREVIATION}\s+|;\s+|:\s+(?=(?:is|are|does|do|can|could|which|what|who|how|among)\b)"
)
_ASKS = re.compile(
    r"^\W*(?:(?:please|kindly|so|ok|okay|and|then|now|just|well|hence|therefore|also|hi|hello|first|next)[\s,:]+)*(?:"
    + alternatives(
        r"""
    list|give|show|name|find|tell|report|compute|calculate|enumerate|identify|determine|add|sum|count|tally|pull
    extract|state|compare|confirm
        verify|spell|filter|choose|pick|quote|provide|justify|explain|describe|suggest|recommend|say|sort|rank
        total|all i need|i need|i want|need|looking for
        we need|we want|i'm looking|i am looking|what|which|who|how|whose|why|where|when|is|are|does|do|can
        could you|let us|let me know|anything|everything|merge|combine
    """
    )
    + r")\b",
    re.IGNORECASE,
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:i|we)(?:['’]d| would| just|['’]m| am|['’]re| are)* (?:like|want|need|love|have|keen|trying) to"
    r" (?:know|learn|find out|understand|hear)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:both|these|those|they|them|it|its|the (?:two|three|four|lot)|all (?:two|three|four|five)"
    r"|(?:those|these) (?:two|three|four)|each of|none of|he|she|her|him|such|(?:which|the) ones)\b"
    r"|^\W*which (?:are|is|of|ones?)\b(?! (?:there|the)\b)|^\W*(?:which|how much|how many|what)\W*$"
    r"|\bdo(?:es|ing)? (?:just |exactly )?the same\b|\bthe same (?:job|thing|task|work|purpose)\b"
    r"|\bthe (?:[\w-]+ ){1,4}ones?\b(?! (?:that|which|for|in)\b)|\bthis\b"
    r"|\b(?:besides|apart from|other than|in addition to|on top of) (?:that|this)\b"
    r"|\bdoes that (?:\w+ )?(?:leave|cover|cost|come|make|give|save|miss)\b"
    r"|\bthat (?:role|person|tool|job|phase|stage|step)\b|\bthat\b(?=\W*$)|\bmine\b|\bmy phases\b|\bremain\b"
    r"|\b(?:are we|do we (?:cover|miss|lack|leave))\b"
    r"|\bthe (?:\w+ )?(?:difference|gap|margin)\b(?= (?:per|a|each|in|then)\b|\W*$)|\bof the rest\b|\b(?:left"
    r"|stays?|remains?)(?: with)? (?:nobody|no one|empty|bare|uncovered|unmanned|unstaffed)\b"
    rf"|{GAPS_OF}"
    r"|\bthere\b(?! (?:is|are|was|were|any|an?)\b)|\bin total\b|\btogether\b|\btheir\b",
    re.IGNORECASE,
)
# `what do the two cost together?`: the tools or roles told of before.
_OF_SEVERAL = re.compile(
    r"\b(?:both|the (?:two|three|four|five|lot)|(?:those|these) (?:two|three|four)|all (?:two|three|four))\b",
    re.IGNORECASE,
)
_DEMANDS = re.compile(
    r"\b(?:nothing|none|without|must|want|avoid|need|needs|have|only|can(?:no|['’])t|cannot|no|budget"
    r"|allowed|won['’]t|at most|under|free"
    r"|exclude|drop|chuck|skip|ignore|remove|strike|forget|throw|leave|approv\w*|allowance|zero|skint|broke|afford|spend|limit|ceiling|cap|refuses?|rejects?|insists?|there['’]s"
    r"|forbids?|bans?|prohibits?)\b",
    re.IGNORECASE,
)
_RULES_OUT = re.compile(
    r"\b(?:must|may only|can only|has to|have to|cannot|not allowed|forbidden|required|refuses?|rejects?|insists?"
    r"|there['’]s)\b",
    re.IGNORECASE,
)
# `§? Price and phase, please.`
NAMES_ALONE = re.compile(r"\W*(?:(?:and|or|so|what about|how about|the)\b\W*)*")
_LONGEST_DEMAND = 15
_LONGEST_RULE = 30
_SHORT = 30

_Spanned = TypeVar("_Spanned", Mention, Piece)


def focus(text: str, mentions: Sequence[Mention], pieces: Sequence[Piece]) -> str:
    """The asking sentences, with those before that they lean on and those that only add a condition.

    The whole text where no sentence asks, or where none of those that ask names anything.
    """
    sentences = sentence_spans(text, [mention.start for mention in mentions])
    asking = [_asks(text[start:end]) for start, end in sentences]
    if len(sentences) == 1 or not any(asking):
        return text
    if "?" not in text and len(text.split()) <= _SHORT:
        return text
    questions = [text[start:end].rstrip().endswith("?") for start, end in sentences]
    topics = [span for span, asks in zip(sentences, questions, strict=True) if asks]
    if topics and all(NAMES_ALONE.fullmatch(mask(text, mentions), *span) for span in topics):
        return text
    kept = [question or (asks and not any(questions)) for question, asks in zip(questions, asking, strict=True)]
    if not any(kept):
        kept = asking
    names = [within(sentence, mentions) for sentence in sentences]
    stated = [within(sentence, pieces) for sentence in sentences]
    asked = " ".join(text[start:end] for keep, (start, end) in zip(kept, sentences, strict=True) if keep)
    tell = [any(m.kind in ("tool", "role") for m in found) for found in names]
    points = any(tell) and bool(_OF_SEVERAL.search(asked))
    if not points and not any(keep and (name or piece) for keep, name, piece in zip(kept, names, stated, strict=True)):
        return text
    own = any(m.kind in ("tool", "role", "maturity") for k, n in zip(kept, names, strict=True) if k for m in n)
    families = {family(piece) for keep, found in zip(kept, stated, strict=True) if keep for piece in found}
    if refers(asked) and not own and not any(names):
        return text  # what it refers to has a name that no table knows
    last = max(number for number, keep in enumerate(kept) if keep)
    chosen: list[str] = []
    for number, (start, end) in enumerate(sentences):
        sentence = text[start:end]
        leaned_on = refers(asked) and not own and (tell[number] if any(tell) else bool(names[number]))
        demands = (
            len(sentence.split()) <= (_LONGEST_RULE if _RULES_OUT.search(sentence) else _LONGEST_DEMAND)
            and any(family(piece) not in families for piece in stated[number])
            and (number > last or bool(_DEMANDS.search(sentence)))
        )
        if kept[number] or leaned_on or demands:
            chosen.append(sentence.strip())
    return " ".join(part if part[-1:] in ".?!" else f"{part}." for part in chosen if part)


def family(piece: Piece) -> tuple[type[Condition], bool]:
    """What a piece bounds; an amount bounds another thing than `free` does."""
    condition = affirmed(piece.condition)
    return type(condition), bool(getattr(condition, "usd", 0))


def refers(text: str) -> bool:
    """Whether the text points back at something that was named before it."""
    return _REFERS.search(text) is not None


def asking_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences that ask: questions where there are some, commands otherwise."""
    spans = sentence_spans(text)
    questions = [span for span in spans if text[span[0] : span[1]].rstrip().endswith("?")]
    return questions or [span for span in spans if _asks(text[span[0] : span[1]])]


def sentence_spans(text: str, names: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Spans of the sentences; a colon ends one where a question follows and nothing was named before it."""
    starts = [0]
    ends: list[int] = []
    for match in _END.finditer(text):
        named = any(starts[-1] <= name < match.start() for name in names)
        if match.end() < len(text) and not (match.group().startswith(":") and named):
            ends.append(match.start())
            starts.append(match.end())
    return list(zip(starts, [*ends, len(text)], strict=True))


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") or bool(_ASKS.match(sentence) or _WANTS_TO_KNOW.search(sentence))


def within(span: tuple[int, int], found: Sequence[_Spanned]) -> list[_Spanned]:
    """Those that begin in the span."""
    return [one for one in found if span[0] <= one.start < span[1]]
