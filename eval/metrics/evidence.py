"""Whether cited texts bear a sentence out: a plain check that shares no code with the server's verifier.

Three rules, all of which must hold. *Names*: every tool, role, phase and maturity model of the sentence stands in a
cited text or its locator; a sentence that denies may name what a cited table lacks. *Numbers*: so does every number,
unless the question gave it, the golden values prove it, or it is a count, sum, mean, difference or multiple of what is
cited. *Words*, for cited prose: most content words of the sentence stand in one cited text, and neither of the two
alone is negated. Which name goes with which number or phase is not checked.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations
from statistics import fmean

import snowballstemmer

from corpus.catalogue import Catalogue
from corpus.vocabulary import Evidence

# Below this share of common content words a text is taken to say something else; set on the development claims.
LEAST_SHARED = 0.6
# One text of several carries a part of the sentence only.
LEAST_TOUCHED = 0.3
MONTHS, TEAM = 12, 10
_MOST_AMOUNTS = 12
_NUMBER = re.compile(r"(?<![\w.])(\$?)(\d[\d,]*(?:\.\d+)?)(k?)\b", re.IGNORECASE)
_WORDS = dict(
    zip(
        "one two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty hundred".split(),
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 40, 50, 100),
        strict=True,
    )
)
_REFERENCE = re.compile(r"\b(?:Figure|Table|Section|Level|entry|entries|sentence|paragraph)\s+[\dIVX]+\b")
_WORD = re.compile(r"[a-z][a-z’'-]+")
_NEGATED = re.compile(r"\b(?:not|no|none|never|neither|nor|without|cannot|lacks?|uncovered)\b|n['’]t\b", re.IGNORECASE)
_GLUE = frozenset(
    "a about all also among an and another any are as at be been being both but by can could do does during each every "
    "falls for from had has have how if in into is it its may more most must of on one only or other others our out "
    "over own paper per question should so some such than that the their them then there these they this those through "
    "to too under up used uses using very was we were what when where which while who whose why will with within would "
    "you your".split()
)


class EvidenceCheck:
    """The check over the names of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._same = _synonyms(catalogue)
        longest = sorted(self._same, key=len, reverse=True)
        self._name = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest))})(?![\w])")
        self._sizes = {
            float(len(table)) for table in (catalogue.tools, catalogue.roles, catalogue.maturity, catalogue.aspects)
        }
        self._names = lru_cache(maxsize=None)(self._read_names)

    def bears_out(self, sentence: str, cited: Sequence[Evidence], given: Collection[float] = ()) -> bool:
        """Whether `cited` together bear `sentence` out; `given` are numbers that need no citation."""
        tabular = any(map(_tabular, cited))
        return (
            self._named(sentence, cited, tabular=tabular)
            and self._counted(sentence, cited, given)
            and (tabular or any(_says(sentence, _text(piece)) for piece in cited))
        )

    def touches(self, sentence: str, piece: Evidence) -> bool:
        """Whether one cited text carries at least a name, a number or some of the words of `sentence`."""
        text = _text(piece)
        said = {same for name in self._names(sentence) for same in self._same[name]}
        return bool(
            said & set(self._names(text))
            or numbers(self._bare(sentence)) & {*numbers(text), float(len(self._names(piece.excerpt)))}
            or _shared(sentence, text) >= LEAST_TOUCHED
        )

    def _named(self, sentence: str, cited: Iterable[Evidence], *, tabular: bool) -> bool:
        there = {same for piece in cited for name in self._names(_text(piece)) for same in self._same[name]}
        return set(self._names(sentence)) <= there or bool(tabular and _NEGATED.search(sentence))

    def _counted(self, sentence: str, cited: Sequence[Evidence], given: Collection[float]) -> bool:
        wanted = numbers(self._bare(sentence))
        known = {*given, *self._sizes, *(number for piece in cited for number in numbers(_text(piece)))}
        lacking = {number for number in wanted if not _close(number, known)}
        if not lacking:
            return True
        known |= set(self._counts(sentence, cited))
        known |= set(_derived(_amounts(cited), {*wanted, *given}))
        known |= {number * MONTHS for number in given}
        known |= {100 * part / whole for part in wanted for whole in self._sizes}
        return all(_close(number, known) for number in lacking)

    def _counts(self, sentence: str, cited: Iterable[Evidence]) -> Iterator[float]:
        """How many names the sentence lists, and what the cited entries hold of them."""
        said = self._names(sentence)
        yield from map(float, range(len(said) + 1))
        entries = [set(self._names(entry)) for piece in cited for entry in (piece.excerpt, *piece.excerpt.split(";"))]
        for name in set(said):
            yield float(sum(name in entry for entry in entries))
            yield from (float(len(entry) - 1) for entry in entries if name in entry)

    def _read_names(self, text: str) -> tuple[str, ...]:
        return tuple(self._name.findall(text))

    def _bare(self, text: str) -> str:
        return self._name.sub(" ", text)


