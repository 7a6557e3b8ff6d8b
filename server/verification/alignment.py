"""Lays a sentence over one piece of evidence, word by word and in order.

Honest paraphrases shorten and regroup whole phrases. Swapped sides and swapped roles use the same
words too, but inside a phrase they run against the order of the evidence, or leap over the subject
of another clause; that is what the costs count.
"""

from dataclasses import dataclass
from itertools import pairwise

from server.verification.lexicon import FREE_STEMS, meanings
from server.verification.likeness import Likeness, Matrix
from server.verification.text import Text, Word

_NEAR = 3
# A word may stand for one that it is this like in context: measured on the labelled pairs for development,
# where below it every second pair of words was no paraphrase. Words nearly as like as the likest also count.
_LIKE, _AS_LIKE = 0.62, 0.08
# Distances (words) weigh so little that their sum over a sentence stays below one.
_FAR = 10**6
# A paraphrase may turn two close words or move one phrase; more than that is another statement.
_TURN, _REGROUP, _SWAP = 1, 2, 5
TOLERATED = 2


@dataclass(frozen=True)
class Alignment:
    """`places[i]` is where the sentence's word i stands in the evidence, None for a free word.
    `missing` are the words that the evidence lacks, `alike` those it has only by likeness, `disorder` is
    what turned, moved and swapped words cost; up to TOLERATED it is a paraphrase. `moved_once` tells
    that all of it is one phrase that changed places with the rest of its clause."""

    places: tuple[int | None, ...]
    missing: tuple[str, ...]
    alike: tuple[str, ...]
    disorder: int
    moved_once: bool


def align(sentence: Text, evidence: Text, free: frozenset[str], likeness: Likeness | None) -> Alignment:
    """The cheapest alignment; `free` are stems that need no support here."""
    options: list[list[int]] = []
    missing: list[str] = []
    alike: list[str] = []
    cosines: Matrix | None = None
    # A word that the sentence states itself is taken: another word of the sentence says something more.
    taken = {at for at, other in enumerate(evidence.words) if any(_same(word, other) for word in sentence.words)}
    for position, word in enumerate(sentence.words):
        if word.root in FREE_STEMS:
            options.append([])
            continue
        found = [at for at, other in enumerate(evidence.words) if _same(word, other)]
        if not found and likeness and word.root not in free and not sentence.exact(word):
            # Only where a word wants it: the encoder takes most of the time that a verdict does.
            cosines = likeness.between(sentence, evidence) if cosines is None else cosines
            found = [at for at in _alike(cosines[position]) if at not in taken and not evidence.words[at].is_number]
            alike += [word.surface] if found else []
        options.append(found)
        if not found and word.root not in free:
            missing.append(word.surface)
    places, disorder = _cheapest(sentence, evidence, options)
    moved = _moved_once(sentence, evidence, places)
    return Alignment(places, tuple(missing), tuple(alike), disorder, moved)


def _alike(cosines: Matrix) -> list[int]:
    """Places of the likest words, none when none is like enough."""
    enough = max(_LIKE, float(cosines.max(initial=0.0)) - _AS_LIKE)
    return [at for at, cosine in enumerate(cosines) if cosine >= enough]


def _same(word: Word, other: Word) -> bool:
    if word.is_number or other.is_number:
        return word.surface.lstrip("$") == other.surface.lstrip("$")
    return other.root in meanings(word.root)


def _cheapest(sentence: Text, evidence: Text, options: list[list[int]]) -> tuple[tuple[int | None, ...], int]:
    """Viterbi over the places of each word; of equally cheap paths the one that wanders least wins."""
    costs: dict[int | None, tuple[float, tuple[int | None, ...]]] = {None: (0, ())}
    said: frozenset[str] = frozenset()
    breaks = True
    for word, places in zip(sentence.words, options, strict=True):
        said = frozenset((word.root,)) if word.wall else said | {word.root}
        breaks = breaks or word.breaks
        if not places:
            costs = {last: (cost, (*path, None)) for last, (cost, path) in costs.items()}
            continue
        step = _Step(evidence, said, breaks=breaks, near=word.near)
        costs = {
            place: min(
                ((cost + step.cost(last, place), (*path, place)) for last, (cost, path) in costs.items()),
                key=lambda pair: pair[0],
            )
            for place in places
        }
        breaks = False
    cost, path = min(costs.values(), key=lambda pair: pair[0])
    return path, int(cost) + _reversals(path)


@dataclass(frozen=True)
class _Step:
    """Going on to one more word of the sentence; `said` is what its clause has mentioned so far."""

    evidence: Text
    said: frozenset[str]
    breaks: bool
    near: bool

    def cost(self, last: int | None, place: int) -> float:
        """What going from one place to the next costs, and next to nothing for going on in order."""
        if last is None:
            return 0
        return self._disorder(last, place) + abs(place - last - 1) / _FAR

    def _disorder(self, last: int, place: int) -> int:
        if place == last:
            return 1
        words = self.evidence.words
        if place < last:
            # "tool costs" for "costs of tools", "models are built" for "building models".
            if self.near and last - place <= _NEAR and not any(word.wall for word in words[place + 1 : last + 1]):
                return _TURN
            # A phrase that moved begins where one begins in the evidence; anything else is a swap.
            begins = place == 0 or words[place].breaks or words[place].wall
            return _REGROUP if self.breaks and begins else _SWAP
        between = range(last + 1, place)
        leaps = any(self._foreign(at) for at in between) or (self.near and any(words[at].wall for at in between))
        return _SWAP if leaps else 0

    def _foreign(self, at: int) -> bool:
        """Whether a clause begins at `at` whose subject has not been mentioned."""
        words = self.evidence.words
        if not words[at].wall:
            return False
        subject = [words[at], *(other for other in words[at + 1 : at + 3] if other.is_number)]
        return not all(meanings(part.root) & self.said for part in subject)


def _moved_once(sentence: Text, evidence: Text, places: tuple[int | None, ...]) -> bool:
    """Whether the order breaks once at most. Two breaks put one thing in the place of another ("A follows B"
    for "B follows A"), a break between two clauses may trade their predicates, and a leap trades their subjects."""
    last: int | None = None
    said: frozenset[str] = frozenset()
    turns, moves, wall = 0, 0, False
    for word, place in zip(sentence.words, places, strict=True):
        said = frozenset((word.root,)) if word.wall else said | {word.root}
        wall = wall or word.wall
        if place is None:
            continue
        if last is not None:
            step = _Step(evidence, said, breaks=False, near=word.near).cost(last, place)
            if place < last:
                turns, moves = turns + (step < _SWAP), moves + (step >= _SWAP)
                if (wall and step >= _SWAP) or moves > 1 or turns > 1:
                    return False
            elif place > last and step >= _SWAP:
                return False
        last, wall = place, False
    return True


def _reversals(path: tuple[int | None, ...]) -> int:
    """Two steps back in a row: one turns a phrase, two swap its sides. Also words used twice over."""
    places = [place for place in path if place is not None]
    backwards = sum(
        first > second > third for first, second, third in zip(places, places[1:], places[2:], strict=False)
    )
    repeated = len(places) - len(set(places)) - sum(a == b for a, b in pairwise(places))
    return _SWAP * backwards + repeated
