"""Slips: names and words that were misspelt, a few letters away from exactly one that is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from corpus.stemming import stem

T = TypeVar("T")

# English words and other products one edit away from a name; they are never read as a typo of it.
_NOT_TYPOS = frozenset(
    "administrator administrators seldom weka openml test tests tested testing texting panda deeply staging stating"
    " kinetics modern stagemakes stagemake"
    " puppets composed composers compose provision provisions serving computer computers panda bitter"
    " needed jenkin's griffin promote promotes setups models modeled modelled"
    " programme programmes programed programmed googled workplaces deplaning depleting deplored deploring servicing"
    " staking staling staring staving staying swerving testes mentoring moldering preempting probating profiting"
    " promising promoting prorating versified versifying visioning testier shoemaker composes composted composure"
    " feats jerkins torches".split()
)
# No part of any name: `all models please` is no slip for `model release`.
_COURTESIES = frozenset({"please", "pls", "thanks"})
_SHORT = 7
_VOWELS = frozenset("aeiou")


class Slips(Generic[T]):
    """Names by the spellings that a slip may have been meant for."""

    def __init__(self, spellings: Iterable[tuple[Sequence[str], T]]) -> None:
        # Only what begins alike and is about as long, or has the same consonants, is ever near.
        self._by_length: dict[tuple[str, int, int], list[tuple[str, T, Sequence[str]]]] = defaultdict(list)
        self._by_consonants: dict[tuple[int, str], list[tuple[str, T]]] = defaultdict(list)
        for words, name in spellings:
            form = "".join(words)
            if len(form) >= 5:
                self._by_length[form[0], len(words), len(form)].append((form, name, words))
                self._by_consonants[len(words), _consonants(form)].append((form, name))
        # The same few words stand in most questions.
        self._found = lru_cache(maxsize=16_384)(self._nearest)

    def nearest(self, words: Sequence[str], *, joined: bool) -> T | None:
        """The one name that `words` (lower case) are a slip away from; with `joined` also one that was
        split or run together."""
        return self._found(tuple(words), joined)

    def _nearest(self, words: tuple[str, ...], joined: bool) -> T | None:
        form = "".join(words)
        if len(form) < 5 or form in _NOT_TYPOS or not _COURTESIES.isdisjoint(words):
            return None
        same = self._by_consonants.get((len(words), _consonants(form)), ())
        near = {name: 1 for other, name in same if other[0] == form[0] and _clipped(form, other)}
        for allowed, other, name, spelling in self._candidates(words, form, joined=joined):
            distance = OSA.distance(form, other, score_cutoff=allowed)
            if 0 < distance <= allowed and not _exchanged(form, other) and _alike(words, spelling):
                near[name] = min(distance, near.get(name, distance))
        best = [name for name, distance in near.items() if distance == min(near.values())]
        return best[0] if len(best) == 1 else None

    def _candidates(
        self, words: tuple[str, ...], form: str, *, joined: bool
    ) -> Iterator[tuple[int, str, T, Sequence[str]]]:
        """Spellings of about the same length and as many words, or of one word against several, each with the edits
        that it may be away."""
        counts = {len(words)}
        if joined and len(form) > _SHORT:
            counts |= {1} if len(words) > 1 else {2, 3, 4}
        for count in counts:
            allowed = _allowed(form, count if count == len(words) else 1)
            for length in range(len(form) - allowed, len(form) + allowed + 1):
                for other, name, spelling in self._by_length.get((form[0], count, length), ()):
                    yield allowed, other, name, spelling


class Speller:
    """Stems of words, a misspelt one mended when few edits separate it from exactly one known word."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._known = frozenset(stem(word) for word in self._words)
        self._by_letter: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            if len(word) >= 5:
                self._by_letter[word[0]].update(_inflected(word))
        self.stem = lru_cache(maxsize=16_384)(self._stem)

    def _stem(self, word: str) -> str:
        # Who does it is not what is done: `prompt engineer` and `prompt engineering`.
        if word.removesuffix("s").endswith(("er", "or")) and word.removesuffix("s") not in self._words:
            return word
        form = stem(word)
        if len(word) < 6 or form in self._known or word in _NOT_TYPOS:
            return form
        allowed = 1 if len(word) < 9 else 2
        near = {
            stem(other): OSA.distance(word, other)
            for other in self._by_letter.get(word[0], ())
            if OSA.distance(word, other, score_cutoff=allowed) <= allowed and not _exchanged(word, other)
        }
        best = [other for other, distance in near.items() if distance == min(near.values())]
        return best[0] if len(best) == 1 else form


def _inflected(word: str) -> tuple[str, ...]:
    bare = word.removesuffix("e")
    return word, f"{word}s", f"{bare}ed", f"{bare}ing"


def _allowed(form: str, words: int) -> int:
    """Edits that leave a name recognizable: one in a short one, one a word in a long phrase."""
    if len(form) < 9:
        return 1
    return max(2, words) if len(form) >= 15 else 2


def _clipped(form: str, other: str) -> bool:
    """`sagemkr`: typed without some of its vowels, which the same consonants in their places make good for."""
    letters = iter(other)
    return (
        0 < len(other) - len(form) <= len(other) // 2
        and len(_consonants(form)) > 3
        and all(letter in letters for letter in form)
    )


def _consonants(form: str) -> str:
    return "".join(letter for letter in form if letter not in _VOWELS)


def _exchanged(form: str, other: str) -> bool:
    """One letter for another in a short word makes another word: `touch` is no `torch`."""
    return len(form) == len(other) and len(form) < _SHORT and sorted(form) != sorted(other)


def _alike(words: Sequence[str], spelling: Sequence[str]) -> bool:
    """Word by word where both have as many: short words must be equal, `responsible in` is no `… AI`;
    a name split or joined (`terra form`) must be long, since `we can` is not `Wekan`."""
    if len(words) != len(spelling):
        form, other = "".join(words), "".join(spelling)
        whole = min(len(word) for word in (*words, *spelling)) > 2
        return whole and OSA.distance(form, other, score_cutoff=1) <= 1
    return all(_near(word, other) for word, other in zip(words, spelling, strict=True))


def _near(word: str, other: str) -> bool:
    """`cost` is no slip of `core`: a short word may differ in one letter, a word of three may only lack one (`dat`)."""
    if min(len(word), len(other)) <= 3:
        return word == other or (len(word) == 3 and len(other) == 4 and OSA.distance(word, other) == 1)
    return OSA.distance(word, other) <= (1 if len(other) <= 5 else 2)