@cache
def numbers(text: str) -> frozenset[float]:
    """Every number in the text; `10k` is 10,000, and `Table II` or `Figure 1` are none."""
    found = _NUMBER.findall(_REFERENCE.sub(" ", text))
    return frozenset(float(digits.replace(",", "")) * (1000 if k else 1) for _, digits, k in found)


def asked_numbers(text: str) -> frozenset[float]:
    """The numbers of a question, in words as well."""
    return numbers(text) | {float(_WORDS[word]) for word in _WORD.findall(text.casefold()) if word in _WORDS}


def _amounts(cited: Iterable[Evidence]) -> list[float]:
    """The printed amounts of money, repeated as cited; none where a whole column is cited."""
    found = [
        float(digits.replace(",", "")) for piece in cited for sign, digits, _ in _NUMBER.findall(piece.excerpt) if sign
    ]
    return found if len(found) <= _MOST_AMOUNTS else []


def _derived(amounts: Sequence[float], factors: Iterable[float]) -> Iterator[float]:
    if not amounts:
        return
    bases = {sum(amounts), fmean(amounts), *(abs(one - other) for one, other in combinations(amounts, 2)), *amounts}
    times = {1.0, *factors}
    for base in bases:
        for factor in times:
            yield from (base * factor * scale for scale in (1, MONTHS, 1 / TEAM, MONTHS / TEAM))


def _close(number: float, known: Iterable[float]) -> bool:
    return any(abs(number - other) < 0.006 for other in known)


def _says(sentence: str, text: str) -> bool:
    return _shared(sentence, text) >= LEAST_SHARED and bool(_NEGATED.search(sentence)) == bool(_NEGATED.search(text))


def _shared(sentence: str, text: str) -> float:
    stems = _stems(sentence)
    return len(stems & _stems(text)) / len(stems) if stems else 0.0


@cache
def _stems(text: str) -> frozenset[str]:
    words = {word for word in _WORD.findall(text.casefold()) if word not in _GLUE}
    return frozenset(snowballstemmer.stemmer("english").stemWords(words))


def _text(piece: Evidence) -> str:
    return f"{piece.locator}. {piece.excerpt}"


def _tabular(piece: Evidence) -> bool:
    """Whether the text lists cells; the rows of Table II and the figures are prose."""
    return piece.kind == "cell" and piece.locator.startswith(("Table I,", "Table II, column", "Table III", "Table IV"))


def _synonyms(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Each name with those that name the same; a phase is named by its code and its name."""
    plain: Iterable[str] = (*catalogue.tools, *catalogue.roles, *catalogue.maturity)
    found = {name: frozenset((name,)) for name in plain}
    for phase in catalogue.phases.values():
        own = frozenset((phase.code.value, phase.name))
        # What is printed for a half of Model Development is printed for the whole, and the other way round.
        kin = [other for other in catalogue.phases.values() if other.code.meets(phase.code)]
        found |= dict.fromkeys(own, own | {name for other in kin for name in (other.code.value, other.name)})
    return found
