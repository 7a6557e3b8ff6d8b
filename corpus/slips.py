"""Slips: names and words that were misspelt, a few letters away from exactly one that is known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from corpus.stemming import stem

T = TypeVar("T")

# English words and other products one edit away from a name; they are never read as a typo of it.
_NOT_TYPOS = frozenset(
    "administrator administrators seldom weka openml test tests tested testing texting panda deeply staging stating"
    " kinetics modern"
    " puppets composed composers compose provision provisions serving computer computers panda bitter"
    " needed jenkin's griffin promote promotes setups models modeled modelled".split()
)
_SHORT = 7
_VOWELS = frozenset("aeiou")


class Slips(Generic[T]):
    """Names by the spellings that a slip may have been meant for."""

    def __init__(self, spellings: Iterable[tuple[Sequence[str], T]]) -> None:
        self._by_letter: dict[str, list[tuple[str, T, Sequence[str]]]] = defaultdict(list)
        for words, name in spellings:
            form = "".join(words)
            if len(form) >= 5:
                self._by_letter[form[0]].append((form, name, words))
        # The same few words stand in most questions.
        self._found = lru_cache(maxsize=16_384)(self._nearest)

    def nearest(self, words: Sequence[str], *, joined: bool) -> T | None:
        """The one name that `words` (lower case) are a slip away from; with `joined` also one that was
        split or run together."""
        return self._found(tuple(words), joined)

    def _nearest(self, words: tuple[str, ...], joined: bool) -> T | None:
        form = "".join(words)
        if len(form) < 5 or form in _NOT_TYPOS:
            return None
        near: dict[T, int] = {}
        for other, name, spelling in self._by_letter.get(form[0], ()):
            if len(spelling) == len(words) and _clipped(form, other):
                near[name] = 1
                continue
            allowed = _allowed(form, len(spelling) if len(spelling) == len(words) else 1)
            if abs(len(other) - len(form)) > allowed or not _alike(words, spelling, joined=joined):
                continue
            distance = OSA.distance(form, other, score_cutoff=allowed)
            if 0 < distance <= allowed and not _exchanged(form, other):
                near[name] = min(distance, near.get(name, distance))
        best = [name for name, distance in near.items() if distance == min(near.values())]
        return best[0] if len(best) == 1 else None


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
    """`sagemkr`: typed without some of its vowels, which every consonant in its place makes good for."""
    letters = iter(other)
    consonants = [letter for letter in form if letter not in _VOWELS]
    return (
        0 < len(other) - len(form) <= len(other) // 2
        and len(consonants) > 3
        and consonants == [letter for letter in other if letter not in _VOWELS]
        and all(letter in letters for letter in form)
    )


def _exchanged(form: str, other: str) -> bool:
    """One letter for another in a short word makes another word: `touch` is no `torch`."""
    return len(form) == len(other) and len(form) < _SHORT and sorted(form) != sorted(other)


def _alike(words: Sequence[str], spelling: Sequence[str], *, joined: bool) -> bool:
    """Word by word where both have as many: short words must be equal, `responsible in` is no `… AI`;
    a name split or joined (`terra form`) must be long, since `we can` is not `Wekan`."""
    if len(words) != len(spelling):
        form, other = "".join(words), "".join(spelling)
        whole = min(len(word) for word in (*words, *spelling)) > 2
        one = 1 in (len(words), len(spelling))
        return joined and whole and one and len(form) > 7 and OSA.distance(form, other, score_cutoff=1) <= 1
    return all(_near(word, other) for word, other in zip(words, spelling, strict=True))


def _near(word: str, other: str) -> bool:
    """`cost` is no slip of `core`: a short word may differ in one letter, a word of three in none."""
    if min(len(word), len(other)) <= 3:
        return word == other
    return OSA.distance(word, other) <= (1 if len(other) <= 5 else 2)
