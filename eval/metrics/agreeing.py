"""Whether an answer says the opposite of its golden reference.

The reference is the evidence: people wrote it from the needed places, so that a passage of the corpus which was turned
round shows, though the answer still quotes and cites it rightly. Each statement of the reference is held against every
sentence of the answer that shares most of its words. They clash where only one of the two denies a word that the other
states, has the opposite of one in its place, or gives another figure. What the lexicon of the verifier cannot tell
apart is not seen, nor what the reference leaves out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product, starmap

from server.verification.lexicon import FREE_STEMS, NEGATORS, meanings, opposed
from server.verification.polarity import reach
from server.verification.text import Text, read

# A sentence that lacks more of a statement's words speaks of something else.
_MOST_LACKING = 0.5
# A negation of the other text this near to the same words denies the same, in whatever order.
_AROUND = 3
# `No, ...` answers the question and denies nothing of what follows.
_REPLY = re.compile(r"^(?:yes|no)[,.:;]", re.IGNORECASE)
_STATEMENTS = re.compile(r"(?<=[.!?;:])\s+")

Roots = frozenset[str]


def agrees(sentences: Sequence[str], reference: str) -> bool:
    """Whether no sentence of an answer clashes with a statement of the reference."""
    said = [read(sentence) for sentence in sentences]
    given = {_amount(figure) for text in said for figure in text.numbers}
    statements = map(read, _STATEMENTS.split(_REPLY.sub("", reference)))
    return not any(_near(one, other) and _clash(one, other, given) for one, other in product(statements, said))


def _near(statement: Text, text: Text) -> bool:
    return len(_lacking(statement, text)) <= _MOST_LACKING * len(statement.roots)


def _lacking(text: Text, other: Text) -> Roots:
    """What `other` says in none of its words."""
    return frozenset(root for root in text.roots if meanings(root).isdisjoint(other.roots))


def _clash(statement: Text, text: Text, given: set[str]) -> bool:
    opposite = any(starmap(opposed, product(_lacking(statement, text), _lacking(text, statement))))
    return opposite or _denies(statement, text) or _denies(text, statement) or _other_figure(statement, text, given)


def _denies(text: Text, other: Text) -> bool:
    """Whether `text` denies a word that `other` states, and `other` denies nothing of the kind."""
    theirs = [around for _, around in _denials(other)]
    return any(
        not _widened(denied).isdisjoint(other.roots) and all(map(_widened(around).isdisjoint, theirs))
        for denied, around in _denials(text)
    )


def _denials(text: Text) -> Iterator[tuple[Roots, Roots]]:
    """What each negation denies, but for words that the text says elsewhere too, and the words around it."""
    counts = Counter(word.root for word in text.words)
    for mark in text.marks:
        if mark.surface in NEGATORS:
            denied = reach(text, mark) - FREE_STEMS
            around = text.words[max(0, mark.at - _AROUND) : mark.at + _AROUND]
            yield frozenset(root for root in denied if counts[root] == 1), frozenset(word.root for word in around)


def _other_figure(statement: Text, text: Text, given: set[str]) -> bool:
    """Whether a figure of the statement is nowhere in the answer, and `text` has one of as many digits instead."""
    lost = [figure for figure in statement.numbers if _amount(figure) not in given]
    return any(len(one) == len(other) for one, other in product(lost, text.numbers - statement.numbers))


def _amount(figure: str) -> str:
    return figure.lstrip("$")


def _widened(roots: Roots) -> Roots:
    return frozenset(meaning for root in roots for meaning in meanings(root))
