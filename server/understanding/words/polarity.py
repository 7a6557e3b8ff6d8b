"""What a text says of its subjects, clause by clause: that they hold, hold partly, or do not.

No grammar, only rules on wording: a text is cut into clauses; negations flip what a clause says;
a clause that only names its subject takes over what its neighbour in an enumeration says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.practices import Answered
from server.understanding.words.utterance import NEGATION, Clause, clauses_of
from server.understanding.words.wordlist import phrases

# How many clauses away one may lean on another.
_NEAR = 8
_OPPOSITE: dict[Answered, Answered] = {"yes": "no", "no": "yes", "partly": "partly"}
_PARTLY = phrases(
    r"""
    partly|partially|in part|sometimes|semi-?\w*|half\w*|to some extent|some|mostly|not always|not fully
    not completely|not yet fully|occasionally|here and there|for some|started|beginning to
    """
)

_EVERYTHING = re.compile(
    r"\b(?:everything|all of it|it all|all steps|all there|the whole (?:thing|process|lifecycle)|(?:the )?following"
    r"|(?:one|two|three|these|some) things?)\b"
)
_WHOLE = re.compile(r"\b(?:we|i|they|team) \w+ (?:all |every |each )?(?:our|the|my|all|every|each) \w+")
# `we use git`: this holds, whatever is said behind it.
_HELD = re.compile(
    r"(?:(?:so|and|but|well|currently|now|today|already) )*(?:we|i|(?:our|my|the) (?:\w+ )?team)"
    r"(?: (?:already|also|now|currently|still|do|only|just))*"
    r" (?:uses?|have|has|got|runs?|works? with|(?:are|am|is) using)\b"
)
# `git, no monitoring`, `test by hand`: these speak of their own and of none before them.
_ACT = r"(?:train|re-?train|test|deploy|release|monitor|version|validate|evaluate|prepare|clean|collect|track|approve)"
_OF_ITS_OWN = re.compile(rf"(?:(?:have|has|had|with|got|there is|there are) )?(?:no|without|zero) \w|{_ACT} \w")
_VERB_ALONE = re.compile(rf"(?:\w+ )?{_ACT}$")


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
        negations = len(NEGATION.findall(clause))
        odd = negations % 2 == 1
        if self.down.search(clause):
            return "yes" if odd else "no"
        if _PARTLY.search(clause):
            return "partly"
        if negations:
            return "no" if odd else "yes"
        return "yes" if self.up.search(clause) else None


def said_of(text: str, subjects: Sequence[Subject], *, shared: bool = False) -> tuple[tuple[str, Answered], ...]:
    """What the text says of each subject, each once, in the order of `subjects`. What speaks against a
    subject outweighs what speaks for it. Earlier subjects take their words away from later ones, unless
    words may be `shared`: `CI/CD` is both integration and deployment."""
    clauses = clauses_of(text)
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
    clauses: Sequence[Clause], about: Sequence[Sequence[Subject]], index: int, subject: Subject
) -> Answered | None:
    """The clause's own word, or that of the clause which it leans on; what only speaks against something leans on
    none."""
    if subject.sure and subject.flipped:
        return subject.judge(clauses[index].text) or "yes"
    return (
        subject.judge(clauses[index].text)
        or _replied(clauses, about, index, subject)
        or _held(clauses[index], subject)
        or _before(clauses, about, index, subject)
        or _behind(clauses, about, index, subject)
        or ("yes" if subject.sure else None)
    )


def _replied(
    clauses: Sequence[Clause], about: Sequence[Sequence[Subject]], index: int, subject: Subject
) -> Answered | None:
    """`GPUs? none`: the next clause, where it is short and names no subject."""
    after = index + 1
    if after == len(clauses) or about[after] or clauses[after].asks or clauses[index].independent:
        return None
    return subject.judge(clauses[after].text) if clauses[after].short else None


def _held(clause: Clause, subject: Subject) -> Answered | None:
    """`we use git`: what is surely meant by being named and that the asker has."""
    return "yes" if subject.sure and _HELD.match(clause.text) else None


def _before(
    clauses: Sequence[Clause], about: Sequence[Sequence[Subject]], index: int, subject: Subject
) -> Answered | None:
    """`no GPUs or experts`, `we have everything: data, GPUs`, `everything is automated except monitoring`: what an
    earlier clause of the enumeration says, turned round by a `but`."""
    contrast = False
    for at in range(index, max(index - _NEAR, 0), -1):
        if clauses[at].link not in ("list", "contrast", "colon") or clauses[at].independent:
            return None
        if clauses[at - 1].asks or not (about[at - 1] or _EVERYTHING.search(clauses[at - 1].text)):
            return None
        contrast ^= clauses[at].link == "contrast"
        said_before = about[at - 1][-1] if about[at - 1] else subject
        verdict = said_before.judge(clauses[at - 1].text) or _held(clauses[at - 1], said_before)
        if verdict:
            return _OPPOSITE[verdict] if contrast else verdict
    return None


def _behind(
    clauses: Sequence[Clause], about: Sequence[Sequence[Subject]], index: int, subject: Subject
) -> Answered | None:
    """`GPUs and experts are missing`: what a later clause of the enumeration says; nothing of a clause that says all
    itself, as `we version our code` does in front of `and deploy by hand`."""
    if subject.sure and _WHOLE.search(clauses[index].text):
        return None
    for at in range(index + 1, min(index + _NEAR, len(clauses))):
        if clauses[at].link != "list" or clauses[at].independent:
            return None
        if _OF_ITS_OWN.match(clauses[at].text) and not _VERB_ALONE.match(clauses[at - 1].text):
            return None
        verdict = subject.judge(clauses[at].text)
        if verdict and (about[at] or clauses[at].short):
            return verdict
    return None


def _about(clause: str, subjects: Sequence[Subject], shared: bool) -> list[Subject]:
    found = []
    for subject in subjects:
        if subject.topic.search(clause):
            found.append(subject)
            clause = clause if shared else subject.topic.sub(" § ", clause)
    return found
