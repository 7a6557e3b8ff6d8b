"""Cuts what somebody writes of their own team into clauses, by rules on wording."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

# A clause of so many words that names no subject is taken for an answer: `none`, `is automated`.
_SHORT = 3
_SPELLED = {"ve": " have", "ll": " will"}
_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\n+")
_LINKS = re.compile(
    r"(?P<list>\s*(?:,|&|\+|/)\s*(?:and |or |nor |plus )?(?!but\b|yet\b)"
    r"|\s+(?:and|or|as well as|plus)\s+|\s+(?=nor\b))"
    r"|(?P<contrast>[\s,]*\b(?:but|yet|except(?: for)?|(?:apart|aside) from|other than|save for)\b\s*)"
    r"|(?P<clause>[\s,]*\b(?:while|whilst|although|though|even though|however|whereas|because|since|given(?: that)?"
    r"|considering(?: that)?|seeing(?: that)?|despite|if|when|as long as|so|unless|that said|still,)\b\s*"
    r"|\s*[()–—]\s*|\s+-+\s+|\s+(?=(?:with|without|having|lacking)\b))",
)
_SUBJECT = re.compile(r"\s+(?=(?:we|i|there|our|they|nobody|everything)\b)")
_AUXILIARY = re.compile(
    r"\b(?:should|do|does|did|can|could|would|will|must|may|shall|have|are|were|is|was|if|when|since|that|than|what"
    r"|which|how|for|of|in|on|to|with|by|all|at|from|into|over|until|as|where|because|and|or|but|why|whether|has"
    r"|(?:train|use|collect|clean|prepare|deploy|monitor|maintain|version|test|track|validate|evaluate|retrain|watch"
    r"|check|review|copy|push|release)(?:e?s|ing)?|not|no|data|models?)$|n't$"
)
_ASKS = re.compile(
    r"^(?:so |and |or |then |hence |therefore |ok |now |well )*(?:"
    r"(?:should|shall|can|could|would|will|must|may|do|does|did|is|are|was|has|have)(?:n?'t)? "
    r"(?:we|i|our|us|you|it|they|there|one|my|the|a|an|this|that|anyone|anybody|somebody|someone|training|building)\b"
    r"|how|what|which|who|whom|whose|why|where|whether|what's|should)\b"
)
_INDEPENDENT = re.compile(r"(?:we|i|our|there|they|it|nobody|nothing|everything|everybody)\b")
# `we test and have a pipeline` asks nothing.
_HAS = re.compile(r"(?:and )?ha(?:ve|s|d) (?:my|the|a|an|this|that|one)\b")
NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|hardly|barely|scarcely|zero|nope|no-one"
    r"|aint)\b|n't\b"
)


@dataclass(frozen=True)
class Clause:
    """Some words and how they are linked to the clause before: by a `list`, a `contrast`, a `colon`, as a `clause` of
    their own or a new `sentence`. What `asks` states nothing."""

    text: str
    link: str
    asks: bool

    @property
    def short(self) -> bool:
        """Whether it may answer the clause before, as `none` does."""
        return len(self.text.split()) <= _SHORT

    @property
    def independent(self) -> bool:
        """Whether it has a grammatical subject of its own, so that it leans on no other."""
        return _INDEPENDENT.match(self.text) is not None


def clauses_of(text: str) -> list[Clause]:
    """The clauses in lower case, in reading order."""
    clauses: list[Clause] = []
    plain = re.sub(r"'(ve|ll)\b", lambda short: _SPELLED[short[1]], text.lower().replace("’", "'"))
    for before, sentence in pairwise(("", *_SENTENCE.split(plain))):
        asked = False
        for part, link in _parts(sentence, "colon" if before.endswith(":") else "sentence"):
            words = part.strip(" .?!;:\"'")
            if not words:
                continue
            goes_on = link in ("list", "contrast") and not asked and _HAS.match(words)
            clause = Clause(words, link, bool(_ASKS.match(words)) and not goes_on)
            if asked and link == "list" and not clause.independent and not NEGATION.search(words):
                clause = replace(clause, asks=True)
            asked = clause.asks
            clauses.append(clause)
    return clauses


def _parts(sentence: str, link: str) -> list[tuple[str, str]]:
    """The clauses of a sentence, each with how it is linked to the one before; the first by the link given."""
    parts: list[tuple[str, str]] = []
    start = 0
    for match in _LINKS.finditer(sentence):
        parts += _by_subject(sentence[start : match.start()], link)
        start, link = match.end(), str(match.lastgroup)
    return [*parts, *_by_subject(sentence[start:], link)]


def _by_subject(part: str, link: str) -> list[tuple[str, str]]:
    """Cut before `we have`, `there are`, where no verb in front turns them into a question."""
    found: list[tuple[str, str]] = []
    start = 0
    for match in _SUBJECT.finditer(part):
        before = part[start : match.start()]
        if len(before.split()) > 1 and not _AUXILIARY.search(before):
            found.append((before, link))
            start, link = match.end(), "clause"
    return [*found, (part[start:], link)]
