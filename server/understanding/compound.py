"""Several questions in one: `what does X cost, and which roles work in M?`"""

import re
from collections.abc import Sequence

from corpus.linker import Mention
from server.understanding.asides import CLAUSE
from server.understanding.focus import family, within
from server.understanding.pieces import Piece
from server.understanding.target import mask
from server.understanding.wordlist import alternatives

_ASKS = re.compile(
    r"\W*(?:(?:please|so|ok|okay|hi|hello|hey|can you|could you|and|also|then)\W+)*(?:"
    + alternatives(
        r"""
        what|whats|which|who|whose|how (?:much|many)|in (?:what|which)
        (?:tell me|give me|show me|list|name|count|compare|find|show|tell us|give us)
        (?:is|are|does|do|has|have|can|was|were|did) (?:the |a |an |any |all |there )*(?:§|tools?|roles?|phases?|any)
        """
    )
    + r")"
)
# What leans on the clause before, and so is no question of its own.
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|this|these|those|such|both|either|neither|ones?|same|others?"
    r"|another|else|each|respectively|former|latter|rest|remaining|above|again"
    r"|(?<!are )(?<!is )there(?! (?:is|are|any)\b)"
    r"|that(?! (?:is|are|covers?|costs?|do|does|have|has|takes?|works?)\b))\b"
)
_SUBJECT = re.compile(r"§|\b(?:tools?|roles?|phases?|stages?|jobs?|people|who|whose|levels?|models?|titles?)\b")
_NOUN = re.compile(r"\b(?:which|how many|what) (tools|roles)\b")
# `which tools cover X and which cover Y`: the noun is left out.
_WITHOUT_NOUN = re.compile(
    r"(?:which|how many)(?= (?:cover|do|are|have|has|support|serve|work|help|cost)\b(?! not\b|n['’]t))"
)


def separate(text: str, mentions: Sequence[Mention], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The questions in a text, each of which could be asked alone; what is told before the first belongs to it. None
    where there is one question, or where one leans on another."""
    masked = mask(text, [mention for mention in mentions if mention.kind in ("tool", "role")])
    spans = _spans(masked)
    if len(spans) < 2:
        return ()
    first = slice(*spans[0])
    noun = _NOUN.search(masked[first]) if "§" not in masked[first] else None
    families = [{family(piece) for piece in within(span, pieces)} for span in spans]
    contrasts = noun and families[0] and all(found == families[0] for found in families)
    questions = [text[first].strip()]
    for start, end in spans[1:]:
        left_out = _WITHOUT_NOUN.match(masked, start) if contrasts else None
        if noun and left_out:
            questions.append(f"{left_out.group()} {noun[1]}{text[left_out.end() : end]}")
        elif _SUBJECT.search(masked, start, end) and not _LEANS.search(masked, start, end):
            questions.append(text[start:end].strip())
        else:
            return ()
    return tuple(questions)


def _spans(masked: str) -> list[tuple[int, int]]:
    turns = list(CLAUSE.finditer(masked))
    starts, ends = (0, *(turn.end() for turn in turns)), (*(turn.start() for turn in turns), len(masked))
    spans: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if _ASKS.match(masked, start):
            spans.append((start if spans else 0, end))
        elif spans:
            return []
    return spans
