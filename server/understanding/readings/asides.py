"""What a question wants explained beside what it asks of the tables: `what is X, and what does it cost?`."""

import re
from collections.abc import Callable

from server.query import Query
from server.terms import terms
from server.understanding.pieces.explained import CUES
from server.understanding.pieces.focus import within
from server.understanding.pieces.signals import Signals
from server.wording import listed

# Where a clause begins that asks.
_CLAUSE = re.compile(
    r"(?:,\s*(?:(?:and|but|also|plus)\s+)*|\s+(?:and|but|plus)\s+(?:also\s+)?|[;.?!]\s+(?:(?:and|but|also|plus)\W+)*)"
    r"(?=(?:what|which|who|how|why|where|is|are|does|do|can|tell|give|list|name|explain|describe|show)\b)",
    re.IGNORECASE,
)
# What a clause that wants something explained begins with.
EXPLAINS = re.compile(
    r"\W*(?:(?:please|so|ok|okay|hi|hello|hey|can you|could you|and|also)\W+)*(?:whats? (?:is|are|does|do|an?)\b"
    r"|what['’]s\b|who (?:is|are)\b|how (?:does|do|is|are|can)\b|why\b|explain\b|describe\b|define\b"
    r"|tell me (?:more )?about\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:what|which|who|how|where|is|are|does|do|can|tell|give|list|name|show|count|compare|find)\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"\b(?:it|they|them|that|this|he|she)\b", re.IGNORECASE)


class Asides:
    """The clauses of one question that only documents answer, beside one that a table does; none where all do or
    none does. Each is told `alone`, with names in place of its pronouns."""

    def __init__(self, signals: Signals, read: Callable[[Signals], Query | None]) -> None:
        self._text = signals.text
        self._mentions = signals.mentions
        names = listed([*signals.tools, *signals.roles])
        turns = list(_CLAUSE.finditer(signals.text))
        starts, ends = (0, *(turn.end() for turn in turns)), (*(turn.start() for turn in turns), len(signals.text))
        spans = list(zip(starts, ends, strict=True)) if turns else []
        found = [span for span in spans if _explains(signals, span, read, names)]
        asks = any(_ASKS.match(signals.text, *span) for span in spans if span not in found)
        self._spans = found if asks else []
        self.alone = tuple(_standing(signals, span, names) for span in self._spans)

    @property
    def rest(self) -> str:
        """The question with blanks for them, but for the names that they hold."""
        kept = list(self._text)
        for start, end in self._spans:
            marked = end + (self._text[end : end + 1] == "?")
            kept[start:marked] = " " * (marked - start)
        for mention in self._mentions:
            kept[mention.start : mention.end] = self._text[mention.start : mention.end]
        return "".join(kept)


def _explains(signals: Signals, span: tuple[int, int], read: Callable[[Signals], Query | None], names: str) -> bool:
    clause = signals.text[slice(*span)]
    if not EXPLAINS.match(clause):
        return False
    alone = signals.of(_standing(signals, span, names))
    described = alone.target.noun == "phases" and alone.phases  # `describe the BN phase`
    if (alone.target.noun and not described) or alone.says(*CUES) or not (alone.mentions or terms(clause)):
        return False
    query = read(alone)
    return query is None or query.measure == "describe"


def _standing(signals: Signals, span: tuple[int, int], names: str) -> str:
    clause = signals.text[slice(*span)]
    return clause if within(span, signals.mentions) or not names else _PRONOUN.sub(names, clause, count=1)
