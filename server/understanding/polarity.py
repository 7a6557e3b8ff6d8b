"""What a text says of its subjects, clause by clause: that they hold, hold partly, or do not.

No grammar, only rules on wording: a text is cut into clauses; negations flip what a clause says;
a clause that only names its subject takes over what its neighbour in an enumeration says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.practices import Answered
from server.understanding.wordlist import phrases

# A clause of so many words that names no subject is taken for an answer: `none`, `is automated`.
_SHORT = 3
_OPPOSITE: dict[Answered, Answered] = {"yes": "no", "no": "yes", "partly": "partly"}
_SPELLED = {"ve": " have", "ll": " will"}
_SENTENCE = re.compile(r"(?<=[.?!;:])\s+|\n+")
_LINKS = re.compile(
    r"(?P<list>\s*(?:,|&|\+|/)\s*(?:and |or |nor |plus )?(?!but\b|yet\b)"
    r"|\s+(?:and|or|as well as|plus)\s+|\s+(?=nor\b))"
    r"|(?P<contrast>[\s,]*\b(?:but|yet|except(?: for)?)\b\s*)"
    r"|(?P<clause>[\s,]*\b(?:while|whilst|although|though|even though|however|whereas|because|since|given(?: that)?"
    r"|considering(?: that)?|seeing(?: that)?|despite|if|when|as long as|so|unless|that said|still,)\b\s*"
    r"|\s*[()–—]\s*|\s+-+\s+|\s+(?=(?:with|without|having|lacking)\b))",
)
_SUBJECT = re.compile(r"\s+(?=(?:we|i|there|our|they|nobody|everything)\b)")
_AUXILIARY = re.compile(
    r"\b(?:should|do|does|did|can|could|would|will|must|may|shall|have|are|were|is|was|if|when|since|that|than|what"
    r"|which|how|for|of|in|on|to|with|by|all|at|from|into|over|until|as|where|because|and|or|but|why|whether|train"
    r"|use|collect|clean|prepare|deploy|monitor|maintain|version|test|track|validate|evaluate|retrain|has|n['’]t"
    r"|not|no|data|models?)$"
)
_ASKS = re.compile(
    r"^(?:so |and |or |then |hence |therefore |ok |now |well )*(?:"
    r"(?:should|shall|can|could|would|will|must|may|do|does|did|is|are|was|has|have)(?:n['’]t)? "
    r"(?:we|i|our|us|you|it|they|there|one|my|the|a|an|this|that|anyone|anybody|somebody|someone|training|building)\b"
    r"|how|what|which|who|whom|whose|why|where|whether|what['’]s|should)\b"
)
_BARE = re.compile(r"^(?!(?:we|i|our|there|they|it|nobody|nothing|everything|everybody)\b)")
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|hardly|barely|scarcely|zero|nope|no-one"
    r"|aint)\b|n['’]t\b"
)
_PARTLY = phrases(
    r"""
    partly|partially|in part|sometimes|semi-?\w*|half\w*|to some extent|some|mostly|not always|not fully
    not completely|not yet fully|occasionally|here and there|for some|started|beginning to
    """
)


@dataclass(frozen=True)
class Subject:
    """Something that a clause can be about. `up` are words that say that it holds, `down` that it does not;
    where neither stands, naming it says so if `sure`, and nothing otherwise. `flipped`: what holds of
    these words speaks against the subject."""

    name: str
    topic: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    sure: bool = False
    flipped: bool = False

    def judge(self, clause: str) -> Answered | None:
        """What the clause says of the subject; None where it does not say."""
        negations = len(_NEGATION.findall(clause))
        odd = negations % 2 == 1
        if self.down.search(clause):
            return "yes" if odd else "no"
        if _PARTLY.search(clause):
            return "partly"
        if negations:
            return "no" if odd else "yes"
        return "yes" if self.up.search(clause) else None


@dataclass(frozen=True)
class _Clause:
    text: str
    link: str
    asks: bool


def said_of(text: str, subjects: Sequence[Subject], *, shared: bool = False) -> tuple[tuple[str, Answered], ...]:
    """What the text says of each subject, each once, in the order of `subjects`. What speaks against a
    subject outweighs what speaks for it. Earlier subjects take their words away from later ones, unless
    words may be `shared`: `CI/CD` is both integration and deployment."""
    clauses = _clauses(text)
    found: dict[str, list[Answered]] = {}
    about = [_about(clause.text, subjects, shared) for clause in clauses]
    for index, clause in enumerate(clauses):
        if clause.asks:
            continue
        for subject in about[index]:
            answer = _answer(clauses, about, index, subject)
            if answer:
                found.setdefault(subject.name, []).append(_OPPOSITE[answer] if subject.flipped else answer)
    order = dict.fromkeys(subject.name for subject in subjects)
    ranks: tuple[Answered, ...] = ("no", "partly", "yes")
    return tuple((name, min(found[name], key=ranks.index)) for name in order if name in found)


def _answer(
    clauses: Sequence[_Clause], about: Sequence[Sequence[Subject]], index: int, subject: Subject
) -> Answered | None:
    """The clause's own word, or that of the clause which it leans on: `GPUs? none`, `no GPUs or experts`,
    `GPUs and experts are missing`."""
    own = subject.judge(clauses[index].text)
    if own:
        return own
    after = index + 1
    if after < len(clauses) and not about[after] and not clauses[after].asks and not _starts(clauses[index]):
        verdict = subject.judge(clauses[after].text)
        if verdict and len(clauses[after].text.split()) <= _SHORT:
            return verdict
    if index and not _starts(clauses[index]) and clauses[index].link in ("list", "contrast"):
        before = index - 1
        if not clauses[before].asks and about[before]:
            verdict = _answer(clauses, about, before, about[before][-1])
            if verdict:
                return _OPPOSITE[verdict] if clauses[index].link == "contrast" else verdict
    while after < len(clauses) and clauses[after].link == "list" and not _starts(clauses[after]):
        verdict = subject.judge(clauses[after].text)
        if verdict and (about[after] or len(clauses[after].text.split()) <= _SHORT):
            return verdict
        after += 1
    return "yes" if subject.sure else None


def _starts(clause: _Clause) -> bool:
    """Whether the clause has a subject of its own, so that it leans on no other."""
    return not _BARE.match(clause.text)


def _about(clause: str, subjects: Sequence[Subject], shared: bool) -> list[Subject]:
    found = []
    for subject in subjects:
        if subject.topic.search(clause):
            found.append(subject)
            clause = clause if shared else subject.topic.sub(" § ", clause)
    return found


def _clauses(text: str) -> list[_Clause]:
    clauses: list[_Clause] = []
    plain = re.sub(r"'(ve|ll)\b", lambda short: _SPELLED[short[1]], text.lower().replace("’", "'"))
    for sentence in _SENTENCE.split(plain):
        asked = False
        for part, link in _parts(sentence):
            words = part.strip(" .?!;:\"'")
            if not words:
                continue
            clause = _Clause(words, link, bool(_ASKS.match(words)))
            if asked and link == "list" and not _starts(clause) and not _NEGATION.search(words):
                clause = replace(clause, asks=True)
            asked = clause.asks
            clauses.append(clause)
    return clauses


def _parts(sentence: str) -> list[tuple[str, str]]:
    """The clauses of a sentence, each with how it is linked to the one before."""
    parts: list[tuple[str, str]] = []
    start, link = 0, "sentence"
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
